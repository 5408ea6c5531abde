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
 * Whether some pixel of frame `frame` is NaN; replaces what is loaded. False also where it cannot be told: all four buffers taken,
 * a Common pass that redefines what the detector uses, or no time left.
 */
export async function holdsNaN(stage: Stage, work: Work, frame: number, frameMs: number, budget: Budget): Promise<boolean> {
  const passes = withDetector(work.passes);
  const affordable = Math.floor(Math.min(LIMIT_MS, budget.leftMs() / 4) / Math.max(frameMs, 0.1));
  if (passes === null || affordable < 2) return false;
  const report = await stage.load(passes);
  if (!report.ok) return false;
  stage.resize(SIZE.width, SIZE.height);
  const first = work.stateful ? 0 : frame;
  for (let index = first; index <= Math.min(frame, first + affordable); index++) await stage.draw(index, work.fps);
  const pixels = stage.pixels();
  return pixels.some((value, at) => at % 4 === 0 && value > 127);
}
