// How long from a keystroke to the new picture in the studio, and what do forty works, gone through in the feed and in Explore, cost the
// page's thread? Against a plain page that compiles in place, and against galleries with a WebGL context for each card, in the same run.
// Needs FRACTAFRAG_ADDRESS: a running instance with at least forty works.
/* global seen, changed, addEventListener, requestAnimationFrame, WebGL2RenderingContext, CanvasRenderingContext2D, HTMLCanvasElement, OffscreenCanvas, IntersectionObserver -- in functions that run in the page */
import { readFileSync } from "node:fs";
import { launch } from "./browser.mjs";

const address = process.env.FRACTAFRAG_ADDRESS;
const CARDS = Number(process.env.CARDS ?? 40);
const KEYS = Number(process.env.KEYS ?? 8);
/** The most that one way through the cards may take, seconds. */
const BUDGET_S = Number(process.env.BUDGET_S ?? 120);
/** How long a page may take to say what was counted, and a browser to close. */
const GRACE_MS = 30_000;
const STAY_MS = 400;
const STALL_MS = 50;

if (!address) {
  console.log("FRACTAFRAG_ADDRESS names no instance: not measured.");
  process.exit(0);
}
// A page that keeps itself busy answers late: how long is for the budget to say.
const browser = await launch();
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const ms = (value) => value.toFixed(0);
const wait = (time) => new Promise((done) => setTimeout(done, time));

/** Counts, in the page: tasks above 50 ms, and calls of WebGL and of a 2D canvas that took as long, by what they were for. */
function watch() {
  globalThis.seen = { tasks: [], calls: [], lost: 0, contexts: 0 };
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => seen.tasks.push(duration))).observe({ type: "longtask", buffered: true });
  addEventListener("webglcontextlost", () => seen.lost++, true);
  const timed = (proto, name) => {
    const call = proto[name];
    proto[name] = function (...given) {
      const began = performance.now();
      const result = call.apply(this, given);
      const took = performance.now() - began;
      if (took > 50) seen.calls.push({ name, took });
      return result;
    };
  };
  const compiling = ["compileShader", "linkProgram", "getShaderParameter", "getProgramParameter", "getShaderInfoLog", "getUniformLocation"];
  for (const name of [...compiling, "drawArrays", "clientWaitSync", "getSyncParameter", "readPixels", "texImage2D", "texStorage2D"]) timed(WebGL2RenderingContext.prototype, name);
  timed(CanvasRenderingContext2D.prototype, "drawImage");
  for (const { prototype } of [HTMLCanvasElement, OffscreenCanvas]) {
    const get = prototype.getContext;
    prototype.getContext = function (kind, ...rest) {
      const made = get.call(this, kind, ...rest);
      if (kind === "webgl2" && made && !this.counted) {
        this.counted = true;
        seen.contexts++;
      }
      return made;
    };
    timed(prototype, "getContext");
  }
}

// ── from a keystroke to the picture ──────────────────────────────────────────────────────────────

/** A shader whose colour follows the last digit of C, beside `functions` functions that it calls. */
function source(functions) {
  const more = Array.from({ length: functions }, (_, at) => `float f${at}(float x) { return sin(x * ${at}.5) + ${at === 0 ? "0.0" : `0.5 * f${at - 1}(x)`}; }`).join("\n");
  return `${more}\nvoid mainImage(out vec4 o, in vec2 p) { o = vec4(C % 2, 0.0, ${functions > 0 ? `0.0 * f${functions - 1}(p.x)` : "0.0"}, 1.0); }\n#define LAST 1`;
}

