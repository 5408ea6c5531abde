/** Noise: the pixels of our own noise textures, made by an integer hash so that every machine makes the same. */

export interface TexturePixels {
  /** Width and height in texels. */
  size: number;
  /** 1: grey, in the red channel alone. 4: red, green, blue, alpha. */
  channels: 1 | 4;
  /** Row by row, 0–255; the first row is the picture's top. */
  data: Uint8Array;
}

/** A 32-bit mixer with low bias (Wellons, "Prospecting for Hash Functions", 2018: lowbias32). Takes and gives unsigned 32-bit integers. */
export function mix32(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d) >>> 0;
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b) >>> 0;
  return (x ^ (x >>> 16)) >>> 0;
}

const byte = (x: number, y: number, layer: number): number => mix32((layer << 20) ^ (y << 10) ^ x) >>> 24;

/**
 * Pixels of one of `noise-grey-64`, `noise-grey-256`, `noise-rgba-64`, `noise-rgba-256`; null for any other name.
 * In the four-channel ones green is red moved by (37, 17) texels with wrap-around, and alpha is blue moved so: shaders that build
 * 3D noise from one lookup of a noise texture step through its slices by exactly that offset.
 */
export function noisePixels(source: string): TexturePixels | null {
  const match = /^noise-(grey|rgba)-(64|256)$/.exec(source);
  if (!match) return null;
  const size = Number(match[2]);
  const seed = size === 64 ? 1 : 5;
  if (match[1] === "grey") {
    const data = new Uint8Array(size * size);
    for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) data[y * size + x] = byte(x, y, seed);
    return { size, channels: 1, data };
  }
  const data = new Uint8Array(size * size * 4);
  const wrap = (value: number): number => (value + size) % size;
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const [u, v] = [wrap(x - 37), wrap(y - 17)];
      data.set([byte(x, y, seed + 1), byte(u, v, seed + 1), byte(x, y, seed + 2), byte(u, v, seed + 2)], (y * size + x) * 4);
    }
  return { size, channels: 4, data };
}
