// The language of parameters: what a line says, what is wrong with one, and that writing and reading are each other's inverse.
import { describe, expect, test } from "vitest";
import type { Pass } from "../src/contract";
import { formatParameter, MOST_PARAMETERS, parseParameters, readHex, readParameters, writeHex, type Parameter, type ParameterType } from "../src/parameters";
import { changedValues, fitValues, formatValues, parseValues } from "../src/parameter-values";

const image = (code: string): Pass => ({ type: "image", name: "Image", code, inputs: [] });
const one = (line: string): Parameter | undefined => parseParameters([image(line)])[0];
const errorOf = (line: string): string | undefined => readParameters([image(line)]).errors[0]?.message;

/** Numbers of 0…1 that are the same in every run (mulberry32). */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function anyParameter(roll: () => number, name: string): Parameter {
  const type = (["float", "int", "bool", "colour", "point", "choice"] as ParameterType[])[Math.floor(roll() * 6)] ?? "float";
  const number = (whole: boolean): number => (whole ? Math.round((roll() - 0.5) * 2000) : Number(((roll() - 0.5) * 10 ** Math.floor(roll() * 7 - 2)).toPrecision(6)));
  const shared = { name, label: `Label ${name} – ß & 漢`, pass: "Image", line: 1 };
  if (type === "bool") return { ...shared, type, glsl: "bool", default: roll() < 0.5 };
  if (type === "colour") {
    const glsl = roll() < 0.5 ? "vec3" : "vec4";
    return { ...shared, type, glsl, default: Array.from({ length: glsl === "vec3" ? 3 : 4 }, () => Math.floor(roll() * 256) / 255) };
  }
  if (type === "choice") {
    const glsl = roll() < 0.7 ? "int" : "float";
    const values = [...new Set(Array.from({ length: 1 + Math.floor(roll() * 6) }, () => number(glsl === "int")))];
    const choices = values.map((value) => ({ value, label: roll() < 0.5 ? `Way ${value}` : String(value) }));
    return { ...shared, type, glsl, choices, default: values[Math.floor(roll() * values.length)] ?? 0 };
  }
  const whole = type === "int";
  const [least, most] = [number(whole), number(whole)].sort((a, b) => a - b) as [number, number];
  const top = least === most ? most + 1 : most;
  if (type === "point") return { ...shared, type, glsl: "vec2", range: [least, top], default: [least, top] };
  const step = roll() < 0.5 ? [] : [whole ? 1 : (top - least) / 2];
  return { ...shared, type, glsl: type, range: [least, top, ...step] as [number, number], default: roll() < 0.5 ? least : top };
}

