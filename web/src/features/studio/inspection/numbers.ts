/** Numbers as one reads them of a GPU, and the colour that a texel is shown with. */
import { HEAT_COLOURS, type Measured, type Shown } from "@fractafrag/runtime/inspection";

/** Six digits at most: "0.25", "-1.5e-7", "NaN", "∞", "-∞". */
export function writeNumber(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "-∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e7 || size < 1e-4) return value.toExponential(3).replace("e+", "e");
  return String(Number(value.toPrecision(6)));
}

/** As GLSL takes it: "vec4(0.25, -1.0, 4.0, 1.0)". What GLSL has no literal for becomes a division. */
export function writeVector(values: ArrayLike<number>): string {
  const parts = Array.from(values, (value) => {
    if (Number.isNaN(value)) return "0.0 / 0.0";
    if (!Number.isFinite(value)) return value > 0 ? "1.0 / 0.0" : "-1.0 / 0.0";
    const text = String(Number(value.toPrecision(9)));
    return /[.e]/.test(text) ? text : `${text}.0`;
  });
  return parts.length === 1 ? (parts[0] ?? "0.0") : `vec${parts.length}(${parts.join(", ")})`;
}

type Colour = [number, number, number];

const byte = (value: number): number => Math.round(Math.min(Math.max(value, 0), 1) * 255);

/** The heat of a share of the most, 0…1, as bytes. */
export function heatColour(warmth: number): Colour {
  const at = Math.min(Math.max(warmth, 0), 1) * (HEAT_COLOURS.length - 1);
  const below = Math.min(Math.floor(at), HEAT_COLOURS.length - 2);
  const [low = [0, 0, 0], high = [0, 0, 0]] = HEAT_COLOURS.slice(below, below + 2);
  return [0, 1, 2].map((index) => byte((low[index] ?? 0) + ((high[index] ?? 0) - (low[index] ?? 0)) * (at - below))) as Colour;
}

/** All heat as a CSS gradient, from none to most. */
export const heatGradient = (): string => `linear-gradient(to right, ${HEAT_COLOURS.map((_, index) => cssOf(heatColour(index / (HEAT_COLOURS.length - 1)))).join(", ")})`;

/** What stands for a texel of which something is no number, or infinite. */
export const NO_NUMBER: Colour = [255, 0, 255];
export const ENDLESS: Colour = [0, 255, 255];

/** A colour of data, which no token names, for CSS. */
export const cssOf = (colour: Colour): string => `rgb(${colour.join(" ")})`;

/** The bytes that stand on the canvas for a texel, RGBA. */
export function colourOf(texel: ArrayLike<number>, shown: Shown | null, measured: Measured | null): Colour {
  if (shown?.kind === "heat") return heatColour((texel[0] ?? 0) / Math.max(1, measured?.high ?? 1));
  const { channels, range } = shown ? shown.view : { channels: "rgb" as const, range: "raw" as const };
  const chosen = channels === "rgb" ? [0, 1, 2] : Array<number>(3).fill("rgba".indexOf(channels));
  const values = chosen.map((index) => texel[index] ?? 0);
  if (values.some(Number.isNaN)) return NO_NUMBER;
  if (!values.every(Number.isFinite)) return ENDLESS;
  const [low, high] = range === "signed" ? [-1, 1] : range === "auto" && measured ? [measured.low, measured.high] : [0, 1];
  const width = high > low ? high - low : 1;
  return values.map((value) => byte((value - low) / width)) as Colour;
}

/** The four numbers in the middle of what was read. */
export function middle({ side, values }: { side: number; values: Float32Array }): Float32Array {
  const at = ((side * side - 1) / 2) * 4;
  return values.subarray(at, at + 4);
}
