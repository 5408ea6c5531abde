// What one does with the card that plays, as signals: how long it was watched, whether it began again, whether one left at once.
import { useEffect, useRef } from "react";
import { signals } from "../../lib/signals";
import type { FeedCard } from "../../lib/types";
import { pageIsSeen, startWatch, type Watch } from "../../lib/watch";

/** As long as the hairline takes for its way. */
export const TURN_MS = 12_000;
/** A second turn counts once it has truly begun. */
const BEGUN_MS = 1_000;
const SKIP_MS = 2_000;
const LONGEST_MS = 60_000;
/** What a crash may take with it. */
const PART_MS = 15_000;
const TICK_MS = 500;

/** Watches the card that plays; the function is for whoever goes on to the next by a gesture or key. */
export function useWatching(card: FeedCard | undefined): () => void {
  const impression = card?.impression;
  const watch = useRef<Watch | null>(null);
  useEffect(() => {
    if (!impression) return undefined;
    const mine = startWatch(pageIsSeen, () => performance.now());
    watch.current = mine;
    let told = 0;
    let turns = 0;
    const tellPart = () => {
      const ms = Math.min(mine.take(), LONGEST_MS - told);
      if (ms < 1) return;
      told += ms;
      signals.tell(impression, "view", ms);
    };
    const tick = window.setInterval(() => {
      if (mine.total() > (turns + 1) * TURN_MS + BEGUN_MS) {
        turns += 1;
        if (turns * TURN_MS <= LONGEST_MS) signals.tell(impression, "replay");
      }
      if (mine.total() - told >= PART_MS) tellPart();
    }, TICK_MS);
    const look = () => {
      mine.look();
      if (document.visibilityState === "hidden") leave();
    };
    const leave = () => {
      tellPart();
      void signals.flush(true);
    };
    addEventListener("focus", look);
    addEventListener("blur", look);
    addEventListener("pagehide", leave);
    document.addEventListener("visibilitychange", look);
    return () => {
      window.clearInterval(tick);
      removeEventListener("focus", look);
      removeEventListener("blur", look);
      removeEventListener("pagehide", leave);
      document.removeEventListener("visibilitychange", look);
      mine.stop();
      tellPart();
    };
  }, [impression]);
  return () => {
    if (watch.current && watch.current.total() < SKIP_MS) signals.tell(impression, "skip");
  };
}