describe("a line that describes a parameter", () => {
  test("of each kind becomes its control", () => {
    expect(one("uniform float speed; // @range 0 2 = 1")).toMatchObject({ type: "float", glsl: "float", range: [0, 2], default: 1, label: "Speed" });
    expect(one('uniform int steps; // @range 1 64 1 = 16 "How many steps"')).toMatchObject({ type: "int", range: [1, 64, 1], default: 16, label: "How many steps" });
    expect(one("uniform bool mirrored; // @bool = true")).toMatchObject({ type: "bool", default: true });
    expect(one("uniform vec3 tint; // @colour = #ff8800")).toMatchObject({ type: "colour", default: [1, 136 / 255, 0] });
    expect(one("uniform vec4 tint; // @color = #ff880080")).toMatchObject({ default: [1, 136 / 255, 0, 128 / 255] });
    expect(one("uniform vec2 centre; // @point = 0.5 0.25")).toMatchObject({ type: "point", range: [0, 1], default: [0.5, 0.25] });
    expect(one('uniform int mode; // @choice 0 "Plain" 1 "Wild" = 1')).toMatchObject({
      type: "choice",
      choices: [
        { value: 0, label: "Plain" },
        { value: 1, label: "Wild" },
      ],
      default: 1,
    });
  });

  test("may leave out the default: the nearest to nothing, white, the middle, the first", () => {
    expect(one("uniform float a; // @range 2 5")?.default).toBe(2);
    expect(one("uniform float a; // @range -1 1")?.default).toBe(0);
    expect(one("uniform vec3 a; // @colour")?.default).toEqual([1, 1, 1]);
    expect(one("uniform vec2 a; // @point -1 3")?.default).toEqual([1, 1]);
    expect(one("uniform int a; // @choice 4 7")).toMatchObject({ default: 4, choices: [{ label: "4" }, { label: "7" }] });
    expect(one("uniform bool a; // @bool")?.default).toBe(false);
  });

  test("may stand in any pass, is found once, and Common is first", () => {
    const passes: Pass[] = [
      { type: "buffer", name: "Buffer A", code: "uniform float b; // @range 0 1 = 0.5", inputs: [] },
      image("// hello\r\nuniform float a; // @range 0 1 = 0.5\r\nuniform float b; // @range 0 1 = 0.5\r\nuniform float c;"),
      { type: "common", name: "Common", code: "uniform float c; // @range 0 9 = 3", inputs: [] },
    ];
    const { parameters, unset, errors } = readParameters(passes);
    expect(parameters.map(({ name, pass, line }) => [name, pass, line])).toEqual([
      ["c", "Common", 1],
      ["b", "Buffer A", 1],
      ["a", "Image", 2],
    ]);
    expect([unset, errors]).toEqual([[], []]);
  });

  test("reads as it is written by people", () => {
    expect(one("  uniform   highp float  waveSpeed ;//@range 0 2 =1")).toMatchObject({ name: "waveSpeed", label: "Wave speed", default: 1 });
    expect(one("uniform float a /* the speed */; // @RANGE -.5 1e1 = 2.")).toMatchObject({ range: [-0.5, 10], default: 2 });
    expect(parseParameters([image("uniform float a, b; // @range 0 1 = 1")]).map(({ name }) => name)).toEqual(["a", "b"]);
  });
});

describe("a uniform without a control", () => {
  test("is listed as unset, unless it is commented out or one of the program's own", () => {
    const code = "uniform float a;\n// uniform float b; // @range 0 1\n/* uniform float c; // @range 0 1\n */ uniform vec3 d; // plain words\nuniform sampler2D s;\nuniform float iTime;\nuniform float many[4]; // @range 0 1";
    const { parameters, unset, errors } = readParameters([image(code)]);
    expect(parameters).toEqual([]);
    expect(unset.map(({ name, glsl, line }) => [name, glsl, line])).toEqual([
      ["a", "float", 1],
      ["d", "vec3", 4],
      ["many", "float[4]", 7],
    ]);
    expect(errors.map(({ line }) => line)).toEqual([7]);
  });

  test.each([
    ["uniform vec3 a; // @range 0 1", "@range is for float and int"],
    ["uniform float a; // @range 1 0", "not less"],
    ["uniform float a; // @range 0", "@range takes"],
    ["uniform float a; // @range 0 1 = 2", "outside"],
    ["uniform float a; // @range 0 1 = ", "default is missing"],
    ["uniform float a; // @range 0 fast", "a number is expected"],
    ["uniform float a; // @range 0 1e300", "numbers reach"],
    ["uniform int a; // @range 0 1.5", "whole numbers"],
    ["uniform bool a; // @bool = maybe", "true or false"],
    ["uniform vec3 a; // @colour = #ff88", "#rrggbb"],
    ["uniform vec3 a; // @colour = #ff880080", "3 parts"],
    ["uniform vec2 a; // @point = 0.5", "two numbers"],
    ["uniform vec2 a; // @point = 2 2", "outside"],
    ['uniform int a; // @choice "Plain" 0', "takes numbers"],
    ["uniform int a; // @choice 0 1 = 2", "none of the choices"],
    ["uniform int a; // @choice 0 0", "twice"],
    ['uniform float a; // @range 0 1 = 1 "open', "quotation mark"],
    ["uniform float a; // @slider 0 1", "there is no @slider"],
  ])("and says why: %s", (line, words) => {
    const { errors, parameters, unset } = readParameters([image(`\n${line}`)]);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ pass: "Image", line: 2 });
    expect(errors[0]?.message).toContain(words);
    expect([parameters.length, unset.length]).toEqual([0, 1]);
  });

  test("comes of two passes that disagree", () => {
    const passes: Pass[] = [{ type: "buffer", name: "Buffer A", code: "uniform int a; // @range 0 3", inputs: [] }, image("uniform float a; // @range 0 3")];
    expect(readParameters(passes).errors[0]).toEqual({ pass: "Image", line: 1, column: 0, message: "a is int in Buffer A and float here: a parameter has one type" });
    expect(errorOf("uniform float a; // @range 0 3\nuniform float a; // @range 0 4")).toContain("described otherwise");
  });

  test("comes of more parameters than a work may have", () => {
    const code = Array.from({ length: MOST_PARAMETERS + 2 }, (_, index) => `uniform float p${index}; // @range 0 1`).join("\n");
    const { parameters, errors } = readParameters([image(code)]);
    expect([parameters.length, errors.length]).toEqual([MOST_PARAMETERS, 2]);
  });
});

