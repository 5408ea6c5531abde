// How the feed goes on: by hand, leaning back, or as a screensaver; any input ends what goes on by itself.
import { useEffect, useRef } from "react";
import { create } from "zustand";
import { useAwake } from "../../lib/awake";
import { startWatch } from "../../lib/watch";
import { onInput, stillFrom, type Input } from "./stirring";
import { TURN_MS } from "./use-watching";

export type Mode = "watch" | "lean" | "screensaver";

/** How long each card stays; leaning back it is one turn of the hairline. */
const STAYS_MS: Record<Exclude<Mode, "watch">, number> = { lean: TURN_MS, screensaver: 30_000 };
const TICK_MS = 250;

const KINDS: Record<string, Input["kind"]> = { pointermove: "move", pointerdown: "press", keydown: "key", wheel: "wheel" };
/** They are held on the way to another key, or to take a picture of the screen. */
const NO_KEYS = new Set(["Shift", "Control", "Alt", "Meta"]);

/** They would begin it again, or close what it lies over. */
const ENDING = new Set(["l", "z", "escape"]);

const useModes = create<{ mode: Mode }>(() => ({ mode: "watch" }));

export const setMode = (mode: Mode): void => useModes.setState({ mode });

export interface ModeOptions {
  /** What the present card is; another one stays for a turn of its own. */
  card: string | undefined;
  /** Goes to the next card; nobody asked for it. */
  goOn: () => void;
  /** Whether the picture is seen although the page is hidden. */
  elsewhere: boolean;
}

export function useMode({ card, goOn, elsewhere }: ModeOptions): Mode {
  const mode = useModes((modes) => modes.mode);
  // Whoever leaves the feed has ended it.
  useEffect(() => () => setMode("watch"), []);
  const latest = useRef({ goOn, elsewhere });
  useEffect(() => {
    latest.current = { goOn, elsewhere };
  });
  useAwake(mode !== "watch");

  useEffect(() => {
    if (mode === "watch") return undefined;
    const undo = new AbortController();
    let still = stillFrom(performance.now());
    const feel = (event: Event) => {
      const kind = KINDS[event.type];
      if (!kind || (event instanceof KeyboardEvent && NO_KEYS.has(event.key))) return;
      const { clientX: x = 0, clientY: y = 0 } = event as Partial<PointerEvent>;
      const result = onInput(still, { kind, x, y, at: performance.now() });
      still = result.still;
      if (!result.ends) return;
      // What wakes the sleeper does nothing else; who leans back meant what they pressed, unless it was to stop.
      if (mode === "screensaver" || (event instanceof KeyboardEvent && ENDING.has(event.key.toLowerCase()))) {
        event.preventDefault();
        event.stopPropagation();
      }
      setMode("watch");
    };
    for (const type of Object.keys(KINDS)) addEventListener(type, feel, { capture: true, passive: false, signal: undo.signal });
    return () => undo.abort();
  }, [mode]);

  useEffect(() => {
    if (mode === "watch" || card === undefined) return undefined;
    const seen = () => !document.hidden || latest.current.elsewhere;
    const watch = startWatch(seen, () => performance.now());
    const timer = window.setInterval(() => {
      watch.look();
      if (watch.total() >= STAYS_MS[mode]) latest.current.goOn();
    }, TICK_MS);
    return () => {
      window.clearInterval(timer);
      watch.stop();
    };
  }, [mode, card]);

  return mode;
}
