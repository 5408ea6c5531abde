/** Moments of a work on this device: what is worth keeping, how much of it, and under which names. */
import { byteLength } from "../contract";
import { sameWork } from "../document";
import type { Work } from "../document";

/** editing: a minute of writing; saved: a version of the server; aside: what stood before something else took its place. */
export type Why = "editing" | "saved" | "aside";

export interface Moment {
  /** The shader's id, "new", or "fork-" and the id of what it is a copy of. */
  document: string;
  /** Milliseconds since 1970. */
  at: number;
  why: Why;
  /** What took its place, or the version that it became: "Version 3". */
  note: string;
  /** The version that it was, or was changed from; 0 where there is none. */
  version: number;
  bytes: number;
  work: Work;
}

export const MOST_OF_ONE = 150;
export const MOST_BYTES_OF_ONE = 4_000_000;
export const MOST = 900;
export const MOST_BYTES = 24_000_000;
const MAX_AGE_MS = 120 * 24 * 3600 * 1000;

/** A moment, weighed. */
export function momentOf(document: string, work: Work, why: Why, version: number, at: number, note = ""): Moment {
  return { document, at, why, note, version, bytes: byteLength(JSON.stringify(work)), work };
}

/** Whether a moment says more than the one before it. */
export function isNews(last: Pick<Moment, "work" | "why"> | null, next: Pick<Moment, "work" | "why">): boolean {
  if (!last) return true;
  return !sameWork(last.work, next.work) || (next.why === "saved" && last.why !== "saved");
}

/** Sorts as text by document and time; the size in it lets room be made without reading the works. */
export function keyOf({ document, at, bytes }: Pick<Moment, "document" | "at" | "bytes">): string {
  return `${prefixOf(document)}${String(at).padStart(15, "0")}|${bytes}`;
}

export const prefixOf = (document: string): string => `${document}|`;

interface Mark {
  key: string;
  document: string;
  at: number;
  bytes: number;
}

function markOf(key: string): Mark {
  const [document = "", at = "", bytes = ""] = key.split("|");
  return { key, document, at: Number(at) || 0, bytes: Number(bytes) || 0 };
}

/** The keys to be given up so that what is left keeps to the bounds, of each document and of all, the newest kept first. */
export function surplus(keys: readonly string[], now: number): string[] {
  const marks = keys.map(markOf).sort((one, other) => other.at - one.at);
  const gone: string[] = [];
  const of = new Map<string, { count: number; bytes: number }>();
  const all = { count: 0, bytes: 0 };
  for (const { key, document, at, bytes } of marks) {
    const own = of.get(document) ?? { count: 0, bytes: 0 };
    const fits =
      now - at <= MAX_AGE_MS &&
      own.count < MOST_OF_ONE &&
      own.bytes + bytes <= MOST_BYTES_OF_ONE &&
      all.count < MOST &&
      all.bytes + bytes <= MOST_BYTES;
    if (!fits) {
      gone.push(key);
      continue;
    }
    of.set(document, { count: own.count + 1, bytes: own.bytes + bytes });
    all.count += 1;
    all.bytes += bytes;
  }
  return gone;
}
