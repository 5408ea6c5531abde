/** Warnings: told where there is little doubt, and of no work of the library without cause. */
import { readdirSync, readFileSync } from "node:fs";
import type { Pass, PassInput } from "@fractafrag/runtime";
import { describe, expect, test } from "vitest";
import { newBufferSource, newCommonSource, newImageSource } from "../sources";
import { warningsOf } from "./warnings";

const pass = (code: string, type: Pass["type"] = "image", inputs: PassInput[] = []): Pass => ({ name: type === "common" ? "Common" : "Image", type, code, inputs });
const bound = (channel: 0 | 1): PassInput => ({ channel, type: "texture", source: "noise-rgba-64", sampler: { filter: "linear", wrap: "repeat", vflip: false, srgb: false } });
const told = (...passes: Pass[]) => warningsOf(passes).map(({ line, column, message }) => `${line}:${column} ${message}`);
const image = (body: string) => pass(`void mainImage(out vec4 o, in vec2 p) {\n${body}\n}`);

describe("a warning", () => {
  test("is told of an out value that is read before it is written", () => {
    expect(told(image("o += 1.0;"))).toEqual([expect.stringMatching(/^2:1 'o' : read before/)]);
    expect(told(image("vec4 c = o;"))).toHaveLength(1);
    expect(told(image("o = o * 2.0;"))).toHaveLength(1);
    expect(told(image("o.rgb *= 2.0;"))).toHaveLength(1);
    for (const fine of ["o = vec4(1); o += 1.0;", "o.xyz = vec3(1); o.w = 1.0;", "fill(o); o += 1.0;", "if (p.x > 1.0) { o = vec4(0); return; } o = vec4(1);"]) expect(told(image(fine)), fine).toEqual([]);
  });

  test("is told of a channel that is bound and not read, or read and not bound", () => {
    expect(told(pass("void f() { texture(iChannel1, p); }", "image", [bound(0), bound(1)]))).toEqual(["1:0 iChannel0 is bound to noise-rgba-64, and nothing reads it"]);
    expect(told(pass("void f() { texture(iChannel1, p); }", "image"))).toEqual([expect.stringMatching(/^1:20 'iChannel1' : nothing is bound/)]);
    expect(told(pass("#define N(p) texture(iChannel0, p)", "common"), pass("void f() { N(p); }", "image", [bound(0)]))).toEqual([]);
    expect(told(pass("// iChannel0", "image"))).toEqual([]);
  });

  test("is told of a loop without an end", () => {
    for (const loop of ["while (true) { a(); }", "for (;;) a();", "for (int i = 0; true; i++) { b(); }"]) expect(told(pass(`void f() { ${loop} }`)), loop).toHaveLength(1);
    for (const loop of ["while (true) { if (a) break; }", "for (;;) { return; }", "for (int i = 0; i < 3; i++) { }", "while (x < 1.0) { x++; }", "do { } while (true);"]) expect(told(pass(`void f() { ${loop} }`)), loop).toEqual([]);
  });

  test("is told once of what Common cannot use on Shadertoy, and not of a #define", () => {
    expect(told(pass("float f() { return iTime + iTime; }\n#define R iResolution\nfloat g(float iFrame) { return iFrame + iDate.x; }", "common"))).toEqual([expect.stringMatching(/^1:20 'iTime' : on Shadertoy/)]);
  });

  test("is told of a control that cannot be used", () => {
    expect(told(pass("uniform float a; // @range 2 1"))).toEqual([expect.stringMatching(/^1:/)]);
  });
});

test("what new passes start with is without warnings", () => {
  expect(warningsOf([pass(newImageSource), { ...pass(newBufferSource, "buffer"), name: "Buffer A" }, pass(newCommonSource, "common")])).toEqual([]);
});

test("works of the library give no cause, but for what their inputs are bound to", () => {
  const library = new URL("../../../../../library/", import.meta.url);
  for (const name of readdirSync(library).filter((one) => one.endsWith(".glsl"))) {
    const found = told(pass(readFileSync(new URL(name, library), "utf8"))).filter((text) => !text.includes("nothing is bound"));
    expect(found, name).toEqual([]);
  }
});
