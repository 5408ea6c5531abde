// The contact sheet's geometry: how many columns, how large a cell may be, and the small figures that tell its time.

export const GAP = 4;
// Whoever looks at a sheet, model or person, sees no more than this of it at once.
const LONGEST_EDGE = 1600;
const ASPECT = 1.9;
const EMPTY_WEIGHT = 1.2;

export interface Grid {
  columns: number;
  rows: number;
}

/** Columns and rows for `count` cells of `width`×`height`: near the shape of a screen, with few places empty. */
export function gridFor(count: number, width: number, height: number): Grid {
  const score = ({ columns, rows }: Grid): number => Math.abs(Math.log((columns * width) / (rows * height) / ASPECT)) + (EMPTY_WEIGHT * (columns * rows - count)) / (columns * rows);
  const grids = Array.from({ length: count }, (_, index) => ({ columns: index + 1, rows: Math.ceil(count / (index + 1)) }));
  return grids.reduce((best, grid) => (score(grid) < score(best) - 1e-9 ? grid : best));
}

/** The cell's size, smaller than asked for where the whole sheet would be too large. */
export function cellFor({ columns, rows }: Grid, width: number, height: number): [number, number] {
  const room = (count: number): number => LONGEST_EDGE - (count - 1) * GAP;
  const scale = Math.min(1, room(columns) / (columns * width), room(rows) / (rows * height));
  return [Math.max(16, Math.floor(width * scale)), Math.max(16, Math.floor(height * scale))];
}

// Three by five, a row in three bits: a font of the machine's own would look different everywhere.
const FIGURES: Record<string, readonly number[]> = {
  "0": [7, 5, 5, 5, 7],
  "1": [2, 6, 2, 2, 7],
  "2": [7, 1, 7, 4, 7],
  "3": [7, 1, 7, 1, 7],
  "4": [5, 5, 7, 1, 1],
  "5": [7, 4, 7, 1, 7],
  "6": [7, 4, 7, 5, 7],
  "7": [7, 1, 1, 2, 2],
  "8": [7, 5, 7, 5, 7],
  "9": [7, 5, 7, 1, 7],
  ".": [0, 0, 0, 0, 2],
  s: [0, 7, 6, 3, 7],
};

/** Seconds as the label shows them: "2.5s". */
export function labelOf(seconds: number): string {
  return `${Number(seconds.toFixed(2))}s`;
}

/** The lit pixels of a label, from its upper left, and its size; one figure is 3×5. */
export function figures(text: string): { dots: [x: number, y: number][]; width: number; height: number } {
  const dots = [...text].flatMap((figure, index) =>
    (FIGURES[figure] ?? []).flatMap((bits, y) => [0, 1, 2].filter((x) => bits & (4 >> x)).map((x): [number, number] => [index * 4 + x, y])),
  );
  return { dots, width: text.length * 4 - 1, height: 5 };
}
