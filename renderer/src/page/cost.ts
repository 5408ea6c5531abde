// What a frame costs, from a few draws so small that even a heavy shader ends them.
import type { Cost, Probed } from "../protocol.js";
import { REFERENCE_PIXELS } from "../terms.js";
import { type CostModel, costModel, predictMs, type Probe, tierOf } from "./plan.js";
import { processorMs, type Stage } from "./stage.js";

const TINY = { width: 32, height: 18 };
export const SMALL = { width: 128, height: 72 };

// Processor time is counted in hundredths of a second: what is shorter than a few of them is left to the clock.
export const LEAST_PROCESSOR_MS = 50;
// Costs are told as what two cores take.
export const CORES = 2;

const PROBES = 3;
const PROBES_MS = 6;
// What the second probe of a mere estimate may take.
const ESTIMATE_MS = 600;

/** A shader so heavy that not even a small picture is within the deadline. */
export class TooHeavy extends Error {}

async function probe(stage: Stage, { width, height }: typeof TINY, fps: number): Promise<Probe> {
  stage.resize(width, height);
  // The first draw at a size pays for its memory, and the very first for translating the shader once more.
  await stage.draw(0, fps);
  let [ms, spent] = [Infinity, 0];
  // What is short is measured badly: the cheaper, the more often.
  for (let round = 1; round <= PROBES && (round === 1 || spent < PROBES_MS); round++) {
    const once = await stage.draw(round, fps);
    ms = Math.min(ms, once);
    spent += once;
  }
  return { pixels: width * height, ms };
}

// Linear growth is the worst case, since part of the time is fixed.
export const worstMs = (tiny: Probe): number => (tiny.ms * SMALL.width * SMALL.height) / tiny.pixels;

/** Milliseconds of one more frame, by processor time where that can be told. */
async function drawnMs(stage: Stage, fps: number): Promise<number> {
  const before = await processorMs();
  const ms = await stage.draw(1, fps);
  const after = await processorMs();
  const spent = before === null || after === null ? 0 : after - before;
  return spent < LEAST_PROCESSOR_MS ? ms : Math.min(ms, spent / CORES);
}

/** What the smallest picture costs, which every shader must be able to draw. Throws TooHeavy. */
export async function measureTiny(stage: Stage, fps: number, gpuDeadlineMs: number): Promise<Probe> {
  const tiny = await probe(stage, TINY, fps);
  // Refuse only what even far beyond the worst case cannot end in time, and not because the machine is crowded.
  if (worstMs(tiny) > 2 * gpuDeadlineMs) tiny.ms = Math.min(tiny.ms, await drawnMs(stage, fps));
  if (worstMs(tiny) > 2 * gpuDeadlineMs) throw new TooHeavy(`a picture of ${TINY.width}×${TINY.height} pixels takes ${Math.round(tiny.ms)} ms`);
  return tiny;
}

/** The milliseconds of one tiny picture, the first of its size: more than others of it will take. */
export async function glance(stage: Stage, frame: number, fps: number): Promise<Probe> {
  stage.resize(TINY.width, TINY.height);
  return { pixels: TINY.width * TINY.height, ms: await stage.draw(frame, fps) };
}

/** The cost of what is loaded, and the milliseconds of a small frame. Throws TooHeavy. */
export async function measure(stage: Stage, fps: number, gpuDeadlineMs: number): Promise<Measured> {
  const tiny = await measureTiny(stage, fps, gpuDeadlineMs);
  return measured(tiny, (await probe(stage, SMALL, fps)).ms);
}

export interface Measured {
  cost: CostModel;
  smallMs: number;
  probes: Probed[];
}

/** From a tiny picture and the milliseconds of a small one. */
export function measured(tiny: Probe, smallMs: number): Measured {
  const small = { pixels: SMALL.width * SMALL.height, ms: smallMs };
  return { cost: costModel(tiny, small), smallMs, probes: [probed(TINY, tiny), probed(SMALL, small)] };
}

/** As `measure`, but never long: of a heavy shader only the smallest picture is drawn, and its cost taken to grow with the pixels. */
export async function estimate(stage: Stage, fps: number): Promise<CostModel> {
  const tiny = await probe(stage, TINY, fps);
  if (worstMs(tiny) > ESTIMATE_MS) return { fixedMs: 0, msPerMegapixel: (tiny.ms / tiny.pixels) * 1e6 };
  return costModel(tiny, await probe(stage, SMALL, fps));
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

function probed({ width, height }: typeof TINY, { ms, pixels }: Probe): Probed {
  return { width, height, frame_ms: round(ms, 3), ms_per_megapixel: round((ms / pixels) * 1e6, 1) };
}

/** The wire's numbers for a cost. */
export function told(cost: CostModel): Cost {
  return { frame_ms: round(predictMs(cost, REFERENCE_PIXELS), 2), ms_per_megapixel: round(cost.msPerMegapixel, 1), tier: tierOf(cost.msPerMegapixel) };
}
