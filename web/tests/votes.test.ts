// Votes in the cache: at once, everywhere, and reversible.
import { describe, expect, it } from "vitest";
import type { ShaderCard, VoteValue } from "../src/lib/types";
import { replaceCard, withCounts, withVote } from "../src/lib/votes";

const card = (id: string, my_vote: VoteValue = 0) => ({ id, title: id, my_vote, stats: { up: 10, down: 4, forks: 0, score: 0.5 } }) as unknown as ShaderCard;

describe("a vote", () => {
  it.each<[VoteValue, VoteValue, number, number]>([
    [0, 1, 11, 4],
    [0, -1, 10, 5],
    [1, 0, 9, 4],
    [1, -1, 9, 5],
    [-1, 1, 11, 3],
    [-1, -1, 10, 4],
  ])("from %i to %i shows %i up and %i down", (before, after, up, down) => {
    const voted = withVote(card("a", before), after);
    expect([voted.my_vote, voted.stats.up, voted.stats.down]).toEqual([after, up, down]);
  });

  it("reaches the work in an endless list, a list, a lineage and its own page, and nothing else", () => {
    const change = (held: ShaderCard) => withVote(held, 1);
    const endless = { pages: [{ items: [card("a"), card("b")] }, { items: [card("c")] }], pageParams: [null, "x"] };
    const changed = replaceCard(endless, "c", change) as typeof endless;
    expect(changed.pages[1]?.items[0]?.my_vote).toBe(1);
    expect(changed.pages[0]).toBe(endless.pages[0]);
    expect((replaceCard({ ancestors: [card("a")], forks: [card("c")] }, "a", change) as { ancestors: ShaderCard[] }).ancestors[0]?.my_vote).toBe(1);
    expect((replaceCard(card("a"), "a", change) as ShaderCard).my_vote).toBe(1);
  });

  it("leaves what does not hold the work the very same object", () => {
    const list = { items: [card("a")], next_cursor: null };
    for (const held of [list, undefined, null, 7, "a", { id: "z", title: "no card" }]) expect(replaceCard(held, "z", (one) => withVote(one, 1))).toBe(held);
  });

  it("leaves a card whose counts the server tells again the very same object", () => {
    const held = card("a", 1);
    expect(withCounts(held, { ...held.stats })).toBe(held);
    expect(withCounts(held, { ...held.stats, forks: 3 })).toEqual({ ...held, stats: { ...held.stats, forks: 3 } });
  });
});
