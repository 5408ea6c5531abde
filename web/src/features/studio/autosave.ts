/** A bounded copy of unsaved work in the browser's storage, one for each document and tab, that outlives a crash. */
import type { Work } from "./document";
import type { Parent } from "./store";

/** The part of `Storage` that is needed, so that a test can stand in for it. */
export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

export interface Snapshot {
  /** The id of the shader, or "new" for one that was never saved. */
  document: string;
  tab: string;
  /** Milliseconds since 1970. */
  savedAt: number;
  /** The version that this work was changed from; 0 for a new one. */
  version: number;
  work: Work;
  /** What it was forked from, where it was never saved. */
  parent: Parent | null;
}

const PREFIX = "fractafrag.studio.draft.";
/** Half of what browsers give an origin: the rest belongs to other parts of the page. */
const MAX_CHARACTERS = 2_000_000;
const MAX_SNAPSHOTS = 24;
const MAX_AGE = 60 * 24 * 3600 * 1000;

const keyOf = (document: string, tab: string) => `${PREFIX}${document}.${tab}`;

function isWork(value: unknown): value is Work {
  const work = value as Work | null;
  return (
    typeof work === "object" &&
    work !== null &&
    Array.isArray(work.passes) &&
    work.passes.length > 0 &&
    work.passes.every((pass) => typeof pass.name === "string" && typeof pass.code === "string" && Array.isArray(pass.inputs)) &&
    typeof work.details === "object" &&
    work.details !== null &&
    typeof work.details.title === "string" &&
    Array.isArray(work.details.tags)
  );
}

function parse(text: string | null): Snapshot | null {
  if (!text) return null;
  try {
    const value = JSON.parse(text) as Snapshot;
    return typeof value.document === "string" && typeof value.tab === "string" && typeof value.savedAt === "number" && isWork(value.work)
      ? value
      : null;
  } catch {
    return null;
  }
}

/** The keys of a shelf that begin so: those of snapshots where nothing else is named. */
export function keys(shelf: Shelf, prefix = PREFIX): string[] {
  const found: string[] = [];
  for (let index = 0; index < shelf.length; index += 1) {
    const key = shelf.key(index);
    if (key?.startsWith(prefix)) found.push(key);
  }
  return found;
}

/** Every readable snapshot of a document, newest first; of all documents where none is named. */
export function snapshots(shelf: Shelf, document?: string): Snapshot[] {
  return keys(shelf)
    .map((key) => parse(shelf.getItem(key)))
    .filter((snapshot): snapshot is Snapshot => snapshot !== null && (document === undefined || snapshot.document === document))
    .sort((a, b) => b.savedAt - a.savedAt);
}

/** Removes what is broken, too old, or beyond the bounds, oldest first; never the snapshot at `keep`. */
function makeRoom(shelf: Shelf, keep: string, needed: number, now: number): void {
  const entries = keys(shelf)
    .filter((key) => key !== keep)
    .map((key) => ({ key, text: shelf.getItem(key) ?? "" }))
    .map(({ key, text }) => ({ key, size: text.length, savedAt: parse(text)?.savedAt ?? 0 }))
    .sort((a, b) => b.savedAt - a.savedAt);
  let room = MAX_CHARACTERS - needed;
  entries.forEach(({ key, size, savedAt }, index) => {
    room -= size;
    if (room < 0 || index + 2 > MAX_SNAPSHOTS || now - savedAt > MAX_AGE) shelf.removeItem(key);
  });
}

/**
 * Keeps a snapshot. Answers false where the browser refused it (storage off, or full after everything older was given
 * up), so that the person can be told that nothing is being kept.
 */
export function keepSnapshot(shelf: Shelf, snapshot: Snapshot): boolean {
  const key = keyOf(snapshot.document, snapshot.tab);
  const text = JSON.stringify(snapshot);
  if (text.length > MAX_CHARACTERS) return false;
  try {
    makeRoom(shelf, key, text.length, snapshot.savedAt);
    shelf.setItem(key, text);
    return true;
  } catch {
    try {
      makeRoom(shelf, key, MAX_CHARACTERS, snapshot.savedAt);
      shelf.setItem(key, text);
      return true;
    } catch {
      return false;
    }
  }
}

export function dropSnapshot(shelf: Shelf, document: string, tab: string): void {
  try {
    shelf.removeItem(keyOf(document, tab));
  } catch {
    // Storage that cannot be written holds nothing to drop.
  }
}

/**
 * The snapshots of a document that nobody is working on: those of closed or crashed tabs, and this tab's own from
 * before a reload. `openTabs` are the tabs that are alive now, this one not counted.
 */
export function abandoned(shelf: Shelf, document: string, openTabs: ReadonlySet<string>): Snapshot[] {
  return snapshots(shelf, document).filter((snapshot) => !openTabs.has(snapshot.tab));
}