/** Types digits at the end of the first line; milliseconds until the picture's red has changed. */
async function typed(functions) {
  const page = await browser.newPage();
  await page.setViewport({ width: 1440, height: 900 });
  await page.goto(`${address}/studio`);
  const editor = await page.waitForSelector(".cm-content", { timeout: 60_000 });
  await editor.click();
  await page.keyboard.down("Control");
  await page.keyboard.press("a");
  await page.keyboard.up("Control");
  await page.evaluate((text) => document.execCommand("insertText", false, text), `#define C 1\n${source(functions)}`);
  const red = () => page.evaluate(() => {
    const canvas = [...document.querySelectorAll("canvas")].find((one) => one.getContext("webgl2"));
    if (!canvas) return -1;
    const copy = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
    copy.drawImage(canvas, 0, 0, 1, 1);
    return copy.getImageData(0, 0, 1, 1).data[0];
  });
  for (const until = Date.now() + 60_000; (await red()) < 200; await wait(50)) if (Date.now() > until) throw new Error("the first picture did not come");
  await page.keyboard.down("Control");
  await page.keyboard.press("Home");
  await page.keyboard.up("Control");
  await page.keyboard.press("End");
  await page.evaluate(() => {
    globalThis.changed = () =>
      new Promise((resolve) => {
        const canvas = [...document.querySelectorAll("canvas")].find((one) => one.getContext("webgl2"));
        const copy = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
        const look = () => {
          copy.drawImage(canvas, 0, 0, 1, 1);
          return copy.getImageData(0, 0, 1, 1).data[0] > 127;
        };
        const before = look();
        addEventListener("keydown", () => {
          const began = performance.now();
          const again = () => (look() === before ? requestAnimationFrame(again) : resolve(performance.now() - began));
          requestAnimationFrame(again);
        }, { once: true, capture: true });
      });
  });
  const times = [];
  for (let key = 0; key < KEYS; key++) {
    const change = page.evaluate(() => changed());
    await wait(300);
    await page.keyboard.press(key % 2 === 0 ? "2" : "1");
    times.push(await change);
  }
  await page.close();
  return times;
}

/** The same in a plain page: compile, link and draw within the keystroke, and the pixel read back. */
async function inPlace(functions) {
  const page = await browser.newPage();
  const times = await page.evaluate((text, count) => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [640, 360];
    const gl = canvas.getContext("webgl2");
    const made = (type, code) => {
      const shader = gl.createShader(type);
      gl.shaderSource(shader, code);
      gl.compileShader(shader);
      return shader;
    };
    const head = "#version 300 es\nprecision highp float;\nout vec4 seen;\nvoid mainImage(out vec4 o, in vec2 p);\nvoid main() { mainImage(seen, gl_FragCoord.xy); }\n";
    const found = [];
    for (let key = 0; key < count; key++) {
      const began = performance.now();
      const program = gl.createProgram();
      gl.attachShader(program, made(gl.VERTEX_SHADER, "#version 300 es\nvoid main() { gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0); }"));
      gl.attachShader(program, made(gl.FRAGMENT_SHADER, `${head}#define C 1${"2".repeat((key % 8) + 1)}\n${text}`));
      gl.linkProgram(program);
      if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error("it does not link");
      gl.useProgram(program);
      gl.drawArrays(gl.TRIANGLES, 0, 3);
      gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
      found.push(performance.now() - began);
    }
    return found;
  }, source(functions), KEYS);
  await page.close();
  return times;
}

// ── forty works ──────────────────────────────────────────────────────────────────────────────────

const later = (time, word) => new Promise((done) => setTimeout(() => done(word), time));

/**
 * Opens a page in a browser of its own and goes from card to card. However busy the page keeps itself, it ends: after `BUDGET_S` what was
 * reached counts, and a browser that does not close is ended. Null where the page gave no more answer.
 */
