// How heavy are the pages? What feed, studio and embed load before their first picture, compressed; and the same over the wire, in a
// real Chromium, against the whole of three.js and of a common editor, which is what a peer's page starts with.
// Needs a built web app; with FRACTAFRAG_ADDRESS (a running instance with works) it measures over the wire, too.
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createServer } from "vite";

const root = resolve(import.meta.dirname, "..");
const vite = await createServer({ configFile: false, root, logLevel: "error", server: { middlewareMode: true }, appType: "custom", optimizeDeps: { noDiscovery: true } });
const { weights, compressed } = await vite.ssrLoadModule(join(root, "e2e/weights.ts"));
const kb = (bytes) => (bytes / 1000).toFixed(1);

console.log("| page | scripts | script, kB gzip | style, kB gzip |\n|---|---|---|---|");
for (const { page, files, script, style } of weights()) console.log(`| ${page} | ${files} | ${kb(script)} | ${kb(style)} |`);
const three = join(root, "node_modules/three/build/three.module.js");
const core = join(dirname(three), "three.core.js");
console.log(`| for scale: three.js, whole, which a page with a living background usually brings | ${existsSync(core) ? 2 : 1} | ${kb(compressed(three) + (existsSync(core) ? compressed(core) : 0))} | |`);
await vite.close();

const address = process.env.FRACTAFRAG_ADDRESS;
if (address) {
  const { default: puppeteer } = await import("puppeteer-core");
  const { default: chromium } = await import("@sparticuz/chromium");
  const flags = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"];
  const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM_PATH ?? (await chromium.executablePath()), headless: true, args: flags });
  const { items } = await (await fetch(`${address}/api/v1/shaders?limit=1`)).json();
  console.log("\n| page, over the wire until its picture moves | requests | all, kB | script, kB |\n|---|---|---|---|");
  for (const [name, path, living] of [
    ["feed", "/", () => document.querySelector('[data-shows]:not([data-shows="poster"])') !== null],
    ["embed", `/embed/${items[0].id}?autoplay=1`, () => document.querySelector('fractafrag-player[state="live"]') !== null],
  ]) {
    const page = await browser.newPage();
    const client = await page.createCDPSession();
    await client.send("Network.enable");
    const kinds = new Map();
    let [requests, all, script] = [0, 0, 0];
    client.on("Network.responseReceived", ({ requestId, type }) => kinds.set(requestId, type));
    client.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      requests += 1;
      all += encodedDataLength;
      if (kinds.get(requestId) === "Script") script += encodedDataLength;
    });
    await page.goto(address + path);
    await page.waitForFunction(living, { timeout: 60_000 });
    console.log(`| ${name} | ${requests} | ${kb(all)} | ${kb(script)} |`);
    await page.close();
  }
  await browser.close();
}
