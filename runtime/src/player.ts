/** Player: one shader on one canvas, live or frame by frame. */
import type { FrameClock } from "./clock";
import type { CompileReport } from "./compile";
import { giveBackContext, openContext, watchContext, type AnyCanvas } from "./context";
import type { Pass } from "./contract";
import { Engine } from "./engine";
import { FramePacer } from "./fence";
import type { MediaOptions } from "./media";
import { MediaStore } from "./media-store";
import type { ParameterValues } from "./parameters";
import { Playback, type KeyInput, type PointerInput } from "./playback";
import type { PlayerCore } from "./player-core";
import { BLOCK_SAMPLES, SAMPLE_RATE, SOUND_SECONDS, type SoundSamples } from "./sound";
import { SoundTrack } from "./sound-track";

export interface PlayerOptions extends MediaOptions {
  /** A context of `canvas` to draw with; without it the player opens one. */
  gl?: WebGL2RenderingContext;
  /** Default true, so that the canvas can be saved at any time. */
  preserveDrawingBuffer?: boolean;
  /** Pixels of the side of the Cube A pass's faces; default 1024, as works expect it. */
  cubeSide?: number;
  /** Alpha of the read pixels is 0 where the image is not a number; needs a context with alpha. Default false. */
  marksNan?: boolean;
  /** After each painted frame: its iTime and iFrame, and the averaged frames a second. */
  onFrame?(info: { time: number; frame: number; fps: number }): void;
  onContextLost?(): void;
  /** After everything was built again and the picture goes on. */
  onContextRestored?(): void;
}

export interface Player {
  /** Compiles without blocking and swaps when ready; a failed load keeps the last good program. Never rejects. Keeps time and buffers: call `reset` for a new work. */
  load(passes: Pass[]): Promise<CompileReport>;
  /** Compiles, reports and throws away; draws nothing, changes nothing. Never rejects. */
  check(passes: Pass[]): Promise<CompileReport>;
  play(): void;
  pause(): void;
  /** Time and frame to 0, buffers to 0; the mouse stays. While paused, frame 0 is painted. */
  reset(): void;
  /** Paints this many frames now, each 1/60 s after the one before. */
  step(frames?: number): void;
  /**
   * The values of the work's parameters from now on, live and without compiling; they outlive `load`. What is not named has its
   * default, what does not fit is brought to fit. While paused, paints one frame.
   */
  setParameters(values: Readonly<ParameterValues>): void;
  /** What the parameters of the loaded work are now. */
  readonly parameters: ParameterValues;
  readonly playing: boolean;
  /** Seconds, as iTime. */
  readonly time: number;
  /** The iFrame that the next frame will have. */
  readonly frame: number;
  /** Averaged over half a second. */
  readonly fps: number;
  /** Multiplies the live clock; 1 is real time. */
  speed: number;
  /** Drawing-buffer pixels; rounded, at least 1, at most what the device can; a shown picture takes them with its next frame. Buffers keep their bottom-left. */
  resize(width: number, height: number): void;
  /** Canvas pixels, origin bottom-left. While paused, paints one frame. */
  pointer(event: PointerInput): void;
  key(event: KeyInput): void;
  /** Paints exactly one frame of all passes, synchronously; frame 0 starts from clear buffers. Afterwards only play() makes it move by itself. */
  drawAt(clock: FrameClock): void;
  /** RGBA bytes, bottom row first, of the last painted image; call it in the same task as the paint unless the drawing buffer is preserved. */
  readPixels(): Uint8Array;
  readonly contextLost: boolean;
  /** Whether the loaded work has a Sound pass. */
  readonly hasSound: boolean;
  readonly muted: boolean;
  /** Unmuting lets the Sound pass, music and films be heard; browsers allow it only within somebody's gesture. */
  setMuted(muted: boolean): void;
  /** 0…1, default 1. */
  volume: number;
  /** Ends when everything that the work reads from outside is there, or is known not to come. Never rejects. */
  mediaSettled(): Promise<void>;
  /** Leads films and music to this second and ends when they are there: for frames of a fixed clock. Never rejects. */
  seekMedia(time: number): Promise<void>;
  /** Draws the Sound pass without playing it: so many seconds, at most 180. Null without one, and when it was not ended. */
  soundSamples(seconds?: number, options?: { signal?: AbortSignal; onProgress?(done: number, total: number): void }): Promise<SoundSamples | null>;
  dispose(): void;
}

class CanvasPlayer implements Player, PlayerCore {
  readonly engine: Engine;
  readonly playback: Playback;
  guide: PlayerCore["guide"] = null;
  private readonly media: MediaStore;
  private track: SoundTrack | null = null;
  private trackKey: string | null = null;
  private readonly pacer: FramePacer;
  private readonly stopWatching: () => void;
  private wanted = false;
  private lost = false;
  private driven = false;
  private paintedOnce = false;
  private forced = false;
  private request: number | null = null;
  private nextSize: [number, number] | null = null;
  private disposed = false;

