/** Capture: a work frame by frame at a fixed clock, for films and for pictures of any size; nothing of it is shown. */
import { fixedClock, type FrameClock } from "./clock";
import type { CompileReport } from "./compile";
import { openContext, watchContext, type AnyCanvas } from "./context";
import type { Pass } from "./contract";
import { Engine } from "./engine";
import { gpuDone } from "./fence";
import { KeyboardState } from "./keyboard";
import type { MediaOptions } from "./media";
import { MediaStore } from "./media-store";
import type { ParameterValues } from "./parameters";

export interface CaptureOptions extends MediaOptions {
  /** Values of the work's parameters. */
  parameters?: Readonly<ParameterValues>;
}

export interface PictureWish {
  /** Pixels, at least 1, at most `MOST_SIDE` each. */
  width: number;
  height: number;
  /** The frame that is drawn is the one at this many seconds: number `round(time · fps)` of a film that begins at 0. */
  time: number;
  /** Default 60. It decides how many frames a work with buffers is painted before. */
  fps?: number;
  /** The longest side of a part, pixels; rounded down to an even number. Default 2048. */
  partSide?: number;
  signal?: AbortSignal;
  /** How many of `total` steps are done: frames before the picture's own, and its parts. */
  onProgress?(done: number, total: number): void;
}

export interface FilmRange {
  width: number;
  height: number;
  /** Frames a second. */
  fps: number;
  /** Seconds; the first frame is number `round(from · fps)`. */
  from: number;
  /** How many frames. */
  count: number;
  signal?: AbortSignal;
  /** Frames painted, and to be painted, before the first that is given out. */
  onWarming?(done: number, total: number): void;
}

export interface CapturedFrame {
  /** 0-based within the range. */
  index: number;
  clock: FrameClock;
  /** Holds the frame until the next one is asked for. */
  canvas: AnyCanvas;
  /** RGBA, top row first; reads them from the GPU. */
  pixels(): Uint8ClampedArray<ArrayBuffer>;
}

/** A part of a picture; its place counted from the top-left. */
export interface CapturedPart {
  x: number;
  y: number;
  width: number;
  height: number;
  /** RGBA, top row first. */
  pixels: Uint8ClampedArray<ArrayBuffer>;
}

export interface Capture {
  /** Compiles and waits for what the work reads from outside; never rejects. The capture draws what was loaded last. */
  load(passes: Pass[]): Promise<CompileReport>;
  /** Whether a frame depends on the ones before it: then all of them are painted, from the first. */
  readonly stateful: boolean;
  /** Why this device cannot draw a picture of this size; null when it can. */
  refusal(width: number, height: number): string | null;
  /**
   * Draws one picture in parts, from the top row of parts to the bottom row, each from left to right; together they are the very
   * picture that would be drawn whole. Throws an Error when it cannot be drawn, the signal's reason when that is aborted.
   */
  picture(wish: PictureWish): AsyncGenerator<CapturedPart, void, undefined>;
  /** Draws a film's frames one after the other, each as exactly at its time. Throws as `picture` does. */
  frames(range: FilmRange): AsyncGenerator<CapturedFrame, void, undefined>;
  dispose(): void;
}

/** The longest side of a picture, in pixels. A float still tells half pixels apart far above it. */
export const MOST_SIDE = 32768;
const PART_SIDE = 2048;
const STILL = [0, 0, 0, 0] as const;
// How many frames on the way to the first are sent before the GPU is waited for.
const WARMING_STRIDE = 8;
// Films are led to a moment within a frame, not to its very edge, where rounding would decide which frame it is.
const WITHIN = 0.001;

class OffscreenCapture implements Capture {
  private readonly engine: Engine;
  private readonly media: MediaStore;
  private readonly keyboard = new KeyboardState();
  private readonly ended = new AbortController();
  private readonly unwatch: () => void;
  private passes: Pass[] = [];

