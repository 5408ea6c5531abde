// After three seconds without any input the chrome steps back; the next input brings it again.
import { useEffect } from "react";
import { setQuiet } from "../../lib/chrome";

const IDLE_MS = 3000;
const INPUTS = ["pointermove", "pointerdown", "keydown", "wheel"] as const;

/** While `held` (something is open, or the motion is off) the chrome stays; while `alone` it stays away. */
export function useIdle(held: boolean, alone: boolean): void {
  useEffect(() => {
    if (alone) {
      setQuiet(true);
      return () => setQuiet(false);
    }
    let timer = 0;
    let at: [number, number] | null = null;
    const wake = (event?: Event) => {
      // A browser sends a pointermove when the page moves under a resting mouse.
      if (event instanceof PointerEvent && event.type === "pointermove") {
        const same = at !== null && at[0] === event.clientX && at[1] === event.clientY;
        at = [event.clientX, event.clientY];
        if (same) return;
      }
      setQuiet(false);
      window.clearTimeout(timer);
      if (!held) timer = window.setTimeout(() => setQuiet(true), IDLE_MS);
    };
    wake();
    for (const input of INPUTS) addEventListener(input, wake, { passive: true });
    return () => {
      window.clearTimeout(timer);
      for (const input of INPUTS) removeEventListener(input, wake);
      setQuiet(false);
    };
  }, [held, alone]);
}
