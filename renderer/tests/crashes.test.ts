// What breaks underneath: the browser or its GPU process dies, the queue is full, the process is told to stop or is killed.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { ValidateAnswer } from "../src/protocol.js";
import { isAlive, main, type Problem, Running, small, teal, until } from "./running.js";

let renderer: Running | null = null;

afterEach(async () => {
  await renderer?.stop("SIGKILL");
  renderer = null;
});

const slow = {
  passes: main("float a = 0.0; for (int i = 0; i < 60; i++) a += sin(float(i) + fragCoord.x + iTime); fragColor = vec4(a);"),
  poster: small,
  film: { width: 480, height: 270, seconds: 1, fps: 30, types: ["webm"] },
};

const busy = (running: Running): Promise<void> => running.until(({ running: count }) => count > 0);

test("a browser that dies under a job is replaced and the job is done", async () => {
  renderer = await Running.start({ RENDERER_CONCURRENCY: "1" });
  const pid = await renderer.browser();
  const job = renderer.drawn(slow);
  await busy(renderer);
  process.kill(pid, "SIGKILL");
  expect((await job).films).toHaveLength(1);
  await renderer.drawn({ passes: teal, poster: small });
  expect(renderer.browsers()).not.toContain(pid);
});

test("a GPU process that dies under a job is replaced, and no black picture is taken for the answer", async () => {
  renderer = await Running.start({ RENDERER_CONCURRENCY: "1" });
  const request = { passes: teal, poster: small, film: { ...slow.film, seconds: 3 } };
  const job = renderer.drawn({ ...slow, film: { ...slow.film, seconds: 3 } });
  await busy(renderer);
  for (const pid of renderer.gpuProcesses()) process.kill(pid, "SIGKILL");
  expect((await job).films).toHaveLength(1);
  expect((await renderer.drawn(request)).facts.mean_luma).toBeGreaterThan(0.3);
});

