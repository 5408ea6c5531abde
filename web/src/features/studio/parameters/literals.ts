/** Numbers and colours as they stand in a source: where they are, and how they are written anew. */

export interface Literal {
  from: number;
  to: number;
  text: string;
  /** Whether a minus may come before it: it stands where a value begins. */
  signed: boolean;
}

const NUMBER = /(?<![\w.])(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.])/g;
const COLOUR = /\bvec3\s*\(\s*([\d.]+)\s*,\s*([\d.]+)\s*,\s*([\d.]+)\s*\)/g;
const BEGINS = /(?:^|[(,=<>?:[{;*/]|\breturn)\s*$/;

/** The number at `offset` of a line; a minus that belongs to it is part of it. */
export function numberAt(line: string, offset: number): Literal | null {
  for (const { 0: text, index } of line.matchAll(NUMBER)) {
    const before = line.slice(0, index);
    const minus = /-\s*$/.exec(before);
    const own = minus && BEGINS.test(before.slice(0, minus.index)) ? minus.index : index;
    if (offset >= own && offset <= index + text.length) return { from: own, to: index + text.length, text: line.slice(own, index + text.length), signed: own < index || BEGINS.test(before) };
  }
  return null;
}

/** The literal after it was dragged by `pixels`: a hundredth of its size for each (whole numbers: one for four), tenfold with `fast`. */
export function dragged({ text, signed }: Pick<Literal, "text" | "signed">, pixels: number, fast: boolean): string {
  const value = Number(text.replace(/\s/g, ""));
  const times = fast ? 10 : 1;
  if (/^-?\s*\d+$/.test(text)) {
    const whole = value + Math.round(pixels / 4) * times;
    return String(signed ? whole : Math.max(0, whole));
  }
  const digits = Math.min(6, Math.max(1, 2 - Math.round(Math.log10(Math.max(Math.abs(value), 0.01)))));
  const decimals = Math.max(digits, /\.(\d*)/.exec(text)?.[1]?.length ?? 0);
  const moved = value + pixels * times * 10 ** -digits;
  const kept = signed ? moved : Math.max(0, moved);
  const [integer = "0", rest = ""] = kept.toFixed(Math.min(decimals, 8)).split(".");
  const short = rest.replace(/0+$/, "") || "0";
  return Number(`${integer}.${short}`) === 0 ? "0.0" : `${integer}.${short}`;
}

export interface ColourLiteral {
  from: number;
  to: number;
  /** Three numbers of 0…1. */
  colour: [number, number, number];
}

/** Every `vec3(…)` of three plain numbers of 0…1 that looks like a colour: all zeroes or all ones are more often a value. */
export function coloursIn(text: string): ColourLiteral[] {
  return [...text.matchAll(COLOUR)].flatMap(({ 0: whole, index, 1: r, 2: g, 3: b }) => {
    const colour = [Number(r), Number(g), Number(b)] as [number, number, number];
    if (!colour.every((part) => part >= 0 && part <= 1)) return [];
    if (![r, g, b].some((part) => part?.includes("."))) return [];
    return [{ from: index, to: index + whole.length, colour }];
  });
}

export const hexOf = (colour: readonly number[]): string => `#${colour.map((part) => Math.round(part * 255).toString(16).padStart(2, "0")).join("")}`;

/** A colour of three bytes as GLSL: "vec3(1.0, 0.533, 0.0)". */
export function glslOf(hex: string): string {
  const parts = [1, 3, 5].map((at) => {
    const text = String(Number((parseInt(hex.slice(at, at + 2), 16) / 255).toFixed(3)));
    return text.includes(".") ? text : `${text}.0`;
  });
  return `vec3(${parts.join(", ")})`;
}
