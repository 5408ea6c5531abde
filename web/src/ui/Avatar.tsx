// A face for everybody: a small triangle pattern drawn from the name alone, the same everywhere.
import { useMemo } from "react";
import { cx } from "../lib/cx";

export interface AvatarProps {
  /** The username; the drawing depends on nothing else. */
  name: string;
  size?: number;
  className?: string;
}

export function Avatar({ name, size = 32, className }: AvatarProps) {
  const { hue, cells } = useMemo(() => drawing(name), [name]);
  return (
    <svg width={size} height={size} viewBox="0 0 4 4" aria-hidden className={cx("shrink-0 rounded-full", className)} style={{ background: `oklch(0.27 0.06 ${hue})` }}>
      {cells.map(({ points, light, turn }) => (
        <polygon key={points} points={points} fill={`oklch(${light} 0.14 ${(hue + turn) % 360})`} />
      ))}
    </svg>
  );
}

function drawing(name: string): { hue: number; cells: { points: string; light: number; turn: number }[] } {
  const next = randomFrom(name);
  const hue = Math.floor(next() * 360);
  const cells = [];
  for (let y = 0; y < 4; y += 1) {
    for (let x = 0; x < 2; x += 1) {
      const kind = Math.floor(next() * 5);
      const light = Number((0.5 + next() * 0.36).toFixed(2));
      const turn = Math.floor(next() * 70);
      if (kind > 3) continue;
      for (const mirrored of [false, true]) cells.push({ points: corner(x, y, kind, mirrored), light, turn });
    }
  }
  return { hue, cells };
}

/** The unit square at (x, y) less one of its corners; mirrored across the middle of the 4 × 4 field. */
function corner(x: number, y: number, kind: number, mirrored: boolean): string {
  const square = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1]] as const;
  return square
    .filter((_, index) => index !== kind)
    .map(([px, py]) => `${mirrored ? 4 - px : px},${py}`)
    .join(" ");
}

/** mulberry32 over an FNV-1a hash: the same name gives the same numbers on every machine. */
function randomFrom(name: string): () => number {
  let state = 2166136261;
  for (const character of name) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
