// Whether a film flashes, by the general flash threshold of WCAG 2.2 (success criterion 2.3.1): what may bring on a seizure.

const COLUMNS = 32;
const ROWS = 18;
/** A pair of opposing changes of relative luminance of this size is a flash… */
const CHANGE = 0.1;
/** …where the darker of the two pictures is below this. */
const DARKER_BELOW = 0.8;
/** So many flashes within a second are allowed. */
const ALLOWED_A_SECOND = 3;
/** And any number of them on less than this share of the picture. */
export const LARGE_AREA = 0.25;

/** Relative luminance is of linear light (WCAG 2.2, "relative luminance"; IEC 61966-2-1). */
const LINEAR = Float32Array.from({ length: 256 }, (_, byte) => (byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4));

/** Mean relative luminance, 0…1, of the cells of a 32×18 grid over an RGBA picture; finer patterns than a cell do not flash as a whole. */
export function cellLuminance(pixels: Uint8Array | Uint8ClampedArray, width: number, height: number): Float32Array {
  const sums = new Float32Array(COLUMNS * ROWS);
  const counts = new Uint32Array(COLUMNS * ROWS);
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * ROWS) / height) * COLUMNS;
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      const cell = row + Math.floor((x * COLUMNS) / width);
      sums[cell] = (sums[cell] ?? 0) + 0.2126 * (LINEAR[pixels[at] ?? 0] ?? 0) + 0.7152 * (LINEAR[pixels[at + 1] ?? 0] ?? 0) + 0.0722 * (LINEAR[pixels[at + 2] ?? 0] ?? 0);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  return sums.map((sum, cell) => sum / Math.max(1, counts[cell] ?? 0));
}

/** One place of the picture: where its light last turned, which way it goes since, and the frames at which it turned. */
interface Cell {
  extreme: number;
  rising: boolean | null;
  turns: number[];
}

/** Takes the frames of a film one after the other. Cells that no pixel falls into, in a picture smaller than the grid, stay dark. */
export class FlashMeter {
  private readonly cells: Cell[] = Array.from({ length: COLUMNS * ROWS }, () => ({ extreme: 0, rising: null, turns: [] }));
  private frames = 0;
  private most = 0;

  constructor(private readonly fps: number) {}

  add(pixels: Uint8Array | Uint8ClampedArray, width: number, height: number): void {
    const light = cellLuminance(pixels, width, height);
    let flashing = 0;
    for (const [index, cell] of this.cells.entries()) {
      this.follow(cell, light[index] ?? 0);
      while (cell.turns.length > 0 && (cell.turns[0] ?? 0) <= this.frames - this.fps) cell.turns.shift();
      if (cell.turns.length > ALLOWED_A_SECOND * 2) flashing++;
    }
    this.frames++;
    this.most = Math.max(this.most, flashing / this.cells.length);
  }

  /** The largest share of the picture, 0…1, that flashed more than three times in one same second; null before two frames. */
  get area(): number | null {
    return this.frames < 2 ? null : this.most;
  }

  private follow(cell: Cell, light: number): void {
    if (this.frames === 0) {
      cell.extreme = light;
      return;
    }
    const change = light - cell.extreme;
    const onward = cell.rising === null ? false : cell.rising ? change > 0 : change < 0;
    if (onward) cell.extreme = light;
    else if (Math.abs(change) >= CHANGE && Math.min(light, cell.extreme) < DARKER_BELOW) {
      cell.turns.push(this.frames);
      cell.rising = change > 0;
      cell.extreme = light;
    }
  }
}
