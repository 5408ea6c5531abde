/** Stage card: one work on a shared stage, with its own clock, size and 2D canvas. */
import type { AnyCanvas } from "./context";
import type { Pass, ShaderError } from "./contract";
import { Engine } from "./engine";
import type { MediaStore } from "./media-store";
import type { ParameterValues } from "./parameters";
import { Playback, type KeyInput, type PointerInput } from "./playback";
import { AdaptivePixels, fitPixels } from "./scale";

export type CardState = "live" | "ready" | "idle";

export interface CardEvents {
  /** The first picture at its settled size stands in the canvas, each time the card becomes live. */
  live?(): void;
  /** The work cannot be drawn; it is not tried again until it is mounted anew. */
  failed?(errors: ShaderError[]): void;
  /** Even the smallest picture takes so many milliseconds: the card stands still, until `player.paused` is set to false all the same. */
  tooHeavy?(frameMs: number): void;
  /** Twice a second while live: averaged frames a second. */
  fps?(fps: number): void;
}

/** What a page may do with the work of a card. */
export interface StagePlayer {
  readonly time: number;
  readonly frame: number;
  speed: number;
  paused: boolean;
  reset(): void;
  /** Goes on from this second of the work's clock, at least 0. A work with buffers gets there frame by frame, quicker than in life. */
  seek(seconds: number): void;
  pointer(event: PointerInput): void;
  key(event: KeyInput): void;
  /** As a player's; they outlive every state of the card. */
  setParameters(values: Readonly<ParameterValues>): void;
}

// Frames of a work with buffers that are painted at once on the way to a moment.
const STRIDE = 4;
const FPS_EVERY_MS = 500;
// Six faces of 1024² would cost more than the card's picture.
const CARD_CUBE_SIDE = 256;
const LOSSES_SURVIVED = 1;
const LOSSES_WITHIN_MS = 60_000;

export class StageCardPlayer {
  state: CardState = "idle";
  loading = false;
  readonly player: StagePlayer;
  private readonly unlisten: () => void;
  private engine: Engine | null = null;
  private playback: Playback | null = null;
  private readonly context: CanvasRenderingContext2D | null;
  private pixels: AdaptivePixels | null = null;
  private room: [number, number] = [1, 1];
  private allowed = Infinity;
  private paused = false;
  private speed = 1;
  private parameters: Readonly<ParameterValues> = {};
  private forced = false;
  private goal: number | null = null;
  private strode = 1;
  private announced = false;
  private broken = false;
  private warned = false;
  private losses: number[] = [];
  private fpsToldMs = 0;

  constructor(
    readonly canvas: HTMLCanvasElement,
    private readonly surface: AnyCanvas,
    private readonly gl: WebGL2RenderingContext | null,
    private readonly media: MediaStore,
    private readonly passes: Pass[],
    private readonly on: CardEvents,
    private readonly wake: () => void,
  ) {
    this.context = canvas.getContext("2d");
    this.player = this.front();
    this.unlisten = media.onArrival(() => this.force());
    this.measure();
  }

  get needsLoad(): boolean {
    return !this.broken && !this.loading && this.state !== "idle" && !this.engine?.loaded && this.gl !== null && !this.gl.isContextLost();
  }

  /** Whether the card wants frames now. */
  get moving(): boolean {
    return this.state === "live" && this.engine?.loaded === true && (!this.paused || this.forced || this.goal !== null || this.growing || !this.announced);
  }

  get growing(): boolean {
    return this.pixels?.growing === true;
  }

  /** The size in pixels that the next frame is drawn with. */
  get size(): [number, number] {
    return fitPixels(this.room[0], this.room[1], this.pixels?.current ?? 1);
  }

  setState(state: CardState): void {
    if (state === this.state) return;
    this.state = state;
    this.announced = false;
    this.playback?.clock.suspend();
    if (state === "idle") this.release();
  }

