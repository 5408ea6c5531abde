// Does a swipe in the feed stall, and were the next works ready? Each way goes through the same works with the same posters: the works as
// they are, flat colours in place of their code (what is left is ours, not the drawing's), films alone, stills alone; against a bare page
// of the same stills. On a window the next card is asked for by a key, on a phone by a finger.
// Needs FRACTAFRAG_ADDRESS: a running instance with at least SWIPES + 1 works whose stills and films are made.
/* global swipes, addEventListener, requestAnimationFrame, Image, WebGL2RenderingContext, HTMLCanvasElement, OffscreenCanvas -- in functions that run in the page */
import { readFileSync } from "node:fs";
import { launch } from "./browser.mjs";

const address = process.env.FRACTAFRAG_ADDRESS;
const SWIPES = Number(process.env.SWIPES ?? 24);
const ROUNDS = Number(process.env.ROUNDS ?? 1);
/** How long one stays with each card. */
const STAY_MS = Number(process.env.STAY_MS ?? 1500);
/** From the swipe on: the cards slide for 200 ms, and what comes with them begins. */
const WINDOW_MS = 500;
/** A shared machine may stand still as a whole, the bare page with it: such a swipe is left out, and counted. */
const FROZEN_MS = 3000;
const SCREENS = { "1440×900": { width: 1440, height: 900 }, "390×844": { width: 390, height: 844, isMobile: true, hasTouch: true } };
const WAYS = (process.env.WAYS ?? "works,flat,films,stills,bare").split(",");

if (!address) {
  console.log("FRACTAFRAG_ADDRESS names no instance: not measured.");
  process.exit(0);
}
const wait = (time) => new Promise((done) => setTimeout(done, time));
const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;
const ms = (value) => (Number.isFinite(value) ? value.toFixed(0) : "–");

/** In the page, before all else: the works as the way wants them, and a clock for frames, for the thread, and for what was drawn. */
function prepare(way) {
  globalThis.swipes = { frames: [], beats: [], tasks: [], at: [], drawn: new Set(), living: new Map() };
  const texts = new WeakMap();
  const { prototype } = WebGL2RenderingContext;
  const { shaderSource, attachShader, useProgram } = prototype;
  prototype.shaderSource = function (shader, text) {
    texts.set(shader, text);
    return shaderSource.call(this, shader, text);
  };
  prototype.attachShader = function (program, shader) {
    const work = /\/\/ work (\S+)/.exec(texts.get(shader) ?? "");
    if (work) texts.set(program, work[1]);
    return attachShader.call(this, program, shader);
  };
  prototype.useProgram = function (program) {
    const work = program && texts.get(program);
    if (work) swipes.drawn.add(work);
    return useProgram.call(this, program);
  };
  if (way === "films" || way === "stills")
    for (const canvas of [HTMLCanvasElement, OffscreenCanvas]) {
      const { getContext } = canvas.prototype;
      canvas.prototype.getContext = function (kind, ...rest) {
        return kind === "webgl2" ? null : getContext.call(this, kind, ...rest);
      };
    }
  const ask = globalThis.fetch;
  globalThis.fetch = async (...given) => {
    const answer = await ask(...given);
    const { pathname } = new URL(answer.url);
    const single = /^\/api\/v1\/shaders\/([^/]+)$/.exec(pathname);
    if (!answer.ok || !(single || pathname.startsWith("/api/v1/feed"))) return answer;
    const body = await answer.json();
    for (const work of body.items ?? [body]) if (way === "stills") work.render.films = [];
    if (single) {
      const shade = (single[1].charCodeAt(11) / 128).toFixed(3);
      if (way === "flat") body.passes = [{ ...body.passes.at(-1), type: "image", name: "Image", inputs: [], code: `void mainImage(out vec4 c, in vec2 p) { c = vec4(${shade}, 0.3, 0.5 + 0.1 * sin(iTime), 1.0); }` }];
      // So that a program can be told to be this work's.
      body.passes = body.passes.map((pass) => ({ ...pass, code: `${pass.code}\n// work ${single[1]}` }));
    }
    return new Response(JSON.stringify(body), { status: answer.status, headers: answer.headers });
  };
  new PerformanceObserver((list) => {
    for (const { startTime, duration, blockingDuration, scripts = [] } of list.getEntries())
      swipes.tasks.push({ startTime, duration, blockingDuration, scripts: scripts.map(({ invoker, duration: took }) => [invoker, Math.round(took)]) });
  }).observe({ type: "long-animation-frame" });
  const frame = (at) => {
    swipes.frames.push(at);
    const card = document.querySelector('[data-shows]:not([aria-hidden="true"])');
    const id = card?.querySelector("img")?.alt;
    if (id && !swipes.living.has(id)) {
      const film = card.querySelector("video");
      if (card.dataset.shows === "live" || (card.dataset.shows === "film" && film?.readyState > 1 && film.currentTime > 0)) swipes.living.set(id, { at: performance.now(), how: card.dataset.shows });
    }
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  const beat = () => {
    swipes.beats.push(performance.now());
    setTimeout(beat, 4);
  };
  beat();
}

/** In the page, right before a swipe: what the next card has already; null where there is none. */
function look(ids) {
  const cards = [...document.querySelectorAll("[data-shows]")];
  const image = cards[cards.findIndex((card) => card.getAttribute("aria-hidden") !== "true") + 1]?.querySelector("img");
  return image ? { name: image.alt, still: image.complete && image.naturalWidth > 0, drawn: swipes.drawn.has(ids[image.alt]) } : null;
}

/** In the page: the moment at which the swipe is felt. */
function feel() {
  for (const kind of ["keydown", "pointerup"]) addEventListener(kind, () => swipes.at.push(performance.now()), { capture: true });
}

/** The same stills in a page that does nothing else: one below the other, moved as the feed moves them. */
function bare(stills) {
  document.body.style.cssText = "margin: 0; overflow: hidden; background: #0a0b0f; touch-action: none";
  const track = document.createElement("div");
  track.style.cssText = "position: absolute; inset: 0; transition: transform 200ms ease-out";
  stills.forEach((url, at) => {
    const image = Object.assign(new Image(), { src: url });
    image.style.cssText = `position: absolute; top: ${at * 100}%; width: 100%; height: 100%; object-fit: cover`;
    track.append(image);
  });
  document.body.append(track);
  let index = 0;
  for (const kind of ["keydown", "pointerup"]) addEventListener(kind, () => (track.style.transform = `translate3d(0, ${(index += 1) * -100}%, 0)`));
}

async function swipe(page, screen) {
  if (!screen.hasTouch) return page.keyboard.press("ArrowDown");
  const [x, from] = [screen.width / 2, screen.height * 0.7];
  const finger = await page.touchscreen.touchStart(x, from);
  for (let step = 1; step <= 6; step++) {
    await finger.move(x, from - step * 50);
    await wait(16);
  }
  return finger.end();
}

/** One way through the works, in a browser of its own: what each swipe was like. */
async function through(way, screen, works) {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.setViewport(screen);
    await page.evaluateOnNewDocument(prepare, way);
    await page.evaluateOnNewDocument(feel);
    const found = [];
    if (way === "bare") {
      await page.goto(`${address}/robots.txt`);
      await page.evaluate(bare, works.map(({ render }) => render.poster_url));
    } else {
      await page.goto(`${address}/?feed=trending`, { waitUntil: "domcontentloaded" });
      await page.waitForSelector("[data-shows]", { timeout: 60_000 });
    }
    await wait(4000);
    const ids = Object.fromEntries(works.map(({ id, title }) => [`Still of ${title}`, id]));
    const looks = [];
    for (let count = 0; count < SWIPES; count++) {
      looks.push(way === "bare" ? null : await page.evaluate(look, ids));
      await swipe(page, screen);
      await wait(STAY_MS);
      process.stderr.write(`\r\u001b[K${way}: ${count + 1} of ${SWIPES}`);
    }
    const seen = await page.evaluate(() => ({ ...swipes, drawn: [], living: [...swipes.living] }));
    const living = new Map(seen.living);
    const gap = (moments, from, to) => Math.max(0, ...moments.slice(1).map((at, before) => (at > from && moments[before] < to ? at - moments[before] : 0)));
    seen.at.slice(0, SWIPES).forEach((from, count) => {
      const to = from + WINDOW_MS;
      const next = looks[count];
      const tasks = seen.tasks.filter(({ startTime, duration }) => startTime < to && startTime + duration > from);
      const alive = next && living.get(next.name);
      found.push({ next, frame: gap(seen.frames, from, to), thread: gap(seen.beats, from, to), blocked: tasks.reduce((sum, one) => sum + one.blockingDuration, 0), tasks, alive: alive ? alive.at - from : Infinity, how: alive?.how });
    });
    return found;
  } finally {
    process.stderr.write("\n");
    await browser.close();
  }
}

