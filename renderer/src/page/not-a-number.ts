// Does the picture hold a NaN? What is stored in bytes cannot tell, so the image is drawn once into a float buffer and asked there.
import { BUFFER_NAMES, type Pass } from "@fractafrag/runtime";
import type { Stage } from "./stage.js";
import type { Budget, Work } from "./survey.js";

const SIZE = { width: 128, height: 72 };
const LIMIT_MS = 1_000;

const DETECTOR = `void mainImage(out vec4 fragColor, in vec2 fragCoord) {
  vec3 seen = texelFetch(iChannel0, ivec2(fragCoord), 0).rgb;
  fragColor = vec4(any(isnan(seen)) ? 1.0 : 0.0);
}
`;

/** The work with its image moved into a free buffer and a detector as the image; null when all buffers are taken. */
export function withDetector(passes: readonly Pass[]): Pass[] | null {
  const free = BUFFER_NAMES.find((name) => !passes.some((pass) => pass.name === name));
  const image = passes.find(({ type }) => type === "image");
  if (free === undefined || image === undefined) return null;
  const sampler = { filter: "nearest", wrap: "clamp", vflip: false, srgb: false } as const;
  return [
    ...passes.filter(({ type }) => type !== "image"),
    { ...image, type: "buffer", name: free },
    { type: "image", name: "Image", code: DETECTOR, inputs: [{ channel: 0, type: "buffer", source: free, sampler }] },
  ];
}

/**
 * The share of pixels that are NaN in each of `frames`, ascending; null among them is not looked at and is 0. Replaces what is loaded.
 * 0 also where it cannot be told: all four buffers taken, a Common pass that redefines what the detector uses, or no time left.
 */
export async function nanShares(stage: Stage, work: Work, frames: readonly (number | null)[], frameMs: number, budget: Budget): Promise<number[]> {
  const shares = frames.map(() => 0);
  const wanted = frames.filter((frame) => frame !== null);
  const [first, last] = [wanted[0], wanted.at(-1)];
  const passes = withDetector(work.passes);
  const affordable = Math.floor(Math.min(LIMIT_MS, budget.leftMs() / 4) / Math.max(frameMs, 0.1));
  if (first === undefined || last === undefined || passes === null || affordable < 2) return shares;
  const report = await stage.load(passes);
  if (!report.ok) return shares;
  stage.resize(SIZE.width, SIZE.height);
  const way = (work.stateful ? Array.from({ length: last + 1 }, (_, index) => index) : wanted).slice(0, affordable);
  let seen = 0;
  for (const frame of way) {
    await stage.draw(frame, work.fps);
    const index = frames.indexOf(frame);
    if (index < 0 && frame !== way.at(-1)) continue;
    seen = shareOf(stage.pixels());
    if (index >= 0) shares[index] = seen;
  }
  // What could not be reached is taken to be as what was seen last: a NaN in a buffer stays.
  const reached = way.at(-1) ?? 0;
  return shares.map((share, index) => ((frames[index] ?? 0) > reached ? seen : share));
}

function shareOf(pixels: Uint8Array): number {
  let found = 0;
  for (let at = 0; at < pixels.length; at += 4) if ((pixels[at] ?? 0) > 127) found += 1;
  return (found * 4) / pixels.length;
}
