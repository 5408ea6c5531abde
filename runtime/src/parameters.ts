/** Parameters: reads which uniforms of a source its author gave a control to, and writes such a line; values are for `parameter-values`. */
import { UNIFORMS, type Pass, type ShaderError } from "./contract";
import { linesOf } from "./assemble";

export type ParameterType = "float" | "int" | "bool" | "colour" | "point" | "choice";
export type ParameterGlsl = "float" | "int" | "bool" | "vec2" | "vec3" | "vec4";
export type ParameterValue = number | boolean | number[];
export type ParameterValues = Record<string, ParameterValue>;

export interface Choice {
  value: number;
  label: string;
}

export interface Parameter {
  /** The uniform's name. */
  name: string;
  type: ParameterType;
  glsl: ParameterGlsl;
  /** Smallest, largest, and the step where the author gave one. Of a point: both sides alike. Of float, int and point. */
  range?: [number, number] | [number, number, number];
  /** Of a choice: at least one. */
  choices?: Choice[];
  /** float, int, choice: a number; bool: true or false; colour: 3 or 4 numbers of 0…1; point: x and y, y upwards. */
  default: ParameterValue;
  label: string;
  /** The pass that declares it first, and the line there, 1-based. */
  pass: string;
  line: number;
}

/** A uniform that nobody sets: it is 0. */
export interface UnsetUniform {
  name: string;
  glsl: string;
  pass: string;
  line: number;
}

export interface ParameterReading {
  parameters: Parameter[];
  unset: UnsetUniform[];
  /** Annotations that cannot be used, on the author's lines. Such a uniform is among `unset`. */
  errors: ShaderError[];
}

/** The most parameters of a work; further ones are told as errors. */
export const MOST_PARAMETERS = 64;
const LABEL_CHARACTERS = 60;
const NAME_CHARACTERS = 64;
const MOST_CHOICES = 64;
/** Beyond these a float has no digits left to turn a slider with. */
const LARGEST = 1e9;
const LARGEST_INT = 2 ** 31 - 1;

const DECLARATION = /\buniform\s+(?:(?:lowp|mediump|highp)\s+)?([A-Za-z_]\w*)\s+([^;{}()]+);/g;
const ANNOTATION = /^\s*@([A-Za-z]+)(.*)$/;
const TOKEN = /\s*(?:("[^"]*")|(=)|(#[0-9a-fA-F]+)|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?![\w.])|([^\s"=]+))/y;

const RESERVED = new Set([...UNIFORMS.map(({ name }) => name), ...[0, 1, 2, 3].flatMap((n) => [`iChannel${n}`, `iCh${n}`])]);
const OPAQUE = /^(?:[iu]?sampler|struct\b)/;

interface SourceLine {
  code: string;
  comment: string;
}

/** Each line of a text: what is code in it, and its `//` comment. */
function sourceLines(text: string): SourceLine[] {
  let inside = false;
  return linesOf(text).map((line) => {
    let code = "";
    for (let at = 0; at < line.length; ) {
      if (inside) {
        const end = line.indexOf("*/", at);
        inside = end < 0;
        at = end < 0 ? line.length : end + 2;
      } else if (line.startsWith("//", at)) return { code, comment: line.slice(at + 2) };
      else if (line.startsWith("/*", at)) {
        inside = true;
        code += " ";
        at += 2;
      } else code += line[at++];
    }
    return { code, comment: "" };
  });
}

class Wrong extends Error {}

type Token = { kind: "text" | "equals" | "hex" | "number" | "word"; text: string };

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const trimmed = text.trimEnd();
  while (TOKEN.lastIndex < trimmed.length) {
    const found = TOKEN.exec(trimmed);
    if (!found) throw new Wrong("a quotation mark is not closed");
    const [, quoted, equals, hex, number, word] = found;
    if (quoted !== undefined) tokens.push({ kind: "text", text: quoted.slice(1, -1).trim() });
    else if (equals !== undefined) tokens.push({ kind: "equals", text: "=" });
    else if (hex !== undefined) tokens.push({ kind: "hex", text: hex.slice(1) });
    else if (number !== undefined) tokens.push({ kind: "number", text: number });
    else tokens.push({ kind: "word", text: word ?? "" });
  }
  return tokens;
}

