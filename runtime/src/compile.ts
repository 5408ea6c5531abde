/** Compile: programs are built without making anybody wait; the caller's thread is free between two looks at them. */
import type { AssembledPass } from "./assemble";
import { assemble } from "./assemble";
import { COMMON_NAME, IMAGE_NAME, type Pass, type ShaderError } from "./contract";
import type { Device } from "./device";
import { diagnose, unique } from "./diagnose";
import { breath, gpuDone, holdFrames, waitsBlocking } from "./fence";

export interface CompileReport {
  ok: boolean;
  errors: ShaderError[];
  /** Milliseconds from the call until the programs could be drawn with. */
  compileMs: number;
  /** A later `load` or `dispose` made this one void: not ok, and nobody's error. */
  superseded?: boolean;
}

/** A program that is being built. */
interface Build {
  source: AssembledPass;
  program: WebGLProgram | null;
  shader: WebGLShader | null;
}

export type CompileOutcome =
  | { kind: "ok"; programs: WebGLProgram[] }
  | { kind: "errors"; errors: ShaderError[] }
  | { kind: "lost" }
  | { kind: "superseded" };

/** What to tell when the GPU gave up while a shader was being made ready. */
export function lostError(): ShaderError {
  return {
    pass: IMAGE_NAME,
    line: 1,
    column: 0,
    message: "the graphics device stopped answering while this shader was being prepared; it may be too heavy for it",
  };
}

function start(device: Device, source: AssembledPass): Build {
  const { gl } = device;
  const shader = gl.createShader(gl.FRAGMENT_SHADER);
  const program = gl.createProgram();
  if (!shader || !program || !device.vertexShader) return { source, program: null, shader: null };
  gl.shaderSource(shader, source.text);
  gl.compileShader(shader);
  gl.attachShader(program, device.vertexShader);
  gl.attachShader(program, shader);
  gl.linkProgram(program);
  return { source, program, shader };
}

function discard({ gl, alive }: Device, builds: readonly Build[]): void {
  if (!alive) return;
  for (const { program, shader } of builds) {
    gl.deleteShader(shader);
    gl.deleteProgram(program);
  }
}

async function waitFor(device: Device, builds: readonly Build[], signal: AbortSignal): Promise<"done" | "lost" | "superseded"> {
  const { gl, completionStatus } = device;
  // Asking how a program came out then waits for it by itself.
  if (waitsBlocking(gl)) return gl.isContextLost() || builds.some(({ program }) => !program) ? "lost" : "done";
  let attempt = 0;
  for (const { program } of builds) {
    do {
      await breath(attempt++);
      if (signal.aborted) return "superseded";
      if (gl.isContextLost() || !program) return "lost";
    } while (completionStatus !== null && gl.getProgramParameter(program, completionStatus) !== true);
  }
  return "done";
}

function errorsOf({ gl }: Device, { source, program, shader }: Build): ShaderError[] {
  if (!program || !shader || gl.getProgramParameter(program, gl.LINK_STATUS) === true) return [];
  const compiled = gl.getShaderParameter(shader, gl.COMPILE_STATUS) === true;
  const log = (compiled ? gl.getProgramInfoLog(program) : gl.getShaderInfoLog(shader)) ?? "";
  return diagnose(log, source);
}

/** Common alone under the header of the pass that failed, to learn whether an error that shows in a pass (an open brace, an open comment) began in Common. */
function commonProbe(device: Device, commons: readonly Pass[], { type, samplers }: AssembledPass): AssembledPass {
  const probe: Pass = { type, name: COMMON_NAME, code: "", inputs: [] };
  const source = assemble(probe, commons, { desktop: device.desktop, samplers });
  // Seen as a pass named Common: an error at the end of the text then lands on Common's last line.
  return { ...source, commonLines: 0, passCode: source.commonCode };
}

async function build(device: Device, sources: readonly AssembledPass[], signal: AbortSignal): Promise<Build[]> {
  const builds: Build[] = [];
  for (const source of sources) {
    builds.push(start(device, source));
    // Without the extension a driver may compile inside the call: one program a turn keeps the page answering.
    if (device.completionStatus === null) await breath(0);
    if (signal.aborted) break;
  }
  return builds;
}

