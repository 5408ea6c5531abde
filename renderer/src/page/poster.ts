// The poster: one still as large as asked for, or as large as the time allows; and the same moment in other sizes.
import type { PosterRequest, RenderedPoster, StillRequest } from "../protocol.js";
import { CORES, glance, LEAST_PROCESSOR_MS, TooHeavy } from "./cost.js";
import { base64, encodeStill, scaled } from "./encode.js";
import { type CostModel, planStill, predictMs } from "./plan.js";
import { beat, processorMs, type Stage, upright } from "./stage.js";
import type { Budget, Work } from "./survey.js";

// What a poster may take of the time that is left, so that a film still has some, and another drawn size of what is left then.
const SHARE = 0.4;
const STILL_SHARE = 0.15;
const DRAW_SHARE = 0.25;

export interface Picture {
  width: number;
  height: number;
  frame: number;
  /** RGBA, bottom row first; alpha is 0 where the image is not a number. */
  raw: Uint8Array;
  /** RGBA, opaque, top row first. */
  pixels: Uint8ClampedArray<ArrayBuffer>;
  /** Milliseconds of the last frame, by the clock. */
  ms: number;
  /** How many frames were drawn. */
  frames: number;
}

/** Draws `frame` at the size wished for, or at the largest that `share` of the time allows. Throws TooHeavy. */
async function drawPicture(stage: Stage, work: Work, wish: { width: number; height: number }, frame: number, cost: CostModel, budget: Budget, share: number): Promise<Picture> {
  const budgetMs = budget.leftMs() * share;
  const ends = budget.leftMs() - 2 * budgetMs;
  const plan = planStill(cost, { width: wish.width, height: wish.height, frames: work.stateful ? frame + 1 : 1, budgetMs, drawMs: budget.gpuDeadlineMs * DRAW_SHARE });
  if (plan === null) throw new TooHeavy(`a picture of ${wish.width}×${wish.height} would take about ${Math.round(predictMs(cost, wish.width * wish.height) / 1000)} s`);
  const { width, height, bands } = plan;
  stage.resize(width, height);
  let [reached, ms] = [frame, 0];
  if (work.stateful) {
    for (let index = 0; index <= frame; index++) {
      ms = await stage.draw(index, work.fps);
      reached = index;
      if (budget.leftMs() < ends) break;
    }
  } else if (bands === 1) ms = await stage.draw(frame, work.fps);
  else if (!(await stage.drawBands(frame, work.fps, bands, () => budget.leftMs() > ends))) throw new TooHeavy("drawing the picture took longer than foreseen");
  const raw = stage.pixels();
  await stage.assertAlive();
  return { width, height, frame: reached, raw, pixels: upright(raw, width), ms, frames: work.stateful ? reached + 1 : 1 };
}

async function encoded({ width, height, frame, pixels }: Omit<Picture, "raw" | "ms" | "frames">, type: StillRequest["type"], fps: number): Promise<RenderedPoster> {
  await beat("encoding a picture", false);
  return { type, width, height, at: frame / fps, data: base64(await encodeStill(pixels, width, type)) };
}

export interface DrawnPoster {
  poster: RenderedPoster;
  picture: Picture;
  /** By processor time, as if two cores had drawn; null where that cannot be read or was too short to be counted. */
  processorMsPerMegapixel: number | null;
}

/** The poster without a survey, where the moment is known and one tiny picture shows that it may be drawn at once; else null. */
export async function drawAtOnce(stage: Stage, work: Work, wish: PosterRequest, frame: number, budget: Budget): Promise<{ poster: RenderedPoster; picture: Picture } | null> {
  if (work.stateful) return null;
  const tiny = await glance(stage, frame, work.fps);
  const cost = { fixedMs: 0, msPerMegapixel: (tiny.ms / tiny.pixels) * 1e6 };
  if (predictMs(cost, wish.width * wish.height) > budget.gpuDeadlineMs * DRAW_SHARE) return null;
  const picture = await drawPicture(stage, work, wish, frame, cost, budget, SHARE);
  return { poster: await encoded(picture, wish.type, work.fps), picture };
}

export async function drawPoster(stage: Stage, work: Work, wish: PosterRequest, frame: number, cost: CostModel, budget: Budget): Promise<DrawnPoster> {
  const before = await processorMs();
  const picture = await drawPicture(stage, work, wish, frame, cost, budget, SHARE);
  const after = await processorMs();
  const spentMs = before === null || after === null ? 0 : after - before;
  const perMegapixel = (spentMs / CORES / picture.frames / (picture.width * picture.height)) * 1e6;
  return { poster: await encoded(picture, wish.type, work.fps), picture, processorMsPerMegapixel: spentMs < LEAST_PROCESSOR_MS ? null : perMegapixel };
}

/**
 * The poster's moment in the sizes wished for. What fits into the poster is scaled from it, and so is what a work with buffers would
 * have to be run for once more, or what there is no time for; the rest is drawn.
 */
export async function drawStills(stage: Stage, work: Work, wishes: readonly StillRequest[], poster: Picture, cost: CostModel, budget: Budget): Promise<RenderedPoster[]> {
  const stills: RenderedPoster[] = [];
  for (const wish of wishes) {
    const fits = wish.width <= poster.width && wish.height <= poster.height;
    const affordable = !work.stateful && predictMs(cost, wish.width * wish.height) < budget.leftMs() * STILL_SHARE;
    const from = !fits && affordable ? await drawPicture(stage, work, wish, poster.frame, cost, budget, STILL_SHARE) : poster;
    const pixels = from.width === wish.width && from.height === wish.height ? from.pixels : scaled(from, wish.width, wish.height);
    stills.push(await encoded({ ...wish, frame: poster.frame, pixels }, wish.type, work.fps));
  }
  return stills;
}
