/** SHADERTOY.md section 1: the program's text, and errors on the author's lines. */
import { describe, expect, test } from "vitest";
import { assemble, countLineEnds, header, linesOf } from "../src/assemble";
import type { Pass } from "../src/contract";
import { diagnose } from "../src/diagnose";
import { freshPages } from "./page";

const pass = (type: Pass["type"], code: string): Pass => ({ type, name: type === "common" ? "Common" : "Image", code, inputs: [] });

describe("the text of a program", () => {
  test("is the header, then every Common followed by a newline, then the pass, byte for byte", () => {
    const source = assemble(pass("image", "PASS"), [pass("common", "ONE"), pass("common", "TWO")]);
    expect(source.text).toBe(`${header("image")}ONE\nTWO\nPASS`);
    expect(source.commonLines).toBe(2);
    expect(linesOf(source.text)[source.headerLines + source.commonLines]).toBe("PASS");
  });

  test("begins with the six lines of the prolog, then HW_PERFORMANCE", () => {
    expect(linesOf(header("image")).slice(0, 7)).toEqual([
      "#version 300 es",
      "#ifdef GL_ES",
      "precision highp float;",
      "precision highp int;",
      "precision mediump sampler3D;",
      "#endif",
      "#define HW_PERFORMANCE 1",
    ]);
    expect(header("buffer", { desktop: false })).toContain("#define HW_PERFORMANCE 0\n");
  });

  test("does not know the old names", () => {
    for (const type of ["image", "buffer"] as const) expect(header(type)).not.toMatch(/iGlobalTime|texture2D|textureCube/);
  });

  test("counts CR LF as one line end, as the compiler does", () => {
    expect(countLineEnds("a\r\nb\nc\rd")).toBe(3);
    const source = assemble(pass("image", "x"), [pass("common", "a\r\nb\r")]);
    // The Common's last CR and the newline that follows it are one line end.
    expect(source.commonLines).toBe(2);
  });
});

describe("a driver's log", () => {
  const source = assemble(pass("image", "float a;\nfloat b = nope + a;\nfloat c;"), [pass("common", "int x;\nint y;")]);
  const line = (author: number): number => source.headerLines + source.commonLines + author;

  test("becomes the author's line and, where the token stands once, column", () => {
    expect(diagnose(`ERROR: 0:${line(2)}: 'nope' : undeclared identifier\n\0`, source)).toEqual([
      { pass: "Image", line: 2, column: 11, message: "'nope' : undeclared identifier" },
    ]);
  });
  test("points into Common when the line is Common's", () => {
    expect(diagnose(`ERROR: 0:${source.headerLines + 2}: 'y' : redefinition`, source)).toEqual([
      { pass: "Common", line: 2, column: 5, message: "'y' : redefinition" },
    ]);
  });
  test("never points outside the author's text", () => {
    expect(diagnose("ERROR: 0:99999: '' : syntax error", source)[0]).toMatchObject({ line: 3, column: 0, message: "syntax error" });
    expect(diagnose("ERROR: 0:1: '' : syntax error", source)[0]).toMatchObject({ pass: "Image", line: 1 });
  });
  test("without any line number is told on line 1, and warnings are left out", () => {
    expect(diagnose("WARNING: 0:1: 'x' : odd\nFragment shader too large", source)).toEqual([
      { pass: "Image", line: 1, column: 0, message: "Fragment shader too large" },
    ]);
    expect(diagnose("", source)).toHaveLength(1);
  });
  test("in the manner of Mesa or NVIDIA is read too", () => {
    expect(diagnose(`0:${line(1)}(7): error: oh`, source)).toEqual([{ pass: "Image", line: 1, column: 7, message: "oh" }]);
    expect(diagnose(`0(${line(3)}) : error C1008: oh`, source)).toEqual([{ pass: "Image", line: 3, column: 0, message: "oh" }]);
  });
  test("of any length gives a bounded answer", () => {
    const log = Array.from({ length: 5000 }, (_, index) => `ERROR: 0:${line(1)}: '${index}' : ${"x".repeat(5000)}`).join("\n");
    const errors = diagnose(log, source);
    expect(errors.length).toBeLessThanOrEqual(50);
    expect(errors.every(({ message }) => message.length <= 400)).toBe(true);
  });
});

