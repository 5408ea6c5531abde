// What else the renderer is asked for: a film, a validation, the next picture after one that had to be ended, the same picture from another backend.
// Usage: node bench/renderer_jobs.mjs [--films 3] [--validations 60] [--kills 5] [--pictures 12]
// With a Chromium and EGL's drivers at hand (CHROMIUM_PATH, or as in the image) films are measured on both backends and pictures compared.
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { below, post, spentMs, startRenderer } from "./renderer/processes.mjs";
import { launch } from "./renderer/rivals.mjs";
import { ssimIn } from "./renderer/ssim.mjs";
import { distinct, library, typical, work } from "./renderer/works.mjs";

const { values } = parseArgs({ options: { films: { type: "string", default: "3" }, validations: { type: "string", default: "60" }, kills: { type: "string", default: "5" }, pictures: { type: "string", default: "12" } } });
const [FILMS, VALIDATIONS, KILLS, PICTURES] = [values.films, values.validations, values.kills, values.pictures].map(Number);
const TEAL = [{ type: "image", name: "Image", code: "void mainImage(out vec4 c, in vec2 p) { c = vec4(0.0, 0.5, 0.75, 1.0); }", inputs: [] }];
const at = (list, share) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))];
const show = (list) => `${at(list, 0.5).toFixed(0)} (${Math.min(...list).toFixed(0)}–${Math.max(...list).toFixed(0)})`;

async function timed(renderer, ask) {
  // Looking through all processes takes milliseconds of its own.
  const before = spentMs(renderer.pid);
  const began = performance.now();
  const answer = await ask();
  return { answer, ms: performance.now() - began, cpuMs: spentMs(renderer.pid) - before };
}

async function films(renderer, name) {
  const wish = { width: 480, height: 270, seconds: 3, fps: 30, types: ["webm"] };
  const found = [];
  for (let turn = 0; turn < FILMS; turn++) found.push(await timed(renderer, () => post(renderer.url, "/render", { passes: distinct(work("raymarched-sphere")), poster: { width: 128, height: 72, at: 1 }, film: { ...wish, at: 1 } })));
  const shapes = [...new Set(found.map(({ answer }) => `${answer.films[0]?.width ?? "none"} wide, ${answer.films[0]?.fps ?? 0}/s`))].join("; ");
  console.log(`| ${name} | ${show(found.map(({ ms }) => ms))} | ${show(found.map(({ cpuMs }) => cpuMs))} | ${show(found.map(({ answer }) => ((answer.films[0]?.data.length ?? 0) * 0.75) / 1000))} | ${shapes} |`);
}

async function validations(renderer) {
  const [ours, cpu] = [[], []];
  for (let turn = 0; turn < VALIDATIONS; turn++) {
    const { answer, ms, cpuMs } = await timed(renderer, () => post(renderer.url, "/validate", { passes: distinct(typical[turn % typical.length].passes) }));
    if (!answer.ok) throw new Error(JSON.stringify(answer));
    ours.push(ms);
    cpu.push(cpuMs);
  }
  console.log(`| POST /validate, end to end | ${at(ours, 0.5).toFixed(1)} | ${at(ours, 0.95).toFixed(1)} | ${(cpu.reduce((sum, one) => sum + one, 0) / cpu.length).toFixed(1)} |`);
  const browser = await launch();
  const theirs = [];
  for (let turn = 0; turn < Math.min(12, VALIDATIONS); turn++) {
    const [passes] = distinct(typical[turn % typical.length].passes).slice(-1);
    const began = performance.now();
    const page = await browser.newPage();
    await page.evaluate((code) => {
      const gl = document.createElement("canvas").getContext("webgl2");
      const shader = gl.createShader(gl.FRAGMENT_SHADER);
      gl.shaderSource(shader, `#version 300 es\nprecision highp float;\nuniform vec3 iResolution;\nuniform float iTime;\nuniform vec4 iMouse;\nout vec4 o;\n${code}\nvoid main() { mainImage(o, gl_FragCoord.xy); }`);
      gl.compileShader(shader);
      return gl.getShaderParameter(shader, gl.COMPILE_STATUS);
    }, passes.code);
    theirs.push(performance.now() - began);
    await page.close();
  }
  await browser.close();
  console.log(`| a new page that compiles | ${at(theirs, 0.5).toFixed(1)} | ${at(theirs, 0.95).toFixed(1)} | |`);
}

