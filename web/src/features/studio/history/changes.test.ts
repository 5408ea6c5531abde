/** What lies between two versions, as the history tells it. */
import { expect, test } from "vitest";
import { newInput, newWork, withCode, withInput, withoutPass, withPass } from "../document";
import type { Work } from "../document";
import { changes, lineCounts } from "./changes";

const base: Work = { ...newWork(), passes: withPass(newWork().passes, "Buffer A") };

test("two equal states have nothing between them", () => {
  expect(changes(base, structuredClone(base))).toEqual([]);
});

test("sources are told by the lines that came and went, and passes by being there", () => {
  const code = base.passes.find(({ name }) => name === "Image")?.code ?? "";
  const edited: Work = { ...base, passes: withCode(base.passes, "Image", code.replace("0.42", "0.5").concat("// one more\n")) };
  expect(changes(base, edited)).toEqual([{ what: "Image", pass: "Image", before: "−1", after: "+2" }]);
  expect(changes(base, { ...base, passes: withoutPass(base.passes, "Buffer A") })).toEqual([{ what: "Buffer A", pass: "Buffer A", before: "7 lines", after: "" }]);
  expect(lineCounts("a\nb", "a\nb")).toEqual({ added: 0, removed: 0 });
});

test("title, tags, licence, inputs, parameters and presets are told with what they were and are", () => {
  const after: Work = {
    details: { ...base.details, title: "Tides", tags: ["sea"], licence: "MIT" },
    passes: withInput(base.passes, "Image", 1, newInput(1, "buffer", "Buffer A")),
    parameters: { values: { speed: 1.5 }, presets: [{ name: "Storm", values: { speed: 4 } }] },
  };
  expect(changes(base, after)).toEqual([
    { what: "Title", before: "", after: "Tides" },
    { what: "Licence", before: "", after: "MIT" },
    { what: "Tags", before: "", after: "sea" },
    { what: "Image, iChannel1", before: "", after: "Buffer A, linear, clamp" },
    { what: "Parameter speed", before: "", after: "1.5" },
    { what: "Preset “Storm”", before: "", after: "speed 4" },
  ]);
  expect(changes(after, base).map(({ before, after: now }) => [before, now])).toContainEqual(["MIT", ""]);
});
