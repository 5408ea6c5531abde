/** The package: what `npm pack` makes of dist/ draws in a plain page that knows nothing of the platform. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { afterAll, beforeAll, beforeEach, afterEach, expect, inject, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const GLSL = "void mainImage(out vec4 o, in vec2 p) { o = vec4(1.0, 0.5, 0.25, 1.0); }";
const SHADERTOY = [
  {
    ver: "0.1",
    info: { name: "Two passes" },
    renderpass: [
      { type: "image", name: "Image", code: "void mainImage(out vec4 o, in vec2 p) { o = texelFetch(iChannel2, ivec2(p), 0); }", inputs: [{ channel: 2, type: "buffer", id: "XsXGR8", filepath: "/media/previz/buffer01.png", sampler: { filter: "nearest", wrap: "clamp", vflip: "true", srgb: "false" } }], outputs: [{ id: "4dfGRr", channel: 0 }] },
      { type: "buffer", name: "A name of its own", code: "void mainImage(out vec4 o, in vec2 p) { o = vec4(0.0, 1.0, 0.5, 1.0); }", inputs: [], outputs: [{ id: "XsXGR8", channel: 0 }] },
    ],
  },
];
const PAGE = (inside: string): string => `<!doctype html><meta charset="utf-8"><style>fractafrag-player { width: 160px; }</style>
<script src="/package/player.js"></script>${inside}`;

let folder: string;
let server: Server;
let site: string;
let browser: Browser;
let page: Page;
let complaints: string[];
const pages = new Map<string, { type: string; body: string }>();

beforeAll(async () => {
  execFileSync(process.execPath, [join(ROOT, "build.mjs")], { cwd: ROOT, stdio: "pipe" });
  folder = mkdtempSync(join(tmpdir(), "fractafrag package "));
  execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: join(ROOT, "dist"), stdio: "pipe" });
  const [tarball] = readdirSync(folder);
  execFileSync("tar", ["xzf", join(folder, tarball ?? ""), "-C", folder]);
  server = createServer((request, response) => {
    const found = pages.get(request.url ?? "");
    const script = request.url?.startsWith("/package/");
    response.writeHead(found || script ? 200 : 404, { "content-type": found?.type ?? (script ? "text/javascript" : "text/plain") });
    response.end(found?.body ?? (script ? readFileSync(join(folder, request.url ?? "")) : "nothing"));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await puppeteer.connect({ browserWSEndpoint: inject("browserEndpoint") });
}, 60_000);

afterAll(async () => {
  await browser?.disconnect();
  const closed = new Promise((done) => server.close(done));
  // The browser keeps its connections, and lives on.
  server.closeAllConnections();
  await closed;
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  page = await browser.newPage();
  complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
});

afterEach(async () => {
  await page.close();
  expect(complaints).toEqual([]);
});

async function open(inside: string): Promise<void> {
  pages.set("/", { type: "text/html", body: PAGE(inside) });
  await page.goto(site);
}

/** Waits until the element shows something, or has given up. */
async function settled(): Promise<string> {
  const handle = await page.waitForFunction(
    () => {
      const state = document.querySelector("fractafrag-player")?.getAttribute("state");
      return state === "live" || state === "failed" ? state : false;
    },
    { polling: 50 },
  );
  return (await handle.jsonValue()) as string;
}

const centre = (): Promise<number[]> =>
  page.evaluate(() => {
    const canvas = document.querySelector("fractafrag-player")?.shadowRoot?.querySelector("canvas");
    const pixel = canvas?.getContext("2d")?.getImageData(canvas.width >> 1, canvas.height >> 1, 1, 1).data;
    return [...(pixel ?? [])];
  });

test("GLSL in a script child is drawn, and stands still without autoplay", async () => {
  await open(`<fractafrag-player><script type="x-shader/x-fragment">${GLSL}</script></fractafrag-player>`);
  expect(await settled()).toBe("live");
  expect(await centre()).toEqual([255, 128, 64, 255]);
  const time = (): Promise<number> => page.$eval("fractafrag-player", (one) => (one as unknown as { currentTime: number }).currentTime);
  const first = await time();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(await time()).toBe(first);
});