  constructor(
    private readonly canvas: AnyCanvas,
    private readonly gl: WebGL2RenderingContext,
    { parameters, ...media }: CaptureOptions,
  ) {
    this.media = new MediaStore(media);
    this.engine = new Engine(gl, 1, 1, { media: this.media, sound: false });
    if (parameters) this.engine.setParameters(parameters);
    this.unwatch = watchContext(canvas, { lost: () => this.ended.abort(new Error(LOST)), restored: () => undefined });
  }

  async load(passes: Pass[]): Promise<CompileReport> {
    const report = await this.engine.load(passes, 0);
    if (report.ok) this.passes = passes;
    await this.engine.mediaSettled();
    return report;
  }

  get stateful(): boolean {
    return this.engine.hasBuffers;
  }

  refusal(width: number, height: number): string | null {
    if (![width, height].every((side) => Number.isInteger(side) && side >= 1 && side <= MOST_SIDE)) return `A side has 1 to ${MOST_SIDE} pixels.`;
    const most = this.engine.maxSize;
    if (Math.max(width, height) <= most) return null;
    if (this.passes.some(({ type }) => type === "buffer")) return `This work has buffers, which are drawn whole: a side has at most ${most} pixels on this device.`;
    // What reads the canvas's own coordinates cannot be told where in a larger picture it lies.
    if (this.readsWindow) return `This work reads gl_FragCoord, so it is drawn whole: a side has at most ${most} pixels on this device.`;
    return null;
  }

  async *picture(wish: PictureWish): AsyncGenerator<CapturedPart, void, undefined> {
    const { width, height, time, fps = 60, partSide = PART_SIDE } = wish;
    this.demand(width, height);
    const last = Math.max(0, Math.round(time * fps));
    const parts = this.readsWindow ? [{ x: 0, y: 0, width, height }] : partsOf(width, height, Math.min(partSide, this.engine.maxSize));
    const before = this.stateful ? last : 0;
    const total = before + parts.length;
    // Only the buffers count on the way there; the picture's smallest part is drawn because a frame has an image.
    this.fit(width, height, parts[0] ?? { width, height });
    await this.warm(before, fps, wish.signal, (done) => wish.onProgress?.(done, total));
    for (const [index, part] of parts.entries()) {
      this.fitCanvas(part);
      if (index === 0) await this.engine.seekMedia(last / fps + WITHIN);
      this.paint(fixedClock(last, fps), { ...part, imageOnly: index > 0 });
      await this.done(wish.signal);
      const pixels = this.read(part.width, part.height);
      wish.onProgress?.(before + index + 1, total);
      yield { x: part.x, y: height - part.y - part.height, width: part.width, height: part.height, pixels };
    }
  }

  async *frames(range: FilmRange): AsyncGenerator<CapturedFrame, void, undefined> {
    const { width, height, fps, from, count, signal } = range;
    this.demand(width, height, this.engine.maxSize);
    const first = Math.max(0, Math.round(from * fps));
    this.fit(width, height, { width, height });
    const before = this.stateful ? first : 0;
    await this.warm(before, fps, signal, (done) => range.onWarming?.(done, before));
    for (let index = 0; index < count; index++) {
      const clock = fixedClock(first + index, fps);
      await this.engine.seekMedia(clock.time + WITHIN);
      this.paint(clock);
      await this.done(signal);
      yield { index, clock, canvas: this.canvas, pixels: () => this.read(width, height) };
    }
  }

  dispose(): void {
    this.ended.abort(new Error("The capture is over."));
    this.unwatch();
    this.engine.dispose();
    this.media.dispose();
    this.gl.getExtension("WEBGL_lose_context")?.loseContext();
  }

  private get readsWindow(): boolean {
    return this.passes.some(({ code }) => /\bgl_FragCoord\b/.test(code));
  }

