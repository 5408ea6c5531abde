/** Unsaved work in the browser's storage: what is kept, what is given up, what is offered again. */
import { describe, expect, test } from "vitest";
import { abandoned, dropSnapshot, keepSnapshot, snapshots } from "./autosave";
import type { Snapshot } from "./autosave";
import { newWork, withCode } from "./document";
import { bringBack } from "./durable";
import { fakeShelf } from "./shelf.fake";

const DAY = 24 * 3600 * 1000;

function snapshot(document: string, tab: string, savedAt: number, code = "// code"): Snapshot {
  const work = newWork();
  return { document, tab, savedAt, version: 0, parent: null, work: { ...work, passes: withCode(work.passes, "Image", code) } };
}

describe("a snapshot", () => {
  test("comes back as it was kept, one for each document and tab", () => {
    const shelf = fakeShelf();
    const kept = snapshot("new", "a", 5, "// ünïcode \u{1f308}");
    keepSnapshot(shelf, snapshot("new", "a", 1));
    keepSnapshot(shelf, kept);
    keepSnapshot(shelf, snapshot("new", "b", 3));
    keepSnapshot(shelf, snapshot("other", "a", 4));
    expect(snapshots(shelf, "new").map(({ tab }) => tab)).toEqual(["a", "b"]);
    expect(snapshots(shelf, "new")[0]).toEqual(kept);
  });

  test("of another tab that is still open is not offered", () => {
    const shelf = fakeShelf();
    keepSnapshot(shelf, snapshot("new", "open", 1));
    keepSnapshot(shelf, snapshot("new", "closed", 2));
    expect(abandoned(shelf, "new", new Set(["open"])).map(({ tab }) => tab)).toEqual(["closed"]);
  });

  test("is gone when it is dropped, and no other with it", () => {
    const shelf = fakeShelf();
    keepSnapshot(shelf, snapshot("new", "a", 1));
    keepSnapshot(shelf, snapshot("new", "b", 1));
    dropSnapshot(shelf, "new", "a");
    expect(snapshots(shelf).map(({ tab }) => tab)).toEqual(["b"]);
  });

  test("that somebody damaged is passed over", () => {
    const shelf = fakeShelf();
    keepSnapshot(shelf, snapshot("new", "good", 1));
    shelf.entries.set("fractafrag.studio.draft.new.cut", '{"document":"new","tab":"cut","sav');
    shelf.entries.set("fractafrag.studio.draft.new.odd", '{"document":"new","tab":"odd","savedAt":2,"work":{"passes":[null]}}');
    shelf.entries.set("fractafrag.studio.draft.new.nul", "null");
    expect(snapshots(shelf, "new").map(({ tab }) => tab)).toEqual(["good"]);
  });
});

describe("the bounds", () => {
  test("give up the oldest beyond two dozen, and whatever is older than two months", () => {
    const shelf = fakeShelf();
    const now = 400 * DAY;
    keepSnapshot(shelf, snapshot("ancient", "t", now - 61 * DAY));
    for (let index = 0; index < 30; index += 1) keepSnapshot(shelf, snapshot(`doc${index}`, "t", now + index));
    const kept = snapshots(shelf).map(({ document }) => document);
    expect(kept).toHaveLength(24);
    expect(kept[0]).toBe("doc29");
    expect(kept).not.toContain("ancient");
  });

  test("hold together two million characters, the newest first", () => {
    const shelf = fakeShelf();
    const long = "x".repeat(250_000);
    for (let index = 0; index < 12; index += 1) keepSnapshot(shelf, snapshot(`doc${index}`, "t", index + 1, long));
    const total = [...shelf.entries.values()].reduce((sum, text) => sum + text.length, 0);
    expect(total).toBeLessThanOrEqual(2_000_000);
    expect(snapshots(shelf)[0]?.document).toBe("doc11");
  });

  test("give up older work where the browser has less room than they allow, and say so when even that does not help", () => {
    const shelf = fakeShelf(5000);
    expect(keepSnapshot(shelf, snapshot("old", "t", 1, "x".repeat(3000)))).toBe(true);
    expect(keepSnapshot(shelf, snapshot("new", "t", 2, "y".repeat(3000)))).toBe(true);
    expect(snapshots(shelf).map(({ document }) => document)).toEqual(["new"]);
    expect(keepSnapshot(shelf, snapshot("new", "t", 3, "z".repeat(9000)))).toBe(false);
    expect(snapshots(shelf)[0]?.savedAt).toBe(2);
  });

  test("leave alone what belongs to other parts of the page", () => {
    const shelf = fakeShelf();
    shelf.entries.set("fractafrag.session", "1");
    for (let index = 0; index < 40; index += 1) keepSnapshot(shelf, snapshot(`doc${index}`, "t", index));
    expect(shelf.entries.get("fractafrag.session")).toBe("1");
  });
});

describe("the second copy", () => {
  test("brings back what the first lost or has older, and nothing else", () => {
    const shelf = fakeShelf();
    keepSnapshot(shelf, snapshot("stale", "t", 1, "// stale"));
    keepSnapshot(shelf, snapshot("fresh", "t", 9, "// fresh"));
    const copy = (document: string, savedAt: number): [string, string] => [`fractafrag.studio.draft.${document}.t`, JSON.stringify(snapshot(document, "t", savedAt, "// copy"))];
    // Taken away at 5 by a page that closed before the second copy was gone; written anew at 7.
    for (const document of ["gone", "again"]) shelf.setItem(`fractafrag.studio.gone.fractafrag.studio.draft.${document}.t`, JSON.stringify({ at: 5 }));
    expect(bringBack(shelf, [copy("stale", 2), copy("fresh", 8), copy("lost", 3), copy("gone", 4), copy("again", 7), ["somebody.else", "x"]])).toBe(3);
    const codes = Object.fromEntries(snapshots(shelf).map(({ document, work }) => [document, work.passes[0]?.code]));
    expect(codes).toEqual({ stale: "// copy", fresh: "// fresh", lost: "// copy", again: "// copy" });
    expect(shelf.getItem("somebody.else")).toBeNull();
  });
});
