/** The picture of the open work: compiles as the author types, plays, and never runs again unasked what took a tab down. */
import { attachInput, checkSource, createPlayer } from "@fractafrag/runtime";
import type { CompileReport, Pass, Player } from "@fractafrag/runtime";
import type { SeekOutcome, Timeline } from "@fractafrag/runtime/inspection";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { createStore } from "zustand/vanilla";
import type { StoreApi } from "zustand/vanilla";
import { openMedia } from "../../lib/media-set";
import { toast } from "../../lib/toast";
import { useTurnTaken } from "../../lib/turn";
import { passesFingerprint } from "./document";
import { createInsideStore, reachInside } from "./inspection/inside";
import type { Inside, InsideState, Reach } from "./inspection/inside";
import { SmallPictures } from "./inspection/small-pictures";
import { followParameters } from "./parameters/follow";
import { LONGEST_SIDE } from "./playback";
import type { Sentinel } from "./sentinel";
import type { StudioStore } from "./store";

/** How long the author must pause before the source is compiled. */
const TYPING_PAUSE_MS = 250;
const READOUT_MS = 200;
/** How long a lost driver may take to come back. */
const RETURN_MS = 3000;

/** held: waits to be run by hand; lost: the driver gave up on this source; absent: there is no WebGL2. */
export type EngineStatus = "held" | "running" | "lost" | "absent";

export interface Readout {
  time: number;
  frame: number;
  fps: number;
  width: number;
  height: number;
}

export interface Engine {
  status: EngineStatus;
  /** Changes when the canvas has to be a new one, because the old one's context is gone. */
  canvasKey: number;
  attach: (element: HTMLCanvasElement | null) => void;
  readout: StoreApi<Readout>;
  player: () => Player | null;
  /** Compiles what is written, now. */
  compileNow: () => void;
  /** Runs a held or lost work by the author's wish. */
  run: () => void;
  hold: () => void;
  /** Whether nothing is heard; so it begins, and so it is again after a reload: sound waits for a press. */
  muted: boolean;
  setMuted: (muted: boolean) => void;
  togglePlaying: () => void;
  reset: () => void;
  /** Pauses, and shows the picture so many frames on, or back. */
  step: (frames: number) => void;
  /** Leads the work to a moment, and says what hinders it. Null where there is no picture to lead. */
  lead: (move: (timeline: Timeline) => Promise<SeekOutcome>) => Promise<SeekOutcome | null>;
  /** What leads the player and looks into it; `open` loads it. */
  inside: StoreApi<InsideState>;
  open: () => Promise<Inside | null>;
  small: SmallPictures;
}

export interface EngineOptions {
  /** Open without running. */
  held: boolean;
  /** Start with one still frame. */
  still: boolean;
}

export function useEngine(store: StudioStore, sentinel: Sentinel, { held, still }: EngineOptions): Engine {
  const [status, setStatus] = useState<EngineStatus>(held ? "held" : "running");
  const [canvasKey, setCanvasKey] = useState(0);
  const [muted, setMuted] = useState(true);
  const [element, setElement] = useState<HTMLCanvasElement | null>(null);
  const player = useRef<Player | null>(null);
  const [readout] = useState(() => createStore<Readout>(() => ({ time: 0, frame: 0, fps: 0, width: 0, height: 0 })));
  const [inside] = useState(createInsideStore);
  const reach = useRef<Reach | null>(null);
  const compile = useRef<(() => void) | null>(null);
  const shown = useRef("");
  const started = useRef(false);

  useEffect(() => {
    if (!element || status !== "running") return undefined;
    let readAt = 0;
    let waiting = 0;
    let made: Player;
    const media = openMedia({ devices: true });
    try {
      made = createPlayer(element, {
        media: media.load,
        onFrame({ time, frame, fps }) {
          sentinel.drew();
          const now = performance.now();
          if (now - readAt < READOUT_MS && store.getState().playing) return;
          readAt = now;
          readout.setState({ time, frame, fps });
        },
        onContextLost() {
          const blamed = sentinel.armed;
          sentinel.disarm();
          // A proven source was probably not to blame: the driver may come back by itself.
          waiting = window.setTimeout(() => setStatus("lost"), blamed ? 0 : RETURN_MS);
        },
        onContextRestored: () => window.clearTimeout(waiting),
      });
    } catch {
      const told = window.setTimeout(() => setStatus("absent"));
      return () => window.clearTimeout(told);
    }
    player.current = made;
    shown.current = "";
    if (still && !started.current) store.getState().setPlayback({ playing: false });
    started.current = true;
    const detach = attachInput(element, made);
    const unsize = followSize(element, made, store, readout);
    const runner = compileLoop(made, store, sentinel, shown);
    compile.current = runner.now;
    const unplay = followPlayback(made, store);
    const unturn = followParameters(made, store);
    const reached = reachInside(made, store, inside);
    reach.current = reached;
    runner.now();
    return () => {
      window.clearTimeout(waiting);
      reached.stop();
      reach.current = null;
      unplay();
      unturn();
      runner.stop();
      unsize();
      detach();
      compile.current = null;
      player.current = null;
      made.dispose();
      media.dispose();
    };
  }, [element, status, store, sentinel, readout, inside, still]);

  useEffect(() => player.current?.setMuted(muted), [muted, element, status]);

  const rests = useTurnTaken();
  useEffect(() => {
    if (rests) player.current?.pause();
    else if (store.getState().playing) player.current?.play();
  }, [rests, store]);

  const run = useCallback(() => {
    setCanvasKey((key) => key + 1);
    setStatus("running");
  }, []);
  const hold = useCallback(() => setStatus("held"), []);
  const compileNow = useCallback(() => {
    if (compile.current) compile.current();
    else run();
  }, [run]);
  const togglePlaying = useCallback(() => store.getState().setPlayback({ playing: !store.getState().playing }), [store]);
  const open = useCallback(() => reach.current?.open() ?? Promise.resolve(null), []);
  const lead = useCallback(
    async (move: (timeline: Timeline) => Promise<SeekOutcome>) => {
      const opened = await open();
      const outcome = opened && (await move(opened.timeline));
      if (outcome === "far") toast("Too many frames lie between: at most five minutes are replayed. Go to a nearer moment, or do not replay buffers.");
      return outcome;
    },
    [open],
  );
  const reset = useCallback(() => {
    inside.getState().inside?.timeline.cancel();
    player.current?.reset();
    readout.setState({ time: 0, frame: 0 });
  }, [readout, inside]);
  const step = useCallback(
    (frames: number) => {
      store.getState().setPlayback({ playing: false });
      void lead((timeline) => timeline.step(frames));
    },
    [store, lead],
  );
  // eslint-disable-next-line react-hooks/refs -- read when a picture is drawn, never while rendering
  const [small] = useState(() => new SmallPictures(() => player.current, open));

  return useMemo(
    () => ({ status, canvasKey, attach: setElement, readout, player: () => player.current, compileNow, run, hold, muted, setMuted, togglePlaying, reset, step, lead, inside, open, small }),
    [status, canvasKey, readout, compileNow, run, hold, muted, togglePlaying, reset, step, lead, inside, open, small],
  );
}

