/** Keeps unsaved work in the browser while it is written, and says what an earlier visit left behind. */
import { useEffect, useState } from "react";
import { abandoned, dropSnapshot, keepSnapshot } from "./autosave";
import type { Shelf, Snapshot } from "./autosave";
import { durable } from "./durable";
import { isDirty } from "./store";
import type { StudioStore } from "./store";

const PAUSE_MS = 400;
const RESUME = "fractafrag.studio.resume";

/** The browser's storage, kept twice; what is told to it where there is none is forgotten at once. */
export function browserShelf(): Shelf {
  return durable(plainShelf());
}

/** The first of the two copies. */
export function plainShelf(): Shelf {
  try {
    const storage = window.localStorage;
    storage.getItem(RESUME);
    return storage;
  } catch {
    return {
      length: 0,
      key: () => null,
      getItem: () => null,
      removeItem: () => undefined,
      setItem: () => {
        throw new Error("This browser keeps nothing.");
      },
    };
  }
}

/** Marks the document to be restored without asking when this tab opens it again: the author leaves only to sign in. */
export function resumeLater(document: string): void {
  try {
    sessionStorage.setItem(RESUME, document);
  } catch {
    // The author will be asked instead.
  }
}

/** Whether this tab left the document only to sign in. */
export function willResume(document: string): boolean {
  try {
    return sessionStorage.getItem(RESUME) === document;
  } catch {
    return false;
  }
}

/** Takes the mark away again, once the work has been taken up. */
export function resumed(): void {
  resumeLater("");
}

export interface Left {
  /** What earlier visits left, newest first. */
  snapshots: Snapshot[];
  /** The newest of them is to be taken up without asking. */
  resume: boolean;
}

/**
 * Reads what was left of a document. This tab's own snapshot is moved aside first, so that what is written from now on
 * does not overwrite it before the author has decided.
 */
export function takeLeft(shelf: Shelf, document: string, tab: string, openTabs: ReadonlySet<string>): Left {
  for (const snapshot of abandoned(shelf, document, openTabs)) {
    if (snapshot.tab !== tab) continue;
    if (keepSnapshot(shelf, { ...snapshot, tab: `${tab}~${snapshot.savedAt}` })) dropSnapshot(shelf, document, tab);
  }
  return { snapshots: abandoned(shelf, document, openTabs), resume: willResume(document) };
}

/** Follows the work and keeps what the server has not. Answers false once the browser has refused to keep it. */
export function useAutosave(store: StudioStore, document: string, tab: string): boolean {
  const [kept, setKept] = useState(true);

  useEffect(() => {
    const shelf = browserShelf();
    let timer = 0;
    let written = document;

    function keep(): void {
      window.clearTimeout(timer);
      const state = store.getState();
      const name = state.origin?.id ?? document;
      const stale = written;
      written = "";
      // What another tab goes on with is kept by that one.
      if (isDirty(state) && !state.resting) {
        written = name;
        setKept(keepSnapshot(shelf, { document: name, tab, savedAt: Date.now(), version: state.origin?.version ?? 0, work: state.work, parent: state.parent }));
      }
      // The first save has changed the name, or everything is saved.
      if (stale && stale !== written) dropSnapshot(shelf, stale, tab);
    }

    const unsubscribe = store.subscribe((state, before) => {
      if (state.work === before.work && state.origin === before.origin && state.resting === before.resting) return;
      window.clearTimeout(timer);
      timer = window.setTimeout(keep, PAUSE_MS);
    });
    const onHidden = () => {
      if (window.document.visibilityState === "hidden") keep();
    };
    // Whoever leaves the page and comes back to it, as by a reload, goes on where they were.
    const onHide = () => {
      keep();
      const state = store.getState();
      if (isDirty(state) && !state.resting) resumeLater(state.origin?.id ?? document);
    };
    const onShow = () => resumed();
    const onLeave = (event: BeforeUnloadEvent) => {
      keep();
      const state = store.getState();
      if (isDirty(state) && !state.resting) event.preventDefault();
    };
    window.document.addEventListener("visibilitychange", onHidden);
    window.addEventListener("pagehide", onHide);
    window.addEventListener("pageshow", onShow);
    window.addEventListener("beforeunload", onLeave);
    return () => {
      unsubscribe();
      keep();
      window.document.removeEventListener("visibilitychange", onHidden);
      window.removeEventListener("pagehide", onHide);
      window.removeEventListener("pageshow", onShow);
      window.removeEventListener("beforeunload", onLeave);
    };
  }, [store, document, tab]);

  return kept;
}
