/** Chromium: how a test of any room gets a real browser, and how the runtime gets into it. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { build } from "vite";

const FLAGS = [
  "--no-sandbox",
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--ignore-gpu-blocklist",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
  "--disable-dev-shm-usage",
];

const SYSTEM_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** CHROMIUM_PATH, else a system Chromium, else the one that npm brings. */
export async function chromiumPath(): Promise<string> {
  const wanted = process.env.CHROMIUM_PATH;
  if (wanted) return wanted;
  const system = SYSTEM_PLACES.find((place) => existsSync(place));
  if (system) return system;
  const { default: chromium } = await import("@sparticuz/chromium");
  return chromium.executablePath();
}

/** Starts a headless Chromium that draws WebGL2 in software. The caller closes it. */
export async function launchChromium(flags: readonly string[] = []): Promise<Browser> {
  return puppeteer.launch({ executablePath: await chromiumPath(), headless: true, args: [...FLAGS, ...flags] });
}

const bundled = new Map<string, Promise<string>>();

/** A module of this folder, named relative to it, as one classic script that sets `globalThis[name]`; built in memory once a process. */
export function inPageScript(module: string, name: string): Promise<string> {
  const known = bundled.get(name);
  if (known) return known;
  const made = build({
    configFile: false,
    logLevel: "error",
    root: fileURLToPath(new URL("..", import.meta.url)),
    build: {
      write: false,
      minify: false,
      lib: { entry: fileURLToPath(new URL(module, import.meta.url)), formats: ["iife"], name },
    },
  }).then((result) => {
    const [output] = Array.isArray(result) ? result : [result];
    if (!output || !("output" in output)) throw new Error(`${module} was not built`);
    return output.output[0].code;
  });
  bundled.set(name, made);
  return made;
}

/** The runtime as one classic script that sets `globalThis.Fractafrag`. */
export const runtimeScript = (): Promise<string> => inPageScript("in-page.ts", "Fractafrag");

/** A fresh page with the runtime in it; what the page throws or logs as an error is collected. */
export async function runtimePage(browser: Browser): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    // Reading pixels stalls a GPU: that is what these tests are for.
    const stall = message.text().includes("GPU stall due to ReadPixels");
    if (["error", "warn"].includes(message.type()) && !stall) complaints.push(message.text());
  });
  await page.setViewport({ width: 640, height: 480 });
  await page.addScriptTag({ content: await runtimeScript() });
  return { page, complaints };
}
