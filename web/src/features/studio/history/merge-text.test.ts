/** Merging three texts: what does not overlap comes together by itself, what does is left to its author, and no line is lost. */
import { describe, expect, test } from "vitest";
import { mergedText, mergeText, undecided } from "./merge-text";

const text = (...lines: string[]) => lines.join("\n");
const base = text("void mainImage() {", "  a = 1;", "  b = 2;", "  c = 3;", "  d = 4;", "}", "");
const kinds = (mine: string, theirs: string, from = base) => mergeText(from, mine, theirs).map(({ kind }) => kind);

describe("three texts", () => {
  test("that are equal have nothing to decide", () => {
    expect(kinds(base, base)).toEqual(["same"]);
    expect(mergedText(mergeText(base, base, base), {})).toBe(base);
    expect(mergedText(mergeText("", "", ""), {})).toBe("");
  });

  test("changed in different places come together by themselves", () => {
    const hunks = mergeText(base, base.replace("a = 1", "a = 10"), base.replace("d = 4", "d = 40"));
    expect(hunks.map(({ kind }) => kind)).toEqual(["same", "mine", "same", "theirs", "same"]);
    expect(undecided(hunks, {})).toEqual([]);
    expect(mergedText(hunks, {})).toBe(base.replace("a = 1", "a = 10").replace("d = 4", "d = 40"));
  });

  test("changed alike in both are changed once", () => {
    const same = base.replace("b = 2", "b = 20");
    expect(kinds(same, same)).toEqual(["same", "both", "same"]);
    expect(mergedText(mergeText(base, same, same), {})).toBe(same);
  });

  test("changed differently in one line are for their author to decide", () => {
    const hunks = mergeText(base, base.replace("b = 2", "b = 7"), base.replace("b = 2", "b = 9"));
    expect(undecided(hunks, {})).toEqual([1]);
    expect(mergedText(hunks, { 1: "theirs" })).toBe(base.replace("b = 2", "b = 9"));
    expect(mergedText(hunks, { 1: "base" })).toBe(base);
    expect(mergedText(hunks, { 1: "mine, theirs" })).toBe(base.replace("  b = 2;", "  b = 7;\n  b = 9;"));
    expect(mergedText(hunks, {})).toBe(base.replace("b = 2", "b = 7"));
    expect(undecided(hunks, { 1: "mine" })).toEqual([]);
  });

  test("whose changes touch without a line between them are one decision", () => {
    expect(kinds(base.replace("b = 2", "b = 7"), base.replace("c = 3", "c = 9"))).toEqual(["same", "conflict", "same"]);
  });

  test("of which one deletes what the other changed are for their author to decide", () => {
    const hunks = mergeText(base, base.replace("  b = 2;\n", ""), base.replace("b = 2", "b = 9"));
    expect(hunks[1]).toMatchObject({ kind: "conflict", base: ["  b = 2;"], mine: [], theirs: ["  b = 9;"] });
  });

  test("keep lines that one side took away, away", () => {
    expect(mergedText(mergeText(base, base.replace("  b = 2;\n", ""), base), {})).toBe(base.replace("  b = 2;\n", ""));
    expect(mergedText(mergeText(base, base, ""), {})).toBe("");
  });

  test("to which both add at one place are for their author to decide", () => {
    const hunks = mergeText("x\ny", "x\nmine\ny", "x\ntheirs\ny");
    expect(hunks[1]).toMatchObject({ kind: "conflict", base: [], mine: ["mine"], theirs: ["theirs"] });
    expect(mergedText(hunks, { 1: "mine, theirs" })).toBe("x\nmine\ntheirs\ny");
  });

  test("that only one side changed may still be left as they were", () => {
    const hunks = mergeText(base, base.replace("a = 1", "a = 10"), base);
    expect(mergedText(hunks, { 1: "base" })).toBe(base);
  });

  test("hold every line of each side, whatever was changed", () => {
    // A small generator of its own, so that a failure can be repeated.
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * below);
    };
    const changed = (lines: readonly string[]) => {
      const out: string[] = [];
      for (const line of lines) {
        const what = random(6);
        if (what === 0) out.push(`${line}+${random(3)}`);
        else if (what === 1) out.push(line, `new ${random(4)}`);
        else if (what > 2) out.push(line);
      }
      return out;
    };
    for (let round = 0; round < 300; round += 1) {
      const o = Array.from({ length: random(14) }, () => `line ${random(5)}`);
      const [m, t] = [changed(o), changed(o)];
      const hunks = mergeText(o.join("\n"), m.join("\n"), t.join("\n"));
      const side = (name: "base" | "mine" | "theirs") => hunks.flatMap((hunk) => hunk[name]).join("\n");
      expect([side("base"), side("mine"), side("theirs")]).toEqual([o.join("\n"), m.join("\n"), t.join("\n")]);
      const everything = Object.fromEntries(hunks.map((_, index) => [index, "theirs" as const]));
      expect(mergedText(hunks, everything)).toBe(t.join("\n"));
    }
  });

  test("of nothing but empty lines do not hold up the page", () => {
    const many = "\n".repeat(60_000);
    const hunks = mergeText(many, `a${many}b`, `c${many}d`);
    expect(mergedText(hunks, { 0: "mine" })).toBe(`a${many}b`);
  });
});
