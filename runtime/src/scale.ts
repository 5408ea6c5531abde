/** Scale: how many pixels a card can afford, learnt from how long its frames take. */

const GROW_BELOW_MS = 25;
const SLOW_MS = 45;
const AIM_MS = 33;
const SLOW_FRAMES = 8;
const QUICK_MS = 19;
const QUICK_FRAMES = 120;
const BEARABLE_MS = 60;
const SAME_COST = 1.25;
const GROW_TRIES = 3;
const HOPELESS_MS = 400;
const PATIENT_MS = 120;
const FLOOR_PIXELS = 320 * 180;
const SMALLEST_PIXELS = 64 * 36;
const FIRST_PIXELS = 32 * 18;

/** The size in whole pixels, at least 1×1, of a picture of the same shape as `width`×`height` with at most `pixels` pixels. */
export function fitPixels(width: number, height: number, pixels: number): [number, number] {
  const factor = Math.min(1, Math.sqrt(Math.max(1, pixels) / Math.max(1, width * height)));
  const wide = Math.max(1, Math.min(Math.floor(width * factor), Math.floor(pixels)));
  return [wide, Math.max(1, Math.min(Math.floor(height * factor), Math.floor(pixels / wide)))];
}

/**
 * The pixels of one card. It starts tiny and doubles its sides frame by frame while frames stay quick (growing), then stays,
 * shrinks when frames are slow for a while, and carefully grows again when they have long been quick; a size that proved too
 * slow is not tried again. One slow frame proves nothing (a driver that compiles, a busy machine): each size gets three
 * tries while growing, two when it is hopeless. Below 320×180 a picture says little, so frames may take up to 120 ms before it gets that small.
 */
export class AdaptivePixels {
  private pixels = FIRST_PIXELS;
  private ceiling = Infinity;
  private grown = false;
  private recent: number[] = [];
  private tries: number[] = [];
  private smallerMs = Infinity;
  private hopeless: number | null = null;

  /** `full`: the pixels that the card has room for. `steady`: never grow again after the first growth (its buffers would start anew). */
  constructor(
    private full: number,
    private readonly steady: boolean,
  ) {}

  /** The pixels to draw with now. */
  get current(): number {
    return Math.min(this.pixels, this.full);
  }

  /** Whether the size for the first real frame is still being felt out. */
  get growing(): boolean {
    return !this.grown;
  }

  /** Milliseconds of a frame where even the smallest picture takes too long to be watched (above 400 ms); else null. */
  get hopelessMs(): number | null {
    return this.hopeless;
  }

  /** The room changed. */
  setFull(full: number): void {
    if (this.grown && this.pixels >= this.full) this.pixels = Math.max(full, FIRST_PIXELS);
    this.full = full;
  }

  /** Takes the milliseconds that one frame took at the current size. Returns whether `current` changed or growing ended. */
  note(frameMs: number): boolean {
    const before = this.current;
    if (!this.grown) {
      this.grow(frameMs);
      return this.current !== before || this.grown;
    }
    this.recent.push(frameMs);
    const count = this.recent.length;
    const average = (last: number): number => this.recent.slice(-last).reduce((sum, ms) => sum + ms, 0) / last;
    if (count >= SLOW_FRAMES && average(SLOW_FRAMES) > SLOW_MS) this.shrink(average(SLOW_FRAMES));
    else if (count >= QUICK_FRAMES) {
      if (!this.steady && average(QUICK_FRAMES) < QUICK_MS) this.pixels = Math.min(this.full, this.ceiling, this.pixels * 1.5);
      this.recent = [];
    }
    return this.current !== before;
  }

  private grow(frameMs: number): void {
    this.tries.push(frameMs);
    const best = Math.min(...this.tries);
    // Where four times the pixels cost about the same, something else than the shader takes the time: a slow compositor.
    const quick = best <= GROW_BELOW_MS || (best <= BEARABLE_MS && best <= this.smallerMs * SAME_COST);
    if (!quick && this.tries.length < (best > HOPELESS_MS ? 2 : GROW_TRIES)) return;
    this.tries = [];
    this.smallerMs = best;
    if (quick && this.pixels < this.full) {
      this.pixels = Math.min(this.full, this.pixels * 4);
      return;
    }
    this.grown = true;
    if (!quick && best > HOPELESS_MS && this.pixels <= FIRST_PIXELS) this.hopeless = best;
    this.pixels = Math.min(this.pixels, this.full);
    const floor = Math.min(FLOOR_PIXELS, this.full);
    if (this.pixels < floor) this.pixels = Math.max(this.pixels, Math.min(floor, Math.floor((this.pixels * PATIENT_MS) / best)));
    else if (best > SLOW_MS) this.shrink(best);
  }

  private shrink(frameMs: number): void {
    if (frameMs > HOPELESS_MS && this.pixels <= SMALLEST_PIXELS) this.hopeless = frameMs;
    const least = frameMs > PATIENT_MS ? SMALLEST_PIXELS : Math.min(FLOOR_PIXELS, this.pixels);
    this.ceiling = this.pixels * 0.9;
    const factor = Math.min(0.8, Math.max(0.25, AIM_MS / frameMs));
    this.pixels = Math.max(Math.min(least, this.full), Math.floor(this.pixels * factor));
    this.recent = [];
  }
}