  constructor(
    private readonly canvas: AnyCanvas,
    private readonly gl: WebGL2RenderingContext,
    private readonly options: PlayerOptions,
  ) {
    this.lost = gl.isContextLost();
    this.media = new MediaStore(options);
    this.media.onArrival(() => {
      if (this.paintedOnce) this.force();
    });
    const { cubeSide, marksNan = false } = options;
    this.engine = new Engine(gl, Math.max(1, gl.drawingBufferWidth), Math.max(1, gl.drawingBufferHeight), { media: this.media, marksNan, ...(cubeSide ? { cubeSide } : {}) });
    this.playback = new Playback(this.engine);
    this.pacer = new FramePacer(gl);
    const unwatch = watchContext(canvas, { lost: () => this.onLost(), restored: () => void this.onRestored() });
    const onVisibility = (): void => {
      if (document.hidden) this.playback.clock.suspend();
      this.sound();
    };
    if (typeof document !== "undefined") document.addEventListener("visibilitychange", onVisibility);
    this.stopWatching = () => {
      unwatch();
      if (typeof document !== "undefined") document.removeEventListener("visibilitychange", onVisibility);
    };
  }

  async load(passes: Pass[]): Promise<CompileReport> {
    const report = await this.engine.load(passes, this.playback.clock.frame);
    if (report.ok && this.paintedOnce) this.force();
    this.sound();
    return report;
  }

  check(passes: Pass[]): Promise<CompileReport> {
    return this.engine.check(passes);
  }

  play(): void {
    if (this.disposed) return;
    this.wanted = true;
    this.driven = false;
    this.schedule();
    this.sound();
  }

  pause(): void {
    this.wanted = false;
    this.playback.clock.suspend();
    this.sound();
  }

  reset(): void {
    this.playback.reset();
    if (this.paintedOnce) this.force();
    this.sound(true);
  }

  step(frames = 1): void {
    for (let count = 0; count < frames; count++) this.now(() => this.playback.paintStep());
  }

  now(paint: () => FrameClock): void {
    this.forced = false;
    if (!this.ready) return;
    this.takeSize();
    this.painted(paint());
  }

  setParameters(values: Readonly<ParameterValues>): void {
    this.engine.setParameters(values);
    if (this.paintedOnce) this.force();
  }

  get parameters(): ParameterValues {
    return this.engine.parameterValues;
  }

  get playing(): boolean {
    return this.wanted;
  }

  get time(): number {
    return this.playback.clock.time;
  }

  get frame(): number {
    return this.playback.clock.frame;
  }

  get fps(): number {
    return this.playback.clock.fps;
  }

  get speed(): number {
    return this.playback.clock.speed;
  }

  set speed(factor: number) {
    this.playback.clock.speed = Number.isFinite(factor) ? Math.max(0, factor) : 1;
    this.sound();
  }

  resize(width: number, height: number): void {
    const fit = (side: number): number => Math.min(Math.max(1, Math.round(side) || 1), this.engine.maxSize);
    this.nextSize = [fit(width), fit(height)];
    const [oldWidth, oldHeight] = this.engine.size;
    if (this.nextSize[0] === oldWidth && this.nextSize[1] === oldHeight) this.nextSize = null;
    else if (!this.paintedOnce || this.driven || this.lost) this.takeSize();
    else this.force();
  }

  pointer(event: PointerInput): void {
    if (this.playback.pointer(event)) this.force();
  }

  key(event: KeyInput): void {
    if (this.playback.key(event)) this.force();
  }

  drawAt(clock: FrameClock): void {
    this.driven = true;
    this.wanted = false;
    this.sound();
    this.now(() => this.playback.paintAt(clock));
  }

  readPixels(): Uint8Array {
    const { gl } = this;
    const [width, height] = this.engine.size;
    const pixels = new Uint8Array(width * height * 4);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    return pixels;
  }

  get contextLost(): boolean {
    return this.lost;
  }

  get hasSound(): boolean {
    return this.engine.soundKey !== null;
  }

  get muted(): boolean {
    return this.media.muted;
  }

  setMuted(muted: boolean): void {
    this.media.muted = muted;
    this.sound();
  }

  get volume(): number {
    return this.media.volume;
  }

  set volume(value: number) {
    this.media.volume = value;
  }

  mediaSettled(): Promise<void> {
    return this.engine.mediaSettled();
  }

  seekMedia(time: number): Promise<void> {
    return this.engine.seekMedia(time);
  }

