/** Remembers that a source not yet proven is running, so that one which takes the tab down is not run again unasked. */
import type { Shelf } from "./autosave";

const PREFIX = "fractafrag.studio.running.";
/** Frames that a source must draw before it counts as harmless. */
const PROOF_FRAMES = 20;
/** A hung driver lets a few frames be queued at once, so the frames must also have taken this long. */
const PROOF_MS = 600;
/** Someone who leaves later than this, without a frame being drawn, probably leaves because it hangs. */
const PATIENCE_MS = 2000;

const keyOf = (document: string, tab: string) => `${PREFIX}${document}.${tab}`;

export interface Sentinel {
  /** Call before a source is given to the driver. */
  arm: (fingerprint: string) => void;
  /** Call when the source has compiled and is what the following frames are drawn by. */
  shown: () => void;
  /** Call after every drawn frame. */
  drew: () => void;
  /** Call when the source did not compile, or is not run after all. */
  disarm: () => void;
  /** Call when the page goes away by the person's wish; `hidden` where it could not draw because nobody saw it. */
  leave: (hidden: boolean) => void;
  readonly armed: boolean;
}

/**
 * A sentinel for one document in one tab. `document` answers its present name, which the first save changes; `now` answers
 * milliseconds. A shelf that throws is treated as absent.
 */
export function createSentinel(shelf: Shelf, document: () => string, tab: string, now: () => number): Sentinel {
  const proven = new Set<string>();
  let key = "";
  let running = "";
  let armedAt = 0;
  let shownAt = 0;
  let frames = 0;
  let visible = false;

  function clear(): void {
    running = "";
    if (!key) return;
    try {
      shelf.removeItem(key);
    } catch {
      // Nothing was written either.
    }
  }

  return {
    get armed() {
      return running !== "";
    },
    arm(fingerprint) {
      clear();
      if (proven.has(fingerprint)) return;
      key = keyOf(document(), tab);
      running = fingerprint;
      armedAt = now();
      frames = 0;
      visible = false;
      try {
        shelf.setItem(key, JSON.stringify({ at: armedAt }));
      } catch {
        // Without storage there is no memory of a crash; the work itself goes on.
      }
    },
    shown() {
      visible = true;
      shownAt = now();
    },
    drew() {
      // Until the new source is shown, the frames are those of the one before it.
      if (!running || !visible) return;
      frames += 1;
      if (frames < PROOF_FRAMES || now() - shownAt < PROOF_MS) return;
      proven.add(running);
      if (proven.size > 200) proven.delete(proven.values().next().value as string);
      clear();
    },
    disarm: clear,
    leave(hidden) {
      if (running && (hidden || frames > 1 || now() - armedAt < PATIENCE_MS)) clear();
    },
  };
}

/** Whether a tab that is no longer alive was running an unproven source of this document, or of another that it held. */
export function crashedBefore(shelf: Shelf, document: string, openTabs: ReadonlySet<string>): boolean {
  return crashKeys(shelf, document, openTabs).length > 0;
}

/** Forgets the crashes of a document, after the person has decided what to do. */
export function forgetCrashes(shelf: Shelf, document: string, openTabs: ReadonlySet<string>): void {
  for (const key of crashKeys(shelf, document, openTabs)) shelf.removeItem(key);
}

function crashKeys(shelf: Shelf, document: string, openTabs: ReadonlySet<string>): string[] {
  const found: string[] = [];
  try {
    for (let index = 0; index < shelf.length; index += 1) {
      const key = shelf.key(index);
      if (!key?.startsWith(`${PREFIX}${document}.`)) continue;
      if (!openTabs.has(key.slice(PREFIX.length + document.length + 1))) found.push(key);
    }
  } catch {
    return [];
  }
  return found;
}
