// The renderer as a process, and what processor time a process and all below it have used: on a shared machine truer than the clock.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./works.mjs";

const TICK_MS = 10;

/** Every process at or below `root`: pid, command line, milliseconds of processor time with those of its ended children. */
export function below(root) {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "latin1");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const ms = fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * TICK_MS;
      return [{ pid: Number(name), parent: Number(fields[1]), ms, command: readFileSync(`/proc/${name}/cmdline`, "latin1") }];
    } catch {
      return [];
    }
  });
  const found = new Set([root]);
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  return all.filter(({ pid }) => found.has(pid));
}

export const spentMs = (root) => below(root).reduce((sum, { ms }) => sum + ms, 0);

export async function startRenderer(env = {}) {
  const child = spawn(process.execPath, [join(ROOT, "renderer/dist/main.js")], { env: { ...process.env, RENDERER_PORT: "0", RENDERER_QUEUE: "1000", ...env }, stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.on("data", (chunk) => (text += chunk));
  for (let tries = 0; tries < 1200; tries++) {
    const url = /"url":"([^"]+)"/.exec(text)?.[1];
    if (url && text.includes("the browser is ready")) return { url, pid: child.pid, stop: () => child.kill("SIGTERM"), log: () => text };
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`the renderer did not start: ${text}`);
}

export async function post(url, path, body) {
  const answer = await fetch(url + path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  return answer.json();
}
