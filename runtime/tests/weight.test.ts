// How much work a source asks for each pixel, told from its text: loops that nest, calls that are followed, and works that really exist.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Pass } from "../src/contract";
import { HEAVY_STEPS, heldBack, stepsPerPixel } from "../src/weight";

const image = (code: string): Pass[] => [{ type: "image", name: "Image", code, inputs: [] }];
const main = (body: string, before = ""): Pass[] => image(`${before}\nvoid mainImage(out vec4 o, in vec2 p) { o = vec4(0.0); ${body} }`);

describe("steps for each pixel", () => {
  test.each([
    ["", "", 1],
    ["for (int i = 0; i < 100; i++) o.x += 1.0;", "", 101],
    ["for (int i = 0; i <= 10; i += 2) { o.x += 1.0; }", "", 6],
    ["for (int i = 50; i > 0; --i) { o.x += 1.0; }", "", 51],
    ["for (float t = 0.0; t < 1.0; t += 0.1) o.x += t;", "", 11],
    ["for (int i = 0; i < 10; i++) for (int j = 0; j < 10; j++) o.x += 1.0; o.y = 1.0;", "", 111],
    ["for (int i = 0; i < 10; i++) { for (int j = 0; j < 10; j++) { o.x += 1.0; } } for (int k = 0; k < 5; k++) o.y += 1.0;", "", 116],
    ["for (int i = 0; i < STEPS; i++) o.x += 1.0;", "#define STEPS 64", 65],
    ["for (int i = 0; i < STEPS; i++) o.x += 1.0;", "const int STEPS = 64;", 65],
    ["for (int i = 0; i < 10; i++) o.x += f();", "float f() { float s = 0.0; for (int i = 0; i < 10; i++) s += 1.0; return s; }", 121],
    ["// for (int i = 0; i < 100; i++) o.x += 1.0;", "", 1],
    ["int i = 0; do { i++; } while (i < 9);", "", 25],
  ])("of %s %s", (body, before, steps) => {
    expect(stepsPerPixel(main(body, before))).toBe(steps);
  });

  test("are added over passes, Common is followed, and what never ends in the text ends here", () => {
    const passes: Pass[] = [
      { type: "common", name: "Common", code: "float f() { float s; for (int i = 0; i < 9; i++) s += 1.0; return s; }", inputs: [] },
      { type: "buffer", name: "Buffer A", code: "void mainImage(out vec4 o, in vec2 p) { o = vec4(f()); }", inputs: [] },
      ...main("o = vec4(f());"),
    ];
    expect(stepsPerPixel(passes)).toBe(2 * 11);
    expect(stepsPerPixel(main("o.x = f();", "float f() { return f(); }"))).toBeLessThan(10);
    for (const odd of ["for (", "for (;;", "while", "{{{", "}}}", "for(;;){}", "do", "(((("]) expect(Number.isFinite(stepsPerPixel(main(odd)))).toBe(true);
  });

  test("of a megabyte of brackets are told within a second", () => {
    const began = performance.now();
    stepsPerPixel(main("for(int i=0;i<9;i++){f(f(f(".repeat(2500)));
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

describe("what is held back", () => {
  test("is what loops beyond reason, with the reason in words", () => {
    expect(heldBack(main("for (int i = 0; i < 5000; i++) for (int j = 0; j < 5000; j++) o.x += sin(o.x);"))).toContain("for each pixel");
    expect(heldBack(image("nothing here"))).toContain("mainImage");
  });

  test("is none of the library's works", () => {
    const library = join(import.meta.dirname, "..", "..", "library");
    const works = readdirSync(library).filter((name) => name.endsWith(".glsl"));
    expect(works.length).toBeGreaterThan(10);
    for (const name of works) {
      const code = readFileSync(join(library, name), "utf8");
      const steps = stepsPerPixel(image(code.slice(code.indexOf("// == Image"))));
      expect(steps, name).toBeGreaterThan(0);
      expect(steps, name).toBeLessThan(HEAVY_STEPS);
    }
  });
});
