/** What the person is doing in the studio: the work under their hands, what the compiler said of it, how it plays. */
import type { CompileReport, PassInput, ShaderError } from "@fractafrag/runtime";
import { createStore } from "zustand/vanilla";
import type { StoreApi } from "zustand/vanilla";
import { imageName } from "./contract";
import type { Channel, Sampler } from "./contract";
import { addablePasses, inputAt, newWork, sameWork, withCode, withSampler } from "./document";
import type { Details, Work, WorkParameters } from "./document";
import { startingPlayback } from "./playback";
import type { PlaybackState } from "./playback";
import { addPassStep, inputStep, parametersStep, removePassStep, replaceWorkStep } from "./steps";
import type { Step } from "./steps";

export type ShaderStatus = "draft" | "published" | "archived";

/** The work that this one was forked from. */
export interface Parent {
  id: string;
  title: string;
  author: string;
}

/** What the server last confirmed of this work. */
export interface Origin {
  id: string;
  version: number;
  status: ShaderStatus;
  work: Work;
  parent: Parent | null;
}

/** How many steps of the build (not of the text, which each editor keeps by itself) can be taken back. */
const HISTORY = 50;
/** Turns of one parameter that follow each other so quickly, in milliseconds, are one step. */
const ONE_STEP_MS = 800;

export interface StudioState extends PlaybackState {
  origin: Origin | null;
  work: Work;
  /** What the work was when it was opened. */
  readonly start: Work;
  /** What this work was forked from, also before it was ever saved. */
  parent: Parent | null;
  /** The name of the pass in the editor. */
  active: string;
  /** Counts every change of the work; what follows it compares numbers instead of texts. */
  edits: number;
  past: Step[];
  future: Step[];
  report: CompileReport | null;
  /** What the editor itself found worth a word. */
  warnings: readonly ShaderError[];
  /** What is listed below the code. */
  list: "problems" | Uses | null;
  /** What the palette is open for. */
  asked: "actions" | "symbols" | null;
  compiling: boolean;
  /** Another tab goes on with this work; what is unsaved here is there. */
  resting: boolean;
  /** What the history is open at; null while it is closed. */
  history: HistoryPlace | null;

  setCode: (pass: string, code: string) => void;
  setActive: (pass: string) => void;
  setDetails: (change: Partial<Details>) => void;
  addPass: (name: string) => boolean;
  removePass: (name: string) => boolean;
  bind: (channel: Channel, input: PassInput | null) => void;
  sample: (channel: Channel, change: Partial<Sampler>) => void;
  replaceWork: (work: Work, label: string) => void;
  /** One step; several with one label within a moment, as of a slider that is dragged, are one together. */
  setParameters: (parameters: WorkParameters, label: string) => void;
  /** Takes back the last step and answers its label, or null where there is none. */
  undo: () => string | null;
  redo: () => string | null;
  setCompiling: () => void;
  setReport: (report: CompileReport) => void;
  /** The server has confirmed `sent`; what was typed meanwhile stays and is unsaved. */
  confirm: (origin: Origin, sent: Work) => void;
  /** Says from which version on this work was changed, so that the next save is held against it. */
  changedFrom: (version: number) => void;
  setPlayback: (change: Partial<PlaybackState>) => void;
}

/** Where the history opens: at a version, or at the newest state. */
export interface HistoryPlace {
  version?: number;
}

/** Every place that names the same thing. */
export interface Uses {
  name: string;
  uses: { pass: string; from: number; to: number; line: number; text: string }[];
}

export type StudioStore = StoreApi<StudioState>;

function keepActive(work: Work, active: string): string {
  return work.passes.some((pass) => pass.name === active) ? active : imageName;
}

