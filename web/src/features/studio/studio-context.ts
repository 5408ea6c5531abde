/** The open work, for every part of the studio's screen. */
import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { HoldReason } from "../../lib/safety";
import type { Moments } from "./history/use-moments";
import type { UndoMemory } from "./history/undo-memory";
import type { Engine } from "./use-engine";
import type { Saving } from "./use-saving";
import type { StudioState, StudioStore } from "./store";

export interface StudioValue {
  store: StudioStore;
  engine: Engine;
  saving: Saving;
  moments: Moments;
  undo: UndoMemory;
  /** Why somebody else's work waits to be run by hand; null where nothing but a crash of its own can hold it. */
  hold: HoldReason | null;
}

export const StudioContext = createContext<StudioValue | null>(null);

export function useStudioValue(): StudioValue {
  const value = useContext(StudioContext);
  if (!value) throw new Error("This part of the studio stands outside of it.");
  return value;
}

/** A part of the studio's state, kept current. */
export function useStudio<Part>(select: (state: StudioState) => Part): Part {
  return useStore(useStudioValue().store, select);
}
