// Distinct stills a second: our renderer against a browser for each shader and a page for each, of the middle and of all of the library.
// Usage: node bench/renderer.mjs [--rounds 3] [--shaders 12] [--clients 4] [--of typical|light|simple|library]
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { post, spentMs, startRenderer } from "./renderer/processes.mjs";
import { browserEach, launch, pageEach } from "./renderer/rivals.mjs";
import { distinct, library, light, simple, typical } from "./renderer/works.mjs";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "3" }, shaders: { type: "string", default: "12" }, clients: { type: "string", default: "4" }, of: { type: "string", default: "typical" } } });
const [ROUNDS, SHADERS, CLIENTS] = [values.rounds, values.shaders, values.clients].map(Number);
const SIZE = { width: 512, height: 288, at: 2 };
const set = { library, light, simple, typical }[values.of];

/** All ways get as many works at once. */
async function measure(works, draw, spent) {
  const before = spent();
  const began = performance.now();
  const waiting = [...works];
  const client = async () => {
    for (let passes = waiting.shift(); passes; passes = waiting.shift()) await draw(passes);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return { perSecond: works.length / ((performance.now() - began) / 1000), cpuMs: (spent() - before) / works.length };
}

const renderer = await startRenderer();
const browser = await launch();
async function ours(passes, passport) {
  const answer = await post(renderer.url, "/render", { passes, poster: SIZE, film: null, passport });
  if (!answer.ok || answer.poster.width !== SIZE.width || answer.poster.data.length < 500) throw new Error(JSON.stringify({ ...answer, poster: null }).slice(0, 300));
}

const ways = {
  // As the others: a picture, and nothing measured.
  "our renderer": { draw: (passes) => ours(passes, false), spent: () => spentMs(renderer.pid) },
  "our renderer, with the cost passport": { draw: (passes) => ours(passes, true), spent: () => spentMs(renderer.pid) },
  "a page for each + screenshot": { draw: (passes) => pageEach(browser)(passes, SIZE), spent: () => spentMs(browser.process().pid) },
  // What browsers used that have ended cannot be counted: not all of their processes are waited for.
  "a browser for each + screenshot": { draw: (passes) => browserEach(passes, SIZE), spent: () => NaN },
};

const found = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
try {
  for (const { draw } of Object.values(ways)) await draw(distinct(set[0].passes));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, { draw, spent }] of Object.entries(ways)) {
      const works = Array.from({ length: SHADERS }, (_, index) => distinct(set[(round * SHADERS + index) % set.length].passes));
      found[name].push(await measure(works, draw, spent));
    }
    console.log(`round ${round + 1}: ${Object.entries(found).map(([name, list]) => `${name} ${list.at(-1).perSecond.toFixed(1)}/s`).join(", ")}`);
  }
} finally {
  renderer.stop();
  await browser.close();
}

const middle = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const show = (list, digits) => (list.some(Number.isNaN) ? "not counted" : `${middle(list).toFixed(digits)} (${Math.min(...list).toFixed(digits)}–${Math.max(...list).toFixed(digits)})`);
const first = found["our renderer"];
console.log(`\n${values.of}, ${SIZE.width}×${SIZE.height} WebP, ${SHADERS} distinct works a round, ${CLIENTS} at once, ${ROUNDS} rounds, load ${loadavg()[0].toFixed(1)}\n`);
console.log("| way | stills a second, median (least–most) | ours against it | processor ms a still | ours against it |\n|---|---|---|---|---|");
for (const [name, list] of Object.entries(found)) {
  const against = (pick) => show(list.map((one, round) => pick(first[round], one)), 2);
  console.log(`| ${name} | ${show(list.map(({ perSecond }) => perSecond), 1)} | ${against((a, b) => a.perSecond / b.perSecond)} | ${show(list.map(({ cpuMs }) => cpuMs), 0)} | ${against((a, b) => b.cpuMs / a.cpuMs)} |`);
}
