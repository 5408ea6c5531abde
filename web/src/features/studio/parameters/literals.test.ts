// Numbers and colours in a source: found where they stand, and written so that GLSL still reads them.
import { describe, expect, test } from "vitest";
import { coloursIn, dragged, glslOf, hexOf, numberAt } from "./literals";

const at = (line: string): ReturnType<typeof numberAt> => numberAt(line.replace("|", ""), line.indexOf("|"));

describe("the number under the pointer", () => {
  test.each([
    ["float a = 1|.5;", "1.5", true],
    ["float a = -|1.5;", "-1.5", true],
    ["a = b - 1|.5;", "1.5", false],
    ["a = b * |.5;", ".5", true],
    ["f(x, -2|.)", "-2.", true],
    ["return -3|;", "-3", true],
    ["1e-3|", "1e-3", true],
  ])("in %s is %s", (line, text, signed) => {
    expect(at(line)).toMatchObject({ text, signed });
  });
  test("is none in a name, a swizzle or a space", () => {
    for (const line of ["vec|3(a)", "iChannel|0", "p.x|y", "a | b", "x2|"]) expect(at(line), line).toBeNull();
  });
});

describe("a number that is dragged", () => {
  test.each([
    ["1.0", 10, false, "1.1"],
    ["1.", -25, false, "0.75"],
    ["100.0", 10, true, "110.0"],
    ["0.05", 3, false, "0.053"],
    ["7", 8, false, "9"],
    ["7", -80, false, "-13"],
    ["0.5", -500, false, "-4.5"],
    ["-0.5", 5, false, "-0.45"],
    ["2.0", -200, false, "0.0"],
  ])("%s by %i pixels is written as GLSL has it", (text, pixels, fast, wanted) => {
    expect(dragged({ text, signed: true }, pixels, fast)).toBe(wanted);
  });
  test("stays at zero or above where a minus would join another sign", () => {
    expect(dragged({ text: "0.5", signed: false }, -500, false)).toBe("0.0");
    expect(dragged({ text: "5", signed: false }, -500, false)).toBe("0");
  });
  test("never changes its kind", () => {
    for (const text of ["1.0", ".5", "2.", "1e3", "0.001"]) for (const pixels of [-900, -1, 1, 900]) expect(dragged({ text, signed: true }, pixels, false)).toMatch(/^-?\d+\.\d+$/);
    for (const text of ["1", "40"]) for (const pixels of [-900, 900]) expect(dragged({ text, signed: true }, pixels, true)).toMatch(/^-?\d+$/);
  });
});

test("colours are vec3 of plain numbers between 0 and 1, and survive being written", () => {
  expect(coloursIn("vec3 c = vec3(1.0, 0.5, 0.) + vec3(2.0, 0.0, 0.0) * vec3(x, 1.0, 1.0) + vec3(0,1,0) + vec3( .2,.4 , .6 )").map(({ colour }) => colour)).toEqual([
    [1, 0.5, 0],
    [0.2, 0.4, 0.6],
  ]);
  for (const hex of ["#000000", "#ff8800", "#01fe80", "#ffffff"]) expect(hexOf(coloursIn(glslOf(hex))[0]?.colour ?? [])).toBe(hex);
});
