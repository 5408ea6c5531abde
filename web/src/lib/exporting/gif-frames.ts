// GIF's own ideas of time and colour.

/** Milliseconds for which frame `index` stands: GIF counts hundredths of a second, and the rest of one frame is given to another. */
export function delaysOf(fps: number, index: number): number {
  const at = (count: number): number => Math.round((100 * count) / fps);
  return 10 * (at(index + 1) - at(index));
}

const SIDE = 4;
// Bayer's matrix of order 4, less its mean.
const BAYER = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5].map((value) => (value - 7.5) / 16);
/** About the step between two colours that stand side by side in a palette of 256. */
const STRENGTH = 10;

/** Adds a fixed pattern to RGBA pixels in place: it stands still from frame to frame, so nothing flickers. */
export function dither(rgba: Uint8ClampedArray, width: number): void {
  for (let at = 0, pixel = 0; at < rgba.length; at += 4, pixel++) {
    const nudge = (BAYER[(Math.floor(pixel / width) % SIDE) * SIDE + ((pixel % width) % SIDE)] ?? 0) * STRENGTH;
    rgba[at] = (rgba[at] ?? 0) + nudge;
    rgba[at + 1] = (rgba[at + 1] ?? 0) + nudge;
    rgba[at + 2] = (rgba[at + 2] ?? 0) + nudge;
  }
}
