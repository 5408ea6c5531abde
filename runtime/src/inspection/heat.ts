/** Heat: how often the loops of a pass turn for each of its pixels, counted by a copy of its program. */
import { assemble, CUBE_ENTRY } from "../assemble";
import { compile } from "../compile";
import type { Pass } from "../contract";
import { FACES } from "../cube";
import type { Device } from "../device";
import type { Engine, Seen } from "../engine";
import { bindChannels, channelsOf } from "../inputs";
import { applyValues } from "../parameter-values";
import { drawPlainly } from "../passes";
import { UniformLocations } from "../uniforms";
import { COUNTER, countLoops } from "./count-loops";
import { CubeTarget } from "./cube-target";
import { bindTexture, type Bound } from "./look";
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

const FLAT_ENTRY = {
  declared: "uniform vec2 ff_origin;\nvoid mainImage(out vec4 fragColor, in vec2 fragCoord);\n",
  called: "  mainImage(color, gl_FragCoord.xy + ff_origin);\n",
} as const;
const ASSERTIONS = "void st_assert(bool holds, int which) {}\nvoid st_assert(bool holds) {}\n";

function mainFor(type: Pass["type"]): string {
  const { declared, called } = type === "cubemap" ? CUBE_ENTRY : FLAT_ENTRY;
  return `out vec4 ff_output;
${COUNTER}${type === "image" ? ASSERTIONS : ""}${declared}void main() {
  vec4 color = vec4(0.0, 0.0, 0.0, 1.0);
${called}  ff_output = vec4(float(ff_turns), 0.0, 0.0, 1.0);
}
`;
}

const counts = ({ type }: Pass): boolean => type === "image" || type === "buffer" || type === "cubemap";

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
  private target: Target | CubeTarget | null = null;

  constructor(
    private readonly engine: Engine,
    readonly pass: string,
    /** Told after each making. */
    private readonly onReport: (report: HeatReport) => void,
  ) {}

  /** Binds what was drawn last to unit 0: a pixel's turns in red. Null while there is nothing to count by. */
  bind(): Bound | null {
    const { target } = this;
    if (!this.counter?.uniforms || !target?.device.alive) return null;
    return target instanceof CubeTarget
      ? bindTexture(target.device, target.texture, "Cube", [target.side, target.side, 1])
      : bindTexture(target.device, target.texture, "2D", [target.width, target.height, 1]);
  }

  /** Counts the present frame; whether that could be. */
  draw(seen: Seen): boolean {
    const { engine } = this;
    const work = engine.lastGood;
    if (!work) return false;
    if ((this.counter?.work !== work || this.counter.device !== seen.device) && this.making !== work) void this.make(work, seen.device);
    const { counter } = this;
    if (!counter?.uniforms || counter.device !== seen.device) return false;
    const { device, frame, passes, sources, surfaces, parameters, values } = seen;
    const { gl } = device;
    const { uniforms, pass } = counter;
    const side = pass.type === "cubemap" ? surfaces.cube?.side : undefined;
    const target = side === undefined ? this.flat(device, frame.width, frame.height) : this.cube(device, side);
    drawPlainly(device);
    applyValues(gl, uniforms.program, parameters, values);
    gl.useProgram(uniforms.program);
    const born = passes.find((one) => one.pass.name === pass.name)?.born ?? 0;
    const channels = bindChannels(channelsOf(pass), sources, { time: frame.clock.time, live: false });
    uniforms.set({ ...frame, part: undefined }, Math.max(0, frame.clock.frame - born), channels, side);
    if (target instanceof Target) {
      target.use();
      gl.drawArrays(gl.TRIANGLES, 0, 3);
    } else
      FACES.forEach((axes, face) => {
        target.use(face);
        uniforms.setFace(axes);
        gl.drawArrays(gl.TRIANGLES, 0, 3);
      });
    return true;
  }

  dispose(): void {
    this.ended.abort();
    this.free();
    this.target?.dispose();
  }

  private flat(device: Device, width: number, height: number): Target {
    const { target } = this;
    if (target instanceof Target && target.fits(device, width, height)) return target;
    target?.dispose();
    return (this.target = new Target(device, width, height));
  }

  private cube(device: Device, side: number): CubeTarget {
    const { target } = this;
    if (target instanceof CubeTarget && target.fits(device, side)) return target;
    target?.dispose();
    return (this.target = new CubeTarget(device, side));
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
    if (!pass || !counts(pass)) report.trouble = `${this.pass} cannot be counted: it paints no picture.`;
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
