/** How the open work plays, and what of it is looked at: the person's affair, never the work's. */
import type { LoopRange, Shown } from "@fractafrag/runtime/inspection";

export interface PlaybackState {
  playing: boolean;
  /** Seconds of the work a second of life, 0 to 16. */
  speed: number;
  /** Drawing-buffer pixels for each device pixel. */
  scale: number;
  /** Drawing-buffer pixels, whatever the screen has; null: by the scale. */
  fixed: { width: number; height: number } | null;
  loop: LoopRange | null;
  /** Whether buffers are replayed on the way to a moment. */
  replay: boolean;
  /** What stands in the image's place; null: the image. */
  shown: Shown | null;
  /** Whether the pointer picks pixels. */
  picking: boolean;
  /** Whether the ends of what is shown are wanted. */
  measuring: boolean;
}

export const startingPlayback: PlaybackState = { playing: true, speed: 1, scale: 1, fixed: null, loop: null, replay: true, shown: null, picking: false, measuring: false };

export const LONGEST_SIDE = 4096;
export const MOST_SPEED = 16;

/** "640×360", "½ res", "Full": what the picture's size follows. */
export function sizeName({ scale, fixed }: Pick<PlaybackState, "scale" | "fixed">): string {
  if (fixed) return `${fixed.width}×${fixed.height}`;
  return scale === 1 ? "Full" : `${fraction(scale)} res`;
}

/** "½", "2", "0.3". */
export function fraction(value: number): string {
  return { 0.25: "¼", 0.5: "½" }[value] ?? String(Number(value.toPrecision(4)));
}
