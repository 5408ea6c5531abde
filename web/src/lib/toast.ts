// Lines that say what just happened; `toast()` may be called from anywhere, ui/Toast shows them.
import { create } from "zustand";

export type ToastTone = "neutral" | "success" | "danger";

export interface ToastOptions {
  tone?: ToastTone;
  action?: { label: string; run: () => void };
}

export interface ToastLine extends ToastOptions {
  id: number;
  text: string;
}

export const useToasts = create<{ lines: readonly ToastLine[] }>(() => ({ lines: [] }));
let last = 0;

/** Shows one line for some seconds; at most three lines stand at once. */
export function toast(text: string, options: ToastOptions = {}): void {
  last += 1;
  const line = { id: last, text, ...options };
  useToasts.setState(({ lines }) => ({ lines: [...lines.filter((other) => other.text !== text), line].slice(-3) }));
}

export function dismissToast(id: number): void {
  useToasts.setState(({ lines }) => ({ lines: lines.filter((line) => line.id !== id) }));
}
