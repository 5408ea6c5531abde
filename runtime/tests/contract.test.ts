/** The gate before the compiler, and what the runtime and the contract agree on. */
import { describe, expect, test } from "vitest";
import shader from "../../contract/shader.json";
import { header } from "../src/assemble";
import media from "../../contract/media.json";
import {
  checkSource,
  defaultSampler,
  isSource,
  LIMITS,
  normalisePasses,
  samplerChoices,
  startingSampler,
  TEXTURE_SOURCES,
  type InputType,
  type Pass,
} from "../src/index";

const MAIN = "void mainImage(out vec4 o, in vec2 p) { o = vec4(1.0); }";
const image = (more: Partial<Pass> = {}): Pass => ({ type: "image", name: "Image", code: MAIN, inputs: [], ...more });
const buffer = (name: string, more: Partial<Pass> = {}): Pass => ({ type: "buffer", name, code: MAIN, inputs: [], ...more });
const common = (code: string): Pass => ({ type: "common", name: "Common", code, inputs: [] });
const cube = (more: Partial<Pass> = {}): Pass => ({ type: "cubemap", name: "Cube A", code: "void mainCubemap(out vec4 o, in vec2 p, in vec3 a, in vec3 d) { o = vec4(d, 1.0); }", inputs: [], ...more });
const sound = (more: Partial<Pass> = {}): Pass => ({ type: "sound", name: "Sound", code: "vec2 mainSound(int i, float t) { return vec2(t); }", inputs: [], ...more });
const reading = (type: InputType, source: string): Pass => image({ inputs: [{ channel: 0, type, source, sampler: defaultSampler(type) }] });
const messages = (passes: unknown): string[] => checkSource(passes as Pass[]).map(({ pass, message }) => `${pass}: ${message}`);

describe("the contract", () => {
  test("names exactly the uniforms that a program declares, in both kinds of pass", () => {
    for (const type of ["image", "buffer"] as const) {
      const declared = [...header(type).matchAll(/^uniform (\w+) (\w+)(?:\[(\d+)\])?;$/gm)]
        .map(([, kind, name, count]) => ({ name, type: kind, ...(count ? { count: Number(count) } : {}) }))
        .filter((one) => !one.type?.startsWith("sampler") && !one.name?.startsWith("ff_"));
      expect(declared).toEqual(shader.uniforms);
    }
  });
  test("is of the version that this runtime was written for, and every kind of input has a default sampler", () => {
    expect(shader.contract_version).toBe(2);
    expect(shader.pass_types).toEqual(["common", "buffer", "cubemap", "sound", "image"]);
    expect(shader.input_types).toEqual(["texture", "cubemap", "volume", "video", "music", "webcam", "mic", "keyboard", "buffer"]);
    expect(defaultSampler("texture")).toEqual({ filter: "nearest", wrap: "repeat", vflip: false, srgb: false });
    expect(defaultSampler("buffer")).toEqual({ filter: "nearest", wrap: "clamp", vflip: false, srgb: false });
    for (const type of shader.input_types as InputType[]) {
      const { filters, wraps, vflip, srgb } = samplerChoices(type);
      for (const sampler of [defaultSampler(type), startingSampler(type)]) {
        expect(filters).toContain(sampler.filter);
        expect(wraps).toContain(sampler.wrap);
        expect([sampler.vflip && !vflip, sampler.srgb && !srgb]).toEqual([false, false]);
      }
    }
    expect(LIMITS.passes).toBe(shader.pass_types.length - 1 + shader.buffer_names.length);
    expect(TEXTURE_SOURCES).toHaveLength(4);
  });
  test("has names for media that the runtime takes for names", () => {
    for (const { id, type } of media.media) expect(isSource(type as InputType, id)).toBe(true);
    expect(media.media.filter(({ files }) => files.length === 0).map(({ id }) => id)).toEqual(TEXTURE_SOURCES);
  });
});

describe("passes in less than full form", () => {
  test("get names, inputs and samplers; strings of flags are understood; the rest is left out", () => {
    const loose = [
      { type: "buffer", code: "b", inputs: [{ channel: 2, type: "texture", source: "noise-grey-64", sampler: { vflip: "false", wrap: "odd" } }] },
      { type: "buffer", name: "Buffer A", code: "a" },
      { type: "image", inputs: [{ channel: 4, type: "buffer" }, { channel: 0, type: "film" }, { channel: 1, type: "keyboard", sampler: { filter: "linear", vflip: true } }] },
      { type: "noise", code: "s" },
    ];
    expect(normalisePasses(loose as unknown as Pass[])).toEqual([
      {
        type: "buffer",
        name: "Buffer B",
        code: "b",
        inputs: [{ channel: 2, type: "texture", source: "noise-grey-64", sampler: { filter: "nearest", wrap: "repeat", vflip: false, srgb: false } }],
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
      buffer("Buffer C", { inputs: [{ channel: 3, type: "buffer", source: "Buffer C", sampler: { filter: "linear", wrap: "repeat", vflip: false, srgb: false } }] }),
      cube({ inputs: [{ channel: 0, type: "texture", source: `upload:${"0a".repeat(32)}`, sampler: { filter: "linear", wrap: "repeat", vflip: true, srgb: true } }] }),
      sound(),
      image(),
    ];
    expect(normalisePasses(full)).toEqual(full);
  });
});

describe("the gate", () => {
  test("lets a whole work through", () => {
    expect(messages([common("float one = 1.0;"), ...["A", "B", "C", "D"].map((letter) => buffer(`Buffer ${letter}`)), cube(), sound(), image()])).toEqual([]);
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
    ["an unknown pass", [{ type: "noise", name: "Noise", code: "" }, image()], "Noise: unknown type of pass: noise"],
    ["no mainCubemap", [cube({ code: MAIN }), image()], "Cube A: has no function mainCubemap(out vec4 fragColor, in vec2 fragCoord, in vec3 rayOri, in vec3 rayDir)"],
    ["no mainSound", [sound({ code: MAIN }), image()], "Sound: has no function mainSound(int samp, float time)"],
    ["two sounds", [sound(), sound(), image()], "Sound: appears twice"],
    ["a cube that is not there", [reading("cubemap", "Cube A")], "Image: there is no pass Cube A"],
    ["an odd upload", [reading("texture", `upload:${"A".repeat(64)}`)], `Image: unknown texture: upload:${"A".repeat(33)}`],
    ["an odd medium", [reading("music", "../loop")], "Image: unknown music: ../loop"],
    ["no mainImage", [image({ code: "float f() { return 1.0; }" })], "Image: has no function mainImage(out vec4 fragColor, in vec2 fragCoord)"],
    ["a channel twice", [image({ inputs: [0, 0].map(() => ({ channel: 0 as const, type: "keyboard" as const, source: "keyboard", sampler: defaultSampler("keyboard") })) })], "Image: iChannel0 is bound twice"],
    ["an unknown texture", [image({ inputs: [{ channel: 0, type: "texture", source: "http://x", sampler: defaultSampler("texture") }] })], "Image: unknown texture: http://x"],
    ["an unknown buffer", [image({ inputs: [{ channel: 0, type: "buffer", source: "Image", sampler: defaultSampler("buffer") }] })], "Image: unknown buffer: Image"],
    ["nine passes", Array.from({ length: 9 }, () => image()), "Image: more than 8 passes"],
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