test("a file in Shadertoy's dialect is drawn, its buffers found by what they write", async () => {
  pages.set("/two.json", { type: "application/json", body: JSON.stringify(SHADERTOY) });
  await open('<fractafrag-player src="two.json" autoplay></fractafrag-player>');
  expect(await settled()).toBe("live");
  await page.waitForFunction(() => {
    const canvas = document.querySelector("fractafrag-player")?.shadowRoot?.querySelector("canvas");
    return (canvas?.getContext("2d")?.getImageData(4, 4, 1, 1).data[1] ?? 0) > 200;
  });
  expect(await centre()).toEqual([0, 255, 128, 255]);
});

test("a file in our own dialect, or of plain GLSL, is drawn", async () => {
  pages.set("/own.json", { type: "application/json", body: JSON.stringify({ title: "Own", passes: [{ type: "image", code: GLSL }] }) });
  pages.set("/own.glsl", { type: "text/plain", body: GLSL });
  for (const src of ["own.json", "own.glsl"]) {
    await open(`<fractafrag-player src="${src}"></fractafrag-player>`);
    expect(await settled()).toBe("live");
    expect(await centre()).toEqual([255, 128, 64, 255]);
  }
});

test("what cannot be drawn says why, with pass and line, and tells the page", async () => {
  await open(`<script>addEventListener("error", (event) => (globalThis.told = event.detail), true)</script>
    <fractafrag-player><script type="x-shader/x-fragment">void mainImage(out vec4 o, in vec2 p) {\n  o = vec4(nothing);\n}</script></fractafrag-player>`);
  expect(await settled()).toBe("failed");
  const words = await page.$eval("fractafrag-player", (one) => one.shadowRoot?.querySelector(".words")?.textContent);
  expect(words).toContain("Image:2");
  expect(words).toContain("nothing");
  expect(await page.evaluate(() => (globalThis as unknown as { told: { errors: { line: number }[] } }).told.errors[0]?.line)).toBe(2);
});

test("a file that is not there, and one that holds no shader, are said to be so", async () => {
  pages.set("/empty.json", { type: "application/json", body: "{}" });
  for (const [src, said] of [["gone.json", "404"], ["empty.json", "no shader"]] as const) {
    await open(`<fractafrag-player src="${src}"></fractafrag-player>`);
    expect(await settled()).toBe("failed");
    expect(await page.$eval("fractafrag-player", (one) => one.shadowRoot?.querySelector(".words")?.textContent)).toContain(said);
  }
});

test("with a poster nothing is loaded until somebody plays, and then it moves", async () => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  pages.set("/still.svg", { type: "image/svg+xml", body: '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="9"/>' });
  pages.set("/own.glsl", { type: "text/plain", body: GLSL });
  await open('<fractafrag-player src="own.glsl" poster="still.svg" controls></fractafrag-player>');
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(asked).not.toContain("/own.glsl");
  await page.evaluate(() => document.querySelector("fractafrag-player")?.shadowRoot?.querySelector<HTMLButtonElement>(".begin")?.click());
  expect(await settled()).toBe("live");
  await page.waitForFunction(() => (document.querySelector("fractafrag-player") as unknown as { currentTime: number }).currentTime > 0);
});

test("parameters come from the work, from the attribute, and change while it stands", async () => {
  const code = "uniform float glow; // @range 0 1 = 0.2\nvoid mainImage(out vec4 o, in vec2 p) { o = vec4(glow, 0, 0, 1); }";
  pages.set("/own.json", { type: "application/json", body: JSON.stringify({ passes: [{ type: "image", code }], parameters: { values: { glow: 0.4 }, presets: [] } }) });
  const red = (value: number): Promise<unknown> =>
    page.waitForFunction((wanted) => {
      const canvas = document.querySelector("fractafrag-player")?.shadowRoot?.querySelector("canvas");
      return canvas?.getContext("2d")?.getImageData(2, 2, 1, 1).data[0] === wanted;
    }, { polling: 50 }, value);
  await open('<fractafrag-player src="own.json" autoplay></fractafrag-player>');
  await red(102);
  await page.$eval("fractafrag-player", (one) => one.setAttribute("parameters", "glow:1"));
  await red(255);
  await open('<fractafrag-player src="own.json" parameters="glow:0"></fractafrag-player>');
  expect(await settled()).toBe("live");
  await red(0);
});