async function commonErrors(device: Device, commons: readonly Pass[], failing: AssembledPass, signal: AbortSignal): Promise<ShaderError[]> {
  const builds = await build(device, [commonProbe(device, commons, failing)], signal);
  const state = await waitFor(device, builds, signal);
  const [probe] = builds;
  const { gl } = device;
  const shader = state === "done" ? probe?.shader : null;
  const failed = probe && shader && gl.getShaderParameter(shader, gl.COMPILE_STATUS) !== true;
  const errors = failed ? diagnose(gl.getShaderInfoLog(shader) ?? "", probe.source) : [];
  discard(device, builds);
  // Where Common defines no entry point, its absence is nobody's error here.
  return unique(errors.filter(({ message }) => !/main(Image|Cubemap|Sound)/.test(message)));
}

/** Whether the first tell more of what is wrong: that the entry point is not there is what a wrong one looks like from outside. */
function better(old: readonly ShaderError[], today: readonly ShaderError[]): boolean {
  const absent = (errors: readonly ShaderError[]): boolean => errors.some(({ message }) => /mainSound.*undefined/.test(message));
  return absent(today) === absent(old) ? old.length < today.length : absent(today);
}

/** What failed is built once more for the prototype of long ago; where that fails too, the build that tells more says what is wrong. */
async function second(device: Device, builds: Build[], signal: AbortSignal): Promise<"done" | "lost" | "superseded"> {
  for (const [index, first] of builds.entries()) {
    const { otherwise } = first.source;
    const errors = otherwise ? errorsOf(device, first) : [];
    if (!otherwise || errors.length === 0) continue;
    const again = await build(device, [otherwise], signal);
    const state = await waitFor(device, again, signal);
    const [old] = again;
    const takeOld = state === "done" && old && better(errorsOf(device, old), errors);
    discard(device, takeOld ? [first] : again);
    if (takeOld) builds[index] = old;
    if (state !== "done") return state;
  }
  return "done";
}

/**
 * Compiles and links one program a source, all in flight at once.
 * Errors of Common are told once, against Common; while Common is broken the passes' own errors, which follow from it, are left out.
 * `signal` makes it end early with "superseded". On any outcome but "ok" nothing stays on the GPU.
 */
export async function compile(
  device: Device,
  sources: readonly AssembledPass[],
  commons: readonly Pass[],
  signal: AbortSignal,
): Promise<CompileOutcome> {
  const builds = await build(device, sources, signal);
  let state = await waitFor(device, builds, signal);
  const release = holdFrames(device.gl);
  try {
    if (state === "done" && !waitsBlocking(device.gl)) state = await gpuDone(device.gl, signal);
    return await outcome(device, builds, commons, state, signal);
  } finally {
    release();
  }
}

/** What became of the builds. It asks the driver, so nothing may be on its way to it. */
async function outcome(device: Device, builds: Build[], commons: readonly Pass[], waited: "done" | "lost" | "superseded", signal: AbortSignal): Promise<CompileOutcome> {
  let state = waited;
  if (state === "done") state = await second(device, builds, signal);
  if (state !== "done") {
    discard(device, builds);
    return { kind: state };
  }
  const told = builds.map((one) => errorsOf(device, one));
  const errors = unique(told.flat());
  const failing = builds[told.findIndex(({ length }) => length > 0)];
  if (failing) {
    discard(device, builds);
    const inCommon = commons.length > 0 ? await commonErrors(device, commons, failing.source, signal) : [];
    if (signal.aborted) return { kind: "superseded" };
    if (device.gl.isContextLost()) return { kind: "lost" };
    return { kind: "errors", errors: inCommon.length > 0 ? inCommon : errors };
  }
  for (const { shader } of builds) device.gl.deleteShader(shader);
  if (device.gl.isContextLost()) return { kind: "lost" };
  return { kind: "ok", programs: builds.flatMap(({ program }) => (program ? [program] : [])) };
}
