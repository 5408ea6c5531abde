/** How this person likes to write: kept on this device, for every work. */
import { create } from "zustand";

export interface EditorSettings {
  keys: "default" | "vim";
  /** Pixels. */
  size: number;
  wrap: boolean;
}

const KEY = "fractafrag.editor";
export const SIZES: readonly number[] = [11, 12, 13, 14, 16, 18, 20];
const START: EditorSettings = { keys: "default", size: 13, wrap: false };

/** What was kept, as far as it can be understood. */
export function readSettings(text: string | null): EditorSettings {
  let kept: Partial<Record<keyof EditorSettings, unknown>> = {};
  try {
    const json: unknown = JSON.parse(text ?? "{}");
    if (typeof json === "object" && json !== null) kept = json;
  } catch {
    // Whatever stood there is written over with the next change.
  }
  return {
    keys: kept.keys === "vim" ? "vim" : START.keys,
    size: SIZES.find((size) => size === kept.size) ?? START.size,
    wrap: typeof kept.wrap === "boolean" ? kept.wrap : START.wrap,
  };
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export const useEditorSettings = create<EditorSettings>(() => readSettings(stored()));

/** Changes settings now, and for later visits where the browser lets us. */
export function changeSettings(change: Partial<EditorSettings>): void {
  useEditorSettings.setState(change);
  try {
    localStorage.setItem(KEY, JSON.stringify(useEditorSettings.getState()));
  } catch {
    // Without storage they hold for this visit.
  }
}
