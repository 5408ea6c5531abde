// What the gate lets through and what it refuses, and that reckoning a macro's length agrees with expanding it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { refuse } from "../src/gate";
import { expandedLength, MacroTrouble, tokensOf, withoutComments } from "../src/macros";
import type { Pass } from "../src/contract";

const LIBRARY = join(import.meta.dirname, "..", "..", "library");
const image = (code: string): Pass[] => [{ type: "image", name: "Image", code, inputs: [] }];
const MAIN = "void mainImage(out vec4 c, in vec2 p) { c = vec4(1.0); }";

/** Expands object-like macros the plain way; only for small, acyclic ones. */
function expand(tokens: string[], macros: Map<string, string[]>): string[] {
  return tokens.flatMap((token) => (macros.has(token) ? expand(macros.get(token)!, macros) : [token]));
}

/** Small numbers that look random and are the same in every run. */
function* digits(seed: number): Generator<number> {
  for (let state = seed; ; ) yield (state = (state * 48_271) % 2_147_483_647) % 1000;
}

describe("the length after expansion", () => {
  test("is that of the expanded text, for chains of macros of any shape", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const numbers = digits(seed);
      const next = (): number => numbers.next().value as number;
      const macros = new Map<string, string[]>();
      for (let index = 0; index < 8; index++) {
        macros.set(`M${index}`, Array.from({ length: 1 + (next() % 4) }, () => (index > 0 && next() % 3 > 0 ? `M${next() % index}` : `x${next()}`)));
      }
      const body = ["M7", "+", "M3", "y"];
      const code = `${[...macros].map(([name, tokens]) => `#define ${name} ${tokens.join(" ")}`).join("\n")}\n${body.join(" ")}\n`;
      expect(expandedLength(code)).toBe(expand(body, macros).join("").length);
    }
  });

  test("counts an argument as often as it is repeated", () => {
    expect(expandedLength("#define TWICE(a) a a\nTWICE(xyz)")).toBe(6);
    expect(expandedLength("#define TWICE(a) a a\nTWICE(TWICE(TWICE(xyz)))")).toBe(24);
    expect(expandedLength("#define SWAP(a, b) b a b\nSWAP(x, (yy, z))")).toBe(1 + 2 * 6);
    expect(expandedLength("#define TWICE(a) a a\nTWICE")).toBeGreaterThanOrEqual(0);
  });

  test("of a macro that names itself is finite, and of a bomb is huge without taking long", () => {
    expect(expandedLength("#define A A + A\nA")).toBe(3);
    const bomb = `#define B0(x) x x\n${Array.from({ length: 60 }, (_, at) => `#define B${at + 1}(x) B${at}(x) B${at}(x)`).join("\n")}\nB60(y)`;
    const began = performance.now();
    expect(expandedLength(bomb)).toBeGreaterThan(1e15);
    expect(performance.now() - began).toBeLessThan(500);
  });

  test("is given up where reckoning it would take long", () => {
    const many = Array.from({ length: 3000 }, (_, at) => `#define C${at} C${at + 1}`).join("\n");
    expect(() => expandedLength(`${many}\nC0`)).toThrow(MacroTrouble);
    const wide = `#define W(${Array.from({ length: 80 }, (_, at) => `a${at}`).join(",")}) a0`;
    expect(() => expandedLength(wide)).toThrow(MacroTrouble);
    const nested = `#define N(x) x\n${"N(".repeat(4000)}1${")".repeat(4000)}`;
    const began = performance.now();
    expect(() => expandedLength(nested)).toThrow(MacroTrouble);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

test("comments go and continued lines join, while lines keep their number", () => {
  const code = "a /* b\n c */ d // e\nf \\\ng";
  expect(tokensOf(withoutComments(code))).toEqual(["a", "d", "f", "g"]);
  expect(withoutComments("a /* b\n c */ d").split("\n")).toHaveLength(2);
});

test("every work of the library passes", () => {
  const names = readdirSync(LIBRARY).filter((name) => name.endsWith(".glsl"));
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) {
    const parts = readFileSync(join(LIBRARY, name), "utf8").split(/^\/\/ == (Common|Buffer [A-D]|Image)$/m);
    const passes: Pass[] = [];
    for (let index = 1; index < parts.length; index += 2) {
      const pass = parts[index] ?? "";
      passes.push({ type: pass === "Common" ? "common" : pass === "Image" ? "image" : "buffer", name: pass, code: parts[index + 1] ?? "", inputs: [] });
    }
    expect({ name, errors: refuse(passes) }).toEqual({ name, errors: [] });
  }
});

test("macros that build the entry point, overloads, prototypes and many plain loops pass", () => {
  expect(refuse(image("#define ENTRY void mainImage(out vec4 c, in vec2 p)\nENTRY { c = vec4(1.0); }"))).toEqual([]);
  expect(refuse(image(`float f(float x);\nfloat f(float x) { return x; }\nfloat f(vec2 x) { return f(x.x) + f(x.y); }\n${MAIN}`))).toEqual([]);
  const loops = Array.from({ length: 40 }, () => "for (int i = 0; i < 3; i++) x += 1.0; if (x > 2.0) { x = 0.0; }").join("\n");
  expect(refuse(image(`float g() { float x = 0.0; ${loops} return x; }\n${MAIN}`))).toEqual([]);
});

test("loops nested without end are refused", () => {
  const code = `float g() { float x = 0.0; ${"for (int i = 0; i < 9; i++) { ".repeat(20)} x += 1.0; ${"}".repeat(20)} return x; }\n${MAIN}`;
  expect(refuse(image(code))).toMatchObject([{ pass: "Image", message: expect.stringContaining("loops") as string }]);
});

test("trouble with a macro is told on its line", () => {
  const wide = `#define W(${Array.from({ length: 80 }, (_, at) => `a${at}`).join(",")}) a0`;
  expect(refuse(image(`// one\n${wide}\n${MAIN}`))).toMatchObject([{ pass: "Image", line: 2 }]);
});
