// The reckoning before drawing: costs from probes, what fits a budget, what a picture is like.
import { describe, expect, test } from "vitest";
import { change, interest, isBlank, isSame, lookAt } from "../src/page/look.js";
import { candidates, isBack } from "../src/page/period.js";
import { costModel, planFilm, planStill, predictMs, tierOf } from "../src/page/plan.js";

const TINY = 32 * 18;
const SMALL = 128 * 72;

describe("the cost model", () => {
  test("finds the fixed and the growing part again", () => {
    const model = costModel({ pixels: TINY, ms: 2 + 0.001 * TINY }, { pixels: SMALL, ms: 2 + 0.001 * SMALL });
    expect(model.fixedMs).toBeCloseTo(2);
    expect(model.msPerMegapixel).toBeCloseTo(1000);
    expect(predictMs(model, 480 * 270)).toBeCloseTo(131.6);
  });

  test("is never negative, nor free, when noise made the small probe the dearer", () => {
    const model = costModel({ pixels: TINY, ms: 5 }, { pixels: SMALL, ms: 3 });
    expect(model.fixedMs).toBeGreaterThanOrEqual(0);
    expect(predictMs(model, SMALL)).toBeGreaterThanOrEqual(3);
  });

  test("sorts into tiers by the megapixel", () => {
    expect([10, 499, 500, 2499, 2500, 9999, 10_000].map(tierOf)).toEqual(["light", "light", "medium", "medium", "heavy", "heavy", "extreme"]);
  });
});

describe("a still", () => {
  const wish = { width: 1280, height: 720, frames: 1, budgetMs: 10_000, drawMs: 500 };

  test("that is cheap is drawn whole, one that is dear in bands, each under the limit of a draw", () => {
    expect(planStill({ fixedMs: 1, msPerMegapixel: 100 }, wish)).toEqual({ width: 1280, height: 720, bands: 1 });
    const dear = planStill({ fixedMs: 0, msPerMegapixel: 5000 }, wish);
    expect(dear).toMatchObject({ width: 1280, height: 720 });
    expect((5000 * 0.9216) / dear!.bands).toBeLessThanOrEqual(500);
  });

  test("with buffers is never drawn in bands, but smaller", () => {
    const plan = planStill({ fixedMs: 0, msPerMegapixel: 1000 }, { ...wish, frames: 60 });
    expect(plan).toMatchObject({ bands: 1 });
    expect(plan!.width).toBeLessThan(1280);
    expect(60 * (plan!.width * plan!.height) * 0.001).toBeLessThanOrEqual(10_000);
  });

  test("that fits at no size is not planned", () => {
    expect(planStill({ fixedMs: 0, msPerMegapixel: 1e7 }, wish)).toBeNull();
  });
});

describe("a film", () => {
  const wish = { width: 481, height: 271, seconds: 3, fps: 30, extraSeconds: 0.4, encodeMsPerMegapixel: 100, budgetMs: 20_000, drawMs: 1000 };
  const cost = (plan: { width: number; height: number; fps: number }, perMegapixel: number): number => ((plan.width * plan.height) / 1e6) * plan.fps * (3.4 * perMegapixel + 3 * 100);

  test("has even sides and is as asked for where it fits", () => {
    const plan = planFilm({ fixedMs: 0.5, msPerMegapixel: 100 }, wish)!;
    expect([plan.width % 2, plan.height % 2, plan.fps, plan.reduced]).toEqual([0, 0, 30, false]);
  });

  test("is reduced so far that it fits, and the dearer the shader the further", () => {
    let before = Infinity;
    for (const perMegapixel of [1000, 2000, 4000, 8000, 16_000]) {
      const plan = planFilm({ fixedMs: 0, msPerMegapixel: perMegapixel }, wish)!;
      expect(cost(plan, perMegapixel)).toBeLessThanOrEqual(20_000);
      const size = plan.width * plan.height * plan.fps;
      expect(size).toBeLessThanOrEqual(before);
      before = size;
    }
  });

  test("never has more frames a second than asked for, and is not planned when nothing fits", () => {
    expect(planFilm({ fixedMs: 0, msPerMegapixel: 20_000 }, { ...wish, fps: 5 })?.fps).toBe(5);
    expect(planFilm({ fixedMs: 0, msPerMegapixel: 1e6 }, wish)).toBeNull();
  });
});

const picture = (colour: (index: number) => number): Uint8Array => Uint8Array.from({ length: 64 * 36 * 4 }, (_, at) => (at % 4 === 3 ? 255 : colour(Math.floor(at / 4))));

describe("a look", () => {
  const flat = picture(() => 40);
  const ramp = picture((index) => (index % 64) * 4);

  test("tells a flat picture from one with something in it", () => {
    expect(isBlank(flat, lookAt(flat, 64))).toBe(true);
    expect(isBlank(ramp, lookAt(ramp, 64))).toBe(false);
    expect(interest(lookAt(flat, 64))).toBe(0);
    expect(interest(lookAt(ramp, 64))).toBeGreaterThan(0);
  });

  test("does not take two colours of the same luma for blank", () => {
    const redOrGreen = picture(() => 0);
    for (let at = 0; at < redOrGreen.length; at += 8) [redOrGreen[at], redOrGreen[at + 5]] = [235, 70];
    expect(isBlank(redOrGreen, lookAt(redOrGreen, 64))).toBe(false);
  });

  test("measures change and sameness", () => {
    expect(change(flat, picture(() => 91))).toBeCloseTo(51 / 255);
    expect(isSame(flat, picture(() => 42))).toBe(true);
    expect(isSame(flat, picture(() => 43))).toBe(false);
  });
});

describe("a film that may end where it began", () => {
  test("is tried at its own length, then longer, then shorter", () => {
    const tried = candidates(3, 7);
    expect(tried[0]).toBe(3);
    expect(tried).toContain(2 * Math.PI);
    expect(Math.max(...tried)).toBe(7);
    expect(tried.indexOf(4)).toBeLessThan(tried.indexOf(2));
    expect(new Set(tried).size).toBe(tried.length);
  });

  test("forgives rounding and an edge that strays, and nothing larger", () => {
    const flat = picture(() => 40);
    expect(isBack(flat, picture(() => 45))).toBe(true);
    expect(isBack(flat, picture(() => 60))).toBe(false);
    expect(isBack(flat, picture((index) => (index < 2 ? 60 : 40)))).toBe(true);
    expect(isBack(flat, picture((index) => (index < 20 ? 60 : 40)))).toBe(false);
  });
});
