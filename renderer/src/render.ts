// One request from the gate to its answer: queued, drawn, tried again once if the browser went away under it.
import { type Pass, refuse } from "@fractafrag/runtime";
import type { Logger } from "pino";
import { BrowserCrashed, RenderBrowser, TaskExpired } from "./browser.js";
import { Jobs, type Lane, PRIORITY, type Priority } from "./jobs.js";
import { findFilmBackend } from "./film-backend.js";
import { fingerprint, Quarantine } from "./quarantine.js";
import type {
  EstimatedCost,
  PageAnswer,
  PageTask,
  RenderAnswer,
  RenderFailure,
  RenderRequest,
  RenderSuccess,
  ShaderError,
  SheetAnswer,
  SheetRequest,
  ValidateAnswer,
  ValidateRequest,
} from "./protocol.js";
import type { Settings } from "./settings.js";
import { DRAWING, REFERENCE_PIXELS } from "./terms.js";

// What the page may use of a job's time; the rest is for it to say that there is none left.
const PAGE_SHARE = 0.9;
const IDLE_MS = 60_000;
// A faster backend first translates the shader for up to a second, which few frames do not give back.
const FILM_FRAMES = 30;
// What it may take of the time that is left; with less than the second the film is not begun again on the other.
const FILM_SHARE = 0.6;
const LEAST_FILM_MS = 5_000;

interface Drawn {
  page: PageAnswer;
  renderer: string;
}

/** What draws one job at a time. */
interface Slot {
  stills: RenderBrowser;
  /** For films, by another backend; null where films are drawn as stills are. */
  films: RenderBrowser | null;
}

type RenderTask = Extract<PageTask, { kind: "render" }>;

class Unexpected extends Error {
  constructor({ kind }: PageAnswer) {
    super(`the page answered with a ${kind}`);
  }
}

export interface Status {
  ok: boolean;
  /** Of the renderer: with it begins the name of all that draws the same. */
  version: string;
  browser: string | null;
  renderer_string: string | null;
  /** What draws films; null where stills are drawn by the same. */
  film_renderer_string: string | null;
  queue: number;
  running: number;
}

export class Renderer {
  private readonly main: RenderBrowser;
  private readonly slots: Slot[];
  private readonly jobs: Jobs<Slot>;
  private readonly quarantine = new Quarantine();
  private filmBackend: Promise<void> | null = null;
  private filmRenderer: string | null = null;

  constructor(
    private readonly settings: Settings,
    private readonly version: string,
    private readonly pageScript: string,
    private readonly log: Logger,
  ) {
    const lanes: Lane<Slot>[] = Array.from({ length: settings.concurrency }, (_, index) => ({ worker: { stills: this.browser(String(index)), films: null }, upTo: PRIORITY.background }));
    this.main = lanes[0]?.worker.stills ?? this.browser("0");
    // Started only when somebody wants to validate while all others draw, which may take many seconds; let go when unused.
    const spare = { stills: this.browser("spare", settings.angle, IDLE_MS), films: null };
    lanes.push({ worker: spare, upTo: PRIORITY.validate });
    this.slots = lanes.map(({ worker }) => worker);
    this.jobs = new Jobs(lanes, settings.queue);
  }

  /** Starts the first browser and looks for what draws films; throws BrowserUnavailable. */
  async start(): Promise<void> {
    await this.main.ensure();
    this.filmBackend ??= this.prepareFilms();
    await this.filmBackend.catch((error: unknown) => {
      this.filmBackend = null;
      throw error;
    });
  }

  private async prepareFilms(): Promise<void> {
    const found = await findFilmBackend(this.settings, this.log.child({ slot: "films" }), this.pageScript);
    if (found === null) return;
    this.filmRenderer = found.renderer;
    for (const [index, slot] of this.slots.slice(0, this.settings.concurrency).entries()) slot.films = this.browser(`${index} films`, found.angle, IDLE_MS);
  }

  private browser(name: string, angle = this.settings.angle, idleMs: number | null = null): RenderBrowser {
    return new RenderBrowser(this.settings, this.log.child({ slot: name }), this.pageScript, angle, idleMs);
  }

  get status(): Status {
    const { version, rendererString } = this.main;
    return { ok: version !== null, version: this.version, browser: version, renderer_string: rendererString, film_renderer_string: this.filmRenderer, queue: this.jobs.depth, running: this.jobs.busy };
  }

