// Which thing has its label shown, and when: at once where another one was shown just before, else after a moment of rest.
import { create } from "zustand";

export interface Tip {
  anchor: Element;
  label: string;
  shortcut?: string;
  side: "top" | "right" | "bottom" | "left";
}

const REST_MS = 350;
const SKIP_MS = 200;

export const useTip = create<{ tip: Tip | null }>(() => ({ tip: null }));

let timer: ReturnType<typeof setTimeout> | undefined;
let hiddenMs = Number.NEGATIVE_INFINITY;

export function showTip(tip: Tip): void {
  clearTimeout(timer);
  const wait = performance.now() - hiddenMs < SKIP_MS || useTip.getState().tip !== null ? 0 : REST_MS;
  timer = setTimeout(() => useTip.setState({ tip }), wait);
}

/** Hides the label of this thing, or keeps it from coming. */
export function hideTip(anchor: Element | null): void {
  const { tip } = useTip.getState();
  if (tip && anchor && tip.anchor !== anchor) return;
  clearTimeout(timer);
  if (tip === null) return;
  hiddenMs = performance.now();
  useTip.setState({ tip: null });
}