async function through(name, cards, open, step) {
  const own = await launch();
  const deadline = Date.now() + BUDGET_S * 1000;
  const within = (work) => Promise.race([work.then((value) => ({ value })), later(Math.max(1, deadline - Date.now()), null)]);
  const say = (text) => process.stderr.write(`\r\u001b[K${name}: ${text}`);
  let reached = 0;
  try {
    const page = await own.newPage();
    await page.setViewport({ width: 1440, height: 900 });
    await page.evaluateOnNewDocument(watch);
    say("opening");
    if (!(await within(open(page)))) return null;
    await wait(2000);
    if (!(await within(page.evaluate(() => Object.assign(seen, { tasks: [], calls: [] }))))) return null;
    const began = Date.now();
    for (let card = 1; card < cards; card++) {
      if (!(await within(step(page, card)))) break;
      await wait(STAY_MS);
      reached = card;
      say(`${card + 1} of ${cards}, ${Math.round((Date.now() - began) / 1000)} s`);
    }
    const seconds = (Date.now() - began) / 1000;
    const found = await Promise.race([page.evaluate(() => seen), later(GRACE_MS, null)]);
    return found && { ...found, cards: reached + 1, seconds };
  } finally {
    process.stderr.write("\n");
    if ((await Promise.race([own.close().then(() => "closed", () => "closed"), later(GRACE_MS, "open")])) === "open") own.process()?.kill("SIGKILL");
  }
}

const feed = (cards) =>
  through("feed", cards, (page) => page.goto(`${address}/?feed=trending`).then(() => page.waitForSelector("[data-shows]", { timeout: 60_000 })), (page) => page.keyboard.press("ArrowDown"));

/** Explore, tile by tile: scrolled to, and its film played by the mouse over it. */
const explore = (cards) =>
  through(
    "Explore",
    cards,
    (page) => page.goto(`${address}/explore`).then(() => page.waitForSelector("article", { timeout: 60_000 })),
    async (page, card) => {
      const place = await page.evaluate((at) => {
        const tile = document.querySelectorAll("article")[at];
        tile?.scrollIntoView({ block: "center" });
        const box = tile?.getBoundingClientRect();
        return box && [box.x + box.width / 2, box.y + box.height / 2];
      }, card);
      if (place) await page.mouse.move(...place);
    },
  );

/** A gallery as it is usually made: a canvas with a context of its own for each card, compiled where it comes into view, drawn while it is. */
const gallery = (name, works, [width, height]) =>
  through(
    name,
    works.length,
    async (page) => {
      await page.goto("about:blank");
      await page.evaluate(
        (sources, wide, high) => {
          const head = "#version 300 es\nprecision highp float;\nprecision highp int;\nuniform vec3 iResolution; uniform float iTime, iTimeDelta, iFrameRate, iSampleRate; uniform int iFrame; uniform vec4 iMouse, iDate; uniform float iChannelTime[4]; uniform vec3 iChannelResolution[4]; uniform sampler2D iChannel0, iChannel1, iChannel2, iChannel3;\nout vec4 seenColour;\nvoid mainImage(out vec4 o, in vec2 p);\nvoid main() { mainImage(seenColour, gl_FragCoord.xy); }\n";
          const vertex = "#version 300 es\nvoid main() { gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0); }";
          const begin = (canvas, code) => {
            const gl = canvas.getContext("webgl2");
            const program = gl.createProgram();
            for (const [type, text] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, head + code]]) {
              const shader = gl.createShader(type);
              gl.shaderSource(shader, text);
              gl.compileShader(shader);
              gl.attachShader(program, shader);
            }
            gl.linkProgram(program);
            if (!gl.getProgramParameter(program, gl.LINK_STATUS)) return null;
            gl.useProgram(program);
            const [size, time] = ["iResolution", "iTime"].map((one) => gl.getUniformLocation(program, one));
            return () => {
              gl.uniform3f(size, canvas.width, canvas.height, 1);
              gl.uniform1f(time, performance.now() / 1000);
              gl.drawArrays(gl.TRIANGLES, 0, 3);
            };
          };
          const live = new Map();
          const draws = new Map();
          const seeing = new IntersectionObserver((entries) => {
            for (const { target, isIntersecting } of entries) {
              if (!isIntersecting) live.delete(target);
              else {
                if (!draws.has(target)) draws.set(target, begin(target, sources[Number(target.dataset.at)]));
                live.set(target, draws.get(target));
              }
            }
          });
          document.body.style.cssText = "display: flex; flex-wrap: wrap; margin: 0";
          sources.forEach((_, at) => {
            const canvas = Object.assign(document.createElement("canvas"), { width: wide, height: high });
            canvas.dataset.at = String(at);
            document.body.append(canvas);
            seeing.observe(canvas);
          });
          const frame = () => {
            for (const draw of live.values()) draw?.();
            requestAnimationFrame(frame);
          };
          requestAnimationFrame(frame);
        },
        works,
        width,
        height,
      );
    },
    (page, card) => page.evaluate((at) => document.querySelectorAll("canvas")[at].scrollIntoView({ block: "center" }), card),
  );

