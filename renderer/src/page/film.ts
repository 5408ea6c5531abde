// The film: a few seconds that loop, frame by frame at a fixed clock, as good as the time allows.
import type { FilmRequest, Loop, RenderedFilm } from "../protocol.js";
import { base64, type EncodedFilm, FilmEncoder } from "./encode.js";
import { SMALL } from "./cost.js";
import { FlashMeter } from "./flash.js";
import { findPeriod } from "./period.js";
import { type CostModel, type FilmPlan, planFilm, predictMs, tierOf } from "./plan.js";
import { beat, type Stage } from "./stage.js";
import type { Budget, Work } from "./survey.js";

const FADE_SECONDS = 0.4;
const ENCODE_MS_PER_MEGAPIXEL = 90;
// Left for the last encoded frames and for the answer to travel.
const RESERVE_MS = 1_500;
// Encoding all frames once more is begun only with this much time left.
const REPEAT_MS = 6_000;
// What the way from frame 0 to the film's start may take of a film's time, and its frames at most.
const WAY_SHARE = 0.3;
const WAY_FRAMES = 1_800;
const TRIES = 3;
// After so many frames it is known whether the probes foretold the truth.
const JUDGED_AFTER = 6;
const SHORTEST_SECONDS = 1;

export interface FilmOutcome {
  films: RenderedFilm[];
  fate: "full" | "reduced" | "omitted";
  note: string | null;
  /** Milliseconds of one frame, and its pixels; null when none was drawn. */
  measured: { ms: number; pixels: number } | null;
  /** The largest share of the picture that flashed more than three times in one second; null when no film was drawn. */
  flashArea: number | null;
  loop: Loop | null;
}

interface Shot {
  plan: FilmPlan;
  frames: number;
  /** The first frames fade from what follows the last one, so that the end runs into the start; 0 for works with buffers. */
  fadeFrames: number;
  start: number;
}

interface Take {
  /** behind: it will not end in time at this size; nothing of it is of use. */
  behind: boolean;
  frames: number;
  /** Median milliseconds of a frame. */
  ms: number;
  flashArea: number | null;
}

const omitted = (note: string): FilmOutcome => ({ films: [], fate: "omitted", note, measured: null, flashArea: null, loop: null });

/** `startSeconds`: where the film should start; one with buffers starts earlier when the way there is too long, unless the request insists. */
export async function drawFilm(stage: Stage, work: Work, given: FilmRequest, startSeconds: number, cost: CostModel, budget: Budget): Promise<FilmOutcome> {
  const foretold = { ...cost };
  const smallMs = predictMs(cost, SMALL.width * SMALL.height);
  const repeats = (longest: number): Promise<number | null> => findPeriod(stage, work, startSeconds, { seconds: given.seconds, longest }, smallMs, budget);
  const longest = (typeof given.longest === "number" ? given.longest : given.longest?.[tierOf(cost.msPerMegapixel)]) ?? given.seconds;
  const found = await repeats(longest);
  // A longer film that would be a worse one is not worth its join.
  const worse = found !== null && found > given.seconds && planShot(work, { ...given, seconds: found }, startSeconds, cost, true, budget)?.plan.reduced !== false;
  const period = worse ? await repeats(given.seconds) : found;
  const wish = period === null ? given : { ...given, seconds: period };
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const shot = planShot(work, wish, startSeconds, foretold, period !== null, budget);
    if (shot === null) break;
    const encoder = await FilmEncoder.open(wish.types, shot.plan);
    if (encoder.types.length === 0) return omitted(`this browser writes none of: ${wish.types.join(", ")}`);
    try {
      const take = await drawFrames(stage, work, shot, encoder, budget);
      if (!take.behind) return await finish(shot, take, wish, period !== null, encoder, budget);
      const slower = Math.max(1.2, take.ms / Math.max(0.01, predictMs(foretold, shot.plan.width * shot.plan.height)));
      foretold.fixedMs *= slower;
      foretold.msPerMegapixel *= slower;
    } finally {
      encoder.abandon();
    }
  }
  return omitted(`a frame of ${wish.width}×${wish.height} takes about ${Math.round(predictMs(foretold, wish.width * wish.height))} ms, so a film would not end in time`);
}

function planShot(work: Work, wish: FilmRequest, startSeconds: number, cost: CostModel, repeats: boolean, budget: Budget): Shot | null {
  const fade = work.stateful || repeats ? 0 : Math.min(FADE_SECONDS, wish.seconds / 4);
  const budgetMs = (budget.leftMs() - RESERVE_MS) * 0.8;
  const affordable = (budgetMs * WAY_SHARE) / (predictMs(cost, wish.width * wish.height) * wish.fps);
  const from = work.stateful && wish.at === undefined ? Math.min(startSeconds, Math.max(0.5, Math.floor(affordable))) : startSeconds;
  const plan = planFilm(cost, {
    width: wish.width,
    height: wish.height,
    seconds: wish.seconds,
    fps: wish.fps,
    extraSeconds: work.stateful ? from : fade,
    encodeMsPerMegapixel: ENCODE_MS_PER_MEGAPIXEL * wish.types.length,
    budgetMs,
    drawMs: budget.gpuDeadlineMs / 2,
  });
  if (plan === null) return null;
  const frames = Math.max(1, Math.round(wish.seconds * plan.fps));
  // A whole number of frames fills the period.
  const rate = repeats ? frames / wish.seconds : plan.fps;
  const start = Math.round(from * rate);
  return { plan: { ...plan, fps: rate }, frames, fadeFrames: Math.round(fade * plan.fps), start: work.stateful ? Math.min(start, WAY_FRAMES) : start };
}

