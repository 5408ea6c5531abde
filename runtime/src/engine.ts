/** Engine: one work on the GPU: loads its passes beside the running ones, swaps them in when they can be drawn, paints frames. */
import { assemble } from "./assemble";
import { checkSource } from "./check-source";
import { dateUniform, fixedClock } from "./clock";
import { compile, lostError, type CompileReport } from "./compile";
import { normalisePasses, type Pass, type ShaderError } from "./contract";
import { CUBE_SIDE } from "./cube";
import { deviceFor, type Device } from "./device";
import { gpuDone } from "./fence";
import { channelsOf, type InputSources } from "./inputs";
import { KeyboardState } from "./keyboard";
import { MediaStore } from "./media-store";
import { parseParameters, type Parameter, type ParameterValues } from "./parameters";
import { applyValues, fitValues } from "./parameter-values";
import { paintPasses, type PaintedPass } from "./passes";
import { renderBlock } from "./sound";
import { Surfaces } from "./surfaces";
import { UniformLocations, type FrameUniforms } from "./uniforms";

const WARM_WIDTH = 32;
const WARM_HEIGHT = 18;

type Step<T> = { done: T } | { report: Pick<CompileReport, "errors" | "superseded"> };

const failed = <T>(errors: ShaderError[]): Step<T> => ({ report: { errors } });
/** Why work on a signal that was aborted is void: the context was lost and is another one now, or something newer took its place. */
const LOST = "lost";
const aborted = <T>({ reason }: AbortSignal): Step<T> =>
  reason === LOST ? failed([lostError()]) : { report: { errors: [], superseded: true } };

export interface EngineOptions {
  /** Default: one that has nothing. */
  media?: MediaStore;
  /** Pixels of the side of the cubemap's faces; default 1024. */
  cubeSide?: number;
  /** Default true. Without, Sound passes are left out. */
  sound?: boolean;
  /** See AssembleOptions; default false. */
  marksNan?: boolean;
}

/** What looks into a work while it is painted. */
export interface Lens {
  /** Where the image is painted in the canvas's place; null: on the canvas. */
  target(): WebGLFramebuffer | null;
  /** A whole frame was painted. */
  painted(): void;
}

/** A painted frame and all that it was painted with, which is still as the frame left it. */
export interface Seen {
  device: Device;
  passes: readonly PaintedPass[];
  surfaces: Surfaces;
  sources: InputSources;
  frame: FrameUniforms;
  parameters: readonly Parameter[];
  values: ParameterValues;
}

// While a work is tried out, its cubemap is tiny, too.
const WARM_CUBE = 8;

export class Engine {
  /** Stands between the image and the canvas; null costs nothing. */
  lens: Lens | null = null;
  /** Whether every frame since the buffers were clear was painted by the work that is loaded now. */
  pure = true;
  private last: { sources: InputSources; frame: FrameUniforms } | null = null;
  device: Device;
  private passes: PaintedPass[] = [];
  private surfaces: Surfaces;
  private readonly media: MediaStore;
  private readonly cubeSide: number;
  private loading: AbortController | null = null;
  private good: Pass[] | null = null;
  private parameters: Parameter[] = [];
  private given: Readonly<Record<string, unknown>> = {};
  private ended = new AbortController();

  constructor(
    private readonly gl: WebGL2RenderingContext,
    private width: number,
    private height: number,
    private readonly options: EngineOptions = {},
  ) {
    this.device = deviceFor(gl);
    this.media = options.media ?? new MediaStore();
    this.cubeSide = Math.min(Math.max(1, Math.round(options.cubeSide ?? CUBE_SIDE)), this.device.maxSize);
    this.surfaces = new Surfaces(this.device, width, height, this.cubeSide);
  }

  /** Whether there is something to paint. */
  get loaded(): boolean {
    return this.passes.length > 0;
  }

  /** Whether a frame can depend on the ones before it. */
  get hasBuffers(): boolean {
    return this.passes.some(({ pass }) => pass.type === "buffer" || pass.type === "cubemap");
  }

  /** What tells one Sound pass from another, its inputs included; null without one. */
  get soundKey(): string | null {
    const sound = this.sound;
    return sound && JSON.stringify([sound.text, sound.pass.inputs]);
  }

  /** The passes of the last load that succeeded; null before one did. */
  get lastGood(): Pass[] | null {
    return this.good;
  }

  get size(): [number, number] {
    return [this.width, this.height];
  }

  /** The longest side, in pixels, that this device can draw. */
  get maxSize(): number {
    return this.device.maxSize;
  }

