// When to stop waiting for the GPU: software drawing has no watchdog of its own, so an endless loop would hold the browser for ever.
import { readdirSync, readFileSync } from "node:fs";
import type { Beat } from "./protocol.js";

const TICK_MS = 100;
const CLOCK_TICK_MS = 10;
// SwiftShader's and llvmpipe's drawing threads. The driver's translation of a shader runs elsewhere in the process.
const DRAWING_THREAD = /^(?:Thread<\d+>|llvmpipe)/;

export interface Limits {
  /** Milliseconds that one step may draw. */
  gpuMs: number;
  /** Milliseconds that one GPU step may take altogether, translation of the shader and waiting for a busy machine included. */
  stepMs: number;
  /** Milliseconds for the whole task. */
  totalMs: number;
}

export interface Expiry {
  cause: "gpu" | "total";
  /** Whether the GPU was being waited for: then it is what holds the page. */
  gpu: boolean;
  step: string;
  ms: number;
}

/** Milliseconds of processor time that each drawing thread of process `pid` has used; null where that cannot be read. */
export function drawingTimes(pid: number): Map<string, number> | null {
  try {
    const times = new Map<string, number>();
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      const line = readFileSync(`/proc/${pid}/task/${thread}/stat`, "utf8");
      const close = line.lastIndexOf(")");
      if (!DRAWING_THREAD.test(line.slice(line.indexOf("(") + 1, close))) continue;
      const fields = line.slice(close + 2).split(" ");
      times.set(thread, (Number(fields[11]) + Number(fields[12])) * CLOCK_TICK_MS);
    }
    return times.size > 0 ? times : null;
  } catch {
    return null;
  }
}

/**
 * Watches one task. A step counts against `gpuMs` with the processor time of its busiest drawing thread, not with the wall's:
 * on a crowded machine an innocent shader waits long and draws little.
 */
export class Watchdog {
  readonly expired: Promise<Expiry>;
  private readonly began = performance.now();
  private readonly timer: NodeJS.Timeout;
  private step: Beat & { since: number; times: Map<string, number> | null | undefined } = { step: "start", gpu: false, since: performance.now(), times: undefined };

  constructor(
    private readonly limits: Limits,
    private readonly gpuPid: () => number | null,
  ) {
    let tell: (expiry: Expiry) => void = () => undefined;
    this.expired = new Promise((resolve) => (tell = resolve));
    this.timer = setInterval(() => {
      const expiry = this.look();
      if (expiry === null) return;
      this.stop();
      tell(expiry);
    }, Math.min(TICK_MS, limits.gpuMs / 4));
  }

  beat(beat: Beat): void {
    this.step = { ...beat, since: performance.now(), times: undefined };
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): Expiry | null {
    const now = performance.now();
    const { step, since, gpu } = this.step;
    if (now - this.began > this.limits.totalMs) return { cause: "total", gpu, step, ms: now - this.began };
    if (!gpu) return null;
    const ms = now - since;
    if (ms > this.limits.stepMs) return { cause: "gpu", gpu, step, ms };
    const pid = this.gpuPid();
    const times = pid === null ? null : drawingTimes(pid);
    // First look at this step: from here on its processor time is counted.
    if (this.step.times === undefined) this.step.times = times;
    if (ms <= this.limits.gpuMs) return null;
    const before = this.step.times;
    if (times === null || before === null) return { cause: "gpu", gpu, step, ms };
    const drawn = Math.max(...[...times].map(([thread, time]) => time - (before.get(thread) ?? 0)));
    return drawn > this.limits.gpuMs - 2 * TICK_MS ? { cause: "gpu", gpu, step, ms } : null;
  }
}