  private demand(width: number, height: number, most = Number.POSITIVE_INFINITY): void {
    if (!this.engine.loaded) throw new Error("Nothing was loaded.");
    const refusal = this.refusal(width, height) ?? (Math.max(width, height) > most ? `A side has at most ${most} pixels on this device.` : null);
    if (refusal !== null) throw new Error(refusal);
  }

  private fit(width: number, height: number, canvas: { width: number; height: number }): void {
    this.fitCanvas(canvas);
    this.engine.resize(width, height);
  }

  private fitCanvas({ width, height }: { width: number; height: number }): void {
    if (this.canvas.width !== width) this.canvas.width = width;
    if (this.canvas.height !== height) this.canvas.height = height;
    // A browser that is short of memory gives a smaller drawing buffer and says nothing.
    if (this.gl.drawingBufferWidth < width || this.gl.drawingBufferHeight < height) throw new Error("The browser has no room for a picture of this size.");
  }

  private async warm(count: number, fps: number, signal: AbortSignal | undefined, told: (done: number) => void): Promise<void> {
    for (let frame = 0; frame < count; frame++) {
      await this.engine.seekMedia(frame / fps + WITHIN);
      this.paint(fixedClock(frame, fps));
      if (frame % WARMING_STRIDE !== WARMING_STRIDE - 1 && frame !== count - 1) continue;
      await this.done(signal);
      told(frame + 1);
    }
  }

  private paint(clock: FrameClock, part?: { x: number; y: number; width: number; height: number; imageOnly: boolean }): void {
    this.engine.paint({ clock, mouse: STILL, ...(part ? { part } : {}) }, this.keyboard);
    this.keyboard.painted();
  }

  private async done(signal: AbortSignal | undefined): Promise<void> {
    const either = signal ? AbortSignal.any([signal, this.ended.signal]) : this.ended.signal;
    const state = await gpuDone(this.gl, either);
    either.throwIfAborted();
    if (state !== "done") throw new Error(LOST);
  }

  private read(width: number, height: number): Uint8ClampedArray<ArrayBuffer> {
    const { gl } = this;
    const pixels = new Uint8ClampedArray(width * height * 4);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(pixels.buffer));
    return turned(pixels, width * 4);
  }
}

const LOST = "The graphics device stopped answering; the work may be too heavy for it at this size.";

/** The parts of a picture, origins at the bottom-left, from the top row of parts down. Each begins at an even pixel: derivatives are taken over squares of two. */
export function partsOf(width: number, height: number, side: number): { x: number; y: number; width: number; height: number }[] {
  const step = Math.max(2, side - (side % 2));
  const parts = [];
  for (let y = Math.floor((height - 1) / step) * step; y >= 0; y -= step)
    for (let x = 0; x < width; x += step) parts.push({ x, y, width: Math.min(step, width - x), height: Math.min(step, height - y) });
  return parts;
}

/** The same rows in the other order, in place. */
function turned(pixels: Uint8ClampedArray<ArrayBuffer>, stride: number): Uint8ClampedArray<ArrayBuffer> {
  const row = new Uint8ClampedArray(stride);
  for (let top = 0, bottom = pixels.length - stride; top < bottom; top += stride, bottom -= stride) {
    row.set(pixels.subarray(top, top + stride));
    pixels.copyWithin(top, bottom, bottom + stride);
    pixels.set(row, bottom);
  }
  return pixels;
}

/** A capture on a canvas of its own. Throws an Error where there is no WebGL2. The caller disposes of it: it holds one of the page's few contexts. */
export function createCapture(options: CaptureOptions = {}): Capture {
  const canvas: AnyCanvas = typeof OffscreenCanvas === "undefined" ? document.createElement("canvas") : new OffscreenCanvas(2, 2);
  const gl = openContext(canvas, true);
  if (!gl) throw new Error("This browser has no WebGL2 to draw with.");
  return new OffscreenCapture(canvas, gl, options);
}
