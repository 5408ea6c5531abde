/** Two people, or two tabs, changed one work: what comes together by itself, what is asked, and what follows from the answers. */
import { describe, expect, test } from "vitest";
import { newInput, newWork, sameWork, withCode, withInput, withoutPass, withPass } from "../document";
import type { Details, Work } from "../document";
import { mergedWork, mergeWorks, noDecisions, openQuestions } from "./merge-work";

const start = newWork();
const base: Work = { ...start, passes: withPass(withPass(start.passes, "Buffer A"), "Common"), details: { ...start.details, title: "Tides", tags: ["sea", "calm"] }, parameters: { values: { speed: 1, depth: 2 }, presets: [{ name: "Storm", values: { speed: 4 } }] } };

const coded = (work: Work, pass: string, from: string, to: string): Work => ({ ...work, passes: work.passes.map((one) => (one.name === pass ? { ...one, code: one.code.replace(from, to) } : one)) });
const told = (work: Work, details: Partial<Details>): Work => ({ ...work, details: { ...work.details, ...details } });
const codeOf = (work: Work, pass: string) => work.passes.find((other) => other.name === pass)?.code;
const merged = (mine: Work, theirs: Work, decisions = noDecisions) => mergedWork(base, mine, theirs, decisions);

describe("two works made from one", () => {
  test("that are equal ask nothing, even where both made the same change", () => {
    const same = told(coded(base, "Image", "0.42", "0.5"), { title: "Waves" });
    const merge = mergeWorks(base, same, same);
    expect(merge).toEqual({ passes: [], questions: [], automatic: [] });
    expect(sameWork(merged(same, same), same)).toBe(true);
  });

  test("come together by themselves where they changed different things", () => {
    const mine = told(coded(base, "Image", "0.42", "0.5"), { title: "Waves" });
    const theirs = told(coded(base, "Image", "1.6 * color", "2.0 * color"), { description: "Slow water." });
    const merge = mergeWorks(base, mine, theirs);
    expect(openQuestions(merge, noDecisions)).toBe(0);
    expect(merge.automatic).toEqual([
      { what: "Title", side: "mine" },
      { what: "Description", side: "theirs" },
    ]);
    const both = merged(mine, theirs);
    expect(codeOf(both, "Image")).toContain("0.5 *");
    expect(codeOf(both, "Image")).toContain("2.0 * color");
    expect(both.details).toMatchObject({ title: "Waves", description: "Slow water.", tags: ["sea", "calm"] });
  });

  test("ask where they changed one line differently, and take what is answered", () => {
    const mine = coded(base, "Image", "0.42", "0.5");
    const theirs = coded(base, "Image", "0.42", "0.9");
    const merge = mergeWorks(base, mine, theirs);
    expect(openQuestions(merge, noDecisions)).toBe(1);
    const at = merge.passes[0]?.hunks.findIndex(({ kind }) => kind === "conflict") ?? -1;
    const decided = { ...noDecisions, hunks: { Image: { [at]: "theirs" as const } } };
    expect(openQuestions(merge, decided)).toBe(0);
    expect(codeOf(merged(mine, theirs, decided), "Image")).toBe(codeOf(theirs, "Image"));
    const written = { ...noDecisions, texts: { Image: "// by hand" } };
    expect(openQuestions(merge, written)).toBe(0);
    expect(codeOf(merged(mine, theirs, written), "Image")).toBe("// by hand");
  });

  test("ask for a title that both changed; undecided, mine stays", () => {
    const [mine, theirs] = [told(base, { title: "Mine" }), told(base, { title: "Theirs" })];
    expect(mergeWorks(base, mine, theirs).questions).toEqual([{ id: "detail title", what: "Title", base: "Tides", mine: "Mine", theirs: "Theirs" }]);
    expect(merged(mine, theirs).details.title).toBe("Mine");
    expect(merged(mine, theirs, { ...noDecisions, answers: { "detail title": "theirs" } }).details.title).toBe("Theirs");
  });

  test("keep the tags that either added, without those that either took away", () => {
    const both = merged(told(base, { tags: ["sea", "calm", "mine"] }), told(base, { tags: ["sea", "theirs"] }));
    expect([...both.details.tags].sort()).toEqual(["mine", "sea", "theirs"]);
  });

  test("keep inputs by channel, and ask for a channel that both bound", () => {
    const bound = (work: Work, channel: 0 | 1, source: string): Work => ({ ...work, passes: withInput(work.passes, "Image", channel, newInput(channel, "texture", source)) });
    const both = merged(bound(base, 0, "noise-rgba-256"), bound(base, 1, "wood"));
    expect(both.passes.find(({ name }) => name === "Image")?.inputs.map(({ channel, source }) => [channel, source])).toEqual([
      [0, "noise-rgba-256"],
      [1, "wood"],
    ]);
    const merge = mergeWorks(base, bound(base, 0, "wood"), bound(base, 0, "noise-rgba-256"));
    expect(merge.questions.map(({ what }) => what)).toEqual(["Image, iChannel0"]);
  });

  test("keep parameters by name and presets, too", () => {
    const mine: Work = { ...base, parameters: { values: { speed: 2, depth: 2 }, presets: [...(base.parameters?.presets ?? []), { name: "Calm", values: { speed: 0.1 } }] } };
    const theirs: Work = { ...base, parameters: { values: { speed: 1, depth: 5, width: 3 }, presets: [] } };
    expect(merged(mine, theirs).parameters).toEqual({ values: { speed: 2, depth: 5, width: 3 }, presets: [{ name: "Calm", values: { speed: 0.1 } }] });
  });

  test("have the passes that either added, at their places", () => {
    const mine: Work = { ...base, passes: withPass(base.passes, "Buffer B") };
    const theirs: Work = { ...base, passes: withPass(base.passes, "Sound") };
    expect(merged(mine, theirs).passes.map(({ name }) => name)).toEqual(["Common", "Sound", "Buffer A", "Buffer B", "Image"]);
  });

  test("lose a pass that one removed and the other left alone, and the inputs that read it", () => {
    const mine: Work = { ...base, passes: withoutPass(base.passes, "Buffer A") };
    const theirs: Work = { ...base, passes: withInput(base.passes, "Image", 2, newInput(2, "buffer", "Buffer A")) };
    const both = merged(mine, theirs);
    expect(both.passes.map(({ name }) => name)).toEqual(["Common", "Image"]);
    expect(both.passes.flatMap(({ inputs }) => inputs)).toEqual([]);
  });

  test("ask for a pass that one removed and the other changed", () => {
    const mine: Work = { ...base, passes: withoutPass(base.passes, "Buffer A") };
    const theirs: Work = { ...base, passes: withCode(base.passes, "Buffer A", "// more") };
    expect(mergeWorks(base, mine, theirs).questions.map(({ id }) => id)).toEqual(["pass Buffer A"]);
    expect(codeOf(merged(mine, theirs, { ...noDecisions, answers: { "pass Buffer A": "theirs" } }), "Buffer A")).toBe("// more");
    expect(codeOf(merged(mine, theirs), "Buffer A")).toBeUndefined();
  });

  test("that both began a pass of one name ask for its lines", () => {
    const begun = (code: string): Work => ({ ...base, passes: withCode(withPass(base.passes, "Sound"), "Sound", code) });
    expect(openQuestions(mergeWorks(base, begun("// mine"), begun("// theirs")), noDecisions)).toBe(1);
  });
});