describe("writing and reading", () => {
  test("a parameter gives the same parameter, whatever it is", () => {
    const roll = dice(5);
    for (let round = 0; round < 2000; round++) {
      const parameter = anyParameter(roll, `p${round}`);
      expect(one(formatParameter(parameter)), formatParameter(parameter)).toEqual(parameter);
    }
  });

  test("values in an address gives the same values, whatever they are", () => {
    const roll = dice(9);
    for (let round = 0; round < 500; round++) {
      const parameters = Array.from({ length: 1 + Math.floor(roll() * 8) }, (_, index) => anyParameter(roll, `p${index}`));
      const given: Record<string, unknown> = Object.fromEntries<unknown>(
        parameters.map(({ name, type, range, choices, default: usual }) => {
          const [least, most] = range ?? [0, 1];
          const inside = (): number => least + roll() * (most - least);
          if (type === "bool") return [name, roll() < 0.5];
          if (type === "choice") return [name, choices?.[Math.floor(roll() * choices.length)]?.value ?? 0];
          return [name, Array.isArray(usual) ? usual.map(inside) : inside()];
        }),
      );
      const values = fitValues(parameters, given);
      expect(fitValues(parameters, values)).toEqual(values);
      const address = formatValues(parameters, values);
      expect(address).toMatch(/^[\w:,./+-]*$/);
      expect(parseValues(parameters, address)).toEqual(values);
      expect(fitValues(parameters, changedValues(parameters, values))).toEqual(values);
    }
  });

  test("a colour as hexadecimal digits keeps every byte", () => {
    for (let value = 0; value < 256; value++) expect(writeHex(readHex(writeHex([value / 255, 0, 1])) ?? [])).toBe(writeHex([value / 255, 0, 1]));
  });
});

describe("values from outside", () => {
  const parameters = parseParameters([
    image('uniform float speed; // @range 0 2 = 1\nuniform bool on; // @bool\nuniform vec3 tint; // @colour = #ff0000\nuniform vec2 at; // @point = 0.5 0.5\nuniform int mode; // @choice 0 "A" 3 "B"\nuniform int steps; // @range 1 9 = 4'),
  ]);

  test("are brought into their range, and what is of another kind becomes the default", () => {
    const values = fitValues(parameters, { speed: 99, on: 1, tint: [2, -1, 0.5], at: [NaN, 0], mode: 2, steps: 3.6, stranger: 4 });
    expect(values).toEqual({ speed: 2, on: true, tint: [1, 0, 128 / 255], at: [0.5, 0.5], mode: 0, steps: 4 });
    for (const hostile of [null, 7, "x", [], { speed: "1", tint: "red", at: {} }, JSON.parse(`{"__proto__": {"on": true}}`) as unknown]) expect(fitValues(parameters, hostile)).toEqual(fitValues(parameters, {}));
  });

  test("in an address that make no sense are left out, one by one", () => {
    const values = parseValues(parameters, "speed:1.5,tint:xyz,at:0.25/1,mode:3,steps:,nobody:1,:,on", { speed: 0.5, steps: 7 });
    expect(values).toEqual({ speed: 1.5, on: false, tint: [1, 0, 0], at: [0.25, 1], mode: 3, steps: 7 });
    expect(formatValues(parameters, values)).toBe("speed:1.5,at:0.25/1,mode:3,steps:7");
  });
});