const works = [];
for (let cursor = ""; works.length <= SWIPES; ) {
  const { items, next_cursor: next } = await (await fetch(`${address}/api/v1/feed/trending?limit=20${cursor && `&cursor=${cursor}`}`)).json();
  works.push(...items);
  if (!next) break;
  cursor = encodeURIComponent(next);
}
for (const [name, screen] of Object.entries(SCREENS)) {
  const all = Object.fromEntries(WAYS.map((way) => [way, []]));
  for (let round = 0; round < ROUNDS; round++) for (const way of WAYS) all[way].push(...(await through(way, screen, works)));
  console.log(`\n| ${name}, ${SWIPES} swipes, ${STAY_MS} ms each | longest frame: median, p95, most, ms | longest silence of the thread: median, p95, most, ms | swipes with a frame above 100 ms | blocked, ms a swipe | next still ready | next drawn once | something moves after: median, p95, ms | of it live | left out |\n|---|---|---|---|---|---|---|---|---|---|`);
  for (const [way, every] of Object.entries(all)) {
    const found = every.filter(({ thread }) => thread < FROZEN_MS);
    const three = (values) => `${ms(quantile(values, 0.5))} · ${ms(quantile(values, 0.95))} · ${ms(Math.max(...values))}`;
    const share = (holds) => `${found.filter(holds).length} of ${found.length}`;
    const alive = found.map((one) => one.alive);
    console.log(
      `| ${way} | ${three(found.map(({ frame }) => frame))} | ${three(found.map(({ thread }) => thread))} | ${share(({ frame }) => frame > 100)} | ${ms(found.reduce((sum, { blocked }) => sum + blocked, 0) / found.length)} | ${way === "bare" ? "" : share(({ next }) => next?.still)} | ${way === "bare" ? "" : share(({ next }) => next?.drawn)} | ${way === "bare" ? "" : `${ms(quantile(alive, 0.5))} · ${ms(quantile(alive, 0.95))}`} | ${way === "bare" ? "" : share(({ how }) => how === "live")} | ${every.length - found.length} |`,
    );
    if (process.env.TASKS) for (const one of found) console.error(way, one.next?.name, ms(one.frame), ms(one.alive), one.how, JSON.stringify(one.tasks));
  }
}
console.log(`\nload average ${readFileSync("/proc/loadavg", "utf8").split(" ")[0]}`);