  /**
   * Compiles beside what runs, draws once on a small picture so that the driver's late compiling and the first cost are felt there,
   * then swaps. A failed load changes nothing. A buffer that keeps its name keeps its content; a new pass's iFrame starts at 0.
   */
  async load(given: readonly Pass[], currentFrame: number): Promise<CompileReport> {
    this.loading?.abort();
    const loading = new AbortController();
    this.loading = loading;
    return this.timed(loading.signal, async (signal) => {
      const { device } = this;
      const built = await this.build(given, currentFrame, signal);
      if ("report" in built) return built;
      const fresh = this.fresh(built.done);
      const parameters = parseParameters(normalisePasses(given));
      this.apply(fresh, parameters);
      const warm = fresh.length > 0 ? await this.warm(built.done, signal) : "done";
      if (warm !== "done") {
        this.free(fresh, device);
        return warm === "lost" ? failed([lostError()]) : aborted(signal);
      }
      const old = this.passes;
      this.passes = built.done;
      this.pure = false;
      const kept = new Set(built.done.map(({ uniforms }) => uniforms.program));
      this.free(old.filter(({ uniforms }) => !kept.has(uniforms.program)), device);
      this.good = normalisePasses(given);
      this.parameters = parameters;
      this.apply(this.passes, parameters);
      this.surfaces.arrange(this.good);
      return { done: true };
    });
  }

  /** Compiles and throws away: says whether `load` would find errors, draws nothing and changes nothing. */
  async check(given: readonly Pass[]): Promise<CompileReport> {
    return this.timed(this.ended.signal, async (signal) => {
      const { device } = this;
      const built = await this.build(given, 0, signal);
      if ("done" in built) this.free(this.fresh(built.done), device);
      return built;
    });
  }

  /** The values of the work's parameters from now on, without compiling: what is not named has its default, what does not fit is brought to fit. */
  setParameters(given: Readonly<Record<string, unknown>>): void {
    this.given = given;
    if (!this.gl.isContextLost()) this.apply(this.passes, this.parameters);
  }

  /** What the parameters of the loaded work are now; uniforms without a control are not among them. */
  get parameterValues(): ParameterValues {
    return fitValues(this.parameters, this.given);
  }

  /** Paints one frame into the canvas's bottom-left corner. Frame 0 starts from clear buffers. */
  paint(frame: Omit<FrameUniforms, "width" | "height">, keyboard: KeyboardState): void {
    if (!this.loaded || this.gl.isContextLost()) return;
    if (frame.clock.frame <= 0 && !frame.part?.imageOnly) this.clear();
    const { surfaces, media, width, height } = this;
    if (frame.live && frame.clock.frame <= 0) media.rewind(this.good ?? []);
    this.last = { sources: { surfaces, media, keyboard }, frame: { ...frame, width, height } };
    paintPasses(this.passes, this.last.sources, this.last.frame, this.lens?.target() ?? null);
    // A part of a frame, or one on the way to another, is not looked at.
    if (!frame.part) this.lens?.painted();
  }

  /** The frame that was painted last; null before the first, and where there is nothing to look at any more. */
  get seen(): Seen | null {
    const { device, passes, surfaces, parameters, last } = this;
    if (!last || !this.loaded || this.gl.isContextLost()) return null;
    return { device, passes, surfaces, parameters, values: this.parameterValues, sources: last.sources, frame: { ...last.frame, width: this.width, height: this.height } };
  }

  /** Ends when everything that the work reads from outside is there, or is known not to come. Never rejects. */
  mediaSettled(): Promise<void> {
    return this.media.settled(this.good ?? []);
  }

  /** Leads the work's films to `time` seconds; ends when they show it. Never rejects. */
  async seekMedia(time: number): Promise<void> {
    await this.mediaSettled();
    await this.media.seek(this.good ?? [], time);
  }

  /**
   * Draws block `index` of the Sound pass: `BLOCK_SAMPLES` times left and right, 16 bits each. What it reads from outside is waited for.
   * Null without a Sound pass, where the context is lost, and when `signal` is aborted.
   */
  async soundBlock(index: number, signal: AbortSignal): Promise<Int16Array | null> {
    const { sound, surfaces, media } = this;
    if (!sound) return null;
    await media.settled([sound.pass]);
    if (signal.aborted || this.gl.isContextLost() || this.sound !== sound) return null;
    return renderBlock(sound, { surfaces, media, keyboard: new KeyboardState() }, index, dateUniform(new Date()), AbortSignal.any([signal, this.ended.signal]));
  }

  /** Both halves of all buffers and of the cubemap become 0; every pass counts its frames from 0. */
  clear(): void {
    this.pure = true;
    this.surfaces.clear();
    for (const painted of this.passes) painted.born = 0;
  }

  /** New size in pixels, at least 1×1. */
  resize(width: number, height: number): void {
    if (width === this.width && height === this.height) return;
    this.width = width;
    this.height = height;
    if (!this.gl.isContextLost()) this.surfaces.resize(width, height);
  }