/** A studio with `work` on the table; `origin` is absent for what the server has never seen. */
export function createStudioStore(work: Work = newWork(), origin: Origin | null = null, parent: Parent | null = origin?.parent ?? null): StudioStore {
  return createStore<StudioState>()((set, get) => {
    function run(step: Step): void {
      set((state) => {
        const { work: next, inverse } = step.apply(state.work);
        if (next === state.work) return state;
        return {
          work: next,
          edits: state.edits + 1,
          active: keepActive(next, step.focus ?? state.active),
          past: [...state.past, { ...inverse, label: step.label }].slice(-HISTORY),
          future: [],
        };
      });
    }

    let turnedAt = 0;

    function travel(from: "past" | "future"): string | null {
      const state = get();
      const step = state[from].at(-1);
      if (!step) return null;
      const to = from === "past" ? "future" : "past";
      const { work: next, inverse } = step.apply(state.work);
      set({
        work: next,
        edits: state.edits + 1,
        active: keepActive(next, step.focus ?? state.active),
        [from]: state[from].slice(0, -1),
        [to]: [...state[to], { ...inverse, label: step.label }],
      });
      return step.label;
    }

    return {
      origin,
      work,
      start: work,
      parent,
      active: imageName,
      edits: 0,
      past: [],
      future: [],
      report: null,
      warnings: [],
      list: null,
      asked: null,
      compiling: false,
      ...startingPlayback,
      resting: false,
      history: null,

      setCode(pass, code) {
        set((state) => {
          const present = state.work.passes.find((other) => other.name === pass);
          if (!present || present.code === code) return state;
          return { work: { ...state.work, passes: withCode(state.work.passes, pass, code) }, edits: state.edits + 1 };
        });
      },
      setActive(pass) {
        set((state) => ({ active: keepActive(state.work, pass) }));
      },
      setDetails(change) {
        set((state) => ({ work: { ...state.work, details: { ...state.work.details, ...change } }, edits: state.edits + 1 }));
      },
      addPass(name) {
        if (!addablePasses(get().work.passes).includes(name)) return false;
        run(addPassStep(name));
        return true;
      },
      removePass(name) {
        if (name === imageName || !get().work.passes.some((pass) => pass.name === name)) return false;
        run(removePassStep(name));
        return true;
      },
      bind(channel, input) {
        run(inputStep(get().active, channel, input));
      },
      sample(channel, change) {
        const { work: present, active } = get();
        const changed = withSampler(present.passes, active, channel, change);
        const input = inputAt(changed.find((pass) => pass.name === active), channel);
        if (input) run(inputStep(active, channel, input));
      },
      replaceWork(next, label) {
        run(replaceWorkStep(next, label));
      },
      setParameters(parameters, label) {
        const { past, work: present, edits } = get();
        const now = Date.now();
        const goesOn = past.at(-1)?.label === label && now - turnedAt < ONE_STEP_MS;
        turnedAt = now;
        if (goesOn) set({ work: { ...present, parameters }, edits: edits + 1 });
        else run(parametersStep(parameters, label));
      },
      undo: () => travel("past"),
      redo: () => travel("future"),
      setCompiling() {
        set({ compiling: true });
      },
      setReport(report) {
        set({ report, compiling: false });
      },
      confirm(confirmed, sent) {
        set((state) => {
          const untouched = sameWork(state.work, sent);
          const next = untouched ? confirmed.work : state.work;
          return { origin: confirmed, parent: confirmed.parent, work: next, active: keepActive(next, state.active) };
        });
      },
      changedFrom(version) {
        set((state) => (state.origin ? { origin: { ...state.origin, version } } : state));
      },
      setPlayback(change) {
        set(change);
      },
    };
  });
}

/** Whether a save would change anything on the server. A new work that nobody touched has nothing to save. */
export function isDirty(state: Pick<StudioState, "origin" | "work" | "edits" | "start">): boolean {
  return state.edits > 0 && !sameWork(state.work, state.origin?.work ?? state.start);
}

/** The number of errors of each pass that has any. */
export function errorCounts(errors: readonly ShaderError[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const error of errors) counts.set(error.pass, (counts.get(error.pass) ?? 0) + 1);
  return counts;
}