  async validate({ passes, cost, owner }: ValidateRequest, signal?: AbortSignal): Promise<ValidateAnswer> {
    const errors = refuse(passes as Pass[]);
    if (errors.length > 0) return { ok: false, errors, compile_ms: 0, cost: null };
    const began = performance.now();
    try {
      const { page } = await this.submit({ kind: "validate", passes, cost }, PRIORITY.validate, this.settings.jobDeadlineMs, owner, signal);
      if (page.kind !== "validate") throw new Unexpected(page);
      return page.answer;
    } catch (error) {
      const endless = cost ? unfinished(error) : null;
      if (endless !== null) return { ok: true, errors: [], compile_ms: Math.round(performance.now() - began), cost: endless };
      const message = verdict(error)?.message;
      if (message === undefined) throw error;
      return { ok: false, errors: [atImage(message)], compile_ms: Math.round(performance.now() - began), cost: null };
    }
  }

  async render(request: RenderRequest, signal?: AbortSignal): Promise<RenderAnswer> {
    const { passes, pictures, poster, stills, film } = request;
    const totalMs = Math.min(request.deadline_ms ?? this.settings.jobDeadlineMs, Math.max(this.settings.jobDeadlineMs, 60_000));
    const task: RenderTask = { kind: "render", passes, parameters: request.parameters, pictures, poster, stills, film, passport: request.passport, moment: poster?.at ?? film?.at ?? null, budgetMs: totalMs * PAGE_SHARE, gpuDeadlineMs: this.settings.gpuDeadlineMs };
    const priority = request.background ? PRIORITY.background : film === null ? PRIORITY.still : PRIORITY.film;
    const drawn = await this.draw(task, priority, totalMs, request.owner, signal);
    if ("ok" in drawn) return drawn;
    if (drawn.page.kind !== "render") throw new Unexpected(drawn.page);
    return { ...drawn.page.answer, renderer: drawn.renderer };
  }

  async sheet(wish: SheetRequest, signal?: AbortSignal): Promise<SheetAnswer> {
    const totalMs = Math.min(wish.deadline_ms, this.settings.jobDeadlineMs);
    const task: PageTask = { kind: "sheet", passes: wish.passes, parameters: wish.parameters, pictures: wish.pictures, wish: { ...wish, pictures: {} }, budgetMs: totalMs * PAGE_SHARE, gpuDeadlineMs: this.settings.gpuDeadlineMs };
    const drawn = await this.draw(task, PRIORITY.still, totalMs, wish.owner, signal);
    if ("ok" in drawn) return drawn;
    if (drawn.page.kind !== "sheet") throw new Unexpected(drawn.page);
    return { ...drawn.page.answer, renderer: drawn.renderer };
  }

  /** Ends what runs, refuses what waits, closes the browsers. */
  async close(): Promise<void> {
    await this.jobs.drain();
    await this.kill();
  }

  /** Closes the browsers, whatever runs in them. */
  async kill(): Promise<void> {
    await Promise.all(this.slots.flatMap(({ stills, films }) => (films === null ? [stills] : [stills, films])).map((browser) => browser.close()));
  }

  /** What the page drew, or the refusal where the shader is to blame. */
  private async draw(task: PageTask, priority: Priority, totalMs: number, owner: string | null, signal?: AbortSignal): Promise<Drawn | RenderFailure> {
    const errors = refuse(task.passes as Pass[]);
    if (errors.length > 0) return { ok: false, reason: "limits", message: "The shader is beyond what is accepted.", errors };
    const work = fingerprint(task.passes);
    const sentence = this.quarantine.sentence(work);
    if (sentence !== null) return { ok: false, ...sentence, errors: [] };
    try {
      const drawn = await this.submit(task, priority, totalMs, owner, signal);
      return drawn.page.kind === "failure" ? { ...drawn.page.answer, renderer: drawn.renderer } : drawn;
    } catch (error) {
      const found = verdict(error);
      if (found === null) throw error;
      // A work that was only slow may be less so in a smaller picture: what counts is who had to be ended by force.
      if (found.reason === "crash" || (error instanceof TaskExpired && error.expiry.cause === "gpu")) this.quarantine.strike(work, found);
      return { ok: false, reason: found.reason, message: found.message, errors: [] };
    }
  }

