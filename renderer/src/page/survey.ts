// The survey before anything large is drawn: what a frame costs, which moment looks best, whether anything is seen or moves.
import type { CompileReport, Pass } from "@fractafrag/runtime";
import type { Probed } from "../protocol.js";
import { measure, type Measured, measured, measureTiny, SMALL, worstMs } from "./cost.js";
import { change, interest, isBlank, isSame, type Look, lookAt, thinned } from "./look.js";
import type { CostModel } from "./plan.js";
import type { Stage } from "./stage.js";

/** Seconds at which a poster may be taken. */
const CANDIDATES = [0.7, 1.6, 3.1, 5.8];
const LAG_SECONDS = 0.1;
// Works with buffers are drawn from frame 0 to each candidate; this bounds the way.
const WAY_SHARE = 0.15;

export interface Work {
  passes: Pass[];
  /** Has buffers: what it shows depends on all frames before. */
  stateful: boolean;
  report: CompileReport;
  fps: number;
}

export interface Budget {
  leftMs(): number;
  gpuDeadlineMs: number;
}

export interface Survey {
  cost: CostModel;
  probes: Probed[];
  /** The frame chosen for the poster. */
  frame: number;
  look: Look;
  /** Null where only one moment was looked at, and so is `static`. */
  motion: number | null;
  blank: boolean;
  static: boolean | null;
  /** Whether a pixel of any moment that was looked at is not a number. */
  nan: boolean;
}

interface Sight {
  frame: number;
  pixels: Uint8Array;
  look: Look;
}

export async function survey(stage: Stage, work: Work, at: number | null, budget: Budget): Promise<Survey> {
  const frames = (at === null ? CANDIDATES : [at]).map((seconds) => Math.round(seconds * work.fps));
  const lag = Math.max(1, Math.round(LAG_SECONDS * work.fps));
  const { sights, measured } = work.stateful ? await along(stage, work, frames, lag, budget) : await here(stage, work, frames, lag, budget);
  return { cost: measured.cost, probes: measured.probes, ...judge(sights, lag) };
}

/** From one picture, RGBA with alpha 0 where it is not a number, that took `ms`. */
export function surveyOf(pixels: Uint8Array, width: number, frame: number, ms: number): Survey {
  const [small, columns] = thinned(pixels, width, SMALL.width);
  const look = lookAt(small, columns);
  const cost = { fixedMs: 0, msPerMegapixel: (ms * 4e6) / pixels.length };
  return { cost, probes: [], frame, look, motion: null, blank: isBlank(small, look), static: null, nan: look.nan > 0 };
}

function see(stage: Stage, frame: number): Sight {
  const pixels = stage.pixels();
  return { frame, pixels, look: lookAt(pixels, stage.width) };
}

interface Seen {
  sights: Sight[];
  measured: Measured;
}

/** Without buffers any moment can be drawn by itself, and looking at some measures at once what a small picture costs. */
async function here(stage: Stage, work: Work, frames: readonly number[], lag: number, budget: Budget): Promise<Seen> {
  const tiny = await measureTiny(stage, work.fps, budget.gpuDeadlineMs);
  stage.resize(SMALL.width, SMALL.height);
  const affordable = Math.max(1, Math.floor((budget.leftMs() * WAY_SHARE) / Math.max(worstMs(tiny), 1)) - 1);
  const until = budget.leftMs() * (1 - 2 * WAY_SHARE);
  const [sights, times] = [[] as Sight[], [] as number[]];
  const draw = async (frame: number): Promise<void> => {
    times.push(await stage.draw(frame, work.fps));
    sights.push(see(stage, frame));
  };
  for (const frame of frames.slice(0, affordable)) {
    await draw(frame);
    if (budget.leftMs() < until) break;
  }
  const best = bestOf(sights);
  for (const frame of [best.frame + lag, ...(frames.length === 1 ? [best.frame + 13 * lag] : [])]) {
    if (budget.leftMs() < until) break;
    await draw(frame);
  }
  // The first draw at a size pays for its memory.
  return { sights, measured: measured(tiny, Math.min(...(times.length > 1 ? times.slice(1) : times))) };
}

/** With buffers every frame from 0 is drawn; when that takes too long, the way ends early and the last frame reached counts. */
async function along(stage: Stage, work: Work, frames: readonly number[], lag: number, budget: Budget): Promise<Seen> {
  const measured = await measure(stage, work.fps, budget.gpuDeadlineMs);
  const until = budget.leftMs() * (1 - WAY_SHARE);
  const wanted = new Set(frames.flatMap((frame) => [frame, frame + lag]));
  const last = Math.min(Math.max(...wanted), Math.max(lag, Math.floor((budget.leftMs() * WAY_SHARE) / measured.smallMs)));
  const sights: Sight[] = [];
  for (let frame = 0; frame <= last; frame++) {
    await stage.draw(frame, work.fps);
    const ends = frame === last || budget.leftMs() < until;
    if (wanted.has(frame) || ends || frame === last - lag) sights.push(see(stage, frame));
    if (ends) break;
  }
  return { sights, measured };
}

function bestOf(sights: readonly Sight[]): Sight {
  const [first, ...others] = sights;
  if (first === undefined) throw new Error("nothing was drawn");
  return others.reduce((best, sight) => (interest(sight.look) > interest(best.look) ? sight : best), first);
}

function judge(sights: readonly Sight[], lag: number): Omit<Survey, "cost" | "probes"> {
  const followed = sights.filter((sight) => sights.some(({ frame }) => frame === sight.frame + lag));
  const best = bestOf(followed.length > 0 ? followed : sights);
  const after = sights.find(({ frame }) => frame === best.frame + lag);
  return {
    frame: best.frame,
    look: best.look,
    motion: after ? change(best.pixels, after.pixels) : 0,
    blank: sights.every(({ pixels, look }) => isBlank(pixels, look)),
    static: sights.length > 1 && sights.every(({ pixels }) => isSame(best.pixels, pixels)),
    nan: sights.some(({ look }) => look.nan > 0),
  };
}
