/** A shelf in memory that behaves like the browser's storage, full or broken on request. */
import type { Shelf } from "./autosave";

export interface FakeShelf extends Shelf {
  readonly entries: Map<string, string>;
}

/** `capacity` counts the characters of all keys and values, as browsers do. */
export function fakeShelf(capacity = Infinity): FakeShelf {
  const entries = new Map<string, string>();
  const size = () => [...entries].reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return {
    entries,
    get length() {
      return entries.size;
    },
    key: (index) => [...entries.keys()][index] ?? null,
    getItem: (key) => entries.get(key) ?? null,
    removeItem: (key) => void entries.delete(key),
    setItem(key, value) {
      const before = entries.get(key);
      entries.set(key, value);
      if (size() <= capacity) return;
      if (before === undefined) entries.delete(key);
      else entries.set(key, before);
      throw new Error("QuotaExceededError");
    },
  };
}
