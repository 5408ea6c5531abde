/** What can be looked at in a work, and how its numbers are written and coloured. */
import type { Pass, PassInput } from "@fractafrag/runtime";
import { describe, expect, test } from "vitest";
import { keyOf, looksOf, nameOf, sightsOf, withView } from "./looks";
import { colourOf, heatColour, writeNumber, writeVector } from "./numbers";

const sampler = { filter: "linear", wrap: "repeat", vflip: false, srgb: false } as const;
const input = (channel: PassInput["channel"], type: PassInput["type"], source: string): PassInput => ({ channel, type, source, sampler: { ...sampler } });
const pass = (type: Pass["type"], name: string, inputs: PassInput[] = []): Pass => ({ type, name, code: "", inputs });

const WORK = [
  pass("common", "Common"),
  pass("sound", "Sound"),
  pass("buffer", "Buffer A", [input(0, "buffer", "Buffer A"), input(1, "texture", "wood")]),
  pass("cubemap", "Cube A"),
  pass("image", "Image", [input(0, "cubemap", "Cube A"), input(2, "texture", "wood"), input(3, "keyboard", "keyboard")]),
];

describe("what can be looked at", () => {
  test("is each picture that is written, each that is read from elsewhere once, and the heat of each that is written", () => {
    expect(sightsOf(WORK, ({ source }) => source).map(({ key }) => key)).toEqual([
      "off",
      "pass Buffer A",
      "pass Cube A",
      "pass Image",
      "input Buffer A 1",
      "input Image 3",
      "heat Buffer A",
      "heat Cube A",
      "heat Image",
    ]);
    expect(looksOf(WORK)).toEqual([{ pass: "Buffer A" }, { pass: "Cube A" }, { pass: "Image" }]);
  });

  test("keeps its key and tells its name, however it is drawn", () => {
    const shown = sightsOf(WORK, ({ source }) => source).find(({ key }) => key === "input Image 3")?.shown ?? null;
    const other = withView(shown, { channels: "a", range: "auto" });
    expect(keyOf(other)).toBe("input Image 3");
    expect(other).toMatchObject({ view: { channels: "a", range: "auto", look: { pass: "Image", channel: 3 } } });
    expect(other && nameOf(other)).toBe("Image · iChannel3");
    expect(withView({ kind: "heat", pass: "Image" }, { range: "auto" })).toEqual({ kind: "heat", pass: "Image" });
  });
});

test("numbers are short, and vectors are GLSL", () => {
  expect([0, -0, 0.25, 1 / 3, -1.5e-7, 12_345_678, Number.NaN, Infinity, -Infinity].map(writeNumber)).toEqual(["0", "0", "0.25", "0.333333", "-1.500e-7", "1.235e7", "NaN", "∞", "-∞"]);
  expect(writeVector([0.25, -1, 4, 1e-9])).toBe("vec4(0.25, -1.0, 4.0, 1e-9)");
  expect(writeVector([Number.NaN, -Infinity])).toBe("vec2(0.0 / 0.0, -1.0 / 0.0)");
  expect(writeVector([3])).toBe("3.0");
});

describe("a texel has the colour that it has on the canvas", () => {
  const view = (channels: "rgb" | "r" | "a", range: "raw" | "signed" | "auto") => ({ kind: "view", view: { look: { pass: "Image" }, channels, range } }) as const;
  const measured = { low: -4, high: 4, sum: 0, noNumbers: 0, endless: 0, texels: 1 };

  test.each([
    ["as it is", [0, 0.5, 2, 0], null, [0, 128, 255]],
    ["one channel", [0, 0, 0, 0.5], view("a", "raw"), [128, 128, 128]],
    ["signed", [-1, 0, 1, 0], view("rgb", "signed"), [0, 128, 255]],
    ["from end to end", [-4, 0, 4, 0], view("rgb", "auto"), [0, 128, 255]],
    ["no number", [Number.NaN, 0, 0, 0], view("rgb", "raw"), [255, 0, 255]],
    ["endless", [0, Infinity, 0, 0], view("rgb", "raw"), [0, 255, 255]],
  ] as const)("%s", (_, texel, shown, colour) => expect(colourOf(texel, shown, measured)).toEqual(colour));

  test("heat grows brighter with the share of the most", () => {
    const sums = [0, 0.25, 0.5, 0.75, 1].map((warmth) => heatColour(warmth).reduce((sum, one) => sum + one, 0));
    expect([...sums].sort((one, other) => one - other)).toEqual(sums);
    expect(colourOf([4, 0, 0, 0], { kind: "heat", pass: "Image" }, measured)).toEqual(heatColour(1));
  });
});
