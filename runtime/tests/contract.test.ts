/** The gate before the compiler, and what the runtime and the contract agree on. */
import { describe, expect, test } from "vitest";
import shader from "../../contract/shader.json";
import { header } from "../src/assemble";
import { checkSource, defaultSampler, LIMITS, normalisePasses, TEXTURE_SOURCES, type Pass } from "../src/index";

const MAIN = "void mainImage(out vec4 o, in vec2 p) { o = vec4(1.0); }";
const image = (more: Partial<Pass> = {}): Pass => ({ type: "image", name: "Image", code: MAIN, inputs: [], ...more });
const buffer = (name: string, more: Partial<Pass> = {}): Pass => ({ type: "buffer", name, code: MAIN, inputs: [], ...more });
const common = (code: string): Pass => ({ type: "common", name: "Common", code, inputs: [] });
const messages = (passes: unknown): string[] => checkSource(passes as Pass[]).map(({ pass, message }) => `${pass}: ${message}`);

describe("the contract", () => {
  test("names exactly the uniforms that a program declares, in both kinds of pass", () => {
    for (const type of ["image", "buffer"] as const) {
      const declared = [...header(type).matchAll(/^uniform (\w+) (\w+)(?:\[(\d+)\])?;$/gm)]
        .map(([, kind, name, count]) => ({ name, type: kind, ...(count ? { count: Number(count) } : {}) }))
        .filter((one) => !one.type?.startsWith("sampler"));
      expect(declared).toEqual(shader.uniforms);
    }
  });
  test("is of the version that this runtime was written for, and every kind of input has a default sampler", () => {
    expect(shader.contract_version).toBe(1);
    expect(shader.pass_types).toEqual(["common", "buffer", "image"]);
    expect(shader.input_types).toEqual(["texture", "buffer", "keyboard"]);
    expect(defaultSampler("texture")).toEqual({ filter: "mipmap", wrap: "repeat", vflip: true, srgb: false });
    expect(defaultSampler("buffer")).toEqual({ filter: "nearest", wrap: "clamp", vflip: false, srgb: false });
    expect(TEXTURE_SOURCES).toHaveLength(4);
  });
});

describe("passes in less than full form", () => {
  test("get names, inputs and samplers; strings of flags are understood; the rest is left out", () => {
    const loose = [
      { type: "buffer", code: "b", inputs: [{ channel: 2, type: "texture", source: "noise-grey-64", sampler: { vflip: "false", wrap: "odd" } }] },
      { type: "buffer", name: "Buffer A", code: "a" },
      { type: "image", inputs: [{ channel: 4, type: "buffer" }, { channel: 0, type: "video" }, { channel: 1, type: "keyboard" }] },
      { type: "sound", code: "s" },
    ];
    expect(normalisePasses(loose as unknown as Pass[])).toEqual([
      {
        type: "buffer",
        name: "Buffer B",
        code: "b",
        inputs: [{ channel: 2, type: "texture", source: "noise-grey-64", sampler: { filter: "mipmap", wrap: "repeat", vflip: false, srgb: false } }],
      },
      { type: "buffer", name: "Buffer A", code: "a", inputs: [] },
      {
        type: "image",
        name: "Image",
        code: "",
        inputs: [{ channel: 1, type: "keyboard", source: "keyboard", sampler: { filter: "nearest", wrap: "clamp", vflip: false, srgb: false } }],
      },
    ]);
  });
  test("in full form stay as they are", () => {
    const full: Pass[] = [
      common("float x;"),
      buffer("Buffer C", { inputs: [{ channel: 3, type: "buffer", source: "Buffer C", sampler: { filter: "linear", wrap: "repeat", vflip: true, srgb: true } }] }),
      image(),
    ];
    expect(normalisePasses(full)).toEqual(full);
  });
});

describe("the gate", () => {
  test("lets a whole work through", () => {
    expect(messages([common("float one = 1.0;"), ...["A", "B", "C", "D"].map((letter) => buffer(`Buffer ${letter}`)), image()])).toEqual([]);
    expect(messages([common(MAIN), image({ code: "" })])).toEqual([]);
    expect(messages([image({ code: "#define ENTRY main\\\nImage\nvoid ENTRY(out vec4 o, in vec2 p) {}" })])).toEqual([]);
  });
  test.each<[string, unknown, string]>([
    ["no image", [buffer("Buffer A")], "Image: there is no Image pass"],
    ["nothing", [], "Image: there is no Image pass"],
    ["no list", "x", "Image: there is no Image pass"],
    ["two images", [image(), image()], "Image: appears twice"],
    ["a buffer twice", [buffer("Buffer A"), buffer("Buffer A"), image()], "Buffer A: appears twice"],
    ["a fifth buffer", [buffer("Buffer E"), image()], "Buffer E: a buffer is named Buffer A, B, C or D"],
    ["an unknown pass", [{ type: "sound", name: "Sound", code: "" }, image()], "Sound: unknown type of pass: sound"],
    ["no mainImage", [image({ code: "float f() { return 1.0; }" })], "Image: has no function mainImage(out vec4 fragColor, in vec2 fragCoord)"],
    ["a channel twice", [image({ inputs: [0, 0].map(() => ({ channel: 0 as const, type: "keyboard" as const, source: "keyboard", sampler: defaultSampler("keyboard") })) })], "Image: iChannel0 is bound twice"],
    ["an unknown texture", [image({ inputs: [{ channel: 0, type: "texture", source: "http://x", sampler: defaultSampler("texture") }] })], "Image: unknown texture: http://x"],
    ["an unknown buffer", [image({ inputs: [{ channel: 0, type: "buffer", source: "Image", sampler: defaultSampler("buffer") }] })], "Image: unknown buffer: Image"],
    ["seven passes", Array.from({ length: 7 }, () => image()), "Image: more than 6 passes"],
    ["nothing but nulls", [null, undefined, 3], "undefined: unknown type of pass: undefined"],
  ])("stops %s", (_what, passes, message) => {
    expect(messages(passes)).toContain(message);
  });
  test("measures passes in UTF-8 bytes, one by one and all together", () => {
    const filled = (bytes: number): string => `${MAIN}//${"x".repeat(bytes - MAIN.length - 2)}`;
    expect(messages([image({ code: filled(LIMITS.pass_bytes) })])).toEqual([]);
    expect(messages([image({ code: filled(LIMITS.pass_bytes + 1) })])).toEqual([`Image: larger than ${LIMITS.pass_bytes} bytes`]);
    expect(messages([image({ code: `${MAIN}//${"é".repeat(LIMITS.pass_bytes / 2)}` })])).toEqual([`Image: larger than ${LIMITS.pass_bytes} bytes`]);
    const full = filled(LIMITS.pass_bytes);
    const passes = [...["A", "B", "C", "D"].map((letter) => buffer(`Buffer ${letter}`, { code: full })), image()];
    expect(messages(passes)).toEqual([`Image: all passes together are larger than ${LIMITS.total_bytes} bytes`]);
  });
  test("points at the line that holds a NUL", () => {
    expect(checkSource([image({ code: `${MAIN}\n\nfloat a;\0` })])).toEqual([{ pass: "Image", line: 3, column: 0, message: "holds a NUL character" }]);
  });
});
