/** Timeline: leads a player to any moment, frame by frame where frames depend on the ones before them, and around a range. */
import { FIRST_DELTA } from "../clock";
import { gpuDone } from "../fence";
import { coreOf, type Player } from "../player";
import { repaintImage } from "./repaint";
import { Snapshot } from "./snapshot";

/** Seconds, `from` < `to`. The frame at `to` is not shown. */
export interface LoopRange {
  from: number;
  to: number;
}

/** Frames that were painted of those that are to be painted on the way to a moment. */
export interface ReplayProgress {
  done: number;
  total: number;
}

/**
 * shown: the picture is there. cancelled: by `cancel`, or by a newer wish; the work stands where it came to.
 * far: more frames than may be replayed, and nothing was changed. lost: the graphics device stopped answering.
 */
export type SeekOutcome = "shown" | "cancelled" | "far" | "lost";

export interface TimelineOptions {
  /** Default 18 000, five minutes: the most frames that are painted on the way to a moment. */
  mostReplayed?: number;
  /** Before, during and, with null, after a replay. */
  onReplay?(progress: ReplayProgress | null): void;
}

export interface Timeline {
  /**
   * Whether buffers are replayed, which is the default: the frames before a moment are painted at 60 a second, from frame 0 or from
   * where the work stands on that way already. Without, buffers go on from what they hold, only the clock is moved.
   */
  replay: boolean;
  /** Live, the player goes round in this range. */
  loop: LoopRange | null;
  readonly replaying: boolean;
  /** Shows the frame at this second, 0 to 86 400. Never rejects. */
  seek(seconds: number): Promise<SeekOutcome>;
  /** Shows frame `frame`, which is at `frame` / 60 seconds. Never rejects. */
  seekFrame(frame: number): Promise<SeekOutcome>;
  /** Shows the picture so many frames of 1/60 s after the one that is shown, before it where negative. Never rejects. */
  step(frames: number): Promise<SeekOutcome>;
  /** Ends a replay. */
  cancel(): void;
  /** The player runs as before; it is not disposed of. */
  dispose(): void;
}

const MOST_REPLAYED = 18_000;
const MOST_SECONDS = 86_400;
// A moment within this part of a frame is that frame's.
const NEAR = 1e-3;
const NEAR_FRAMES = 60;
const QUICK_MS = 20;
const SLOW_MS = 60;
const MOST_AT_ONCE = 32;
/** On the way to a moment only the buffers count. */
const NO_IMAGE = { x: 0, y: 0, width: 0, height: 0, imageOnly: false };

class PlayerTimeline implements Timeline {
  replay = true;
  private readonly core;
  private readonly most: number;
  private range: LoopRange | null = null;
  private running: AbortController | null = null;
  /** What the range was entered with. */
  private kept: Snapshot | null = null;
  /** Of some frames before the moment that was replayed to last, so that the way to its neighbours is short; and what it was made under. */
  private near: { snapshot: Snapshot; under: string } | null = null;
  private goal = 0;
  /** Counts the wishes, so that what an older one still waits for is known to be stale. */
  private wish = 0;

  constructor(
    player: Player,
    private readonly options: TimelineOptions,
  ) {
    this.core = coreOf(player);
    this.most = options.mostReplayed ?? MOST_REPLAYED;
    this.core.guide = (nowMs) => this.guide(nowMs);
  }

  get loop(): LoopRange | null {
    return this.range;
  }

  set loop(range: LoopRange | null) {
    this.forget();
    const [from, to] = range ? [clamp(range.from), clamp(range.to)] : [0, 0];
    this.range = to > from ? { from, to } : null;
  }

  get replaying(): boolean {
    return this.running !== null;
  }

  seek(seconds: number): Promise<SeekOutcome> {
    const moment = clamp(seconds);
    return this.go(moment, Math.round(moment / FIRST_DELTA));
  }

  seekFrame(frame: number): Promise<SeekOutcome> {
    const whole = Math.round(clamp(frame * FIRST_DELTA) / FIRST_DELTA);
    return this.go(whole * FIRST_DELTA, whole);
  }

  async step(frames: number): Promise<SeekOutcome> {
    const { core, clock } = this;
    const count = Math.round(frames) || 0;
    if (this.running) return this.seekFrame(Math.max(0, this.goal + count));
    if (count >= 0) {
      this.cancel();
      for (let done = 0; done < count; done++) core.now(() => core.playback.paintStep());
      this.settle();
      return "shown";
    }
    if (core.engine.hasBuffers && this.replay) return this.seekFrame((this.onTheWay ? clock.frame - 1 : Math.round(clock.time / FIRST_DELTA)) + count);
    return this.go(Math.max(0, clock.time + count * FIRST_DELTA), Math.max(0, clock.frame - 1 + count));
  }

  cancel(): void {
    this.wish++;
    this.running?.abort();
  }

  dispose(): void {
    this.cancel();
    this.forget();
    this.near?.snapshot.dispose();
    this.near = null;
    this.core.guide = null;
  }

  private get clock() {
    return this.core.playback.clock;
  }

  /** Whether what is shown is what a replay would have led to. */
  private get onTheWay(): boolean {
    const { time, frame } = this.clock;
    return frame > 0 && this.core.engine.pure && Math.abs(time / FIRST_DELTA - (frame - 1)) < NEAR;
  }

