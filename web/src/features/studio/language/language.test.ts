/** Reading GLSL: no character is lost, names are found where they are seen, and a rename changes one name alone. */
import { readdirSync, readFileSync } from "node:fs";
import type { Pass } from "@fractafrag/runtime";
import { describe, expect, test } from "vitest";
import { describe as said } from "./describe";
import { outlineOf } from "./outline";
import { definitionOf, programOf, seenAt, usesOf } from "./program";
import type { Program } from "./program";
import { nameRefusal, renameAt, renamed } from "./rename";
import { asEdited, matters, tokensOf } from "./tokens";
import { membersOf, typeBefore } from "./types";

const library = new URL("../../../../../library/", import.meta.url);
const works = readdirSync(library)
  .filter((name) => name.endsWith(".glsl"))
  .map((name) => [name, asEdited(readFileSync(new URL(name, library), "utf8"))] as const);

const pass = (name: string, code: string, type: Pass["type"] = name === "Common" ? "common" : name === "Image" ? "image" : "buffer"): Pass => ({ name, type, code, inputs: [] });

const COMMON = `#define PI 3.14159
#define S(a, b) smoothstep(a, b, reach)
const float reach = 2.0;
struct Ray { vec3 from, to; float length; };
// Turns the plane.
mat2 turn(float angle) { return mat2(cos(angle), sin(angle), -sin(angle), cos(angle)); }
`;
const IMAGE = `uniform float speed; // @range 0 2 = 1
float wave(vec2 p, float t);
float wave(float t) { return t; }
vec3 glow = vec3(1.0, 0.5, 0.0);
float wave(vec2 p, float t) {
    float t2 = t;
    for (int i = 0, n = 3; i < n; i++) {
        float t = float(i);
        t2 += t * wave(t);
    }
    return t2 + t;
}
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    Ray ray = Ray(vec3(0.0), vec3(1.0), 1.0);
    vec2 p = turn(iTime * speed) * fragCoord;
    fragColor = vec4(glow * wave(p, PI * reach) * ray.length, 1.0);
}
`;
const passes = [pass("Common", COMMON), pass("Image", IMAGE)];

function program(code = IMAGE, common = COMMON): Program {
  const found = programOf([pass("Common", common), pass("Image", code)], "Image");
  if (!found) throw new Error("no program");
  return found;
}

/** The place of the `nth` time that `text` stands in `code`, 0-based. */
function at(code: string, text: string, nth = 0): number {
  let place = -1;
  for (let count = 0; count <= nth; count += 1) place = code.indexOf(text, place + 1);
  if (place < 0) throw new Error(`no ${text}`);
  return place;
}

/** A source of chance, the same each time. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
}

describe("tokens", () => {
  test.each(works)("of %s are the whole text", (_, code) => {
    expect(tokensOf(code).map(({ text }) => text).join("")).toBe(code);
  });

  test("of any text are that text, each where it says that it is", () => {
    const parts = ["a", "1.", ".5e-3", "/*", "*/", "//", "\n", "\\\n", "#", "define", " ", "\t", "(", "}", "<<=", "é", "'", "0x1Fu", "ab_c"];
    for (let seed = 0; seed < 300; seed += 1) {
      const next = chance(seed);
      const code = Array.from({ length: next(40) }, () => parts[next(parts.length)]).join("");
      const tokens = tokensOf(code);
      expect(tokens.map(({ text }) => text).join("")).toBe(code);
      for (const { from, to, text } of tokens) expect(code.slice(from, to)).toBe(text);
      expect(() => outlineOf(code)).not.toThrow();
    }
  });

  test("know which of them belong to a directive, over continued lines", () => {
    const tokens = tokensOf("  #define A \\\n  b\nc # d").filter(matters);
    expect(tokens.map(({ text, directive }) => [text, directive])).toEqual([["#", true], ["define", true], ["A", true], ["b", true], ["c", false], ["#", false], ["d", false]]);
  });
});

