// The film: a few seconds that loop, frame by frame at a fixed clock, as good as the time allows.
import type { FilmRequest, RenderedFilm } from "../protocol.js";
import { base64, FilmEncoder } from "./encode.js";
import { type CostModel, type FilmPlan, planFilm, predictMs } from "./plan.js";
import { beat, type Stage } from "./stage.js";
import type { Budget, Work } from "./survey.js";

const FADE_SECONDS = 0.4;
const ENCODE_MS_PER_MEGAPIXEL = 90;
// Left for the last encoded frames and for the answer to travel.
const RESERVE_MS = 1_500;
// Encoding all frames once more is begun only with this much time left.
const REPEAT_MS = 6_000;
// Never more than this on the way from frame 0 to the film's start, whatever was asked for.
const WAY_FRAMES = 1_800;

export interface FilmOutcome {
  films: RenderedFilm[];
  fate: "full" | "reduced" | "omitted";
  note: string | null;
  /** Milliseconds of one frame, and its pixels; null when none was drawn. */
  measured: { ms: number; pixels: number } | null;
}

const omitted = (note: string): FilmOutcome => ({ films: [], fate: "omitted", note, measured: null });

export async function drawFilm(stage: Stage, work: Work, wish: FilmRequest, startSeconds: number, cost: CostModel, budget: Budget): Promise<FilmOutcome> {
  const fade = work.stateful ? 0 : Math.min(FADE_SECONDS, wish.seconds / 4);
  const plan = planFilm(cost, {
    width: wish.width,
    height: wish.height,
    seconds: wish.seconds,
    fps: wish.fps,
    extraSeconds: work.stateful ? startSeconds : fade,
    encodeMsPerMegapixel: ENCODE_MS_PER_MEGAPIXEL * wish.types.length,
    budgetMs: (budget.leftMs() - RESERVE_MS) * 0.8,
    drawMs: budget.gpuDeadlineMs / 2,
  });
  if (plan === null) {
    const ms = Math.round(predictMs(cost, wish.width * wish.height));
    return omitted(`a frame of ${wish.width}×${wish.height} takes about ${ms} ms, so a film would not end in time`);
  }
  const encoder = await FilmEncoder.open(wish.types, plan);
  if (encoder.types.length === 0) return omitted(`this browser writes none of: ${wish.types.join(", ")}`);
  const frames = Math.max(1, Math.round(wish.seconds * plan.fps));
  const drawn = await drawFrames(stage, work, { plan, frames, fadeFrames: Math.round(fade * plan.fps), start: Math.round(startSeconds * plan.fps) }, encoder, budget).catch((error: unknown) => {
    encoder.abandon();
    throw error;
  });
  if (drawn === null) {
    encoder.abandon();
    return omitted("drawing the film took longer than foreseen");
  }
  await beat("encoding the film", false);
  const encoded = await encoder.finish(() => budget.leftMs() > REPEAT_MS);
  const films = encoded.map(({ type, bytes, shape }): RenderedFilm => ({ type: `video/${type}`, width: shape.width, height: shape.height, seconds: frames / plan.fps, fps: shape.fps, data: base64(bytes) }));
  const shrunk = encoded.filter(({ shape }) => shape.width < plan.width);
  const missing = wish.types.filter((type) => !encoder.types.includes(type));
  const notes = [
    ...(plan.reduced ? [`reduced to ${plan.width}×${plan.height} at ${plan.fps} frames a second to end in time`] : []),
    ...(shrunk.length > 0 ? [`${shrunk.map(({ type }) => type).join(", ")} made smaller, because so much changes in every frame`] : []),
    ...(missing.length > 0 ? [`this browser does not write ${missing.join(", ")}`] : []),
  ];
  return { films, fate: plan.reduced || shrunk.length > 0 ? "reduced" : "full", note: notes.join("; ") || null, measured: { ms: drawn, pixels: plan.width * plan.height } };
}

interface Shot {
  plan: FilmPlan;
  frames: number;
  /** The first frames fade from what follows the last one, so that the end runs into the start; 0 for works with buffers. */
  fadeFrames: number;
  start: number;
}

/** Draws and encodes all frames; the median milliseconds of a frame, or null when time ran out. */
async function drawFrames(stage: Stage, work: Work, { plan, frames, fadeFrames, start }: Shot, encoder: FilmEncoder, budget: Budget): Promise<number | null> {
  stage.resize(plan.width, plan.height);
  const times: number[] = [];
  const shoot = async (frame: number): Promise<Uint8ClampedArray<ArrayBuffer>> => {
    times.push(await stage.draw(frame, plan.fps));
    return stage.picture();
  };
  if (work.stateful) {
    for (let frame = 0; frame < Math.min(start, WAY_FRAMES); frame++) {
      times.push(await stage.draw(frame, plan.fps));
      if (budget.leftMs() < RESERVE_MS) return null;
    }
  }
  const first = work.stateful ? Math.min(start, WAY_FRAMES) : start;
  for (let index = 0; index < frames; index++) {
    let picture: Uint8ClampedArray<ArrayBuffer>;
    if (index < fadeFrames) {
      const ending = await shoot(first + frames + index);
      picture = mix(ending, await shoot(first + index), (index + 1) / (fadeFrames + 1));
    } else picture = await shoot(first + index);
    await encoder.add(picture);
    if (budget.leftMs() < RESERVE_MS) return null;
  }
  await stage.assertAlive();
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

/** `share` of `to` laid over `from`, in place of `from`. */
function mix(from: Uint8ClampedArray<ArrayBuffer>, to: Uint8ClampedArray<ArrayBuffer>, share: number): Uint8ClampedArray<ArrayBuffer> {
  const weight = Math.round(share * 256);
  for (let at = 0; at < from.length; at++) from[at] = ((from[at] ?? 0) * (256 - weight) + (to[at] ?? 0) * weight) >> 8;
  return from;
}
