/** Fit: where the texels of what is looked at lie on the canvas, and how cubes and volumes are laid out flat. */
import type { SamplerKind } from "../assemble";

/** Where a flat picture stands in a rectangle: pixels of its bottom-left corner, and texels a pixel. */
export interface Placement {
  left: number;
  bottom: number;
  texels: number;
}

/** The sides in texels, as it is laid out flat: a cube unfolded to a cross of 4×3 faces, a volume as tiles, its first slice at the top-left. */
export function flatSize(kind: SamplerKind, [width, height, depth]: readonly [number, number, number]): [number, number] {
  if (kind === "Cube") return [4 * width, 3 * width];
  if (kind === "2D") return [width, height];
  const columns = Math.ceil(Math.sqrt(depth));
  return [columns * width, Math.ceil(depth / columns) * height];
}

/** How many texels there are; where it is laid out flat, nothing lies in the corners of a cube's cross or behind a volume's last slice. */
export function texelsOf(kind: SamplerKind, [width, height, depth]: readonly [number, number, number]): number {
  return kind === "Cube" ? 6 * width * width : width * height * (kind === "3D" ? depth : 1);
}

/** The whole picture, in its own shape and in the middle, as large as a rectangle of `width`×`height` pixels allows. */
export function placed([across, up]: readonly [number, number], width: number, height: number): Placement {
  const texels = Math.max(across / width, up / height);
  return { left: (width - across / texels) / 2, bottom: (height - up / texels) / 2, texels };
}

/** The texel under a pixel of the canvas, both counted from the bottom-left; null beside the picture. */
export function texelAt(size: readonly [number, number], width: number, height: number, x: number, y: number): [number, number] | null {
  const { left, bottom, texels } = placed(size, width, height);
  const [column, row] = [Math.floor((Math.floor(x) + 0.5 - left) * texels), Math.floor((Math.floor(y) + 0.5 - bottom) * texels)];
  return column >= 0 && row >= 0 && column < size[0] && row < size[1] ? [column, row] : null;
}
