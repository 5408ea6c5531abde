// The keyboard: every screen registers what its keys do, one listener acts on them, and the "?" sheet lists them.
import { useEffect, useRef } from "react";
import { create } from "zustand";

export interface Shortcut {
  /** "j", "mod+s", "shift+enter", "arrowdown", " ", "?". `mod` is ⌘ on Apple's machines and Ctrl elsewhere. */
  keys: string | readonly string[];
  /** What it does, for the list. */
  label: string;
  group: string;
  /** Acts even while somebody types or a dialog is open. Only for combinations with `mod`. */
  always?: boolean;
  /** Repeats while the key is held. */
  repeats?: boolean;
}

interface Registered extends Shortcut {
  run: (event: KeyboardEvent) => void;
}

export const useShortcuts = create<{ entries: readonly Registered[] }>(() => ({ entries: [] }));

/** Registers a shortcut while the component is mounted and `enabled`. The newest registration of a key wins. */
export function useShortcut(shortcut: Shortcut, run: (event: KeyboardEvent) => void, enabled = true): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  const { label, group, always = false, repeats = false } = shortcut;
  const keys = typeof shortcut.keys === "string" ? shortcut.keys : shortcut.keys.join("\n");
  useEffect(() => {
    if (!enabled) return undefined;
    return register({ keys: keys.split("\n"), label, group, always, repeats, run: (event) => latest.current(event) });
  }, [keys, label, group, always, repeats, enabled]);
}

export function register(entry: Registered): () => void {
  useShortcuts.setState(({ entries }) => ({ entries: [...entries, entry] }));
  return () => useShortcuts.setState(({ entries }) => ({ entries: entries.filter((other) => other !== entry) }));
}

/** Starts the one listener; called once by the shell. */
export function listenForShortcuts(target: Window = window): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const pressed = combination(event);
    const busy = isTyping(event.target) || pressesControl(event.target, event.key) || document.querySelector("[role=dialog][data-state=open], [role=menu][data-state=open], [role=listbox][data-state=open]") !== null;
    const { entries } = useShortcuts.getState();
    for (let index = entries.length - 1; index >= 0; index -= 1) {
      const entry = entries[index];
      if (!entry || !entry.keys.includes(pressed) || (busy && !entry.always) || (event.repeat && !entry.repeats)) continue;
      event.preventDefault();
      entry.run(event);
      return;
    }
  };
  target.addEventListener("keydown", onKey);
  return () => target.removeEventListener("keydown", onKey);
}

/** The combination of an event, in the spelling of `Shortcut.keys`. */
export function combination(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">): string {
  const key = event.key.toLowerCase();
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("mod");
  if (event.altKey) parts.push("alt");
  // For a printed sign such as "?" the shift is already in the sign.
  if (event.shiftKey && (key.length > 1 || /[a-z0-9 ]/.test(key))) parts.push("shift");
  return [...parts, key].join("+");
}

/** A focused button or link keeps the keys that press it. */
function pressesControl(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (key === "Enter" && target.closest("a[href], button, summary") !== null) || (key === " " && target.closest("button, summary, [role=tab]") !== null);
}

/** Text fields take their keys; so does a picture that listens to the keyboard (data-takes-keys). */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [role=slider], [data-takes-keys]") !== null;
}