  private async go(seconds: number, frame: number): Promise<SeekOutcome> {
    const { core, clock, options } = this;
    const { engine, playback } = core;
    this.cancel();
    if (!engine.hasBuffers || !this.replay) {
      clock.moveTo(seconds, frame);
      // What moves by itself shows it with its next frame.
      if (!core.playing) core.now(() => playback.paintForced());
      this.settle();
      return "shown";
    }
    if (this.onTheWay && clock.frame - 1 === frame) return "shown";
    if (frame - this.start(frame) > this.most) return "far";
    const own = new AbortController();
    this.running = own;
    this.goal = frame;
    const outcome = await this.lead(frame, own.signal);
    // A newer wish goes on from here by itself.
    if (this.running !== own) return outcome;
    this.running = null;
    options.onReplay?.(null);
    if (outcome === "lost") return outcome;
    if (outcome === "shown" && this.range && frame === Math.round(this.range.from / FIRST_DELTA)) this.keep(frame * FIRST_DELTA);
    if (!core.playing) core.now(() => playback.paintStep());
    else if (outcome === "shown") clock.moveTo(frame * FIRST_DELTA, frame);
    this.settle();
    return outcome;
  }

  /** The first frame that has to be painted on the way to `frame`. */
  private start(frame: number): number {
    if (!this.onTheWay) return 0;
    if (this.clock.frame <= frame) return this.clock.frame;
    const { near, core } = this;
    const helps = near && near.snapshot.frame <= frame && near.under === this.under && near.snapshot.fits(core.engine);
    return helps ? near.snapshot.frame : 0;
  }

  /** What else than the frames before it makes a frame. */
  private get under(): string {
    const { engine, playback } = this.core;
    return JSON.stringify([engine.parameterValues, playback.mouse.uniform.map(Math.abs)]);
  }

  /** Paints what comes before `frame`, without its image. */
  private async lead(frame: number, signal: AbortSignal): Promise<SeekOutcome> {
    const { core, clock } = this;
    const { engine, playback } = core;
    let first = this.start(frame);
    if (first === 0) playback.reset();
    else if (first < clock.frame && this.near?.snapshot.restore(engine)) clock.moveTo((first - 1) * FIRST_DELTA, first);
    let atOnce = 1;
    while (clock.frame < frame) {
      this.options.onReplay?.({ done: clock.frame - first, total: frame - first });
      const startedMs = performance.now();
      for (let count = 0; count < atOnce && clock.frame < frame; count++) {
        playback.paint(clock.step(new Date()), { part: NO_IMAGE });
        if (clock.frame === frame - NEAR_FRAMES) this.approach();
      }
      const { seen } = engine;
      const state = seen ? await gpuDone(seen.device.gl, signal) : "lost";
      if (signal.aborted) return "cancelled";
      if (state !== "done") return "lost";
      if (!engine.pure) {
        // Another work by now: what the one before it painted is no part of the way.
        [first, atOnce] = [0, 1];
        playback.reset();
        continue;
      }
      const tookMs = performance.now() - startedMs;
      if (tookMs < QUICK_MS) atOnce = Math.min(MOST_AT_ONCE, atOnce * 2);
      else if (tookMs > SLOW_MS) atOnce = Math.max(1, atOnce >> 1);
    }
    return "shown";
  }

  private guide(nowMs: number): boolean {
    if (this.running) return true;
    const { range, clock, core } = this;
    if (!range || !core.playing) return false;
    const ahead = clock.ahead(nowMs);
    const remembers = core.engine.hasBuffers && this.replay;
    if (remembers && !this.kept && range.from > 0 && clock.time < range.from && ahead >= range.from) this.keep(ahead);
    return ahead >= range.to && this.turn(range, ahead, remembers);
  }

  /** From the end of the range to its begin. Returns whether that takes a while. */
  private turn(range: LoopRange, ahead: number, remembers: boolean): boolean {
    const { clock, core, kept } = this;
    const { engine, playback } = core;
    if (!remembers) {
      // Without buffers the rest of a frame is carried over, so that the range turns in time.
      clock.moveTo(range.from + ((ahead - range.to) % (range.to - range.from)));
    } else if (range.from === 0) playback.reset();
    else if (kept?.restore(engine)) clock.moveTo(kept.time, kept.frame);
    else {
      this.forget();
      if (Math.round(range.from / FIRST_DELTA) > this.most) return false;
      void this.seek(range.from);
      return true;
    }
    this.settle();
    return false;
  }

  private approach(): void {
    this.near?.snapshot.dispose();
    const snapshot = Snapshot.take(this.core.engine, this.clock.time, this.clock.frame);
    this.near = snapshot && { snapshot, under: this.under };
  }

  private keep(time: number): void {
    this.forget();
    this.kept = Snapshot.take(this.core.engine, time, this.clock.frame);
  }

  private forget(): void {
    this.kept?.dispose();
    this.kept = null;
  }

  /** Sound and films follow. */
  private settle(): void {
    const { core, wish } = this;
    const { engine, playing } = core;
    core.sound(true);
    // Films come when they come: the picture is there before, and once more with them.
    void engine.seekMedia(this.clock.time).then(() => {
      if (wish === this.wish && !playing && !core.playing) repaintImage(engine);
    });
  }
}

const clamp = (seconds: number): number => (Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), MOST_SECONDS) : 0);

/** What leads `player` from now on; one at a time. */
export function createTimeline(player: Player, options: TimelineOptions = {}): Timeline {
  return new PlayerTimeline(player, options);
}
