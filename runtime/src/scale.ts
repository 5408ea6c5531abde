/** Scale: how many pixels a card can afford, learnt from how long its frames take. */

const GROW_BELOW_MS = 25;
const SLOW_MS = 45;
const AIM_MS = 33;
const SLOW_FRAMES = 8;
const QUICK_MS = 19;
const QUICK_FRAMES = 120;
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
 * slow is not tried again.
 */
export class AdaptivePixels {
  private pixels = FIRST_PIXELS;
  private ceiling = Infinity;
  private grown = false;
  private recent: number[] = [];

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
    if (this.pixels >= this.full || frameMs > GROW_BELOW_MS) {
      this.grown = true;
      this.pixels = Math.min(this.pixels, this.full);
      if (frameMs > SLOW_MS) this.shrink(frameMs);
      return;
    }
    this.pixels = Math.min(this.full, this.pixels * 4);
  }

  private shrink(frameMs: number): void {
    this.ceiling = this.pixels * 0.9;
    const factor = Math.min(0.8, Math.max(0.25, AIM_MS / frameMs));
    this.pixels = Math.max(Math.min(SMALLEST_PIXELS, this.full), Math.floor(this.pixels * factor));
    this.recent = [];
  }
}