describe("in a browser", () => {
  const browser = freshPages();
  const errorsOf = (sketches: { type: Pass["type"]; name?: string; code: string }[]) =>
    browser.page.evaluate(async (given) => {
      const report = await Fractafrag.newPlayer(4, 4).load(Fractafrag.asPasses(given));
      return report.errors;
    }, sketches);
  const MAIN = "void mainImage(out vec4 o, in vec2 p) { o = vec4(1.0); }";

  test("mainImage may be produced by a macro", async () => {
    const shown = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(2, 2);
      const glued = "#define ENTRY(name) void name(out vec4 o, vec2 p)\n#define MAIN ENTRY(mainImage)\nMAIN { o = vec4(0, 1, 0, 1); }";
      const report = await player.load(Fractafrag.asPasses([Fractafrag.image(glued)]));
      player.step();
      return { report, pixel: Fractafrag.pixel(player) };
    });
    expect(shown.report.errors).toEqual([]);
    expect(shown.pixel).toEqual([0, 255, 0, 255]);
  });

  test("HW_PERFORMANCE is defined and the struct iCh0 reads what iChannel0 reads", async () => {
    const told = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(4, 6);
      const read = ["HW_PERFORMANCE", "iCh0.size.x", "iCh0.time", "iCh0.loaded", "iCh1.loaded"];
      const same = "texelFetch(iCh0.sampler, ivec2(3, 5), 0).x - texelFetch(iChannel0, ivec2(3, 5), 0).x";
      await player.load(Fractafrag.asPasses([Fractafrag.tell([...read, same], [{ channel: 0, type: "texture", source: "noise-rgba-64" }])]));
      player.step();
      return Fractafrag.numbers(player, 6);
    });
    expect(told).toEqual([1, 64, 0, 1, 0, 0]);
  });

  test("st_assert paints the picture in its colour when it does not hold", async () => {
    const colours = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(1, 1);
      const seen: number[][] = [];
      for (const call of ["st_assert(true)", "st_assert(false)", "st_assert(false, 1)", "st_assert(false, 2)"]) {
        const code = `void mainImage(out vec4 o, in vec2 p) { o = vec4(0.2); ${call}; }`;
        await player.load(Fractafrag.asPasses([Fractafrag.image(code)]));
        player.step();
        seen.push(Fractafrag.pixel(player).slice(0, 3));
      }
      return seen;
    });
    expect(colours).toEqual([[51, 51, 51], [255, 0, 0], [0, 255, 0], [0, 0, 255]]);
  });

  test("an error stands on the author's line, below a Common of several lines and in a later pass", async () => {
    const errors = await errorsOf([
      { type: "common", code: "float one() {\n  return 1.0;\n}\n\n// end" },
      { type: "buffer", name: "Buffer A", code: `${MAIN}\n\nfloat wrong = missing;` },
      { type: "image", code: `// first\nvoid mainImage(out vec4 o, in vec2 p) {\n  o = vec4(one());\n  o += nothing;\n}` },
    ]);
    expect(errors).toEqual([
      { pass: "Buffer A", line: 3, column: 15, message: "'missing' : undeclared identifier" },
      { pass: "Image", line: 4, column: 8, message: "'nothing' : undeclared identifier" },
    ]);
  });

  test("an error of Common is told once, against Common, whatever number of passes it breaks", async () => {
    const errors = await errorsOf([
      { type: "common", code: "float fine;\nfloat broken = absent;" },
      { type: "buffer", name: "Buffer A", code: MAIN },
      { type: "buffer", name: "Buffer B", code: MAIN },
      { type: "image", code: MAIN },
    ]);
    expect(errors).toEqual([{ pass: "Common", line: 2, column: 16, message: "'absent' : undeclared identifier" }]);
  });

  test.each([
    ["brace", "float f() {\n  return 1.0;\n"],
    ["comment", "float f() { return 1.0; }\n/* never closed"],
    ["condition", "#if 1\nfloat f() { return 1.0; }"],
  ])("an open %s in Common is blamed on Common, not on the pass that follows", async (_what, code) => {
    const errors = await errorsOf([{ type: "common", code }, { type: "image", code: MAIN }]);
    expect(errors.length).toBeGreaterThan(0);
    expect(new Set(errors.map(({ pass: name }) => name))).toEqual(new Set(["Common"]));
    expect(errors.every(({ line }) => line >= 1 && line <= linesOf(code).length)).toBe(true);
  });

  test("Common may use the uniforms and channels, and may hold mainImage itself", async () => {
    const shown = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(2, 2);
      const common = "void mainImage(out vec4 o, in vec2 p) { o = vec4(iTime, iResolution.x / 2.0, texture(iChannel0, p).x, 1.0); }";
      const report = await player.load(Fractafrag.asPasses([{ type: "common", code: common }, Fractafrag.image("")]));
      player.drawAt(Fractafrag.at(60));
      return { report, pixel: Fractafrag.pixel(player) };
    });
    expect(shown.report.errors).toEqual([]);
    expect(shown.pixel).toEqual([255, 255, 0, 255]);
  });

  test("a program without mainImage, and one that is too large to link, are told against their pass", async () => {
    const [absent] = await errorsOf([{ type: "image", code: "float mainImage_(float x) { return x; }" }]);
    expect(absent).toMatchObject({ pass: "Image", line: 1 });
    expect(absent?.message).toContain("mainImage");
    const code = "uniform vec4 many[9000];\nvoid mainImage(out vec4 o, in vec2 p) { o = many[int(p.x)]; }";
    const tooLarge = await errorsOf([{ type: "buffer", name: "Buffer C", code }, { type: "image", code: MAIN }]);
    expect(tooLarge.map(({ pass: name }) => name)).toEqual(["Buffer C"]);
    expect(tooLarge[0]?.message.length).toBeGreaterThan(10);
  });

  test("odd bytes, an old name and a macro bomb are answered with errors", async () => {
    const bomb = Array.from({ length: 40 }, (_, index) => `#define A${index} A${index + 1} A${index + 1} A${index + 1}`).join("\n");
    for (const code of [`${MAIN} é`, `float t = iGlobalTime;\n${MAIN}`, `${bomb}\n#define A40 1.0\nfloat boom = A0;\n${MAIN}`]) {
      const errors = await errorsOf([{ type: "image", code }]);
      expect(errors.length).toBeGreaterThan(0);
      expect(errors[0]?.pass).toBe("Image");
    }
  });
});