  /** After the context was lost and came back: everything on the GPU is new and empty; the caller loads `lastGood` again. */
  renew(): void {
    this.loading?.abort(LOST);
    this.ended.abort(LOST);
    this.ended = new AbortController();
    this.device = deviceFor(this.gl);
    this.passes = [];
    this.last = null;
    this.surfaces = new Surfaces(this.device, this.width, this.height, this.cubeSide);
  }

  dispose(): void {
    this.ended.abort();
    this.loading?.abort();
    this.free(this.passes, this.device);
    this.passes = [];
    if (!this.device.alive) return;
    this.surfaces.dispose();
  }

  private get sound(): PaintedPass | null {
    return this.passes.find(({ pass }) => pass.type === "sound") ?? null;
  }

  private async timed(signal: AbortSignal, work: (signal: AbortSignal) => Promise<Step<unknown>>): Promise<CompileReport> {
    const startedMs = performance.now();
    const step = this.ended.signal.aborted ? aborted(this.ended.signal) : await work(signal);
    const compileMs = performance.now() - startedMs;
    if ("done" in step) return { ok: true, errors: [], compileMs };
    return { ok: false, compileMs, ...step.report };
  }

  private async build(given: readonly Pass[], currentFrame: number, signal: AbortSignal): Promise<Step<PaintedPass[]>> {
    const errors = checkSource(given);
    if (errors.length > 0) return failed(errors);
    if (this.gl.isContextLost()) return failed([lostError()]);
    const passes = normalisePasses(given);
    this.media.retry(passes);
    const commons = passes.filter((pass) => pass.type === "common");
    const drawn = passes
      .filter(({ type }) => type !== "common" && (type !== "sound" || this.options.sound !== false))
      .map((pass) => ({ pass, source: assemble(pass, commons, { desktop: this.device.desktop, marksNan: this.options.marksNan === true }) }));
    const known = new Map(this.passes.map((painted) => [painted.text, painted.uniforms]));
    const births = new Map(this.passes.map(({ pass, born }) => [pass.name, born]));
    const missing = drawn.filter(({ source }) => !known.has(source.text));
    const outcome = await compile(this.device, missing.map(({ source }) => source), commons, signal);
    if (outcome.kind === "errors") return failed(outcome.errors);
    if (outcome.kind === "lost") return failed([lostError()]);
    if (outcome.kind === "superseded") return aborted(signal);
    const made = new Map(missing.map(({ source }, index) => [source, outcome.programs[index]]));
    return {
      done: drawn.flatMap(({ pass, source }) => {
        const program = made.get(source);
        const uniforms = program ? new UniformLocations(this.gl, program) : known.get(source.text);
        const born = births.get(pass.name) ?? currentFrame;
        return uniforms ? [{ pass, text: source.text, uniforms, channels: channelsOf(pass), born }] : [];
      }),
    };
  }

  private async warm(passes: readonly PaintedPass[], signal: AbortSignal): Promise<"done" | "lost" | "superseded"> {
    const { gl, device } = this;
    const [width, height] = [WARM_WIDTH, WARM_HEIGHT];
    const surfaces = new Surfaces(device, width, height, Math.min(WARM_CUBE, this.cubeSide));
    surfaces.arrange(passes.map(({ pass }) => pass));
    const color = gl.createRenderbuffer();
    const target = gl.createFramebuffer();
    gl.bindRenderbuffer(gl.RENDERBUFFER, color);
    gl.renderbufferStorage(gl.RENDERBUFFER, gl.RGBA8, width, height);
    gl.bindFramebuffer(gl.FRAMEBUFFER, target);
    gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.RENDERBUFFER, color);
    const sources = { surfaces, media: this.media, keyboard: new KeyboardState() };
    paintPasses(passes, sources, { clock: fixedClock(0, 60), mouse: [0, 0, 0, 0], width, height }, target);
    const done = await gpuDone(gl, signal);
    // What a lost context held went with it; the one that came back does not know these objects.
    if (!device.alive) return done === "done" ? "lost" : done;
    surfaces.dispose();
    gl.deleteFramebuffer(target);
    gl.deleteRenderbuffer(color);
    return done;
  }

  private apply(passes: readonly PaintedPass[], parameters: readonly Parameter[]): void {
    const values = fitValues(parameters, this.given);
    for (const { uniforms } of passes) applyValues(this.gl, uniforms.program, parameters, values);
  }

  /** Those whose program is not among the ones that are painted now. */
  private fresh(passes: readonly PaintedPass[]): PaintedPass[] {
    return passes.filter((one) => !this.passes.some(({ uniforms }) => uniforms === one.uniforms));
  }

  private free(passes: readonly PaintedPass[], device: Device): void {
    // A program of a context that was lost meanwhile is not known to the one that came back.
    if (device.alive) for (const { uniforms } of passes) this.gl.deleteProgram(uniforms.program);
  }
}
