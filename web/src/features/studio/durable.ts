/**
 * Browsers write localStorage to the disk some seconds late: what a killed browser was just told is lost. This room keeps
 * a second copy in IndexedDB, which is written at once, and brings back from it what the first copy lacks.
 */
import { keys } from "./autosave";
import type { Shelf } from "./autosave";
import { change, entries } from "./browser-database";

const PREFIX = "fractafrag.studio.";
/** What was taken away from both, until the second copy is gone: a page that closes meanwhile must not leave it behind as unsaved. */
const GONE = "fractafrag.studio.gone.";
/** A disk that answers later than this is not waited for. */
const PATIENCE_MS = 800;

/** A shelf that writes to `front` and to IndexedDB, and reads from `front`. */
export function durable(front: Shelf): Shelf {
  return {
    get length() {
      return front.length;
    },
    key: (index) => front.key(index),
    getItem: (key) => front.getItem(key),
    setItem(key, value) {
      // Both are tried: where one is full or forbidden, the other may still keep it.
      void change("kept", (store) => store.put(value, key));
      front.setItem(key, value);
    },
    removeItem(key) {
      front.removeItem(key);
      try {
        front.setItem(GONE + key, JSON.stringify({ at: Date.now() }));
      } catch {
        // A full storage has no room for the note: then a page that closes at once may leave the copy behind.
      }
      void change("kept", (store) => store.delete(key)).then(() => front.removeItem(GONE + key));
    },
  };
}

function writtenAt(text: string): number {
  try {
    const { savedAt, at } = JSON.parse(text) as { savedAt?: unknown; at?: unknown };
    return typeof savedAt === "number" ? savedAt : typeof at === "number" ? at : 0;
  } catch {
    return 0;
  }
}

/** Puts into `front` what the second copy has and it lacks or has older. Answers how many entries that were. */
export function bringBack(front: Shelf, copies: Iterable<readonly [string, string]>): number {
  let brought = 0;
  for (const [key, text] of copies) {
    if (!key.startsWith(PREFIX)) continue;
    const present = front.getItem(key) ?? front.getItem(GONE + key);
    if (present !== null && writtenAt(present) >= writtenAt(text)) continue;
    try {
      front.setItem(key, text);
      brought += 1;
    } catch {
      return brought;
    }
  }
  return brought;
}

/** To be awaited before the studio opens: afterwards `front` holds what a killed browser had not written. */
export async function recover(front: Shelf): Promise<void> {
  const late = new Promise<[string, string][]>((resolve) => setTimeout(() => resolve([]), PATIENCE_MS));
  bringBack(front, await Promise.race([entries<string>("kept"), late]));
  for (const note of keys(front, GONE)) {
    const key = note.slice(GONE.length);
    // What was written since then stays.
    if (front.getItem(key) === null) durable(front).removeItem(key);
    else front.removeItem(note);
  }
}