/** What stands before the `=`, the default after it, and the label at the end. */
interface Parts {
  given: Token[];
  chosen: Token[] | null;
  label: string | null;
}

function partsOf(tokens: Token[], labelled: boolean): Parts {
  const equals = tokens.findIndex(({ kind }) => kind === "equals");
  const given = equals < 0 ? [...tokens] : tokens.slice(0, equals);
  const chosen = equals < 0 ? null : tokens.slice(equals + 1);
  const last = chosen ?? (labelled ? given : []);
  const label = last.at(-1)?.kind === "text" ? (last.pop()?.text ?? null) : null;
  if (chosen?.length === 0) throw new Wrong("after = a default is missing");
  if (label !== null && (label === "" || label.length > LABEL_CHARACTERS)) throw new Wrong(`a label has 1 to ${LABEL_CHARACTERS} characters`);
  return { given, chosen, label };
}

function numberOf({ kind, text }: Token): number {
  const value = Number(text);
  if (kind !== "number") throw new Wrong(`a number is expected, not ${text.slice(0, 20)}`);
  if (!(Math.abs(value) <= LARGEST)) throw new Wrong(`numbers reach from -${LARGEST} to ${LARGEST}`);
  return value === 0 ? 0 : value;
}

function whole(value: number): number {
  if (!Number.isInteger(value) || Math.abs(value) > LARGEST_INT) throw new Wrong(`an int needs whole numbers, not ${value}`);
  return value;
}

function within(value: number, least: number, most: number): number {
  if (value < least || value > most) throw new Wrong(`the default ${value} lies outside of ${least} to ${most}`);
  return value;
}

const clamped = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

type Control = Pick<Parameter, "type" | "default" | "range" | "choices">;

function rangeControl(glsl: string, { given, chosen }: Parts): Control {
  if (glsl !== "float" && glsl !== "int") throw new Wrong(`@range is for float and int, not ${glsl}`);
  const round = glsl === "int" ? whole : (value: number) => value;
  const numbers = given.map((one) => round(numberOf(one)));
  const [least, most, step] = numbers;
  if (least === undefined || most === undefined || numbers.length > 3) throw new Wrong("@range takes the smallest and the largest value, and a step if wanted: @range 0 2 = 1");
  if (least >= most) throw new Wrong(`@range: ${least} is not less than ${most}`);
  if (step !== undefined && !(step > 0 && step <= most - least)) throw new Wrong(`@range: the step ${step} does not fit between ${least} and ${most}`);
  if (chosen && chosen.length > 1) throw new Wrong("@range has one default");
  const [first] = chosen ?? [];
  const value = first ? within(round(numberOf(first)), least, most) : clamped(0, least, most);
  return { type: glsl, range: step === undefined ? [least, most] : [least, most, step], default: value };
}

function boolControl(glsl: string, { given, chosen }: Parts): Control {
  if (glsl !== "bool") throw new Wrong(`@bool is for bool, not ${glsl}`);
  if (given.length > 0 || (chosen && chosen.length !== 1)) throw new Wrong("@bool takes nothing but a default: @bool = true");
  const word = chosen?.[0]?.text ?? "false";
  if (!["true", "false", "1", "0"].includes(word)) throw new Wrong(`the default of a bool is true or false, not ${word.slice(0, 20)}`);
  return { type: "bool", default: word === "true" || word === "1" };
}