test("while a film is drawn, a validation does not wait for it; beyond the queue there is a 503 that says when to come again", async () => {
  renderer = await Running.start({ RENDERER_CONCURRENCY: "1", RENDERER_QUEUE: "1" });
  const running = renderer;
  const long = { ...slow, film: { ...slow.film, seconds: 6 } };
  let filmEnded = false;
  const first = running.render(long).finally(() => (filmEnded = true));
  await busy(running);
  const validated = await running.post<ValidateAnswer>("/validate", { passes: teal });
  expect(validated.body.ok).toBe(true);
  expect(filmEnded).toBe(false);
  const second = running.render(slow);
  await running.until(({ queue }) => queue === 1);
  const third = await running.post<Problem>("/render", slow);
  expect(third.status).toBe(503);
  expect(Number(third.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(third.headers.get("content-type")).toContain("problem+json");
  expect((await first).body.ok).toBe(true);
  expect((await second).body.ok).toBe(true);
});

test("a job whose client went away before its turn is not drawn", async () => {
  renderer = await Running.start({ RENDERER_CONCURRENCY: "1" });
  const running = renderer;
  const first = running.render(slow);
  await busy(running);
  const client = new AbortController();
  const second = fetch(`${running.url}/render`, { method: "POST", body: JSON.stringify(slow), signal: client.signal });
  second.catch(() => undefined);
  await running.until(({ queue }) => queue === 1);
  client.abort();
  await running.until(({ queue }) => queue === 0);
  expect((await first).body.ok).toBe(true);
  expect((await running.health()).running).toBe(0);
});

test("a browser is replaced after its share of jobs", async () => {
  renderer = await Running.start({ RENDERER_CONCURRENCY: "1", RENDERER_RECYCLE_JOBS: "2" });
  const before = await renderer.browser();
  for (let round = 0; round < 3; round++) await renderer.drawn({ passes: teal, poster: small });
  expect(renderer.browsers()).toHaveLength(1);
  expect(renderer.browsers()).not.toContain(before);
});

test("a browser is replaced when it has grown too large", async () => {
  renderer = await Running.start({ RENDERER_CONCURRENCY: "1", RENDERER_RECYCLE_MB: "200" });
  const before = await renderer.browser();
  const code = "void mainImage(out vec4 c, in vec2 p) { c = vec4(p / iResolution.xy, 0.5, 1.0); }";
  const buffers = ["Buffer A", "Buffer B", "Buffer C", "Buffer D"].map((name) => ({ type: "buffer", name, code, inputs: [] }));
  // It is looked at every 25 jobs only.
  for (let job = 1; job < 25; job++) await renderer.drawn({ passes: teal, poster: small });
  expect(renderer.browsers()).toEqual([before]);
  await renderer.drawn({ passes: [...buffers, ...teal], poster: { width: 1920, height: 1080, at: 0 } });
  expect(renderer.browsers()).toHaveLength(1);
  expect(renderer.browsers()).not.toContain(before);
  await renderer.drawn({ passes: teal, poster: small });
});

test("told to stop, it finishes what it draws, leaves no browser behind and ends well", async () => {
  renderer = await Running.start({ RENDERER_CONCURRENCY: "1" });
  const browsers = renderer.browsers();
  const job = renderer.render(slow);
  await busy(renderer);
  const code = renderer.stop("SIGTERM");
  const answer = (await job).body;
  expect(answer.ok).toBe(true);
  expect(await code).toBe(0);
  expect(browsers.filter(isAlive)).toEqual([]);
});

test("killed outright, it leaves no browser behind", async () => {
  renderer = await Running.start({ RENDERER_CONCURRENCY: "1" });
  const browsers = [await renderer.browser()];
  await renderer.stop("SIGKILL");
  await until(() => !browsers.some(isAlive));
});

test("it ends when the process that started it is gone", async () => {
  const main = join(import.meta.dirname, "..", "dist", "main.js");
  const script = `const child = require("node:child_process").spawn(process.execPath, [${JSON.stringify(main)}], { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, RENDERER_PORT: "0" } });
    child.stdout.on("data", (text) => { if (String(text).includes("listening")) process.stdout.write("PID " + child.pid); });`;
  const parent = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(parent.stdout, "data")) as [Buffer];
  const pid = Number(/PID (\d+)/.exec(line.toString())?.[1]);
  expect(isAlive(pid)).toBe(true);
  parent.kill("SIGKILL");
  await until(() => !isAlive(pid));
});

test("two processes that unpack the browser at once both get a whole one", async () => {
  const cache = mkdtempSync(join(tmpdir(), "renderer cache "));
  try {
    // Without a PATH there is no system Chromium, so both must unpack the package's.
    const env = { XDG_CACHE_HOME: cache, PATH: "", CHROMIUM_PATH: "", RENDERER_CONCURRENCY: "1" };
    const both = await Promise.all([Running.start(env), Running.start(env)]);
    for (const one of both) {
      expect(one.chromiumPath).toContain(cache);
      await one.drawn({ passes: teal, poster: small });
    }
    await Promise.all(both.map((one) => one.stop()));
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
});

test("a Chromium that does not start is a 503 that names it", async () => {
  const { child, line } = await Running.launch({ CHROMIUM_PATH: "/nowhere/chromium" });
  try {
    const health = await fetch(`${line}/health`);
    expect(health.status).toBe(503);
    const answer = await fetch(`${line}/render`, { method: "POST", body: JSON.stringify({ passes: teal, poster: small }) });
    expect(answer.status).toBe(503);
    expect(((await answer.json()) as Problem).detail).toContain("/nowhere/chromium");
  } finally {
    child.kill("SIGKILL");
  }
});

test("a taken port and a wrong setting end it with a clear sentence", async () => {
  const holder = createServer().listen(0, "127.0.0.1");
  await once(holder, "listening");
  const { port } = holder.address() as AddressInfo;
  await expect(Running.launch({ RENDERER_PORT: String(port) })).rejects.toThrow(`port ${port} on 127.0.0.1 is taken`);
  holder.close();
  await expect(Running.launch({ RENDERER_QUEUE: "many" })).rejects.toThrow('RENDERER_QUEUE must be a whole number from 1 to 10000, not "many"');
});
