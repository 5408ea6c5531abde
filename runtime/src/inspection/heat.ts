/** Heat: how often the loops of a pass turn for each of its pixels, counted by a copy of its program. */
import { assemble } from "../assemble";
import { compile } from "../compile";
import type { Pass } from "../contract";
import type { Device } from "../device";
import type { Engine, Seen } from "../engine";
import { bindChannels, channelsOf } from "../inputs";
import { applyValues } from "../parameter-values";
import { drawPlainly } from "../passes";
import { UniformLocations } from "../uniforms";
import { COUNTER, countLoops } from "./count-loops";
import { Target } from "./target";

export interface HeatReport {
  pass: string;
  /** Loops that are counted, in the pass and in Common. */
  loops: number;
  /** Those that are not, because macros make a part of them. */
  uncounted: { pass: string; line: number }[];
  /** Why nothing can be counted; null when it can. */
  trouble: string | null;
}

const mainFor = (type: Pass["type"]): string => `out vec4 ff_output;
uniform vec2 ff_origin;
${COUNTER}${type === "image" ? "void st_assert(bool holds, int which) {}\nvoid st_assert(bool holds) {}\n" : ""}void mainImage(out vec4 fragColor, in vec2 fragCoord);
void main() {
  vec4 color = vec4(0.0, 0.0, 0.0, 1.0);
  mainImage(color, gl_FragCoord.xy + ff_origin);
  ff_output = vec4(float(ff_turns), 0.0, 0.0, 1.0);
}
`;

interface Counter {
  work: readonly Pass[];
  device: Device;
  pass: Pass;
  uniforms: UniformLocations | null;
}

/** Counts one pass of the work that an engine paints; makes itself anew when that changes. */
export class Heat {
  private readonly ended = new AbortController();
  private counter: Counter | null = null;
  private making: readonly Pass[] | null = null;
  private target: Target | null = null;

  constructor(
    private readonly engine: Engine,
    readonly pass: string,
    /** Told after each making. */
    private readonly onReport: (report: HeatReport) => void,
  ) {}

  /** What was drawn last: a pixel's turns in red. Null while there is nothing to count by. */
  get counts(): Target | null {
    return this.counter?.uniforms && this.target?.device.alive ? this.target : null;
  }

  /** The counts of the present frame. Null while there are none. */
  draw(seen: Seen): Target | null {
    const { engine } = this;
    const work = engine.lastGood;
    if (!work) return null;
    if ((this.counter?.work !== work || this.counter.device !== seen.device) && this.making !== work) void this.make(work, seen.device);
    const { counter } = this;
    if (!counter?.uniforms || counter.device !== seen.device) return null;
    const { device, frame, passes, sources, parameters, values } = seen;
    const { gl } = device;
    const { uniforms, pass } = counter;
    const { width, height } = frame;
    if (!this.target?.fits(device, width, height)) {
      this.target?.dispose();
      this.target = new Target(device, width, height);
    }
    drawPlainly(device);
    this.target.use();
    applyValues(gl, uniforms.program, parameters, values);
    gl.useProgram(uniforms.program);
    const born = passes.find((one) => one.pass.name === pass.name)?.born ?? 0;
    const channels = bindChannels(channelsOf(pass), sources, { time: frame.clock.time, live: false });
    uniforms.set({ ...frame, part: undefined }, Math.max(0, frame.clock.frame - born), channels);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    return this.target;
  }

  dispose(): void {
    this.ended.abort();
    this.free();
    this.target?.dispose();
  }

  private free(): void {
    const { counter } = this;
    if (counter?.uniforms && counter.device.alive) counter.device.gl.deleteProgram(counter.uniforms.program);
    this.counter = null;
  }

  private async make(work: readonly Pass[], device: Device): Promise<void> {
    this.making = work;
    const pass = work.find(({ name }) => name === this.pass);
    const report: HeatReport = { pass: this.pass, loops: 0, uncounted: [], trouble: null };
    let uniforms: UniformLocations | null = null;
    if (!pass || (pass.type !== "image" && pass.type !== "buffer")) report.trouble = `${this.pass} cannot be counted: it paints no picture of the canvas's size.`;
    else {
      const counted = (one: Pass): Pass => {
        const { code, loops, uncounted } = countLoops(one.code);
        report.loops += loops;
        report.uncounted.push(...uncounted.map((line) => ({ pass: one.name, line })));
        return { ...one, code };
      };
      const commons = work.filter(({ type }) => type === "common").map(counted);
      const source = assemble(counted(pass), commons, { desktop: device.desktop, main: mainFor(pass.type) });
      // Common with an ordinary head would lack what its loops call: its errors are told with the pass.
      const outcome = await compile(device, [source], [], this.ended.signal);
      const [program] = outcome.kind === "ok" ? outcome.programs : [];
      if (program && this.ended.signal.aborted) device.gl.deleteProgram(program);
      else if (program) uniforms = new UniformLocations(device.gl, program);
      else if (outcome.kind === "errors") report.trouble = `Its loops could not be counted: ${outcome.errors[0]?.message ?? "the copy that counts was refused"}.`;
      else if (outcome.kind === "lost") report.trouble = "The graphics device stopped answering.";
    }
    this.making = null;
    if (this.ended.signal.aborted) return;
    this.free();
    this.counter = { work, device, pass: pass ?? { type: "image", name: this.pass, code: "", inputs: [] }, uniforms };
    this.onReport(report);
  }
}