  /** With calm motion the card starts paused: one still frame. */
  setCalm(calm: boolean): void {
    this.player.paused = calm;
  }

  /** Reads the canvas's box on the page, in device pixels. */
  measure(): void {
    const ratio = globalThis.devicePixelRatio || 1;
    const [width, height] = [this.canvas.clientWidth * ratio, this.canvas.clientHeight * ratio];
    if (width < 1 || height < 1) return;
    const room: [number, number] = [Math.round(width), Math.round(height)];
    if (room[0] === this.room[0] && room[1] === this.room[1]) return;
    this.room = room;
    this.pixels?.setFull(this.full);
    this.force();
  }

  /** The most pixels that the card may have from now on. */
  allow(pixels: number): void {
    if (pixels === this.allowed) return;
    this.allowed = pixels;
    this.pixels?.setFull(this.full);
    this.force();
  }

  async load(): Promise<void> {
    if (!this.gl) return;
    this.loading = true;
    const engine = this.engine ?? new Engine(this.gl, 1, 1, { media: this.media, cubeSide: CARD_CUBE_SIDE, sound: false });
    this.engine = engine;
    engine.setParameters(this.parameters);
    const losses = this.losses.length;
    const report = await engine.load(this.passes, 0);
    if (this.engine !== engine) return;
    this.loading = false;
    // A context that went away may have done so under somebody else's work: this one is tried again when it is back.
    if (report.superseded || losses !== this.losses.length || this.gl.isContextLost()) return;
    if (!report.ok) {
      this.fail(report.errors);
      return;
    }
    this.playback = new Playback(engine);
    this.playback.clock.speed = this.speed;
    this.pixels = new AdaptivePixels(this.full, engine.hasBuffers);
    this.wake();
  }

  /** Draws one frame and copies it to the card's canvas. Returns whether something was drawn. */
  paint(nowMs: number): boolean {
    const { engine, playback, context, pixels } = this;
    if (!engine || !playback || !context || !pixels) return false;
    this.fit(engine, playback);
    const [width, height] = engine.size;
    this.strode = 1;
    if (this.goal !== null && !pixels.growing) this.stride(engine, playback, this.goal);
    else if (this.paused && !pixels.growing) playback.paintForced();
    else playback.paintLive(nowMs);
    this.forced = false;
    if (pixels.growing) return true;
    if (this.canvas.width !== width) this.canvas.width = width;
    if (this.canvas.height !== height) this.canvas.height = height;
    context.drawImage(this.surface, 0, this.surface.height - height, width, height, 0, 0, width, height);
    this.tell(nowMs, playback);
    return true;
  }

  /** Takes how long one of its frames took, in milliseconds. */
  note(frameMs: number): void {
    const { pixels, playback } = this;
    if (!pixels || !playback) return;
    const growing = pixels.growing;
    const changed = pixels.note(frameMs / this.strode);
    // What was drawn while the size was felt out was never seen: the show begins at frame 0.
    if (growing && !pixels.growing) playback.reset();
    if (pixels.hopelessMs !== null && !this.warned) this.warn(pixels.hopelessMs);
    if (changed) this.force();
  }

  suspend(): void {
    this.playback?.clock.suspend();
  }

  onLost(): void {
    this.suspend();
    if (this.state === "live" || this.loading) this.losses.push(performance.now());
  }

  onRestored(): void {
    const since = performance.now() - LOSSES_WITHIN_MS;
    if (this.losses.filter((whenMs) => whenMs > since).length > LOSSES_SURVIVED)
      this.fail([{ pass: "Image", line: 1, column: 0, message: "this shader is too heavy for the graphics device: it stopped answering" }]);
    this.release();
    this.announced = false;
  }

  dispose(): void {
    this.unlisten();
    this.state = "idle";
    this.release();
    this.broken = true;
    // Memory of a canvas that nobody sees any more is given back now rather than when it is collected.
    this.canvas.width = 0;
    this.canvas.height = 0;
  }