  private submit(task: PageTask, priority: Priority, totalMs: number, owner: string | null, signal?: AbortSignal): Promise<Drawn> {
    return this.jobs.submit(
      priority,
      async (slot) => {
        const { stills } = slot;
        try {
          const began = performance.now();
          // Who asks before it is known what draws films waits for that: the same work has the same film.
          if (task.kind === "render" && task.film !== null) await this.filmBackend?.catch(() => undefined);
          const { films } = slot;
          const separate = films !== null && task.kind === "render" && task.film !== null && task.film.seconds * task.film.fps >= FILM_FRAMES ? { films, film: task.film } : null;
          const page = await twice(() => stills.run(separate === null ? task : ({ ...task, film: null } as RenderTask), totalMs));
          const renderer = `${this.version}/${stills.rendererString ?? "unknown"}`;
          if (separate === null || page.kind !== "render") return { page, renderer };
          const leftMs = (): number => totalMs - (performance.now() - began);
          const rest: RenderTask = { ...(task as RenderTask), poster: null, stills: [], film: separate.film, moment: page.moment };
          const film = await this.film(separate.films, rest, leftMs() * FILM_SHARE);
          // Such a driver may need longer for its translation than the whole film takes on the other backend.
          return { page: joined(page, typeof film === "string" && leftMs() > LEAST_FILM_MS ? await this.film(stills, rest, leftMs()) : film), renderer };
        } finally {
          await stills.tidy();
          await slot.films?.tidy();
        }
      },
      signal,
      owner,
    );
  }

  /** The film alone; the reason why there is none where the shader is to blame. */
  private async film(browser: RenderBrowser, task: RenderTask, leftMs: number): Promise<RenderPage | string> {
    try {
      const page = await twice(() => browser.run({ ...task, budgetMs: leftMs * PAGE_SHARE }, leftMs));
      return page.kind === "render" ? page : page.kind === "failure" ? page.answer.message : "it was not drawn";
    } catch (error) {
      const found = verdict(error);
      if (found === null) throw error;
      return found.message;
    }
  }
}

type RenderPage = Extract<PageAnswer, { kind: "render" }>;

/** Pictures and cost from one backend, the film and what it told from the other. */
function joined(page: RenderPage, film: RenderPage | string): RenderPage {
  const told: Pick<RenderSuccess, "films" | "facts"> = typeof film === "string" ? { films: [], facts: { ...page.answer.facts, film: "omitted", film_note: film } } : film.answer;
  const { film: fate, film_note, flash_area, flashing, loop, nan } = told.facts;
  return { ...page, answer: { ...page.answer, films: told.films, facts: { ...page.answer.facts, film: fate, film_note, flash_area, flashing, loop, nan: nan || page.answer.facts.nan } } };
}

/** A crash may be anybody's fault; a second one at the same work is the work's. */
async function twice<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof BrowserCrashed)) throw error;
    return run();
  }
}

/** What of this is the shader's fault; null for what is not. */
function verdict(error: unknown): { reason: "deadline" | "crash"; message: string } | null {
  if (error instanceof TaskExpired) {
    const { cause, step, ms } = error.expiry;
    const seconds = (ms / 1000).toFixed(1);
    const message = cause === "gpu" ? `The shader did not finish: ${step} was ended after ${seconds} s. An endless or very long loop does that.` : `The shader did not finish in time: after ${seconds} s it was still ${step}.`;
    return { reason: "deadline", message };
  }
  if (error instanceof BrowserCrashed) return { reason: "crash", message: "The shader took the graphics process down twice." };
  return null;
}

/** The cost of a shader that compiles and was ended while a picture was drawn: at least what it had taken by then. Null for what ended otherwise. */
function unfinished(error: unknown): EstimatedCost | null {
  if (!(error instanceof TaskExpired) || !error.expiry.step.startsWith(DRAWING)) return null;
  const { ms } = error.expiry;
  // Any picture of these probes is smaller than the one that the numbers speak of.
  return { frame_ms: Math.round(ms), ms_per_megapixel: Math.round((ms * 1e6) / REFERENCE_PIXELS), tier: "extreme", finished: false };
}

const atImage = (message: string): ShaderError => ({ pass: "Image", line: 1, column: 0, message });
