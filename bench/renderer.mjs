// Stills a minute of the library: our renderer against the naive way, a new browser for each shader and page.screenshot.
// Usage: node bench/renderer.mjs [--rounds 3] [--shaders 14] [--clients 2]
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { loadavg } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import sparticuz from "@sparticuz/chromium";
import { build } from "esbuild";
import puppeteer from "puppeteer-core";

const ROOT = resolve(import.meta.dirname, "..");
const { values } = parseArgs({ options: { rounds: { type: "string", default: "3" }, shaders: { type: "string", default: "14" }, clients: { type: "string", default: "2" } } });
const ROUNDS = Number(values.rounds);
const SHADERS = Number(values.shaders);
const CLIENTS = Number(values.clients);
const [WIDTH, HEIGHT, AT] = [512, 288, 2];
const FLAGS = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", ...(process.getuid() === 0 ? ["--no-sandbox"] : [])];

/** The passes of a library file; the grammar stands in library/README.md. */
function passesOf(text) {
  const contract = JSON.parse(readFileSync(join(ROOT, "contract/shader.json"), "utf8"));
  return text.split(/^(?=\/\/ == )/m).slice(1).map((block) => {
    const lines = block.split("\n");
    const name = lines.shift().slice("// == ".length);
    const inputs = [];
    for (let found; (found = /^\/\/ iChannel([0-3]): (?:(buffer) (Buffer [A-D])|(texture) ([a-z0-9-]+)|(keyboard))((?:, [a-z-]+)*)$/.exec(lines[0] ?? "")); lines.shift()) {
      const type = found[2] ?? found[4] ?? found[6];
      const sampler = { ...contract.sampler_defaults[type] };
      for (const option of found[7].split(", ").slice(1)) {
        if (contract.filters.includes(option)) sampler.filter = option;
        else if (contract.wraps.includes(option)) sampler.wrap = option;
        else sampler.vflip = option === "vflip";
      }
      inputs.push({ channel: Number(found[1]), type, source: found[3] ?? found[5] ?? "keyboard", sampler });
    }
    return { type: name === "Common" ? "common" : name === "Image" ? "image" : "buffer", name, code: lines.join("\n"), inputs };
  });
}

const freePort = () => new Promise((done) => {
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const { port } = probe.address();
    probe.close(() => done(port));
  });
});

async function startRenderer() {
  const port = await freePort();
  const child = spawn(process.execPath, [join(ROOT, "renderer/dist/main.js")], { env: { ...process.env, RENDERER_PORT: String(port), RENDERER_LOG_LEVEL: "error" }, stdio: ["ignore", "inherit", "inherit"] });
  for (let tries = 0; tries < 300; tries++) {
    const health = await fetch(`http://127.0.0.1:${port}/health`).catch(() => null);
    if (health?.ok) return { url: `http://127.0.0.1:${port}`, stop: () => child.kill("SIGTERM") };
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("the renderer did not start");
}

/** What most people do: a browser, a page, a canvas, a screenshot, and away with all of it. */
async function naive(passes, engine, executablePath) {
  const browser = await puppeteer.launch({ executablePath, headless: true, args: FLAGS });
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: WIDTH, height: HEIGHT });
    await page.setContent(`<style>body{margin:0}canvas{display:block}</style><canvas width=${WIDTH} height=${HEIGHT}></canvas>`);
    await page.addScriptTag({ content: engine });
    const ok = await page.evaluate(async (passes, at) => {
      const player = globalThis.engine.createPlayer(document.querySelector("canvas"), { preserveDrawingBuffer: true });
      const report = await player.load(passes);
      // As the renderer does: works with buffers are run from their first frame.
      const first = passes.some((pass) => pass.type === "buffer") ? 0 : Math.round(at * 30);
      for (let frame = first; frame <= at * 30; frame++) player.drawAt({ time: frame / 30, timeDelta: 1 / 30, frame, frameRate: 30, date: [2026, 0, 1, 0] });
      return report.ok;
    }, passes, AT);
    if (!ok) throw new Error("did not compile");
    const picture = await page.screenshot({ type: "webp", quality: 85 });
    if (picture.length < 500) throw new Error("an empty picture");
  } finally {
    await browser.close();
  }
}

async function ours(passes, url) {
  const answer = await fetch(`${url}/render`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ passes, poster: { width: WIDTH, height: HEIGHT, at: AT }, film: null }) });
  const body = await answer.json();
  if (!body.ok || body.poster.data.length < 500) throw new Error(JSON.stringify(body).slice(0, 300));
}

/** Both ways get as many works at once. */
async function perMinute(works, draw) {
  const began = performance.now();
  const waiting = [...works];
  const client = async () => {
    for (let passes = waiting.shift(); passes; passes = waiting.shift()) await draw(passes);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return works.length / ((performance.now() - began) / 60_000);
}

const middle = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const show = (list) => `${middle(list).toFixed(0)} (${Math.min(...list).toFixed(0)}–${Math.max(...list).toFixed(0)})`;

const files = readdirSync(join(ROOT, "library")).filter((file) => file.endsWith(".glsl"));
const all = files.map((file) => passesOf(readFileSync(join(ROOT, "library", file), "utf8")));
const bundle = await build({ stdin: { contents: 'export * from "@fractafrag/runtime"', resolveDir: ROOT }, bundle: true, write: false, format: "iife", globalName: "engine" });
const engine = `${bundle.outputFiles[0].text};globalThis.engine=engine;`;
const executablePath = process.env.CHROMIUM_PATH ?? (await sparticuz.executablePath());
const renderer = await startRenderer();
const [a, b, ratios] = [[], [], []];
try {
  // The image is dimmed by a hair, differently each time: no cache of ours or of the driver sees the same work twice.
  const vary = (passes, turn) => passes.map((pass) => (pass.type !== "image" ? pass : { ...pass, code: `#define mainImage benchImage\n${pass.code}\n#undef mainImage\nvoid mainImage(out vec4 c, in vec2 p) { benchImage(c, p); c.rgb *= ${(0.999 + turn * 1e-5).toFixed(6)}; }\n` }));
  for (let round = 0; round < ROUNDS; round++) {
    const works = Array.from({ length: SHADERS }, (_, i) => all[(round * SHADERS + i) % all.length]);
    a.push(await perMinute(works.map((work) => vary(work, round)), (passes) => ours(passes, renderer.url)));
    b.push(await perMinute(works.map((work) => vary(work, round + 0.5)), (passes) => naive(passes, engine, executablePath)));
    ratios.push(a.at(-1) / b.at(-1));
    console.log(`round ${round + 1}: renderer ${a.at(-1).toFixed(0)}/min, naive ${b.at(-1).toFixed(0)}/min, ratio ${ratios.at(-1).toFixed(2)}`);
  }
} finally {
  renderer.stop();
}
console.log(`\nstills a minute, ${WIDTH}×${HEIGHT} WebP, ${SHADERS} works of the library a round, ${CLIENTS} at once, ${ROUNDS} rounds, load ${loadavg()[0].toFixed(1)}`);
console.log(`| way | median (least–most) |\n|---|---|\n| renderer | ${show(a)} |\n| new browser + screenshot | ${show(b)} |\n| ratio | ${middle(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}) |`);
