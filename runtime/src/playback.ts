/** Playback: an engine with its clock, mouse and keyboard; says what a frame is, but not when. */
import { LiveClock, type FrameClock } from "./clock";
import type { Engine } from "./engine";
import { KeyboardState } from "./keyboard";
import { MouseState } from "./mouse";
import type { FrameUniforms } from "./uniforms";

export interface PointerInput {
  type: "down" | "move" | "up";
  /** Drawing-buffer pixels, origin bottom-left. */
  x: number;
  y: number;
}

export interface KeyInput {
  type: "down" | "up";
  keyCode: number;
  repeat: boolean;
}

export class Playback {
  readonly clock = new LiveClock();
  readonly mouse = new MouseState();
  private readonly keyboard = new KeyboardState();

  constructor(readonly engine: Engine) {}

  /** Returns whether iMouse can have changed. */
  pointer(event: PointerInput): boolean {
    return this.mouse.point(event.type, event.x, event.y);
  }

  /** Returns whether the keyboard changed. */
  key(event: KeyInput): boolean {
    return this.keyboard.key(event.type, event.keyCode, event.repeat);
  }

  paintLive(nowMs: number): FrameClock {
    return this.paint(this.clock.tick(nowMs, new Date()), { live: true });
  }

  paintForced(): FrameClock {
    return this.paint(this.clock.forced(new Date()));
  }

  paintStep(): FrameClock {
    return this.paint(this.clock.step(new Date()));
  }

  paintAt(clock: FrameClock): FrameClock {
    this.clock.follow(clock);
    return this.paint(clock);
  }

  /** Time and frame start at 0 again, buffers clear with the next frame; the mouse stays as it is. */
  reset(): void {
    this.clock.reset();
  }

  paint(clock: FrameClock, told: Pick<FrameUniforms, "live" | "part"> = {}): FrameClock {
    this.engine.paint({ clock, mouse: this.mouse.uniform, ...told }, this.keyboard);
    this.mouse.painted();
    this.keyboard.painted();
    return clock;
  }
}
