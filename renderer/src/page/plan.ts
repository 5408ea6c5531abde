// How much can be afforded: from two small probes the cost of every larger picture, and from that what to draw in the time there is.
import { COST_TIERS } from "@fractafrag/runtime";
import type { Tier } from "../protocol.js";

export interface Probe {
  pixels: number;
  ms: number;
}

/** Milliseconds of a frame as a fixed part and a part that grows with the pixels. */
export interface CostModel {
  fixedMs: number;
  msPerMegapixel: number;
}

/** A straight line through two probes of different size; never negative, whatever the noise. */
export function costModel(small: Probe, large: Probe): CostModel {
  const slope = Math.max(0, (large.ms - small.ms) / (large.pixels - small.pixels));
  // Noise can make the small one the dearer: then all cost is taken to grow with the pixels, which errs on the careful side.
  const perPixel = slope > 0 ? slope : large.ms / large.pixels;
  return { fixedMs: Math.max(0, small.ms - perPixel * small.pixels), msPerMegapixel: perPixel * 1e6 };
}

export function predictMs(model: CostModel, pixels: number): number {
  return model.fixedMs + (model.msPerMegapixel * pixels) / 1e6;
}

/** How heavy a shader is, by what a million of its pixels cost in software on two cores. */
export function tierOf(msPerMegapixel: number): Tier {
  if (msPerMegapixel < COST_TIERS.light) return "light";
  if (msPerMegapixel < COST_TIERS.medium) return "medium";
  return msPerMegapixel < COST_TIERS.heavy ? "heavy" : "extreme";
}

export interface StillPlan {
  width: number;
  height: number;
  /** Horizontal bands that are drawn one after the other; 1 for a work with buffers. */
  bands: number;
}

export interface StillWish {
  width: number;
  height: number;
  /** Frames to draw to reach the poster's, itself included; 1 without buffers. */
  frames: number;
  /** Milliseconds for all of them. */
  budgetMs: number;
  /** Milliseconds that one uninterrupted draw should stay under. */
  drawMs: number;
}

const SCALES = [1, 0.75, 0.5, 0.375, 0.25, 0.1875, 0.125];

const scaled = (side: number, scale: number): number => Math.max(16, Math.round((side * scale) / 2) * 2);

/** The largest picture that fits the budget; null when not even the smallest does. */
export function planStill(model: CostModel, wish: StillWish): StillPlan | null {
  for (const scale of SCALES) {
    const [width, height] = scale === 1 ? [wish.width, wish.height] : [scaled(wish.width, scale), scaled(wish.height, scale)];
    const frameMs = predictMs(model, width * height);
    if (frameMs * wish.frames > wish.budgetMs) continue;
    if (wish.frames > 1 && frameMs > wish.drawMs) continue;
    const bands = wish.frames > 1 ? 1 : Math.min(height, Math.max(1, Math.ceil(frameMs / wish.drawMs)));
    return { width, height, bands };
  }
  return null;
}

export interface FilmPlan {
  width: number;
  height: number;
  fps: number;
  reduced: boolean;
}

export interface FilmWish {
  width: number;
  height: number;
  seconds: number;
  fps: number;
  /** Seconds drawn beyond the film itself: the cross-fade, or the way from frame 0 for a work with buffers. */
  extraSeconds: number;
  /** Milliseconds that encoding a million pixels takes, all types together. */
  encodeMsPerMegapixel: number;
  budgetMs: number;
  drawMs: number;
}

const LADDER: readonly [scale: number, fps: number][] = [
  [1, 30],
  [1, 24],
  [1, 20],
  [1, 15],
  [0.75, 20],
  [0.75, 15],
  [0.5, 20],
  [0.5, 15],
  [0.5, 12],
  [0.375, 12],
];

/** The best film that fits: first fewer frames, then fewer pixels; null when none does. Sides are even, as H.264 wants them. */
export function planFilm(model: CostModel, wish: FilmWish): FilmPlan | null {
  for (const [scale, rate] of [[1, wish.fps] as const, ...LADDER]) {
    const fps = Math.min(rate, wish.fps);
    const [width, height] = [scaled(wish.width, scale), scaled(wish.height, scale)];
    const drawMs = predictMs(model, width * height);
    if (drawMs > wish.drawMs) continue;
    const drawn = (wish.seconds + wish.extraSeconds) * fps;
    const encodeMs = (wish.encodeMsPerMegapixel * width * height * wish.seconds * fps) / 1e6;
    if (drawn * drawMs + encodeMs <= wish.budgetMs) return { width, height, fps, reduced: scale !== 1 || fps !== wish.fps };
  }
  return null;
}