/** Keeps the drawing buffer as large as the canvas is on the screen, times the author's scale; or as the author fixed it. */
function followSize(canvas: HTMLCanvasElement, player: Player, store: StudioStore, readout: StoreApi<Readout>): () => void {
  let box = { width: canvas.clientWidth, height: canvas.clientHeight };
  const apply = () => {
    const { scale, fixed } = store.getState();
    if (fixed) {
      player.resize(fixed.width, fixed.height);
      readout.setState(fixed);
      return;
    }
    const pixels = Math.min(devicePixelRatio || 1, 2) * scale;
    const fit = Math.min(1, LONGEST_SIDE / Math.max(1, box.width * pixels, box.height * pixels));
    const width = Math.max(1, Math.round(box.width * pixels * fit));
    const height = Math.max(1, Math.round(box.height * pixels * fit));
    if (box.width === 0 || box.height === 0) return;
    player.resize(width, height);
    readout.setState({ width, height });
  };
  const observer = new ResizeObserver(([entry]) => {
    if (!entry) return;
    box = { width: entry.contentRect.width, height: entry.contentRect.height };
    apply();
  });
  observer.observe(canvas);
  apply();
  const unsubscribe = store.subscribe((state, before) => (state.scale !== before.scale || state.fixed !== before.fixed) && apply());
  return () => {
    observer.disconnect();
    unsubscribe();
  };
}

function followPlayback(player: Player, store: StudioStore): () => void {
  const apply = () => {
    const { playing, speed } = store.getState();
    player.speed = speed;
    if (playing) player.play();
    else player.pause();
  };
  apply();
  return store.subscribe((state, before) => {
    if (state.playing !== before.playing || state.speed !== before.speed) apply();
  });
}

function compileLoop(player: Player, store: StudioStore, sentinel: Sentinel, shown: { current: string }): { now: () => void; stop: () => void } {
  let timer = 0;
  let serial = 0;

  async function compile(passes: Pass[], fingerprint: string): Promise<void> {
    serial += 1;
    const own = serial;
    const refused = checkSource(passes);
    if (refused.length > 0) {
      store.getState().setReport({ ok: false, errors: refused, compileMs: 0 });
      return;
    }
    sentinel.arm(fingerprint);
    store.getState().setCompiling();
    const report: CompileReport = await player.load(passes);
    if (own !== serial) return;
    if (!report.ok) sentinel.disarm();
    const first = report.ok && shown.current === "";
    if (report.ok) {
      shown.current = fingerprint;
      sentinel.shown();
    }
    store.getState().setReport(report);
    // A paused picture shows nothing before its first frame is asked for.
    if (first && !store.getState().playing) player.step();
  }

  function now(): void {
    window.clearTimeout(timer);
    const { passes } = store.getState().work;
    void compile(passes, passesFingerprint(passes));
  }

  const unsubscribe = store.subscribe((state, before) => {
    if (state.work.passes === before.work.passes) return;
    window.clearTimeout(timer);
    // What stands there is not yet what was compiled.
    store.getState().setCompiling();
    timer = window.setTimeout(() => {
      const { report, work } = store.getState();
      const fingerprint = passesFingerprint(work.passes);
      if (fingerprint === shown.current && report?.ok) store.getState().setReport(report);
      else void compile(work.passes, fingerprint);
    }, TYPING_PAUSE_MS);
  });
  return {
    now,
    stop() {
      serial += 1;
      window.clearTimeout(timer);
      unsubscribe();
    },
  };
}
