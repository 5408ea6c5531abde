// One work on one canvas of its own, with everything the control line asks of it.
import { useCallback, useEffect, useRef, useState, type RefObject } from "react";
import type { Fitting, ParameterValues, Pass, Player, ShaderError } from "@fractafrag/runtime";
import { openMedia } from "../../lib/media-set";
import type { ShaderPage } from "../../lib/types";

export type StageState = { status: "waiting" } | { status: "live" } | { status: "failed"; errors: readonly ShaderError[] } | { status: "unavailable" };

/** Drawing-buffer pixels for each pixel of the screen; auto: as many as the device can, and `most` of `usePlayer` allows. */
export type Scale = number | "auto";

export interface Frame {
  time: number;
  fps: number;
}

export interface PlayerControls {
  state: StageState;
  paused: boolean;
  setPaused: (paused: boolean) => void;
  /** Sound waits for a press. */
  muted: boolean;
  setMuted: (muted: boolean) => void;
  reset: () => void;
  step: () => void;
  speed: number;
  setSpeed: (speed: number) => void;
  scale: Scale;
  setScale: (scale: Scale) => void;
  /** Too heavy to be watched here: it has been paused. */
  slow: boolean;
  /** The drawing buffer in pixels. */
  size: readonly [number, number];
  /** Calls back after every painted frame, outside of React. */
  onFrame: (listener: (frame: Frame) => void) => () => void;
}

const MOST_PIXELS = 3840 * 2160;

export function usePlayer(host: RefObject<HTMLElement | null>, passes: ShaderPage["passes"] | undefined, start: { most: number; paused: boolean; parameters: Readonly<ParameterValues> }): PlayerControls {
  const player = useRef<Player | null>(null);
  const fitting = useRef<Fitting | null>(null);
  const listeners = useRef(new Set<(frame: Frame) => void>());
  const [ready, setReady] = useState(0);
  const [state, setState] = useState<StageState>({ status: "waiting" });
  const [paused, setPaused] = useState(start.paused);
  const [muted, setMuted] = useState(true);
  const [speed, setSpeed] = useState(1);
  const [scale, setScale] = useState<Scale>("auto");
  const [slow, setSlow] = useState(false);
  const [size, setSize] = useState<readonly [number, number]>([0, 0]);

  // The canvas is made here: one whose context was given back can never draw again.
  useEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    const canvas = document.createElement("canvas");
    canvas.className = "absolute inset-0 size-full outline-none";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", "Living picture");
    canvas.dataset.takesKeys = "";
    element.append(canvas);
    let gone = false;
    const media = openMedia({ devices: true });
    let detach = () => {};
    import("@fractafrag/runtime").then(
      ({ createPlayer, attachInput, Fitting: Fits }) => {
        if (gone) return;
        const made = createPlayer(canvas, {
          media: media.load,
          onFrame: (frame) => {
            fitting.current?.painted(performance.now());
            listeners.current.forEach((listener) => listener(frame));
          },
          onContextRestored: () => setState({ status: "live" }),
        });
        detach = attachInput(canvas, made);
        const gl = canvas.getContext("webgl2");
        const tooHeavy = () => {
          setSlow(true);
          setPaused(true);
        };
        if (gl) fitting.current = new Fits(made, gl, { size: (width, height) => setSize([width, height]), tooHeavy });
        player.current = made;
        setReady((times) => times + 1);
      },
    ).catch(() => {
      if (!gone) setState({ status: "unavailable" });
    });
    return () => {
      gone = true;
      detach();
      fitting.current?.stop();
      fitting.current = null;
      player.current?.dispose();
      player.current = null;
      media.dispose();
      canvas.remove();
    };
  }, [host]);

  const { parameters } = start;
  useEffect(() => player.current?.setParameters(parameters), [parameters, ready]);

  useEffect(() => {
    const made = player.current;
    if (!made || !passes) return undefined;
    let gone = false;
    const stateful = passes.some(({ type }) => type === "buffer" || type === "cubemap");
    // Unseen, below the poster: it shows when it is known how large it can be.
    const load = async () => {
      setSlow(false);
      const report = await made.load(passes as Pass[]);
      const felt = report.ok ? await fitting.current?.begin(stateful) : "done";
      if (gone || report.superseded || felt === "superseded") return;
      setState(report.ok && felt !== "lost" ? { status: "live" } : { status: "failed", errors: report.errors });
    };
    load().then(
      () => undefined,
      () => {
        if (!gone) setState({ status: "unavailable" });
      },
    );
    return () => {
      gone = true;
    };
  }, [passes, ready]);

  useEffect(() => {
    const element = host.current;
    const made = player.current;
    if (!element || !made) return undefined;
    const fit = () => {
      const { clientWidth: width, clientHeight: height } = element;
      const wanted = (window.devicePixelRatio || 1) * (scale === "auto" ? start.most : scale);
      const factor = Math.min(wanted, Math.sqrt(MOST_PIXELS / Math.max(1, width * height)));
      fitting.current?.allow(width * factor, height * factor, scale !== "auto");
    };
    fit();
    const watcher = new ResizeObserver(fit);
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [host, scale, start.most, ready]);

  useEffect(() => player.current?.setMuted(muted), [muted, ready]);

  const live = state.status === "live";
  useEffect(() => {
    const made = player.current;
    if (!made) return;
    made.speed = speed;
    if (!live) return;
    if (paused) {
      made.pause();
      // Without a first frame a paused stage would be black.
      if (made.frame === 0) made.step();
    } else made.play();
  }, [paused, speed, ready, live]);

  const onFrame = useCallback((listener: (frame: Frame) => void) => {
    const all = listeners.current;
    all.add(listener);
    return () => {
      all.delete(listener);
    };
  }, []);

  return {
    state,
    paused,
    setPaused,
    muted,
    setMuted,
    reset: () => player.current?.reset(),
    step: () => player.current?.step(),
    speed,
    setSpeed,
    scale,
    setScale,
    slow,
    size,
    onFrame,
  };
}
