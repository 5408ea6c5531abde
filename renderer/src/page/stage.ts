// The stage: one canvas with the runtime's player on it, drawn frame by frame, with a beat to the watchdog before each draw.
import { createPlayer, fixedClock, waitBlocking, type CompileReport, type Pass, type Player } from "@fractafrag/runtime";
import type { Parameters, Pictures } from "../protocol.js";
import { DRAWING } from "../terms.js";
import { PageMedia } from "./media.js";

// A little into a film's frame: at its very edge, rounding could show the one before.
const MOMENT = 0.001;

/** The context was lost under a task: the GPU process is gone, and what was drawn is worth nothing. */
export class ContextLost extends Error {}

declare global {
  var __beat: ((payload: string) => void) | undefined;
}

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

/** Lets messages out and in; unlike a timer it is not slowed down. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });
}

// What the watchdog allows one step is far more than this, so that it need not hear of every short draw.
const BEAT_EVERY_MS = 100;
let [told, toldAt] = ["", -Infinity];

/** Tells the watchdog what comes next. Leaves the page only after a turn, so it must be awaited before anything that blocks. */
export async function beat(step: string, gpu: boolean): Promise<void> {
  [told, toldAt] = [step, performance.now()];
  globalThis.__beat?.(JSON.stringify({ step, gpu }));
  await turn();
}

const readings = new Map<number, (ms: number | null) => void>();
let asked = 0;

/** Milliseconds of processor time that software's drawing threads have used so far; null where nobody can tell. */
export function processorMs(): Promise<number | null> {
  if (!globalThis.__beat) return Promise.resolve(null);
  const number = ++asked;
  const answer = new Promise<number | null>((resolve) => readings.set(number, resolve));
  globalThis.__beat(JSON.stringify({ step: "reading", gpu: false, reading: number }));
  return answer;
}

/** The answer to a reading, from the process outside. */
export function read(number: number, ms: number | null): void {
  readings.get(number)?.(ms);
  readings.delete(number);
}

/** As `beat`, of one of many like steps: told once in a while. */
async function beatAgain(step: string): Promise<void> {
  if (step !== told || performance.now() - toldAt > BEAT_EVERY_MS) await beat(step, true);
}

// Six faces of 1024² are fifty pictures of a film's size: software would need minutes.
const CUBE_SIDE = 256;

export class Stage {
  private readonly canvas = new OffscreenCanvas(32, 18);
  private readonly gl: WebGL2RenderingContext;
  private readonly player: Player;
  private readonly media = new PageMedia();
  private tiling = false;

  constructor() {
    // With alpha the canvas has the format of everything else that is drawn to: software translates a shader once for each format.
    const gl = this.canvas.getContext("webgl2", { alpha: true, depth: false, stencil: false, antialias: false, premultipliedAlpha: false, preserveDrawingBuffer: true });
    if (!gl) throw new Error("This Chromium gives no WebGL2");
    this.gl = gl;
    waitBlocking(gl);
    // The runtime sets the whole state before it paints. While a picture is drawn in bands the scissor must outlive that.
    const disable = gl.disable.bind(gl);
    gl.disable = (capability) => {
      if (!(this.tiling && capability === gl.SCISSOR_TEST)) disable(capability);
    };
    this.player = createPlayer(this.canvas, { gl, media: this.media.load, cubeSide: CUBE_SIDE, marksNan: true });
  }

  /** The driver's name. */
  get renderer(): string {
    const { gl } = this;
    return String(gl.getParameter(gl.getExtension("WEBGL_debug_renderer_info")?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER));
  }

  get lost(): boolean {
    return this.player.contextLost || this.gl.isContextLost();
  }

  get width(): number {
    return this.canvas.width;
  }

  get height(): number {
    return this.canvas.height;
  }

  /** Compiles and draws once in small. Time and counters of an earlier work are gone. `step` is what the watchdog is told. */
  async load(passes: readonly Pass[], step = "compiling", pictures: Pictures = {}): Promise<CompileReport> {
    this.player.reset();
    if (passes.some(({ inputs }) => inputs.length > 0)) {
      await beat("fetching", false);
      await this.media.prepare(passes, pictures);
    }
    await beat(step, true);
    const report = await this.player.load([...passes]);
    if (!report.ok) await this.assertAlive();
    await this.player.mediaSettled();
    return report;
  }

  /** Compiles only. */
  async check(passes: readonly Pass[]): Promise<CompileReport> {
    await beat("compiling", true);
    const report = await this.player.check([...passes]);
    if (!report.ok) await this.assertAlive();
    return report;
  }

  /** The values of the work's parameters from now on; those of an earlier work are gone. */
  setParameters(values: Parameters): void {
    this.player.setParameters(values);
  }

  resize(width: number, height: number): void {
    this.player.resize(width, height);
    if (this.canvas.width !== width || this.canvas.height !== height) throw new Error(`This device does not draw ${width}×${height}`);
  }

  /** Draws frame `index` of a film of `fps` and waits until it is drawn; returns milliseconds. */
  async draw(index: number, fps: number): Promise<number> {
    await beatAgain(`${DRAWING} ${this.width}×${this.height}`);
    await this.player.seekMedia(index / fps + MOMENT);
    const began = performance.now();
    this.player.drawAt(fixedClock(index, fps));
    this.finish();
    return performance.now() - began;
  }

  /** As `draw`, in horizontal bands, so that no single draw is long; only for works without buffers. */
  async drawBands(index: number, fps: number, bands: number, mayGoOn: () => boolean): Promise<boolean> {
    const { gl, width, height } = this;
    this.tiling = true;
    await this.player.seekMedia(index / fps + MOMENT);
    gl.enable(gl.SCISSOR_TEST);
    try {
      for (let band = 0; band < bands; band++) {
        if (!mayGoOn()) return false;
        await beat(`${DRAWING} ${width}×${height}, band ${band + 1} of ${bands}`, true);
        const [from, to] = [Math.floor((band * height) / bands), Math.floor(((band + 1) * height) / bands)];
        gl.scissor(0, from, width, to - from);
        this.player.drawAt(fixedClock(index, fps));
        this.finish();
      }
      return true;
    } finally {
      this.tiling = false;
      gl.disable(gl.SCISSOR_TEST);
    }
  }

  /** RGBA, bottom row first; alpha is 0 where the image is not a number. */
  pixels(): Uint8Array {
    return this.player.readPixels();
  }

  /** RGBA, opaque, top row first. */
  picture(): Uint8ClampedArray<ArrayBuffer> {
    return upright(this.pixels(), this.width);
  }

  /** Throws ContextLost. The loss is told a moment after it happened, hence the turn. */
  async assertAlive(): Promise<void> {
    await turn();
    if (this.lost) throw new ContextLost("the drawing context was lost");
  }

  private finish(): void {
    const { gl } = this;
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  }
}

// Alpha is the last byte of a pixel, which is the highest one on every machine that a browser runs on.
const OPAQUE = 0xff000000;

/** What `Stage.pixels` gave, opaque and top row first. */
export function upright(pixels: Uint8Array, width: number): Uint8ClampedArray<ArrayBuffer> {
  const [from, picture] = [new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4), new Uint8ClampedArray(pixels.length)];
  const to = new Uint32Array(picture.buffer);
  for (let start = 0, last = from.length - width; last >= 0; start += width, last -= width) {
    for (let column = 0; column < width; column++) to[start + column] = (from[last + column] ?? 0) | OPAQUE;
  }
  return picture;
}