  async soundSamples(seconds = SOUND_SECONDS, options: { signal?: AbortSignal; onProgress?(done: number, total: number): void } = {}): Promise<SoundSamples | null> {
    const { signal = new AbortController().signal } = options;
    const count = Math.floor(Math.min(Math.max(seconds, 0), SOUND_SECONDS) * SAMPLE_RATE);
    const samples = new Int16Array(count * 2);
    const total = Math.ceil(count / BLOCK_SAMPLES);
    for (let index = 0; index < total; index++) {
      const block = await this.engine.soundBlock(index, signal);
      if (!block) return null;
      samples.set(block.subarray(0, Math.min(block.length, samples.length - index * block.length)), index * block.length);
      options.onProgress?.(index + 1, total);
    }
    return total > 0 ? { sampleRate: SAMPLE_RATE, samples } : null;
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.wanted = false;
    this.sound();
    this.media.dispose();
    if (this.request !== null) cancelAnimationFrame(this.request);
    this.stopWatching();
    this.pacer.clear();
    this.engine.dispose();
    if (!this.options.gl) giveBackContext(this.canvas, this.gl);
  }

  private get ready(): boolean {
    return this.engine.loaded && !this.lost && !this.disposed;
  }

  /** Lets the Sound pass sound exactly while the picture runs in real time; `anew`: from where the clock is now. */
  sound(anew = false): void {
    const key = this.engine.soundKey;
    if (key !== this.trackKey) {
      this.track?.stop();
      this.track = null;
      this.trackKey = key;
    }
    const hidden = typeof document !== "undefined" && document.hidden;
    const output = key !== null && this.wanted && !hidden && !this.lost && this.speed === 1 ? this.media.output() : null;
    if (!output) return this.track?.stop();
    this.track ??= new SoundTrack((index, signal) => this.engine.soundBlock(index, signal));
    if (anew || !this.track.playing) this.track.play(output, () => this.time);
  }

  /** While paused, one frame soon; several causes before it is painted make one frame. */
  private force(): void {
    if (this.wanted || this.driven || this.disposed) return;
    this.forced = true;
    this.schedule();
  }

  private schedule(): void {
    if (this.request !== null || this.disposed) return;
    this.request = requestAnimationFrame((nowMs) => {
      this.request = null;
      this.turn(nowMs);
    });
  }

  /** A canvas becomes blank when its size is set: on one that shows a picture this waits for the next paint, so that nobody sees it. */
  private takeSize(): void {
    if (!this.nextSize) return;
    const [width, height] = this.nextSize;
    this.nextSize = null;
    if (this.canvas.width !== width) this.canvas.width = width;
    if (this.canvas.height !== height) this.canvas.height = height;
    // A browser may give less than asked for; the picture is what it gave.
    if (this.lost) this.engine.resize(width, height);
    else this.engine.resize(this.gl.drawingBufferWidth, this.gl.drawingBufferHeight);
  }

  private turn(nowMs: number): void {
    if (!this.lost) this.pacer.finished(nowMs);
    if (this.ready && (this.wanted || this.forced) && this.pacer.free(nowMs) && !this.guide?.(nowMs)) {
      this.forced = false;
      this.takeSize();
      this.painted(this.wanted ? this.playback.paintLive(nowMs) : this.playback.paintForced());
      this.pacer.sent(nowMs);
    }
    if (this.wanted || (this.forced && this.ready)) this.schedule();
  }

  private painted(clock: FrameClock): void {
    this.paintedOnce = true;
    this.options.onFrame?.({ time: clock.time, frame: clock.frame, fps: this.fps });
  }

  private onLost(): void {
    this.lost = true;
    this.pacer.clear();
    this.playback.clock.suspend();
    this.sound();
    this.options.onContextLost?.();
  }

  private async onRestored(): Promise<void> {
    if (this.disposed) return;
    this.engine.renew();
    const passes = this.engine.lastGood;
    this.lost = false;
    if (passes) {
      // Buffers are empty now: a work that grows in them starts anew, a lone image goes on where it was.
      if (passes.some(({ type }) => type === "buffer" || type === "cubemap")) this.playback.reset();
      await this.engine.load(passes, 0);
      if (this.gl.isContextLost() || this.disposed) return;
    }
    this.playback.clock.suspend();
    if (this.wanted) this.schedule();
    else if (this.paintedOnce) this.force();
    this.sound();
    this.options.onContextRestored?.();
  }
}

/** The inside of a player of this module. */
export const coreOf = (player: Player): PlayerCore => player as CanvasPlayer;

/**
 * A player on `canvas`, paused and empty. Paints nothing until play(), step() or drawAt().
 * Throws an Error when there is no WebGL2 context to be had.
 */
export function createPlayer(canvas: AnyCanvas, options: PlayerOptions = {}): Player {
  const gl = options.gl ?? openContext(canvas, options.preserveDrawingBuffer ?? true);
  if (!gl) throw new Error("This browser has no WebGL2 to draw with.");
  return new CanvasPlayer(canvas, gl, options);
}
