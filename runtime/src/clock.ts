/** Clock: what time it is for a shader, live or in fixed steps. */

/** The time of one frame, as the uniforms tell it. */
export interface FrameClock {
  /** iTime, seconds since reset without paused time. */
  time: number;
  /** iTimeDelta, seconds. */
  timeDelta: number;
  /** iFrame, 0 on the first frame. */
  frame: number;
  /** iFrameRate, averaged frames a second. */
  frameRate: number;
  /** iDate: full year, month 0–11, day 1–31, seconds since local midnight. */
  date: [number, number, number, number];
}

export const FIRST_DELTA = 1 / 60;
const COUNTING_MS = 500;

/** iDate of a moment, in local time, with the milliseconds as fraction. */
export function dateUniform(moment: Date): [number, number, number, number] {
  const seconds = moment.getHours() * 3600 + moment.getMinutes() * 60 + moment.getSeconds() + moment.getMilliseconds() / 1000;
  return [moment.getFullYear(), moment.getMonth(), moment.getDate(), seconds];
}

/** The clock of a fixed film: frame `index` at `fps` frames a second, the same on every machine. */
export function fixedClock(index: number, fps: number, date: [number, number, number, number] = [2000, 0, 1, 0]): FrameClock {
  return { time: index / fps, timeDelta: index === 0 ? FIRST_DELTA : 1 / fps, frame: index, frameRate: fps, date };
}

/** Counts painted frames a second, averaged over half a second; 60 until there is something to count. */
export class FrameCounter {
  fps = 60;
  private since: number | null = null;
  private frames = 0;

  /** Takes the moment of a painted frame in milliseconds. */
  painted(nowMs: number): void {
    if (this.since === null || nowMs < this.since) {
      this.since = nowMs;
      this.frames = 0;
      return;
    }
    this.frames++;
    const span = nowMs - this.since;
    if (span < COUNTING_MS) return;
    this.fps = (1000 * this.frames) / span;
    this.since = nowMs;
    this.frames = 0;
  }

  /** Forgets the frames in hand, so that a pause is not counted as slowness. */
  interrupt(): void {
    this.since = null;
  }
}

/** The live clock. Moments are milliseconds of one steady clock (performance.now). */
export class LiveClock {
  /** Seconds of shader time a second of real time. */
  speed = 1;
  private seconds = 0;
  private painted = 0;
  private lastMs: number | null = null;
  private readonly counter = new FrameCounter();

  get time(): number {
    return this.seconds;
  }

  /** The iFrame of the next frame: how many were painted since reset. */
  get frame(): number {
    return this.painted;
  }

  get fps(): number {
    return this.counter.fps;
  }

  /** The time that `tick` would give now. */
  ahead(nowMs: number): number {
    return this.seconds + this.passed(nowMs);
  }

  /** The next live frame. The first one after a reset or a pause does not move time, and its delta is 1/60. */
  tick(nowMs: number, date: Date): FrameClock {
    const passed = this.lastMs === null ? FIRST_DELTA : this.passed(nowMs);
    this.seconds += this.passed(nowMs);
    this.lastMs = nowMs;
    this.counter.painted(nowMs);
    return this.take(passed, date);
  }

  /** A frame that is painted although the clock stands: same time, delta 1/60. */
  forced(date: Date): FrameClock {
    return this.take(FIRST_DELTA, date);
  }

  /** A frame 1/60 s after the last one; the first frame after a reset is at 0. */
  step(date: Date): FrameClock {
    if (this.painted > 0) this.seconds += FIRST_DELTA;
    return this.take(FIRST_DELTA, date);
  }

  /** Takes over a frame that somebody else timed. */
  follow(clock: FrameClock): void {
    this.seconds = clock.time;
    this.painted = clock.frame + 1;
    this.lastMs = null;
  }

  /** The next frame is at `seconds`, and the one of that number: that which seconds of 60 frames each lead to. */
  moveTo(seconds: number, frame = Math.round(seconds / FIRST_DELTA)): void {
    this.seconds = seconds;
    this.painted = frame;
    this.suspend();
  }

  /** Time stands still until the next tick. */
  suspend(): void {
    this.lastMs = null;
    this.counter.interrupt();
  }

  reset(): void {
    this.seconds = 0;
    this.painted = 0;
    this.suspend();
  }

  private passed(nowMs: number): number {
    return this.lastMs === null ? 0 : (Math.max(0, nowMs - this.lastMs) / 1000) * this.speed;
  }

  private take(timeDelta: number, date: Date): FrameClock {
    const clock = { time: this.seconds, timeDelta, frame: this.painted, frameRate: this.counter.fps, date: dateUniform(date) };
    this.painted++;
    return clock;
  }
}