describe("what is seen at a place", () => {
  const seen = (code: string, place: number) => seenAt(program(code), place).map(({ declared }) => declared.name);

  test("are arguments and locals of that function alone, then what is global, here and in Common", () => {
    const names = seen(IMAGE, at(IMAGE, "return t2"));
    expect(names).toEqual(expect.arrayContaining(["p", "t", "t2", "speed", "glow", "wave", "PI", "S", "Ray", "turn", "reach"]));
    expect(names).not.toContain("i");
    expect(names).not.toContain("fragCoord");
    expect(seen(IMAGE, at(IMAGE, "t2 += t"))).toEqual(expect.arrayContaining(["i", "n"]));
  });

  test("are variables of one loop only inside of it, also without braces", () => {
    const code = "void f() { for (int i = 0; i < 3; i++) if (i > 1) a(i); else b(i); c(); }";
    expect(seen(code, at(code, "b(i)"))).toContain("i");
    expect(seen(code, at(code, "c()"))).not.toContain("i");
  });

  test("each have their type, arrays and several in one line too", () => {
    const { declared } = outlineOf("const highp vec3 a = vec3(1, 2, 3), b[2] = x(); float[4] c; layout(location = 0) out vec4 d; void f(in sampler2D s, inout mat3 m[2]) {}");
    expect(declared.map(({ name, type }) => `${type} ${name}`)).toEqual(["vec3 a", "vec3[] b", "float[] c", "vec4 d", "void f", "sampler2D s", "mat3[] m"]);
  });
});

describe("a definition", () => {
  const goes = (text: string, nth = 0, code = IMAGE) => {
    const place = definitionOf(program(code), at(code, text, nth));
    return place && `${place.pass} ${(place.pass === "Image" ? code : COMMON).slice(0, place.from).split("\n").length}`;
  };

  test("is found in the pass, in Common, and behind a prototype", () => {
    expect(goes("turn(iTime")).toBe("Common 6");
    expect(goes("PI *")).toBe("Common 1");
    expect(goes("glow *")).toBe("Image 4");
    expect(goes("speed)")).toBe("Image 1");
    expect(goes("wave(vec2 p, float t);")).toBe("Image 3");
    expect(goes("length, 1.0")).toBe("Common 4");
  });

  test("of a shadowed name is the innermost", () => {
    expect(goes("t * wave(t)")).toBe("Image 8");
    expect(goes("t;", 2)).toBe("Image 5");
  });

  test("of what the language gives is nowhere", () => {
    expect(goes("vec4(glow")).toBeNull();
    expect(goes("iTime")).toBeNull();
  });
});

test("uses are those of the one variable, not of others of its name", () => {
  const lines = (text: string, nth = 0) => usesOf(passes, "Image", at(IMAGE, text, nth)).map(({ pass: name, from }) => `${name} ${(name === "Image" ? IMAGE : COMMON).slice(0, from).split("\n").length}`);
  expect(lines("t = float(i)")).toEqual(["Image 8", "Image 9", "Image 9"]);
  expect(lines("reach)")).toEqual(["Common 2", "Common 3", "Image 16"]);
  expect(lines("length, 1.0")).toEqual(["Common 4", "Image 16"]);
  expect(lines("wave(p")).toEqual(["Image 2", "Image 3", "Image 5", "Image 9", "Image 16"]);
});

describe("a rename", () => {
  const rename = (text: string, next: string, nth = 0) => {
    const found = renameAt(passes, "Image", at(IMAGE, text, nth));
    if (!found.ok) return found.reason;
    return nameRefusal(passes, found.places, next) ?? renamed(passes, found.places, next).map(({ code }) => code);
  };

  test("changes the name everywhere, Common and macros too, and nothing else", () => {
    expect(rename("reach)", "far")).toEqual([COMMON.replaceAll("reach", "far"), IMAGE.replaceAll("reach", "far")]);
    expect(rename("t = float(i)", "step_")).toEqual([COMMON, IMAGE.replace("float t = float(i)", "float step_ = float(i)").replace("t2 += t * wave(t)", "t2 += step_ * wave(step_)")]);
  });

  test("is refused for what is not one's own, what is called from outside, and names that are taken or no names", () => {
    expect(rename("iTime", "x")).toMatch("not declared");
    expect(rename("mainImage", "x")).toMatch("outside");
    expect(rename("glow *", "mix")).toMatch("language");
    expect(rename("glow *", "iTime")).toMatch("outside");
    expect(rename("glow *", "turn")).toMatch("Common uses");
    expect(rename("glow *", "2x")).toMatch("letters");
    expect(rename("glow *", "a__b")).toMatch("belong");
  });

  test("is refused where a macro names the same and nobody can tell what it will be", () => {
    const code = "#define T (q * 2.0)\nvoid f() { float q = 1.0; float r = T; }";
    expect(renameAt([pass("Image", code)], "Image", at(code, "q = 1.0"))).toEqual({ ok: false, reason: "A #define in Image names q as well." });
    const common = pass("Common", "#define G glow(1.0)");
    const image = "float glow(float x) { return x; }\nvoid f() { G; }";
    expect(renameAt([common, pass("Image", image)], "Image", at(image, "glow"))).toMatchObject({ ok: false });
  });

  test.each(works)("of any name in %s keeps every other token", (_, code) => {
    const work = [pass("Image", code)];
    const names = [...new Set(outlineOf(code).declared.map(({ from }) => from))];
    for (const from of names.filter((__, index) => index % 7 === 0)) {
      const found = renameAt(work, "Image", from);
      if (!found.ok) continue;
      const [after] = renamed(work, found.places, "entirely_new");
      const before = tokensOf(code).filter(matters);
      const now = tokensOf(after?.code ?? "").filter(matters);
      expect(now.length).toBe(before.length);
      const changed = before.filter((token, index) => token.text !== now[index]?.text);
      expect(new Set(changed.map(({ text }) => text))).toEqual(new Set([found.from]));
      expect(changed.length).toBe(found.places.length);
    }
  });
});

