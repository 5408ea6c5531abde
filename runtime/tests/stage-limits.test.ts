/** The shared stage within its limits: pixels, reduced motion, no WebGL2. */
import { describe, expect, test } from "vitest";
import { freshPages } from "./page";
import { openStage as openIn, type Scene } from "./scene";

declare const scene: Scene;

const browser = freshPages(/CONTEXT_LOST_WEBGL|context lost|willReadFrequently/i);
const openStage = (options?: Parameters<typeof openIn>[1]): Promise<void> => openIn(browser.page, options);

describe("pixels", () => {
  const widths = () =>
    browser.page.evaluate(async () => {
      const cards = [0, 1].map(() => scene.card(Fractafrag.asPasses([Fractafrag.show("1.0")]), 400, 200));
      const sizes: number[][] = [];
      for (const card of cards) {
        card.setState("live");
        await scene.until(() => card.count("live") === 1, "live");
        await Fractafrag.frames(4);
        sizes.push(cards.map(({ canvas }) => canvas.width * canvas.height));
      }
      return sizes;
    });

  test("of all live cards together stay within the budget", async () => {
    await openStage({ pixelBudget: 20_000 });
    const [one = [], two = []] = await widths();
    expect(one[0]).toBeGreaterThan(19_000);
    expect(one[0]).toBeLessThanOrEqual(20_000);
    expect((two[0] ?? 0) + (two[1] ?? 0)).toBeLessThanOrEqual(20_000);
    expect(two[1]).toBeGreaterThan(9_000);
  });
  test("of one card stay within the limit of a card", async () => {
    await openStage({ maxPixelsPerCard: 5_000 });
    for (const size of (await widths())[1] ?? []) {
      expect(size).toBeLessThanOrEqual(5_000);
      expect(size).toBeGreaterThan(4_500);
    }
  });
});

test("with prefers-reduced-motion a live card shows one still frame until it is told to move", async () => {
  await browser.page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
  await openStage();
  const seen = await browser.page.evaluate(async () => {
    const card = scene.card(Fractafrag.asPasses([Fractafrag.show("0.0, 1.0, 1.0, 1.0")]));
    card.setState("live");
    await scene.until(() => card.count("live") === 1, "live");
    await Fractafrag.frames(3);
    const frame = card.player.frame;
    await Fractafrag.frames(10);
    const still = { paused: card.player.paused, frames: card.player.frame - frame, frame, pixel: scene.pixel(card.canvas) };
    card.player.paused = false;
    await scene.until(() => card.player.frame > frame + 3, "moves");
    return still;
  });
  expect(seen).toEqual({ paused: true, frames: 0, frame: 1, pixel: [0, 255, 255, 255] });
});

test("without WebGL2 every card fails with a reason and nothing is thrown", async () => {
  await browser.page.evaluate(() => {
    for (const kind of [OffscreenCanvas, HTMLCanvasElement]) {
      const prototype = kind.prototype as { getContext: (...given: unknown[]) => unknown };
      const real = prototype.getContext;
      prototype.getContext = function (name, ...rest) {
        return name === "webgl2" ? null : real.call(this, name, ...rest);
      };
    }
  });
  await openStage();
  const seen = await browser.page.evaluate(async () => {
    const card = scene.card(Fractafrag.asPasses([Fractafrag.show("1.0")]));
    card.setState("live");
    await Fractafrag.frames(3);
    card.unmount();
    let thrown = "";
    try {
      Fractafrag.newPlayer(2, 2);
    } catch (error) {
      thrown = String(error);
    }
    return { told: card.told, thrown };
  });
  expect(seen.told).toHaveLength(1);
  expect(seen.told[0]).toContain("no WebGL2");
  expect(seen.thrown).toContain("no WebGL2");
});
