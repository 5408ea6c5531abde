/** Counting loops by rewriting, and where flat pictures lie: pure reckoning, no browser. */
import { describe, expect, test } from "vitest";
import { countLoops, flatSize, placed, texelAt } from "../src/inspection/index";

const counted = (code: string): string => countLoops(code).code;

describe("a loop's turns are counted in its condition", () => {
  test.each([
    ["for (int i = 0; i < 3; i++) a();", "for (int i = 0;ff_turn(( i < 3)); i++) a();"],
    ["for (;;) { break; }", "for (;ff_turn(true);) { break; }"],
    ["while (x < f(1, 2)) x++;", "while (ff_turn((x < f(1, 2)))) x++;"],
    ["for (int i=0,j=1;i<3,j<9;i++,j++) for(;k<2;) a();", "for (int i=0,j=1;ff_turn((i<3,j<9));i++,j++) for(;ff_turn((k<2));) a();"],
    ["do { x++; } while (x < 4);", "do {ff_turns++; x++; } while (x < 4);"],
    ["do { while (y) y = f(); } while (x);", "do {ff_turns++; while (ff_turn((y))) y = f(); } while (x);"],
  ])("%s", (before, after) => expect(counted(before)).toBe(after));
});

test("words in comments, names and other directives are no loops", () => {
  const code = "// for (a; b; c)\n/* while (x) */ float former = 1.0; int whiles;\n#if for\n#endif\n#pragma while (x)\nint f(int dog) { return dog; }";
  expect(countLoops(code)).toEqual({ code, loops: 0, uncounted: [] });
});

test("bodies of macros are read by themselves, their line ends and parameters being none of theirs", () => {
  const code = "#define EACH(i, n) \\\n  for (int i = 0; i < n; i++)\n#define TWICE (2)\nvoid f() { EACH(k, 3) g(); }";
  expect(countLoops(code)).toEqual({ code: "#define EACH(i, n) \\\n  for (int i = 0;ff_turn(( i < n)); i++)\n#define TWICE (2)\nvoid f() { EACH(k, 3) g(); }", loops: 1, uncounted: [] });
});

test("directives within a condition stay whole, because what is added stands before its end", () => {
  const code = "for (int i = 0; i <\n#if A\n10\n#else\n20\n#endif\n; i++) a();";
  expect(counted(code)).toBe("for (int i = 0;ff_turn(( i <\n#if A\n10\n#else\n20\n#endif\n)); i++) a();");
});

test("lines stay where they are, whatever ends them", () => {
  const code = "void f() {\r\n  for (;;)\r  { while (a) b(); }\n}";
  expect(counted(code).split(/\r\n|\r|\n/)).toHaveLength(4);
});

test("loops of which macros make a part are named by their lines and left alone", () => {
  const code = "#define HEAD int i = 0; i < 3; i++\n#define LOOP for\nvoid f() {\n for (HEAD) a();\n LOOP (int j = 0; j < 2; j++) a();\n while (bool go = g()) a();\n do a(); while (b);\n}";
  const { code: after, loops, uncounted } = countLoops(code);
  expect(uncounted).toEqual([2, 4, 6, 7]);
  // The end of the `do` without braces is counted as if it were a `while`: its first turn is missing, which its line says.
  expect(loops).toBe(1);
  expect(after.split("\n").slice(0, 6)).toEqual(code.split("\n").slice(0, 6));
});

test("sources that are none are given back without harm", () => {
  for (const code of ["", "for (", "while", "do {", "for (a; b", "#define", "#", "/* for", "do"]) expect(() => countLoops(code)).not.toThrow();
});

describe("a flat picture", () => {
  test("of a cube is a cross of 4 by 3 faces, of a volume tiles of slices", () => {
    expect(flatSize("2D", [7, 5, 1])).toEqual([7, 5]);
    expect(flatSize("Cube", [8, 8, 1])).toEqual([32, 24]);
    expect(flatSize("3D", [4, 4, 5])).toEqual([12, 8]);
  });

  test("stands in the middle in its own shape, and its texels are found again", () => {
    expect(placed([64, 64], 160, 90)).toEqual({ left: 35, bottom: 0, texels: 64 / 90 });
    expect(texelAt([64, 64], 160, 90, 35, 0)).toEqual([0, 0]);
    expect(texelAt([64, 64], 160, 90, 124, 89)).toEqual([63, 63]);
    expect(texelAt([64, 64], 160, 90, 34, 10)).toBeNull();
    expect(texelAt([64, 64], 160, 90, 125, 10)).toBeNull();
    for (const [x, y] of [[0, 0], [31, 12], [159, 89]] as const) expect(texelAt([160, 90], 160, 90, x, y)).toEqual([x, y]);
  });
});