async function recovery(renderer) {
  const [endless, killed] = [[], []];
  for (let turn = 0; turn < KILLS; turn++) {
    const loop = [{ ...TEAL[0], code: `void mainImage(out vec4 c, in vec2 p) { c = vec4(0.0); for (int i = 0; i < 2000000000; i++) c += sin(float(i) * p.x + ${turn}.0); }` }];
    const ended = await post(renderer.url, "/render", { passes: loop, poster: { width: 64, height: 36 }, deadline_ms: 8000 });
    if (ended.ok) throw new Error("an endless loop was drawn");
    endless.push((await timed(renderer, () => post(renderer.url, "/render", { passes: distinct(TEAL), poster: { width: 64, height: 36 } }))).ms);
    for (const { pid, command } of below(renderer.pid)) if (command.includes("--type=gpu-process")) process.kill(pid, "SIGKILL");
    const next = await timed(renderer, () => post(renderer.url, "/render", { passes: distinct(TEAL), poster: { width: 64, height: 36 } }));
    if (!next.answer.ok || Math.abs(next.answer.facts.mean_luma - 0.41) > 0.05) throw new Error(`a lost picture: ${JSON.stringify(next.answer.facts ?? next.answer.message)}`);
    killed.push(next.ms);
  }
  console.log(`| an endless loop was ended | ${show(endless)} |\n| the GPU process was killed from outside | ${show(killed)} |`);
}

const renderer = await startRenderer({ RENDERER_CONCURRENCY: "1", RENDERER_FILM_ANGLE: "swiftshader" });
const second = await startRenderer({ RENDERER_CONCURRENCY: "1" });
try {
  console.log("| film of 3 s, 480×270, raymarched-sphere, VP9 | ms | processor ms | kB | |\n|---|---|---|---|---|");
  await films(renderer, "SwiftShader");
  await post(second.url, "/render", { passes: TEAL, poster: null, film: { width: 64, height: 36, seconds: 1, fps: 30, types: ["webm"] } });
  const { film_renderer_string: other } = await (await fetch(`${second.url}/health`)).json();
  if (other === null) console.log("| no other backend here | | | | |");
  else await films(second, other);
  console.log("\n| validation of a typical work | p50, ms | p95, ms | processor ms |\n|---|---|---|---|");
  await validations(renderer);
  console.log("\n| the next good still after | ms |\n|---|---|");
  await recovery(renderer);
  if (other !== null) {
    const whole = await startRenderer({ RENDERER_CONCURRENCY: "1", RENDERER_ANGLE: "gl-egl", RENDERER_FILM_ANGLE: "gl-egl" });
    const browser = await launch();
    const found = [];
    try {
      for (const { name, passes } of library.filter((_, index) => index % Math.ceil(library.length / PICTURES) === 0)) {
        const wish = { passes, poster: { width: 240, height: 135, at: 0.5, type: "image/png" } };
        const [one, two] = [await post(renderer.url, "/render", wish), await post(whole.url, "/render", wish)];
        if (one.ok && two.ok && one.poster.width === two.poster.width) found.push({ name, value: await ssimIn(browser, one.poster.data, two.poster.data) });
        else console.log(`not compared: ${name}: ${one.message ?? two.message ?? "another size"}`);
      }
    } finally {
      whole.stop();
      await browser.close();
    }
    const worst = [...found].sort((a, b) => a.value - b.value).slice(0, 3);
    console.log(`\nSSIM of ${found.length} works of the library between SwiftShader and ${other}: median ${at(found.map(({ value }) => value), 0.5).toFixed(4)}, least ${worst.map(({ name, value }) => `${value.toFixed(4)} (${name})`).join(", ")}`);
  }
} finally {
  renderer.stop();
  second.stop();
}
console.log(`\nload ${loadavg()[0].toFixed(1)}`);