/** Draws and encodes the frames, as many as there is time for. */
async function drawFrames(stage: Stage, work: Work, { plan, frames, fadeFrames, start }: Shot, encoder: FilmEncoder, budget: Budget): Promise<Take> {
  stage.resize(plan.width, plan.height);
  const meter = new FlashMeter(plan.fps);
  const total = frames + (work.stateful ? start : fadeFrames);
  const [times, allowedMs, began] = [[] as number[], budget.leftMs() - RESERVE_MS, performance.now()];
  const median = (): number => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
  const isBehind = (): boolean => {
    const spent = performance.now() - began;
    return times.length >= JUDGED_AFTER && times.length < total / 3 && (spent / times.length) * total > allowedMs;
  };
  const draw = async (frame: number): Promise<void> => void times.push(await stage.draw(frame, plan.fps));
  const shoot = async (frame: number): Promise<Uint8ClampedArray<ArrayBuffer>> => {
    await draw(frame);
    return stage.picture();
  };
  for (let frame = 0; work.stateful && frame < start; frame++) {
    await draw(frame);
    if (isBehind() || budget.leftMs() < RESERVE_MS) return { behind: true, frames: 0, ms: median(), flashArea: null };
  }
  let index = 0;
  for (; index < frames && budget.leftMs() > RESERVE_MS; index++) {
    let picture: Uint8ClampedArray<ArrayBuffer>;
    if (index < fadeFrames) {
      const ending = await shoot(start + frames + index);
      picture = mix(ending, await shoot(start + index), (index + 1) / (fadeFrames + 1));
    } else picture = await shoot(start + index);
    meter.add(picture, plan.width, plan.height);
    await encoder.add(picture);
    if (isBehind()) return { behind: true, frames: 0, ms: median(), flashArea: null };
  }
  await stage.assertAlive();
  return { behind: index < Math.min(frames, SHORTEST_SECONDS * plan.fps), frames: index, ms: median(), flashArea: meter.area };
}

async function finish({ plan, frames, fadeFrames }: Shot, take: Take, wish: FilmRequest, repeats: boolean, encoder: FilmEncoder, budget: Budget): Promise<FilmOutcome> {
  await beat("encoding the film", false);
  const encoded = await encoder.finish(() => budget.leftMs() > REPEAT_MS);
  const shrunk = encoded.filter(({ shape }) => shape.width < plan.width);
  const missing = wish.types.filter((type) => !encoder.types.includes(type));
  const notes = [
    ...(plan.reduced ? [`reduced to ${plan.width}×${plan.height} at ${Number(plan.fps.toFixed(2))} frames a second to end in time`] : []),
    ...(take.frames < frames ? [`cut to ${take.frames} of ${frames} frames to end in time`] : []),
    ...(shrunk.length > 0 ? [`${shrunk.map(({ type }) => type).join(", ")} made smaller, because so much changes in every frame`] : []),
    ...(missing.length > 0 ? [`this browser does not write ${missing.join(", ")}`] : []),
  ];
  const seconds = take.frames / plan.fps;
  return {
    films: encoded.map((film) => rendered(film, seconds)),
    fate: plan.reduced || take.frames < frames || shrunk.length > 0 ? "reduced" : "full",
    note: notes.join("; ") || null,
    measured: { ms: take.ms, pixels: plan.width * plan.height },
    flashArea: take.flashArea,
    loop: { seamless: repeats && take.frames === frames, seconds, join: take.frames < frames ? "cut" : repeats ? "period" : fadeFrames > 0 ? "faded" : "cut" },
  };
}

function rendered({ type, bytes, shape: { width, height, fps } }: EncodedFilm, seconds: number): RenderedFilm {
  return { type: `video/${type}`, width, height, seconds, fps, data: base64(bytes) };
}

/** `share` of `to` laid over `from`, in place of `from`. */
function mix(from: Uint8ClampedArray<ArrayBuffer>, to: Uint8ClampedArray<ArrayBuffer>, share: number): Uint8ClampedArray<ArrayBuffer> {
  const weight = Math.round(share * 256);
  for (let at = 0; at < from.length; at++) from[at] = ((from[at] ?? 0) * (256 - weight) + (to[at] ?? 0) * weight) >> 8;
  return from;
}
