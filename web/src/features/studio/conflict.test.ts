/** Two versions that grew from one: who changed what, and what can be put together. */
import { describe, expect, test } from "vitest";
import { canCombine, combine, differences } from "./conflict";
import { newInput, newWork, withCode, withInput, withoutPass, withPass } from "./document";
import type { Details, Work } from "./document";

const base: Work = { ...newWork(), passes: withPass(withPass(newWork().passes, "Buffer A"), "Common") };

const coded = (work: Work, pass: string, code: string): Work => ({ ...work, passes: withCode(work.passes, pass, code) });
const told = (work: Work, details: Partial<Details>): Work => ({ ...work, details: { ...work.details, ...details } });
const codeOf = (work: Work, pass: string) => work.passes.find((other) => other.name === pass)?.code;

describe("what differs", () => {
  test("is nothing between equal works, even where both made the same change", () => {
    const same = coded(base, "Image", "// same");
    expect(differences(base, same, coded(base, "Image", "// same"))).toEqual([]);
  });

  test("names the side that changed it since the version that both knew", () => {
    const mine = told(coded(base, "Image", "// mine"), { title: "Mine" });
    const theirs = told(coded(base, "Image", "// theirs"), { tags: ["theirs"] });
    expect(differences(base, mine, theirs)).toEqual([
      { what: "Title", side: "mine" },
      { what: "Tags", side: "theirs" },
      { what: "Image", side: "both", pass: "Image" },
    ]);
  });

  test("is also an input, and a pass that only one of them has", () => {
    const mine: Work = { ...base, passes: withInput(base.passes, "Image", 1, newInput(1, "keyboard", "keyboard")) };
    const theirs: Work = { ...base, passes: withoutPass(withPass(base.passes, "Buffer B"), "Common") };
    const found = differences(base, mine, theirs).map(({ what, side }) => `${what}: ${side}`);
    expect(found).toEqual(["Image, inputs: mine", "Common (not in theirs): theirs", "Buffer B (not in yours): theirs"]);
  });
});

describe("putting together", () => {
  test("takes from each side what it changed", () => {
    const mine = told(coded(base, "Image", "// mine"), { title: "Mine" });
    const theirs = told(coded(base, "Buffer A", "// theirs"), { licence: "MIT" });
    const found = differences(base, mine, theirs);
    expect(canCombine(found)).toBe(true);
    const both = combine(base, mine, theirs);
    expect([codeOf(both, "Image"), codeOf(both, "Buffer A"), both.details.title, both.details.licence]).toEqual(["// mine", "// theirs", "Mine", "MIT"]);
  });

  test("is not offered where both changed one thing, nor where nothing differs", () => {
    expect(canCombine(differences(base, coded(base, "Image", "// a"), coded(base, "Image", "// b")))).toBe(false);
    expect(canCombine([])).toBe(false);
  });

  test("keeps passes that either added, leaves out those that one removed and the other did not touch", () => {
    const mine: Work = { ...base, passes: withPass(base.passes, "Buffer C") };
    const theirs: Work = { ...base, passes: withoutPass(withPass(base.passes, "Buffer B"), "Common") };
    const both = combine(base, mine, theirs);
    expect(both.passes.map((pass) => pass.name)).toEqual(["Buffer A", "Buffer B", "Buffer C", "Image"]);
  });

  test("never loses a source that one side wrote, even in a pass that the other removed", () => {
    const mine = coded(base, "Common", "// an hour of work");
    const theirs: Work = { ...base, passes: withoutPass(base.passes, "Common") };
    expect(codeOf(combine(base, mine, theirs), "Common")).toBe("// an hour of work");
  });
});
