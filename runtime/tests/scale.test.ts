/** How many pixels a card can afford. */
import { describe, expect, test } from "vitest";
import { AdaptivePixels, fitPixels } from "../src/scale";

test("a picture that must have fewer pixels keeps its shape", () => {
  expect(fitPixels(1920, 1080, 1920 * 1080)).toEqual([1920, 1080]);
  expect(fitPixels(1920, 1080, 480 * 270)).toEqual([480, 270]);
  expect(fitPixels(10, 1000, 1)).toEqual([1, 1]);
  expect(fitPixels(64, 36, 1e9)).toEqual([64, 36]);
});

describe("the pixels of a card", () => {
  /** Frames on a GPU that draws `pixelsPerMs` pixels a millisecond, seen no finer than a display frame. */
  const frameMs = (pixels: number, pixelsPerMs: number): number => Math.max(16.7, Math.ceil(pixels / pixelsPerMs / 16.7) * 16.7);
  const run = (card: AdaptivePixels, pixelsPerMs: number, frames: number): number[] =>
    Array.from({ length: frames }, () => {
      card.note(frameMs(card.current, pixelsPerMs));
      return card.current;
    });
  const FULL = 1920 * 1080;

  test("begin at 32×18 and are full within a few frames on a quick GPU", () => {
    const card = new AdaptivePixels(FULL, false);
    expect(card.current).toBe(32 * 18);
    const sizes = run(card, 1e6, 8);
    expect(sizes.at(-1)).toBe(FULL);
    expect(card.growing).toBe(false);
    for (let step = 1; step < sizes.length; step++) expect((sizes[step] ?? 0) / (sizes[step - 1] ?? 1)).toBeLessThanOrEqual(4);
  });
  test("stop growing where frames become slow, and settle at a rate that can be watched", () => {
    const card = new AdaptivePixels(FULL, false);
    run(card, 5000, 2000);
    expect(card.growing).toBe(false);
    expect(card.current).toBeLessThan(FULL);
    expect(frameMs(card.current, 5000)).toBeLessThan(51);
    expect(card.current).toBeGreaterThan(5000 * 10);
  });
  test("tell that it is hopeless where even the smallest picture is, and only there", () => {
    const card = new AdaptivePixels(FULL, false);
    run(card, (32 * 18) / 900, 10);
    expect(card.growing).toBe(false);
    expect(card.hopelessMs).toBeGreaterThan(400);
    const later = new AdaptivePixels(FULL, false);
    run(later, 1e6, 20);
    expect(later.hopelessMs).toBeNull();
    run(later, (64 * 36) / 2000, 400);
    expect(later.hopelessMs).toBeGreaterThan(400);
    const slow = new AdaptivePixels(FULL, false);
    run(slow, (320 * 180) / 100, 400);
    expect(slow.hopelessMs).toBeNull();
  });
  test("go on growing after a slow frame that was not theirs", () => {
    const card = new AdaptivePixels(FULL, false);
    card.note(900);
    card.note(17);
    card.note(80);
    card.note(17);
    expect(card.growing).toBe(true);
    expect(card.current).toBe(32 * 18 * 16);
  });
  test("grow where a slow page, not the shader, takes the time", () => {
    const card = new AdaptivePixels(FULL, false);
    for (let frame = 0; frame < 30; frame++) card.note(40 + card.current / 1e6);
    expect(card.current).toBe(FULL);
  });
  test("keep 320×180 as long as its frames are bearable", () => {
    const card = new AdaptivePixels(FULL, false);
    run(card, (320 * 180) / 70, 60);
    expect(card.growing).toBe(false);
    expect(card.current).toBe(320 * 180);
    run(card, (320 * 180) / 400, 60);
    expect(card.current).toBeLessThan(320 * 180);
    expect(card.current).toBeGreaterThanOrEqual(64 * 36);
  });
  test("end growing after two frames when even the smallest picture is slow", () => {
    const card = new AdaptivePixels(FULL, false);
    card.note(900);
    card.note(900);
    expect(card.growing).toBe(false);
    expect(card.current).toBeLessThanOrEqual(64 * 36);
  });
  test("shrink when frames become slow later, but not for one slow frame", () => {
    const card = new AdaptivePixels(FULL, false);
    run(card, 1e6, 10);
    card.note(300);
    expect(card.current).toBe(FULL);
    run(card, 20_000, 40);
    expect(card.current).toBeLessThan(FULL);
  });
  test("grow again when the GPU is free again, but never to a size that proved too slow, so that they do not swing", () => {
    const card = new AdaptivePixels(FULL, false);
    run(card, 1e6, 10);
    run(card, 8000, 60);
    const low = card.current;
    const sizes = run(card, 1e6, 3000);
    expect(sizes.at(-1)).toBeGreaterThan(low);
    expect(sizes.at(-1)).toBeLessThan(FULL);
    expect(sizes.every((size, index) => index === 0 || size >= (sizes[index - 1] ?? 0))).toBe(true);
  });
  test("of a work with buffers never grow after they have settled: each new size would start it anew", () => {
    const card = new AdaptivePixels(FULL, true);
    run(card, 8000, 60);
    const settled = card.current;
    run(card, 1e6, 2000);
    expect(card.current).toBe(settled);
  });
  test("follow the room that the card has", () => {
    const card = new AdaptivePixels(FULL, false);
    run(card, 1e6, 10);
    card.setFull(FULL / 4);
    expect(card.current).toBe(FULL / 4);
    card.setFull(FULL);
    expect(card.current).toBe(FULL);
  });
});
