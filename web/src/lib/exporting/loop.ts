// The best loop: of all stretches of a film, the one whose end looks and moves most like its beginning.

/** Small pictures, one after the other, as numbers of equal length. */
export type Thumbs = readonly ArrayLike<number>[];

export interface Loop {
  /** The first frame, and the one after the last. */
  start: number;
  end: number;
  /** How visible the seam is: its difference against that of two frames that follow each other; about 1 is unseen. */
  seam: number;
}

/** The root of the mean squared difference. */
export function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += ((a[at] ?? 0) - (b[at] ?? 0)) ** 2;
  return Math.sqrt(sum / Math.max(1, a.length));
}

/**
 * Of all stretches of `least` to `most` frames the one with the smallest seam; of nearly equal ones the earliest. A frame after each
 * end counts, too: what swings back looks the same while it moves the other way. Null where there are too few frames.
 */
export function bestLoop(thumbs: Thumbs, least: number, most: number): Loop | null {
  const steps = thumbs.slice(1).map((thumb, index) => difference(thumb, thumbs[index] ?? thumb));
  const usual = steps.reduce((sum, step) => sum + step, 0) / Math.max(1, steps.length);
  let best: Loop | null = null;
  for (let start = 0; start + least + 1 < thumbs.length; start++) {
    for (let end = start + least; end <= start + most && end + 1 < thumbs.length; end++) {
      const [first, second, last, after] = [thumbs[start], thumbs[start + 1], thumbs[end], thumbs[end + 1]];
      if (!first || !second || !last || !after) continue;
      // What comes after the last frame is the first: it should be to it what the frame at `end` would have been.
      const seam = (difference(first, last) + difference(second, after)) / 2 / Math.max(usual, 1e-6);
      if (best === null || seam < best.seam - 0.02) best = { start, end, seam };
    }
  }
  // A picture that does not move loops anywhere.
  return best && usual < 1e-6 ? { ...best, seam: 0 } : best;
}

/** Averages RGBA pixels into `across` × `down` cells of three numbers. */
export function thumbOf(rgba: ArrayLike<number>, width: number, height: number, across: number, down: number): Float32Array {
  const sums = new Float32Array(across * down * 3);
  const counts = new Float32Array(across * down);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const cell = Math.floor((y * down) / height) * across + Math.floor((x * across) / width);
      counts[cell] = (counts[cell] ?? 0) + 1;
      for (let channel = 0; channel < 3; channel++) sums[cell * 3 + channel] = (sums[cell * 3 + channel] ?? 0) + (rgba[at + channel] ?? 0);
    }
  }
  return sums.map((sum, index) => sum / Math.max(1, counts[Math.floor(index / 3)] ?? 1));
}
