// A real renderer process on a free port, and what the tests ask of it.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import type { RenderAnswer, RenderFailure, RenderSuccess } from "../src/protocol.js";

const MAIN = join(import.meta.dirname, "..", "dist", "main.js");

export interface Health {
  ok: boolean;
  browser: string | null;
  version: string;
  renderer_string: string | null;
  film_renderer_string: string | null;
  queue: number;
  running: number;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: { field: string; message: string }[];
}

export interface Answer<Body> {
  status: number;
  headers: Headers;
  body: Body;
  ms: number;
}

export class Running {
  readonly lines: string[] = [];

  private constructor(
    readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /** Starts a server and waits until its browser is ready. */
  static async start(env: Record<string, string> = {}): Promise<Running> {
    const { child, line } = await Running.launch(env);
    const running = new Running(child, line);
    await running.until(({ ok }) => ok);
    return running;
  }

  /** Starts a server; resolves with the address that it listens on. */
  static async launch(env: Record<string, string>): Promise<{ child: ChildProcess; line: string }> {
    const child = spawn(process.execPath, [MAIN], { env: { ...process.env, RENDERER_PORT: "0", ...env }, stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
    const line = await new Promise<string>((resolve, reject) => {
      child.stdout.on("data", (chunk: Buffer) => {
        text += chunk.toString();
        const url = /"url":"([^"]+)"/.exec(text)?.[1];
        if (url) resolve(url);
      });
      child.once("exit", (code) => reject(new Error(`the renderer ended with ${code}: ${text}`)));
    });
    return { child, line };
  }

  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    const ended = once(this.child, "exit");
    this.child.kill(signal);
    await ended;
    return this.child.exitCode;
  }

  async health(): Promise<Health> {
    return (await (await fetch(`${this.url}/health`)).json()) as Health;
  }

  /** The number of waiting and of running jobs, once it is as `holds` wants it. */
  async until(holds: (health: Health) => boolean): Promise<void> {
    await until(async () => holds(await this.health()));
  }

  async send<Body>(path: string, body: BodyInit, headers: Record<string, string> = { "content-type": "application/json" }): Promise<Answer<Body>> {
    const began = performance.now();
    const response = await fetch(this.url + path, { method: "POST", body, headers });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: JSON.parse(text) as Body, ms: performance.now() - began };
  }

  async post<Body>(path: string, body: unknown): Promise<Answer<Body>> {
    return this.send<Body>(path, JSON.stringify(body));
  }

  async render(body: unknown): Promise<Answer<RenderAnswer>> {
    return this.post<RenderAnswer>("/render", body);
  }

  /** Renders what must succeed. */
  async drawn(body: unknown): Promise<RenderSuccess> {
    const { body: answer } = await this.render(body);
    if (!answer.ok) throw new Error(`${answer.reason}: ${answer.message} ${JSON.stringify(answer.errors)}`);
    return answer;
  }

  /** Renders what must fail by the shader's fault. */
  async failed(body: unknown): Promise<RenderFailure> {
    const { body: answer } = await this.render(body);
    if (answer.ok) throw new Error("it was drawn");
    return answer;
  }

  /** The main processes of its browsers. */
  browsers(): number[] {
    return processes().filter(({ parent, command }) => parent === this.child.pid && !command.includes("--type=")).map(({ pid }) => pid);
  }

  /** The browser that draws, once the one that was started to see what draws films is gone. */
  async browser(): Promise<number> {
    await until(() => this.browsers().length === 1);
    return this.browsers()[0]!;
  }

  gpuProcesses(): number[] {
    const all = processes();
    const browsers = new Set(this.browsers());
    const under = (pid: number): boolean => browsers.has(pid) || all.some((one) => one.pid === pid && one.parent > 1 && under(one.parent));
    return all.filter(({ pid, command }) => command.includes("--type=gpu-process") && under(pid)).map(({ pid }) => pid);
  }

  get chromiumPath(): string {
    return readlinkSync(`/proc/${this.browsers()[0]}/exe`);
  }
}

function processes(): { pid: number; parent: number; command: string }[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "latin1");
        const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        if (fields[0] === "Z") return [];
        return [{ pid: Number(name), parent: Number(fields[1]), command: readFileSync(`/proc/${name}/cmdline`, "latin1") }];
      } catch {
        return [];
      }
    });
}

/** Asks again every few milliseconds until `holds`. */
export function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  return vi.waitFor(
    async () => {
      if (!(await holds())) throw new Error("it has not come to pass");
    },
    { timeout: 20_000, interval: 20 },
  );
}

export function isAlive(pid: number): boolean {
  return processes().some((one) => one.pid === pid);
}

export const image = (code: string, inputs: unknown[] = []): unknown[] => [{ type: "image", name: "Image", code, inputs }];
export const main = (body: string): unknown[] => image(`void mainImage(out vec4 fragColor, in vec2 fragCoord) {\n${body}\n}`);
export const small = { width: 64, height: 36 };
export const teal = main("fragColor = vec4(0.0, 0.5, 0.75, 1.0);");
