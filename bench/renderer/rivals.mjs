// What people use instead: a browser for each shader, or one browser and a page for each, and a screenshot of it.
import { join } from "node:path";
import sparticuz from "@sparticuz/chromium";
import { build } from "esbuild";
import puppeteer from "puppeteer-core";
import { ROOT } from "./works.mjs";

const FLAGS = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", ...(process.getuid() === 0 || process.env.RENDERER_SANDBOX === "off" ? ["--no-sandbox"] : [])];
const bundle = await build({ stdin: { contents: 'export * from "@fractafrag/runtime"', resolveDir: ROOT }, bundle: true, write: false, format: "iife", globalName: "engine" });
const engine = `${bundle.outputFiles[0].text};globalThis.engine=engine;`;

export async function chromiumPath() {
  return process.env.CHROMIUM_PATH ?? (await sparticuz.executablePath(join(ROOT, "node_modules/@sparticuz/chromium/bin")));
}

export const launch = async (args = []) => puppeteer.launch({ executablePath: await chromiumPath(), headless: true, args: [...FLAGS, ...args] });

async function shoot(page, passes, { width, height, at }) {
  await page.setViewport({ width, height });
  await page.setContent(`<style>body{margin:0}canvas{display:block}</style><canvas width=${width} height=${height}></canvas>`);
  await page.addScriptTag({ content: engine });
  const ok = await page.evaluate(async (passes, at) => {
    const player = globalThis.engine.createPlayer(document.querySelector("canvas"), { preserveDrawingBuffer: true });
    const report = await player.load(passes);
    // As the renderer does: works with buffers are run from their first frame.
    const first = passes.some((pass) => pass.type === "buffer") ? 0 : Math.round(at * 30);
    for (let frame = first; frame <= at * 30; frame++) player.drawAt({ time: frame / 30, timeDelta: 1 / 30, frame, frameRate: 30, date: [2026, 0, 1, 0] });
    return report.ok;
  }, passes, at);
  if (!ok) throw new Error("did not compile");
  const picture = await page.screenshot({ type: "webp", quality: 86 });
  if (picture.length < 500) throw new Error("an empty picture");
}

/** A new browser, a page, a canvas, a screenshot, and away with all of it. */
export async function browserEach(passes, wish) {
  const browser = await launch();
  try {
    await shoot(await browser.newPage(), passes, wish);
  } finally {
    await browser.close();
  }
}

/** One browser kept; a new page and a screenshot for each. */
export function pageEach(browser) {
  return async (passes, wish) => {
    const page = await browser.newPage();
    try {
      await shoot(page, passes, wish);
    } finally {
      await page.close();
    }
  };
}