describe("behind a dot", () => {
  const type = (expression: string) => {
    const code = IMAGE.replace("fragColor = ", `vec2 q[3]; mat3 m; ${expression}.\n fragColor = `);
    return typeBefore(program(code), at(code, `${expression}.`) + expression.length);
  };

  test.each([
    ["p", "vec2"], ["fragColor", "vec4"], ["iResolution", "vec3"], ["ray", "Ray"], ["ray.from", "vec3"], ["ray.from.xy", "vec2"], ["q[1]", "vec2"], ["m[0]", "vec3"], ["glow", "vec3"],
    ["vec3(1.0)", "vec3"], ["turn(1.0)", "mat2"], ["normalize(glow)", "vec3"], ["texture(iChannel0, p)", "vec4"], ["(p * 2.0 + 1.0)", "vec2"], ["(2.0 * iMouse.xyz)", "vec3"], ["iChannelResolution[0]", "vec3"], ["iCh0", "iCh"], ["mix(p, p, 0.5)", "vec2"], ["speed", "float"],
  ])("%s is a %s", (expression, wanted) => expect(type(expression)).toBe(wanted));

  test("stand the parts of a vector, or the fields of a struct, and nothing for a number", () => {
    const names = (of: string) => membersOf(program(), of).map(({ name }) => name);
    expect(names("vec2")).toEqual(expect.arrayContaining(["x", "y", "xy", "yx", "r", "rg", "s"]));
    expect(names("vec2")).not.toContain("z");
    expect(names("vec4")).toEqual(expect.arrayContaining(["xyz", "xyzw", "rgb", "zw", "zyx"]));
    expect(names("Ray")).toEqual(["from", "to", "length"]);
    expect(names("iCh")).toEqual(["sampler", "size", "time", "loaded"]);
    expect(names("float")).toEqual([]);
  });
});

describe("what is said of a word", () => {
  const card = (text: string, nth = 0, code = IMAGE) => said(program(code), at(code, text, nth));

  test("is its declaration with the comment before it, and where it stands", () => {
    expect(card("turn(iTime")).toMatchObject({ code: ["mat2 turn(float angle)"], meaning: "Turns the plane.", origin: "Common" });
    expect(card("speed)")).toMatchObject({ code: ["uniform float speed"], meaning: expect.stringMatching("control") as string });
    expect(card("wave(t)")?.code).toHaveLength(2);
  });

  test("is what the language or the header gives", () => {
    expect(card("iTime")).toMatchObject({ code: ["uniform float iTime"], origin: "" });
    expect(card("vec4(glow")?.meaning).toMatch("Four floats");
    expect(said(program("#define X 1\n"), 3)?.meaning).toMatch("name");
  });

  test("of Common is what cannot be used there elsewhere", () => {
    const common = programOf([pass("Common", "float f() { return iTime; }")], "Common");
    expect(common && said(common, at("float f() { return iTime; }", "iTime"))?.origin).toMatch("Shadertoy");
  });
});
