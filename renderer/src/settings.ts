// What the operator may set: every knob of the renderer, read once from the environment.
import { availableParallelism } from "node:os";
import { join } from "node:path";

export interface Settings {
  port: number;
  host: string;
  chromiumPath: string | null;
  /** How many browsers draw at the same time. */
  concurrency: number;
  /** How many jobs may wait. */
  queue: number;
  /** A browser is replaced after this many jobs. */
  recycleJobs: number;
  /** A browser is replaced above this many bytes of resident memory, all its processes together. */
  recycleBytes: number;
  /** Milliseconds a whole job may take when the request does not say. */
  jobDeadlineMs: number;
  /** Milliseconds that one drawing step may keep the GPU busy. */
  gpuDeadlineMs: number;
  /** Milliseconds that the driver may need to translate a shader. */
  compileDeadlineMs: number;
  sandbox: "auto" | "on" | "off";
  /** ANGLE's backend: swiftshader (default, the same everywhere), gl-egl, vulkan… */
  angle: string;
  /** ANGLE's backend for films: auto (a GPU or llvmpipe where EGL has one, else as `angle`), or as `angle`. */
  filmAngle: string;
  /** The folder of the media set, library/media. */
  mediaDir: string;
  logLevel: string;
  /** Keep running when the process that started this one is gone. */
  detached: boolean;
}

function whole(env: NodeJS.ProcessEnv, name: string, otherwise: number, least: number, most: number): number {
  const text = env[name];
  if (text === undefined || text === "") return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new Error(`${name} must be a whole number from ${least} to ${most}, not "${text}"`);
  }
  return value;
}

/**
 * SwiftShader spreads one draw over all cores, but compiling and encoding use one: on two cores a second browser gives half as
 * many pictures again (measured), and a still need not wait for a film. Each takes some 250 MB.
 */
function usualConcurrency(cores: number): number {
  return cores < 2 ? 1 : Math.max(2, Math.min(8, Math.floor(cores / 2)));
}

/** Reads the settings; throws an Error that names the variable when one is out of range. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const sandbox = env.RENDERER_SANDBOX ?? "auto";
  if (sandbox !== "auto" && sandbox !== "on" && sandbox !== "off") throw new Error(`RENDERER_SANDBOX must be auto, on or off, not "${sandbox}"`);
  return {
    port: whole(env, "RENDERER_PORT", 8010, 0, 65_535),
    host: env.RENDERER_HOST || "127.0.0.1",
    chromiumPath: env.CHROMIUM_PATH || null,
    concurrency: whole(env, "RENDERER_CONCURRENCY", usualConcurrency(availableParallelism()), 1, 32),
    queue: whole(env, "RENDERER_QUEUE", 64, 1, 10_000),
    recycleJobs: whole(env, "RENDERER_RECYCLE_JOBS", 2000, 1, 1_000_000),
    recycleBytes: whole(env, "RENDERER_RECYCLE_MB", 1200, 200, 100_000) * 1024 * 1024,
    jobDeadlineMs: whole(env, "RENDERER_JOB_DEADLINE_MS", 45_000, 500, 300_000),
    gpuDeadlineMs: whole(env, "RENDERER_GPU_DEADLINE_MS", 2_000, 100, 60_000),
    compileDeadlineMs: whole(env, "RENDERER_COMPILE_DEADLINE_MS", 10_000, 500, 120_000),
    sandbox,
    angle: env.RENDERER_ANGLE || "swiftshader",
    filmAngle: env.RENDERER_FILM_ANGLE || "auto",
    mediaDir: env.RENDERER_MEDIA_DIR || join(import.meta.dirname, "..", "..", "library", "media"),
    logLevel: env.RENDERER_LOG_LEVEL || "info",
    detached: env.RENDERER_DETACHED === "1",
  };
}
