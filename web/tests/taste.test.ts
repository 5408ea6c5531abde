// What one says to the feed, before the server has answered: what is let go of, and what the taste looks like.
import { describe, expect, it } from "vitest";
import { withoutAhead } from "../src/features/feed/ahead";
import { moodOf } from "../src/features/feed/MoodBar";
import { dialWords } from "../src/features/feed/taste/Dial";
import { withSteer } from "../src/lib/taste";
import type { Taste } from "../src/lib/types";

const pages = (...sizes: number[]) => ({
  pages: sizes.map((size, at) => ({ items: Array.from({ length: size }, (_, n) => ({ id: `${at} ${n}` })), next_cursor: `after ${at}` })),
  pageParams: [null, ...sizes.slice(1).map((_, at) => `after ${at}`)],
}) as unknown as Parameters<typeof withoutAhead>[0];

describe("what was fetched ahead", () => {
  it.each([
    [0, 1],
    [7, 1],
    [8, 2],
    [12, 2],
    [13, 3],
  ])("of pages of 8, 5 and 8, at card %i leaves %i with their cursors", (index, left) => {
    const kept = withoutAhead(pages(8, 5, 8), index);
    expect(kept.pages.map(({ next_cursor }) => next_cursor)).toEqual(["after 0", "after 1", "after 2"].slice(0, left));
    expect(kept.pageParams).toEqual([null, "after 0", "after 1"].slice(0, left));
  });

  it("stays the very same where nothing is behind the card, or the end was reached", () => {
    const all = pages(8, 5);
    for (const index of [8, 12, 13, 99]) expect(withoutAhead(all, index)).toBe(all);
  });
});

describe("a taste", () => {
  const taste = { interests: [{ id: "a", share: 0.6, muted: false, pinned: true, works: [] }, { id: "b", share: 0.4, muted: true, pinned: false, works: [] }] } as unknown as Taste;
  const states = (changed: Taste) => changed.interests.map(({ muted, pinned }) => [muted, pinned]);

  it("is heard or muted, kept or not, and never muted and kept at once", () => {
    expect(states(withSteer(taste, { interest: "a", muted: true }))).toEqual([[true, false], [true, false]]);
    expect(states(withSteer(taste, { interest: "b", pinned: true }))).toEqual([[false, true], [false, true]]);
    expect(states(withSteer(taste, { interest: "b", muted: false }))).toEqual([[false, true], [false, false]]);
    expect(states(withSteer(taste, { interest: "a", pinned: false }))).toEqual([[false, false], [true, false]]);
  });

  it("is without what was forgotten at once, and waits for the server to bring it back", () => {
    const without = withSteer(taste, { interest: "a", forgotten: true });
    expect(without.interests).toEqual([taste.interests[1]]);
    expect(withSteer(without, { interest: "a", forgotten: false })).toEqual(without);
    expect(withSteer(taste, { interest: "a", forgotten: false })).toEqual(taste);
    expect(taste.interests).toHaveLength(2);
  });

  it("has words for every place of the dial, from one end to the other", () => {
    const words = Array.from({ length: 21 }, (_, n) => dialWords(n / 20));
    expect(words.every(Boolean)).toBe(true);
    expect(words[0]).toContain("know");
    expect(words[20]).toBe("Surprise me");
  });
});

describe("a mood in the address", () => {
  it("is one of those that there are, or none", () => {
    expect(["calm", "3d", "audio", "angry", "", null].map(moodOf)).toEqual(["calm", "3d", "audio", null, null, null]);
  });
});