  private get full(): number {
    const most = this.engine?.maxSize ?? Infinity;
    const [width, height] = this.room;
    const shrink = Math.min(1, most / width, most / height);
    return Math.min(this.allowed, width * height * shrink * shrink);
  }

  private fit(engine: Engine, playback: Playback): void {
    const [width, height] = this.size;
    const [oldWidth, oldHeight] = engine.size;
    if (oldWidth === width && oldHeight === height) return;
    engine.resize(width, height);
    playback.mouse.rescale(width / oldWidth, height / oldHeight);
    // A simulation cannot be stretched to another size without breaking what it keeps at fixed texels: it starts anew.
    if (engine.hasBuffers) playback.reset();
  }

  /** Some way towards `goal`, which is forgotten when it is reached. */
  private stride({ hasBuffers }: Engine, playback: Playback, goal: number): void {
    const { clock } = playback;
    if (!hasBuffers) {
      clock.moveTo(goal);
      playback.paintForced();
      this.goal = null;
      return;
    }
    if (goal < clock.time) playback.reset();
    const left = Math.max(1, Math.round((goal - clock.time) * 60) + (clock.frame > 0 ? 0 : 1));
    this.strode = Math.min(STRIDE, left);
    for (let count = 0; count < this.strode; count++) playback.paintStep();
    clock.suspend();
    if (this.strode === left) this.goal = null;
  }

  private tell(nowMs: number, playback: Playback): void {
    if (!this.announced) {
      this.announced = true;
      this.on.live?.();
    }
    if (nowMs - this.fpsToldMs < FPS_EVERY_MS || this.paused) return;
    this.fpsToldMs = nowMs;
    this.on.fps?.(playback.clock.fps);
  }

  private fail(errors: ShaderError[]): void {
    this.broken = true;
    this.release();
    this.on.failed?.(errors);
  }

  /** It stands still from now on; who sets `paused` to false all the same has been told. */
  private warn(frameMs: number): void {
    this.warned = true;
    this.setPaused(true);
    this.on.tooHeavy?.(frameMs);
  }

  private force(): void {
    this.forced = true;
    this.wake();
  }

  private release(): void {
    this.engine?.dispose();
    this.engine = null;
    this.playback = null;
    this.pixels = null;
    this.loading = false;
  }

  private front(): StagePlayer {
    const time = (): number => this.playback?.clock.time ?? 0;
    const frame = (): number => this.playback?.clock.frame ?? 0;
    const speed = { get: () => this.speed, set: (factor: number) => this.setSpeed(factor) };
    const paused = { get: () => this.paused, set: (value: boolean) => this.setPaused(value) };
    return {
      get time() {
        return time();
      },
      get frame() {
        return frame();
      },
      get speed() {
        return speed.get();
      },
      set speed(factor) {
        speed.set(factor);
      },
      get paused() {
        return paused.get();
      },
      set paused(value) {
        paused.set(value);
      },
      reset: () => {
        this.goal = null;
        this.playback?.reset();
        this.force();
      },
      seek: (seconds) => {
        this.goal = Number.isFinite(seconds) ? Math.max(0, seconds) : 0;
        this.force();
      },
      pointer: (event) => {
        if (this.playback?.pointer(event)) this.force();
      },
      key: (event) => {
        if (this.playback?.key(event)) this.force();
      },
      setParameters: (values) => {
        this.parameters = values;
        this.engine?.setParameters(values);
        this.force();
      },
    };
  }

  private setSpeed(factor: number): void {
    this.speed = Number.isFinite(factor) ? Math.max(0, factor) : 1;
    if (this.playback) this.playback.clock.speed = this.speed;
  }

  private setPaused(value: boolean): void {
    this.paused = value;
    if (value) this.playback?.clock.suspend();
    else this.wake();
  }
}