console.log("| from a keystroke to the new picture | median, ms | longest, ms |\n|---|---|---|");
for (const functions of KEYS > 0 ? [0, 200] : []) {
  const [ours, plain] = [await typed(functions), await inPlace(functions)];
  console.log(`| studio, ${functions} functions (it waits 250 ms for the next key) | ${ms(median(ours))} | ${ms(Math.max(...ours))} |`);
  console.log(`| compiled in place, the page blocked meanwhile | ${ms(median(plain))} | ${ms(Math.max(...plain))} |`);
}

const works = [];
for (let cursor = ""; works.length < CARDS; ) {
  const { items, next_cursor: next } = await (await fetch(`${address}/api/v1/feed/trending?limit=20${cursor && `&cursor=${cursor}`}`)).json();
  for (const { id } of items) works.push(await (await fetch(`${address}/api/v1/shaders/${id}`)).json());
  if (!next) break;
  cursor = encodeURIComponent(next);
}
const lone = works.slice(0, CARDS).map(({ passes }) => [...passes.filter(({ type }) => type === "common"), ...passes.filter(({ type }) => type === "image")].map(({ code }) => code).join("\n"));
await browser.close();
const COMPILING = new Set(["compileShader", "linkProgram", "getShaderParameter", "getProgramParameter", "getShaderInfoLog", "getUniformLocation"]);
const table = (title) => console.log(`\n| ${title}, ${STAY_MS} ms each | reached | seconds | stalls above ${STALL_MS} ms while compiling | the longest, ms | while making a context | while copying a picture | tasks above ${STALL_MS} ms | together, ms | contexts | lost |\n|---|---|---|---|---|---|---|---|---|---|---|`);
function line(name, found) {
  if (!found) return console.log(`| ${name} | gave no answer within ${BUDGET_S} s | | | | | | | | | |`);
  const compiling = found.calls.filter(({ name: call }) => COMPILING.has(call));
  const count = (...names) => found.calls.filter(({ name: call }) => names.includes(call)).length;
  const longest = Math.max(0, ...compiling.map(({ took }) => took));
  const together = found.tasks.reduce((sum, one) => sum + one, 0);
  if (process.env.CALLS) console.error(name, JSON.stringify(found.calls.map(({ name: call, took }) => [call, Math.round(took)])));
  return console.log(`| ${name} | ${found.cards} | ${found.seconds.toFixed(0)} | ${compiling.length} | ${ms(longest)} | ${count("getContext")} | ${count("drawImage")} | ${found.tasks.length} | ${ms(together)} | ${found.contexts} | ${found.lost} |`);
}
table(`${lone.length} works, one at a time over the whole window`);
line("the feed: one context, compiled beside", await feed(lone.length));
line("a context for each card, compiled in place", await gallery("a context for each card", lone, [1440, 900]));
table(`${lone.length} works in a grid`);
line("Explore: stills, and a film where the mouse is", await explore(lone.length));
line("a context for each tile, compiled in place", await gallery("a context for each tile", lone, [340, 212]));
console.log(`\nload average ${readFileSync("/proc/loadavg", "utf8").split(" ")[0]}`);
