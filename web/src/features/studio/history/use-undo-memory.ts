/** Keeps what the editor can take back on this device, soon after it was typed. */
import { useEffect, useState } from "react";
import type { StudioStore } from "../store";
import { dropUndo, keepUndo } from "./device";
import { UndoMemory } from "./undo-memory";
import type { KeptUndo } from "./undo-memory";

const PAUSE_MS = 600;

export function useUndoMemory(store: StudioStore, name: string, tab: string, kept: readonly KeptUndo[]): UndoMemory {
  const [memory] = useState(() => new UndoMemory(kept));

  useEffect(() => {
    let timer = 0;
    let changed = false;
    let written = "";
    const keep = () => {
      window.clearTimeout(timer);
      if (!changed) return;
      changed = false;
      const document = store.getState().origin?.id ?? name;
      // The first save has named the work.
      if (written && written !== document) void dropUndo(written, tab);
      written = document;
      void keepUndo(document, tab, memory.snapshot(Date.now()));
    };
    const unsubscribe = memory.subscribe(() => {
      changed = true;
      window.clearTimeout(timer);
      timer = window.setTimeout(keep, PAUSE_MS);
    });
    const onHidden = () => {
      if (document.visibilityState === "hidden") keep();
    };
    document.addEventListener("visibilitychange", onHidden);
    window.addEventListener("pagehide", keep);
    return () => {
      unsubscribe();
      keep();
      document.removeEventListener("visibilitychange", onHidden);
      window.removeEventListener("pagehide", keep);
    };
  }, [store, name, tab, memory]);

  return memory;
}