test("what its text says to be very heavy waits for a press, with and without a poster, and then runs", async () => {
  // Heavy by its text alone: the loops are never entered.
  const code = "void mainImage(out vec4 o, in vec2 p) { float s = 0.0; if (p.x < -1.0) for (int i = 0; i < 2000; i++) { for (int j = 0; j < 2000; j++) s += 1.0; } o = vec4(s, 1.0, 0.0, 1.0); }";
  for (const poster of ["", 'poster="data:image/gif;base64,R0lGODlhAQABAAAAACw="']) {
    await open(`<fractafrag-player autoplay ${poster}><script type="x-shader/x-fragment">${code}</script></fractafrag-player>`);
    const words = await page.waitForFunction(() => {
      const said = document.querySelector("fractafrag-player")?.shadowRoot?.querySelector<HTMLElement>(".words");
      return said && !said.hidden ? said.textContent : null;
    }, { polling: 50 });
    expect(await words.jsonValue()).toContain("Very heavy");
    expect(await page.$eval("fractafrag-player", (one) => one.getAttribute("state"))).toBe("resting");
    await page.evaluate(() => document.querySelector("fractafrag-player")?.shadowRoot?.querySelector<HTMLButtonElement>(".begin")?.click());
    expect(await settled()).toBe("live");
    expect(await centre()).toEqual([0, 255, 0, 255]);
  }
});

test("a file on a disk plays with its media inside, though its page lets nothing in from anywhere", async () => {
  const dot = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 8, height: 8 });
    const context = canvas.getContext("2d");
    if (context) context.fillStyle = "#3366cc";
    context?.fillRect(0, 0, 8, 8);
    return canvas.toDataURL("image/png");
  });
  const input = (channel: number, source: string): object => ({ channel, type: "texture", source, sampler: { filter: "nearest", wrap: "repeat", vflip: true, srgb: false } });
  const work = {
    passes: [{ type: "image", name: "Image", code: "void mainImage(out vec4 o, in vec2 p) { o = p.x < iResolution.x * 0.3 ? texture(iChannel1, vec2(0.5)) : texture(iChannel0, vec2(0.5)); }", inputs: [input(0, "wood"), input(1, `upload:${"0".repeat(64)}`)] }],
    files: { "wood.webp": dot, [`../renders/${"0".repeat(32)}.webp`]: dot },
  };
  const policy = "default-src 'none'; script-src 'nonce-n'; img-src data: blob:; media-src blob:";
  writeFileSync(
    join(folder, "alone.html"),
    `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
     <fractafrag-player><script type="application/json">${JSON.stringify(work)}</script></fractafrag-player>
     <script nonce="n">${readFileSync(join(folder, "package/player.js"), "utf8")}</script>`,
  );
  await page.goto(pathToFileURL(join(folder, "alone.html")).href);
  expect(await settled()).toBe("live");
  for (const share of [0.1, 0.5])
    await page.waitForFunction(
      (at) => {
        const canvas = document.querySelector("fractafrag-player")?.shadowRoot?.querySelector("canvas");
        return canvas?.getContext("2d")?.getImageData(Math.floor(canvas.width * at), 1, 1, 1).data.join() === "51,102,204,255";
      },
      { polling: 50 },
      share,
    );
});

test("the module brings element and engine, with types, and only what belongs there", async () => {
  const files = readdirSync(join(folder, "package"));
  expect(files.sort()).toEqual(["LICENSE", "README.md", "index.js", "package.json", "player.js", "types"]);
  expect(statSync(join(folder, "package/player.js")).size).toBeLessThan(200_000);
  expect(readFileSync(join(folder, "package/types/runtime/element/package.d.ts"), "utf8")).toContain("../src/index.js");
  pages.set("/module.html", { type: "text/html", body: '<!doctype html><script type="module">import * as all from "/package/index.js"; globalThis.names = Object.keys(all);</script>' });
  await page.goto(`${site}/module.html`);
  const names = await page.waitForFunction(() => (globalThis as unknown as { names?: string[] }).names);
  expect(await names.jsonValue()).toEqual(expect.arrayContaining(["createPlayer", "FractafragPlayer", "definePlayer", "attachInput"]));
});
