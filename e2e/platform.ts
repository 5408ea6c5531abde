// Starts the whole platform as `make run` does, in a data folder of its own, and stops it after the last test.
import { spawn, type ChildProcess } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "..");
const PORT = process.env.E2E_PORT ?? "8765";
export const ADDRESS = process.env.E2E_ADDRESS ?? `http://127.0.0.1:${PORT}`;
const PATIENCE_MS = 180_000;
// A small library: its films are drawn within minutes, and do not take the cores from every test after them.
const WORKS = ["aurora", "fireflies", "hexagons", "julia", "kaleidoscope", "life", "moire", "plasma", "silk", "starfield", "truchet", "voronoi"];

/** Puts the works that the instance begins with into `folder`. */
async function shelve(folder: string): Promise<void> {
  await mkdir(folder);
  await Promise.all(WORKS.map((name) => copyFile(join(ROOT, "library", `${name}.glsl`), join(folder, `${name}.glsl`))));
}

async function ready(platform: ChildProcess): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    if (platform.exitCode !== null) throw new Error(`fractafrag up ended with ${platform.exitCode}`);
    const answer = await fetch(`${ADDRESS}/health/ready`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 300));
  }
  throw new Error(`the platform was not ready within ${PATIENCE_MS / 1000} s`);
}

/** Playwright's global setup; what it returns is the teardown. With E2E_ADDRESS a running platform is used. */
export default async function setUp(): Promise<() => Promise<void>> {
  if (process.env.E2E_ADDRESS) return () => Promise.resolve();
  const folder = await mkdtemp(join(tmpdir(), "fractafrag e2e "));
  const data = join(folder, "data");
  const library = join(folder, "library");
  await shelve(library);
  const platform = spawn(join(ROOT, ".venv/bin/fractafrag"), ["up"], {
    cwd: ROOT,
    env: { ...process.env, PORT, FRACTAFRAG_DATA: data, LIBRARY_DIR: library, RATE_LIMITS: "off", ENV_FILE: "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  // For who looks at its processes and what they wrote down.
  process.env.E2E_PLATFORM = String(platform.pid);
  process.env.E2E_DATA = data;
  let said = "";
  platform.stdout.on("data", (text: Buffer) => (said += text.toString()));
  platform.stderr.on("data", (text: Buffer) => (said += text.toString()));
  const stop = async () => {
    const ended = new Promise((done) => platform.once("exit", done));
    if (platform.exitCode === null) {
      platform.kill("SIGTERM");
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await ready(platform);
  } catch (error) {
    const log = await readFile(join(data, "logs/api.log"), "utf8").catch(() => "");
    await stop();
    throw new Error(`${String(error)}\n${said.slice(-4000)}\n${log.slice(-4000)}`, { cause: error });
  }
  return stop;
}
