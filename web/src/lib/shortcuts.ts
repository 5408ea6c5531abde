// Actions and their keys: every screen registers what can be done, one listener acts on the keys, the "?" sheet lists them, and the studio's palette offers all.
import { useEffect, useRef } from "react";
import { create } from "zustand";

export interface Shortcut {
  /** "j", "mod+s", "shift+enter", "arrowdown", " ", "?". `mod` is ⌘ on Apple's machines and Ctrl elsewhere. */
  keys?: string | readonly string[];
  /** What it does, for the lists. */
  label: string;
  group: string;
  /** Acts even while somebody types or a dialog is open. Only for combinations with `mod`. */
  always?: boolean;
  /** Its keys act only while the focus is inside of what this selector finds, and there also while somebody types. */
  within?: string;
  /** Repeats while the key is held. */
  repeats?: boolean;
}

export interface Registered extends Shortcut {
  keys: readonly string[];
  run: () => void;
}

export const useShortcuts = create<{ entries: readonly Registered[] }>(() => ({ entries: [] }));

/** Registers a shortcut while the component is mounted and `enabled`. The newest registration of a key wins. */
export function useShortcut(shortcut: Shortcut, run: () => void, enabled = true): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  const { label, group, always = false, repeats = false } = shortcut;
  const keys = keysOf(shortcut).join("\n");
  useEffect(() => {
    if (!enabled) return undefined;
    return register({ keys: keys.split("\n").filter(Boolean), label, group, always, repeats, run: () => latest.current() });
  }, [keys, label, group, always, repeats, enabled]);
}

const keysOf = ({ keys = [] }: Shortcut): readonly string[] => (typeof keys === "string" ? [keys] : keys);

/** Registers what can be done; answers how to take it back. */
export function register(shortcut: Shortcut & { run: () => void }): () => void {
  const entry: Registered = { ...shortcut, keys: keysOf(shortcut) };
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
      if (!entry || !entry.keys.includes(pressed) || !(entry.within ? isWithin(event.target, entry.within) : !busy || entry.always) || (event.repeat && !entry.repeats)) continue;
      event.preventDefault();
      entry.run();
      return;
    }
  };
  target.addEventListener("keydown", onKey);
  return () => target.removeEventListener("keydown", onKey);
}

/** The combination of an event, in the spelling of `Shortcut.keys`. */
export function combination(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey"> & { code?: string }): string {
  // With Alt, Apple's keyboards print another sign: there the key itself counts.
  const printed = event.altKey && !/^[a-z]$/i.test(event.key) ? /^Key([A-Z])$/.exec(event.code ?? "")?.[1] : undefined;
  const key = (printed ?? event.key).toLowerCase();
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("mod");
  if (event.altKey) parts.push("alt");
  // For a printed sign such as "?" the shift is already in the sign.
  if (event.shiftKey && (key.length > 1 || /[a-z0-9 ]/.test(key))) parts.push("shift");
  return [...parts, key].join("+");
}

function isWithin(target: EventTarget | null, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
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
