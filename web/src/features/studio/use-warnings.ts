/** Warnings of the open work, a moment after it was changed; what finds them is loaded after the first picture. */
import { useEffect } from "react";
import type { StudioStore } from "./store";

const PAUSE_MS = 500;

export function useWarnings(store: StudioStore): void {
  useEffect(() => {
    let timer = 0;
    let gone = false;
    const look = () => {
      void import("./language/warnings").then(({ warningsOf }) => {
        if (!gone) store.setState({ warnings: warningsOf(store.getState().work.passes) });
      });
    };
    const soon = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(look, PAUSE_MS);
    };
    soon();
    const unsubscribe = store.subscribe((state, before) => {
      if (state.work.passes !== before.work.passes) soon();
    });
    return () => {
      gone = true;
      window.clearTimeout(timer);
      unsubscribe();
    };
  }, [store]);
}
