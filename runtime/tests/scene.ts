/** What the tests of the shared stage keep in the page. */
import type { Page } from "puppeteer-core";
import type { Pass, SharedStage, StageCard } from "../src/index";

/** What the tests keep in the page. */
export interface Scene {
  contexts: WebGL2RenderingContext[];
  stage: SharedStage;
  /** A card of this CSS size, with all that it told. */
  card(passes: Pass[], width?: number, height?: number): StageCard & { canvas: HTMLCanvasElement; told: string[]; count(what: string): number };
  until(condition: () => boolean, what: string): Promise<void>;
  /** One pixel of a card's canvas, counted from the top-left. */
  pixel(canvas: HTMLCanvasElement, x?: number, y?: number): number[];
}
/** Opens a stage in the page; run before each test. */
export async function openStage(page: Page, options: { pixelBudget?: number; maxPixelsPerCard?: number } = {}): Promise<void> {
  await page.evaluate((settings) => {
    const contexts: WebGL2RenderingContext[] = [];
    for (const kind of [OffscreenCanvas, HTMLCanvasElement]) {
      const prototype = kind.prototype as { getContext: (...given: unknown[]) => unknown };
      const real = prototype.getContext;
      prototype.getContext = function (...given) {
        const context = real.apply(this, given);
        if (context instanceof WebGL2RenderingContext && !contexts.includes(context)) contexts.push(context);
        return context;
      };
    }
    const stage = Fractafrag.createSharedStage(settings);
    const scene: Scene = {
      contexts,
      stage,
      card: (passes, width = 64, height = 36) => {
        const canvas = document.createElement("canvas");
        canvas.style.cssText = `display: block; width: ${width}px; height: ${height}px`;
        document.body.append(canvas);
        const told: string[] = [];
        const card = stage.mount(canvas, passes, {
          live: () => told.push("live"),
          failed: (errors) => told.push(`failed ${errors.map(({ pass, line, message }) => `${pass}:${line} ${message}`).join()}`),
          fps: (fps) => told.push(`fps ${fps > 0}`),
        });
        return Object.assign(card, { canvas, told, count: (what: string) => told.filter((one) => one === what).length });
      },
      until: async (condition, what) => {
        for (const began = performance.now(); !condition(); ) {
          if (performance.now() - began > 10_000) throw new Error(`never: ${what}`);
          await Fractafrag.frames(1);
        }
      },
      pixel: (canvas, x = 1, y = 1) => [...(canvas.getContext("2d")?.getImageData(x, y, 1, 1).data ?? [])],
    };
    Object.assign(globalThis, { scene });
  }, options);
}
