/** Moments on this device: bounded in number and size, the newest kept, nothing kept twice. */
import { describe, expect, test } from "vitest";
import { newWork, withCode } from "../document";
import { isNews, keyOf, momentOf, MOST_BYTES_OF_ONE, MOST_OF_ONE, surplus } from "./moments";

const NOW = 1_800_000_000_000;
const work = newWork();
const other = { ...work, passes: withCode(work.passes, "Image", "// other") };
const key = (document: string, at: number, bytes = 100) => keyOf({ document, at, bytes });

describe("a moment", () => {
  test("is news when the work reads otherwise, or when it was saved", () => {
    const editing = momentOf("new", work, "editing", 0, NOW);
    expect(isNews(null, editing)).toBe(true);
    expect(isNews(editing, momentOf("new", structuredClone(work), "editing", 0, NOW + 1))).toBe(false);
    expect(isNews(editing, momentOf("new", other, "editing", 0, NOW + 1))).toBe(true);
    expect(isNews(editing, momentOf("new", work, "saved", 1, NOW + 1))).toBe(true);
    expect(isNews(momentOf("new", work, "saved", 1, NOW), editing)).toBe(false);
  });

  test("weighs what it takes to keep it", () => {
    expect(momentOf("new", other, "editing", 0, NOW).bytes).toBeLessThan(momentOf("new", work, "editing", 0, NOW).bytes);
  });
});

describe("room for moments", () => {
  test("is not made while there is enough", () => {
    expect(surplus([key("a", NOW - 1), key("b", NOW - 2)], NOW)).toEqual([]);
  });

  test("is made by giving up the oldest of a document that has too many, and of no other", () => {
    const keys = Array.from({ length: MOST_OF_ONE + 3 }, (_, index) => key("a", NOW - index));
    expect(surplus([...keys, key("b", NOW - 1e6)], NOW)).toEqual(keys.slice(-3));
  });

  test("is made by size, too", () => {
    const large = MOST_BYTES_OF_ONE / 2;
    expect(surplus([key("a", NOW - 2, large), key("a", NOW, large), key("a", NOW - 1, large)], NOW)).toEqual([key("a", NOW - 2, large)]);
    expect(surplus([key("a", NOW, MOST_BYTES_OF_ONE + 1)], NOW)).toHaveLength(1);
  });

  test("is made in all when many documents together have too much, the oldest first", () => {
    const keys = Array.from({ length: 8 }, (_, index) => key(`d${index}`, NOW - index, MOST_BYTES_OF_ONE));
    expect(surplus(keys, NOW)).toEqual(keys.slice(6));
  });

  test("is made by age, and of what cannot be read", () => {
    expect(surplus([key("a", NOW - 365 * 24 * 3600 * 1000), "nonsense"], NOW)).toHaveLength(2);
  });
});
