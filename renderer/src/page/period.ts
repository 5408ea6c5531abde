// Does a work come back to where it began, and after how many seconds? Then its film needs no join.
import { SMALL } from "./cost.js";
import type { Stage } from "./stage.js";
import type { Budget, Work } from "./survey.js";

const SHORTEST_SECONDS = 1;
// What people make things repeat with: whole and half seconds, and the periods of sin(iTime) and its multiples.
const PERIODS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 16, 18, 20, 24, 25, 30, ...[0.5, 2 / 3, 0.8, 1, 4 / 3, 1.6, 2, 2.5, 8 / 3, 3, 4, 5, 6, 8].map((times) => times * Math.PI)].sort((a, b) => a - b);
// Where in the film the picture must be the same again; not at simple fractions of it, where a slower motion could be back by chance.
const OFFSETS = [0, 0.37, 1.13];
/** Colour steps, of 255, that rounding may make. */
const NEAR = 6;
/** Share of the pixels that rounding may move further than that, as at an edge. */
const STRAY = 0.002;
const TIME_SHARE = 0.02;

/** Whether two pictures of one size are the same but for rounding. */
export function isBack(before: Uint8Array, after: Uint8Array): boolean {
  let stray = 0;
  const allowed = (before.length / 4) * STRAY;
  for (let at = 0; at < before.length; at += 4) {
    const most = Math.max(Math.abs((before[at] ?? 0) - (after[at] ?? 0)), Math.abs((before[at + 1] ?? 0) - (after[at + 1] ?? 0)), Math.abs((before[at + 2] ?? 0) - (after[at + 2] ?? 0)));
    if (most > NEAR && ++stray > allowed) return false;
  }
  return true;
}

/** What to try for a film of `seconds` that may have up to `longest`: first its own length, then longer ones, then shorter ones. */
export function candidates(seconds: number, longest: number): number[] {
  const others = PERIODS.filter((one) => one >= SHORTEST_SECONDS && one <= Math.max(seconds, longest) && one !== seconds);
  return [seconds, ...others.filter((one) => one > seconds), ...others.filter((one) => one < seconds).reverse()];
}

/**
 * The seconds of a film from `start` after which the work is where it began; null for works with buffers, for those that do not repeat,
 * and where looking would take too long. `frameMs`: milliseconds of a small picture.
 */
export async function findPeriod(stage: Stage, work: Work, start: number, { seconds: wished, longest }: { seconds: number; longest: number }, frameMs: number, budget: Budget): Promise<number | null> {
  const tried = candidates(wished, longest);
  if (work.stateful || (tried.length + OFFSETS.length) * frameMs > budget.leftMs() * TIME_SHARE) return null;
  stage.resize(SMALL.width, SMALL.height);
  const at = async (seconds: number): Promise<Uint8Array> => {
    // Any moment is a whole frame of some rate; the number is as in the film, for works that count frames.
    const frame = Math.max(1, Math.round(seconds * work.fps));
    await stage.draw(frame, frame / Math.max(seconds, 1e-3));
    return stage.pixels();
  };
  const first = [];
  for (const offset of OFFSETS) first.push(await at(start + offset));
  for (const seconds of tried) {
    let same = true;
    for (const [index, offset] of OFFSETS.entries()) {
      const before = first[index];
      if (!before || !isBack(before, await at(start + offset + seconds))) {
        same = false;
        break;
      }
    }
    if (same) return seconds;
  }
  return null;
}
