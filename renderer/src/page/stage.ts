// The stage: one canvas with the runtime's player on it, drawn frame by frame, with a beat to the watchdog before each draw.
import { createPlayer, fixedClock, type CompileReport, type Pass, type Player } from "@fractafrag/runtime";
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

/** Tells the watchdog what comes next. Leaves the page only after a turn, so it must be awaited before anything that blocks. */
export async function beat(step: string, gpu: boolean): Promise<void> {
  globalThis.__beat?.(JSON.stringify({ step, gpu }));
  await turn();
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
    const gl = this.canvas.getContext("webgl2", { alpha: false, depth: false, stencil: false, antialias: false, premultipliedAlpha: false, preserveDrawingBuffer: true });
    if (!gl) throw new Error("This Chromium gives no WebGL2");
    this.gl = gl;
    // The runtime sets the whole state before it paints. While a picture is drawn in bands the scissor must outlive that.
    const disable = gl.disable.bind(gl);
    gl.disable = (capability) => {
      if (!(this.tiling && capability === gl.SCISSOR_TEST)) disable(capability);
    };
    this.player = createPlayer(this.canvas, { gl, media: this.media.load, cubeSide: CUBE_SIDE });
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
    await beat("fetching", false);
    await this.media.prepare(passes, pictures);
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
    await beat(`${DRAWING} ${this.width}×${this.height}`, true);
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

  /** RGBA, opaque, bottom row first. */
  pixels(): Uint8Array {
    const pixels = this.player.readPixels();
    for (let at = 3; at < pixels.length; at += 4) pixels[at] = 255;
    return pixels;
  }

  /** RGBA, opaque, top row first. */
  picture(): Uint8ClampedArray<ArrayBuffer> {
    const pixels = this.pixels();
    const stride = this.width * 4;
    const picture = new Uint8ClampedArray(pixels.length);
    for (let row = 0; row < this.height; row++) picture.set(pixels.subarray(row * stride, (row + 1) * stride), pixels.length - (row + 1) * stride);
    return picture;
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