/** 3 or 4 numbers of 0…1 from "f80", "ff8800" or "ff8800cc"; null when it is none of them. */
export function readHex(text: string): number[] | null {
  if (!/^(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(text)) return null;
  const pairs = text.length === 3 ? [...text].map((digit) => digit + digit) : (text.match(/../g) ?? []);
  return pairs.map((pair) => parseInt(pair, 16) / 255);
}

/** "ff8800" or "ff8800cc" from 3 or 4 numbers of 0…1. */
export function writeHex(colour: readonly number[]): string {
  return colour.map((part) => Math.round(clamped(part, 0, 1) * 255).toString(16).padStart(2, "0")).join("");
}

function colourControl(glsl: string, { given, chosen }: Parts): Control {
  if (glsl !== "vec3" && glsl !== "vec4") throw new Wrong(`@colour is for vec3 and vec4, not ${glsl}`);
  if (given.length > 0) throw new Wrong("@colour takes nothing but a default: @colour = #ff8800");
  const count = glsl === "vec3" ? 3 : 4;
  const [first] = chosen ?? [];
  const said = first?.kind === "hex" && chosen?.length === 1 ? readHex(first.text) : (chosen?.map(numberOf) ?? Array<number>(count).fill(1));
  if (!said) throw new Wrong("a colour is written #rrggbb, or #rrggbbaa for a vec4");
  const full = said.length === 3 && count === 4 ? [...said, 1] : said;
  if (full.length !== count) throw new Wrong(`the default of a ${glsl} has ${count} parts, not ${full.length}`);
  if (full.some((part) => part < 0 || part > 1)) throw new Wrong("the parts of a colour reach from 0 to 1");
  return { type: "colour", default: readHex(writeHex(full)) ?? full };
}

function pointControl(glsl: string, { given, chosen }: Parts): Control {
  if (glsl !== "vec2") throw new Wrong(`@point is for vec2, not ${glsl}`);
  const ends = given.map(numberOf);
  const [least = 0, most = 1] = ends;
  if (ends.length !== 0 && (ends.length !== 2 || least >= most)) throw new Wrong("@point takes nothing, or the smallest and the largest value of both sides: @point -1 1 = 0 0");
  const middle = (least + most) / 2;
  const place = chosen?.map((one) => within(numberOf(one), least, most)) ?? [middle, middle];
  if (place.length !== 2) throw new Wrong("the default of a point has two numbers: @point = 0.5 0.5");
  return { type: "point", range: [least, most], default: place };
}

function choiceControl(glsl: string, { given, chosen }: Parts): Control {
  if (glsl !== "int" && glsl !== "float") throw new Wrong(`@choice is for int and float, not ${glsl}`);
  const round = glsl === "int" ? whole : (value: number) => value;
  const choices: Choice[] = [];
  for (const token of given) {
    const before = choices.at(-1);
    if (token.kind === "text") {
      if (!before || before.label !== "") throw new Wrong('@choice takes numbers, each with a name if wanted: @choice 0 "Plain" 1 "Wild" = 1');
      if (token.text === "" || token.text.length > LABEL_CHARACTERS) throw new Wrong(`a name has 1 to ${LABEL_CHARACTERS} characters`);
      before.label = token.text;
    } else choices.push({ value: round(numberOf(token)), label: "" });
  }
  const [first] = choices;
  if (!first || choices.length > MOST_CHOICES) throw new Wrong(`@choice takes 1 to ${MOST_CHOICES} numbers`);
  if (new Set(choices.map(({ value }) => value)).size < choices.length) throw new Wrong("@choice names a number twice");
  if (chosen && chosen.length > 1) throw new Wrong("@choice has one default");
  const [said] = chosen ?? [];
  const value = said ? numberOf(said) : first.value;
  if (!choices.some((one) => one.value === value)) throw new Wrong(`the default ${value} is none of the choices`);
  return { type: "choice", choices: choices.map((one) => ({ ...one, label: one.label || String(one.value) })), default: value };
}

const CONTROLS: Record<string, (glsl: string, parts: Parts) => Control> = {
  range: rangeControl,
  bool: boolControl,
  toggle: boolControl,
  colour: colourControl,
  color: colourControl,
  point: pointControl,
  choice: choiceControl,
};

/** "waveSpeed" and "wave_speed" as people read them: "Wave speed". */
function labelFrom(name: string): string {
  const words = name.replace(/^u_?(?=[A-Z])/, "").replace(/([a-z0-9])([A-Z])/g, "$1 $2").replace(/_+/g, " ").trim().toLowerCase();
  return words === "" ? name : (words[0] ?? "").toUpperCase() + words.slice(1);
}

function controlOf(glsl: string, keyword: string, rest: string): { control: Control; label: string | null } {
  const read = CONTROLS[keyword.toLowerCase()];
  if (!read) throw new Wrong(`there is no @${keyword.slice(0, 20)}; there are @range, @bool, @colour, @point and @choice`);
  const parts = partsOf(tokensOf(rest), read !== choiceControl);
  return { control: read(glsl, parts), label: parts.label };
}

const shapeOf = ({ pass: _pass, line: _line, ...shape }: Parameter): string => JSON.stringify(shape);

class Reading implements ParameterReading {
  readonly parameters: Parameter[] = [];
  readonly unset: UnsetUniform[] = [];
  readonly errors: ShaderError[] = [];
  private readonly known = new Map<string, { glsl: string; parameter: Parameter | null; pass: string }>();

  /** One declared name; `annotation` null where its line has none. */
  declare(name: string, glsl: string, annotation: RegExpExecArray | null, pass: string, line: number): void {
    const say = (message: string): void => void this.errors.push({ pass, line, column: 0, message });
    const before = this.known.get(name);
    if (before && before.glsl !== glsl) return say(`${name} is ${before.glsl} in ${before.pass} and ${glsl} here: a parameter has one type`);
    const parameter = annotation ? this.parameterOf(name, glsl, annotation, { pass, line }, say) : null;
    if (before?.parameter && parameter && shapeOf(before.parameter) !== shapeOf(parameter)) return say(`${name} is described otherwise in ${before.pass}, which holds`);
    if (before?.parameter || (before && !parameter)) return;
    if (parameter && this.parameters.length >= MOST_PARAMETERS) return say(`a work has at most ${MOST_PARAMETERS} parameters`);
    this.known.set(name, { glsl, parameter, pass });
    const index = this.unset.findIndex((one) => one.name === name);
    if (parameter) {
      this.parameters.push(parameter);
      if (index >= 0) this.unset.splice(index, 1);
    } else if (index < 0) this.unset.push({ name, glsl, pass, line });
  }

  private parameterOf(name: string, glsl: string, [, keyword = "", rest = ""]: RegExpExecArray, place: { pass: string; line: number }, say: (message: string) => void): Parameter | null {
    try {
      if (name.length > NAME_CHARACTERS) throw new Wrong(`the name of a parameter has at most ${NAME_CHARACTERS} characters`);
      const { control, label } = controlOf(glsl, keyword, rest);
      return { name, glsl: glsl as ParameterGlsl, ...control, label: label ?? labelFrom(name), ...place };
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      say(error.message);
      return null;
    }
  }
}

/**
 * Reads every uniform that the passes declare, Common first among equals as it stands first in every program.
 * A control is given by a comment behind the declaration, on the same line: `uniform float speed; // @range 0 2 = 1 "Speed"`.
 * Several names in one declaration get the same control. Never throws; what the driver will refuse is left to it.
 */
export function readParameters(passes: readonly Pass[]): ParameterReading {
  const reading = new Reading();
  const ordered = [...passes.filter(({ type }) => type === "common"), ...passes.filter(({ type }) => type !== "common")];
  for (const { name: pass, code } of ordered) {
    if (!code.includes("uniform")) continue;
    sourceLines(code).forEach(({ code: text, comment }, index) => {
      if (/^\s*#/.test(text)) return;
      const annotation = ANNOTATION.exec(comment);
      for (const [, glsl = "", names = ""] of text.matchAll(DECLARATION)) {
        for (const declared of names.split(",")) {
          const [, name = "", array = ""] = /^\s*([A-Za-z_]\w*)\s*(\[[^\]]*\])?\s*$/.exec(declared) ?? [];
          if (name === "" || RESERVED.has(name) || OPAQUE.test(glsl)) continue;
          reading.declare(name, glsl + array, annotation, pass, index + 1);
        }
      }
    });
  }
  const { parameters, unset, errors } = reading;
  return { parameters, unset, errors };
}

/** The uniforms that have a control, in the order of their declarations. */
export function parseParameters(passes: readonly Pass[]): Parameter[] {
  return readParameters(passes).parameters;
}

const KEYWORDS: Record<ParameterType, string> = { float: "range", int: "range", bool: "bool", colour: "colour", point: "point", choice: "choice" };

/** The line of GLSL that declares `parameter`: what `parseParameters` reads back. Its label must hold no quotation mark. */
export function formatParameter({ name, type, glsl, range, choices, default: value, label }: Parameter): string {
  const chosen = type === "colour" ? `#${writeHex(value as number[])}` : Array.isArray(value) ? value.join(" ") : String(value);
  const given = type === "choice" ? (choices ?? []).map((one) => `${one.value} "${one.label}"`) : type === "colour" ? [] : (range ?? []);
  return [`uniform ${glsl} ${name}; // @${KEYWORDS[type]}`, ...given, "=", chosen, `"${label}"`].join(" ");
}
