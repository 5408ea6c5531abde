/** Snapshot: what a work with buffers holds at one moment, to be put back later. */
import type { Pass } from "../contract";
import type { Engine } from "../engine";
import { Surfaces } from "../surfaces";

export class Snapshot {
  private constructor(
    private readonly work: readonly Pass[],
    private readonly size: string,
    private readonly kept: Surfaces,
    /** What the clock said for the frame that came next, seconds and number. */
    readonly time: number,
    readonly frame: number,
  ) {}

  /** Of what the work holds now; null before its first frame. */
  static take(engine: Engine, time: number, frame: number): Snapshot | null {
    const { seen, lastGood } = engine;
    if (!seen || !lastGood) return null;
    const kept = new Surfaces(seen.device, ...engine.size, seen.surfaces.cubeSide);
    kept.arrange(lastGood);
    kept.copyFrom(seen.surfaces);
    return new Snapshot(lastGood, engine.size.join(), kept, time, frame);
  }

  /** Whether it can be put back: the work and its size are the same, and the context was not lost. */
  fits({ seen, lastGood, size }: Engine): boolean {
    return seen !== null && lastGood === this.work && size.join() === this.size && seen.device === this.kept.device;
  }

  /** Puts it back; false where it does not fit any more. */
  restore(engine: Engine): boolean {
    const { seen } = engine;
    if (!seen || !this.fits(engine)) return false;
    seen.surfaces.copyFrom(this.kept);
    return true;
  }

  dispose(): void {
    if (this.kept.device.alive) this.kept.dispose();
  }
}
