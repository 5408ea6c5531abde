// Keeps the screen from going dark while something plays by itself, where the browser can.
import { useEffect } from "react";

export function useAwake(on: boolean): void {
  useEffect(() => {
    const locks = (navigator as { wakeLock?: WakeLock }).wakeLock;
    if (!on || !locks) return undefined;
    let held: WakeLockSentinel | null = null;
    let gone = false;
    const take = () => {
      if (document.hidden) return;
      locks.request("screen").then(
        (lock) => {
          if (gone) void lock.release();
          else held = lock;
        },
        // A battery that is nearly empty refuses it; the screen then goes dark as always.
        () => {},
      );
    };
    take();
    // The browser lets go of it whenever the page is hidden.
    document.addEventListener("visibilitychange", take);
    return () => {
      gone = true;
      document.removeEventListener("visibilitychange", take);
      void held?.release();
    };
  }, [on]);
}
