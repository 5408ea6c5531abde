// What a picture is like, in numbers: light, contrast, detail, change. Pictures are RGBA bytes, with alpha 0 where a pixel is not a number.

export interface Look {
  /** Mean Rec. 709 luma, 0…1. */
  mean: number;
  /** Standard deviation of luma. */
  contrast: number;
  /** Largest minus smallest luma. */
  range: number;
  /** Shannon entropy of a 64-bin luma histogram, bits, 0…6. */
  entropy: number;
  /** Mean absolute difference of luma to the right and upper neighbour. */
  edges: number;
  /** The share of pixels that are not a number, 0…1. */
  nan: number;
}

const BINS = 64;
// Below this many 8-bit steps between the darkest and the lightest pixel there is nothing to see.
const BLANK_RANGE = 2 / 255;
const STATIC_CHANGE = 2;

export function lumaOf(pixels: Uint8Array): Float32Array {
  const luma = new Float32Array(pixels.length / 4);
  for (let index = 0, at = 0; index < luma.length; index++, at += 4) {
    luma[index] = (0.2126 * (pixels[at] ?? 0) + 0.7152 * (pixels[at + 1] ?? 0) + 0.0722 * (pixels[at + 2] ?? 0)) / 255;
  }
  return luma;
}

/** Some pixels of a picture of `width` columns, evenly taken, about `wanted` in a row; and how many that are. */
export function thinned(pixels: Uint8Array, width: number, wanted: number): [pixels: Uint8Array, columns: number] {
  const step = Math.max(1, Math.floor(width / wanted));
  const [columns, rows] = [Math.ceil(width / step), Math.ceil(pixels.length / 4 / width / step)];
  const [from, to] = [new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4), new Uint32Array(columns * rows)];
  for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) to[row * columns + column] = from[(row * width + column) * step] ?? 0;
  return [new Uint8Array(to.buffer), columns];
}

/** Looks at a picture of `width` columns. */
export function lookAt(pixels: Uint8Array, width: number): Look {
  const luma = lumaOf(pixels);
  const bins = new Uint32Array(BINS);
  let [sum, squares, least, most, edges, pairs, nan] = [0, 0, 1, 0, 0, 0, 0];
  for (let index = 0; index < luma.length; index++) {
    const value = luma[index] ?? 0;
    sum += value;
    squares += value * value;
    least = Math.min(least, value);
    most = Math.max(most, value);
    if (pixels[index * 4 + 3] === 0) nan += 1;
    const bin = Math.min(BINS - 1, Math.floor(value * BINS));
    bins[bin] = (bins[bin] ?? 0) + 1;
    if ((index + 1) % width !== 0 && index + width < luma.length) {
      edges += Math.abs((luma[index + 1] ?? 0) - value) + Math.abs((luma[index + width] ?? 0) - value);
      pairs += 2;
    }
  }
  const mean = sum / luma.length;
  let entropy = 0;
  for (const count of bins) if (count > 0) entropy -= (count / luma.length) * Math.log2(count / luma.length);
  return {
    mean,
    contrast: Math.sqrt(Math.max(0, squares / luma.length - mean * mean)),
    range: most - least,
    entropy,
    edges: pairs > 0 ? edges / pairs : 0,
    nan: nan / luma.length,
  };
}

/** How much there is to see: entropy times edges. Both alone mislead: noise has the one, a single hard edge the other. */
export function interest(look: Look): number {
  // Pure noise would win every time; beyond a tenth, more edge is no longer more picture.
  return look.entropy * Math.min(look.edges, 0.1);
}

/** One colour all over: every channel of every pixel within two steps of the first pixel's. */
export function isBlank(pixels: Uint8Array, look: Look): boolean {
  if (look.range > BLANK_RANGE) return false;
  for (let at = 0; at < pixels.length; at++) if (at % 4 !== 3 && Math.abs((pixels[at] ?? 0) - (pixels[at % 4] ?? 0)) > STATIC_CHANGE) return false;
  return true;
}

/** Mean absolute change of luma between two pictures of one size, 0…1. */
export function change(before: Uint8Array, after: Uint8Array): number {
  const [a, b] = [lumaOf(before), lumaOf(after)];
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += Math.abs((a[index] ?? 0) - (b[index] ?? 0));
  return sum / a.length;
}

/** Whether no colour of any pixel differs by more than two steps. */
export function isSame(before: Uint8Array, after: Uint8Array): boolean {
  return before.every((value, index) => index % 4 === 3 || Math.abs(value - (after[index] ?? 0)) <= STATIC_CHANGE);
}
