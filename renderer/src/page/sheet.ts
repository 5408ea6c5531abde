// The contact sheet: several moments of one work in one image, with numbers for each and for all of them.
import type { RenderedSheet, SheetCell, SheetFacts, SheetRequest } from "../protocol.js";
import { measure, SMALL, TooHeavy, told } from "./cost.js";
import { base64, encodeCanvas } from "./encode.js";
import { cellFor, figures, GAP, type Grid, gridFor, labelOf } from "./grid.js";
import { change, isBlank, isSame, type Look, lookAt } from "./look.js";
import { type CostModel, planStill, predictMs } from "./plan.js";
import { beat, type Stage, upright } from "./stage.js";
import type { Budget, Work } from "./survey.js";

// The rest is for encoding.
const SHARE = 0.7;
const DRAW_SHARE = 0.25;
const LAG_SECONDS = 0.1;
const QUALITIES = [0.82, 0.6, 0.4];
const ENOUGH_BYTES = 300_000;
const GROUND = "#0a0b0f";

interface Cell {
  frame: number;
  pixels: Uint8Array;
  picture: Uint8ClampedArray<ArrayBuffer>;
  look: Look;
}

interface Drawing {
  cells: Cell[];
  /** What stands a tenth of a second after the last cell; null where there was no time for it. */
  after: Uint8Array | null;
}

export interface Sheet {
  sheet: RenderedSheet;
  cells: SheetCell[];
  facts: SheetFacts;
}

/** Throws TooHeavy where not one cell can be drawn in time. */
export async function drawSheet(stage: Stage, work: Work, wish: SheetRequest, budget: Budget): Promise<Sheet> {
  const { cost } = await measure(stage, work.fps, budget.gpuDeadlineMs);
  const grid = gridFor(wish.times.length, wish.width, wish.height);
  const wanted = wish.times.map((seconds) => Math.round(seconds * work.fps));
  const [width, height] = await fit(stage, work, wish, grid, wanted, cost, budget);
  const ends = budget.leftMs() * (1 - SHARE);
  const { cells, after } = work.stateful ? await along(stage, work, wanted, () => budget.leftMs() > ends) : await here(stage, work, wanted, bandsOf(cost, width * height, budget), () => budget.leftMs() > ends);
  await stage.assertAlive();
  const shown = ordered(cells, wanted, work.stateful);
  const laid = shown.length === wish.times.length ? grid : gridFor(shown.length, width, height);
  await beat("encoding the sheet", false);
  const sheet = await encode(shown, laid, width, height, work.fps, wish);
  const note = noteOf(wish, work, shown, width, height);
  return {
    sheet,
    cells: shown.map(({ frame, look }) => ({ time: round(frame / work.fps, 3), mean_luma: round(look.mean, 4), contrast: round(look.contrast, 4), nan: look.nan > 0 })),
    facts: { compile_ms: round(work.report.compileMs, 1), ...told(cost), ...judge(cells, after, shown), nan_fraction: round(mean(shown.map(({ look }) => look.nan)), 5), note },
  };
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
const bandsOf = (cost: CostModel, pixels: number, { gpuDeadlineMs }: Budget): number => Math.max(1, Math.ceil(predictMs(cost, pixels) / (gpuDeadlineMs * DRAW_SHARE)));

/** Brings the stage to the largest cell that fits the time. */
async function fit(stage: Stage, work: Work, wish: SheetRequest, grid: Grid, wanted: readonly number[], cost: CostModel, budget: Budget): Promise<[number, number]> {
  const [width, height] = cellFor(grid, wish.width, wish.height);
  const budgetMs = budget.leftMs() * SHARE * 0.8;
  const drawMs = budget.gpuDeadlineMs * DRAW_SHARE;
  // A way that is too long at every size is gone as far as it can be.
  const frames = work.stateful ? Math.min(Math.max(...wanted) + 1, Math.max(1, Math.floor(budgetMs / predictMs(cost, SMALL.width * SMALL.height)))) : 1;
  const plan = planStill(cost, { width, height, frames, budgetMs: work.stateful ? budgetMs : budgetMs / (wanted.length + 1), drawMs });
  if (plan === null) throw new TooHeavy(`a picture of ${width}×${height} would take about ${Math.round(predictMs(cost, width * height))} ms`);
  stage.resize(plan.width, plan.height);
  await stage.assertAlive();
  return [plan.width, plan.height];
}

/** Without buffers every moment is drawn by itself. */
async function here(stage: Stage, work: Work, wanted: readonly number[], bands: number, mayGoOn: () => boolean): Promise<Drawing> {
  const cells: Cell[] = [];
  const draw = async (frame: number): Promise<boolean> => {
    if (bands > 1) return stage.drawBands(frame, work.fps, Math.min(bands, stage.height), mayGoOn);
    await stage.draw(frame, work.fps);
    return true;
  };
  const frames = inOrder(wanted);
  for (const frame of frames) {
    if (!(await draw(frame))) break;
    cells.push(see(stage, frame));
    if (!mayGoOn()) break;
  }
  if (cells.length === 0) throw new TooHeavy("drawing the first picture took longer than foreseen");
  const last = (cells.at(-1)?.frame ?? 0) + lagOf(work);
  return { cells, after: mayGoOn() && (await draw(last)) ? stage.pixels() : null };
}

/** With buffers every frame from 0 is drawn; when time is short the way ends early, and the last frame reached is the last cell. */
async function along(stage: Stage, work: Work, wanted: readonly number[], mayGoOn: () => boolean): Promise<Drawing> {
  const cells: Cell[] = [];
  const frames = new Set(wanted);
  const last = Math.max(...wanted);
  for (let frame = 0; frame <= last; frame++) {
    await stage.draw(frame, work.fps);
    const ends = !mayGoOn();
    if (frames.has(frame) || ends) cells.push(see(stage, frame));
    if (ends) return { cells, after: null };
  }
  for (let frame = last + 1; frame <= last + lagOf(work); frame++) {
    if (!mayGoOn()) return { cells, after: null };
    await stage.draw(frame, work.fps);
  }
  return { cells, after: stage.pixels() };
}

const inOrder = (frames: readonly number[]): number[] => [...new Set(frames)].sort((a, b) => a - b);
const lagOf = (work: Work): number => Math.max(1, Math.round(LAG_SECONDS * work.fps));

function see(stage: Stage, frame: number): Cell {
  const pixels = stage.pixels();
  return { frame, pixels, picture: upright(pixels, stage.width), look: lookAt(pixels, stage.width) };
}

/** The cells in the order in which they were asked for; one that was not reached is left out, or is the last one reached. */
function ordered(cells: readonly Cell[], wanted: readonly number[], stateful: boolean): Cell[] {
  const known = new Map(cells.map((cell) => [cell.frame, cell]));
  const shown = wanted.flatMap((frame) => known.get(frame) ?? []);
  const last = cells.at(-1);
  return stateful && last !== undefined && !wanted.includes(last.frame) ? [...shown, last] : shown;
}

function judge(cells: readonly Cell[], after: Uint8Array | null, shown: readonly Cell[]): Pick<SheetFacts, "mean_luma" | "contrast" | "motion" | "blank" | "static"> {
  const sights = cells.map(({ pixels }) => pixels);
  const pairs = sights.length > 1 ? sights.slice(1).map((pixels, index): [Uint8Array, Uint8Array] => [sights[index] ?? pixels, pixels]) : after && sights[0] ? [[sights[0], after] as [Uint8Array, Uint8Array]] : [];
  const [first, ...others] = after ? [...sights, after] : sights;
  return {
    mean_luma: round(mean(shown.map(({ look }) => look.mean)), 4),
    contrast: round(mean(shown.map(({ look }) => look.contrast)), 4),
    motion: round(mean(pairs.map(([one, next]) => change(one, next))), 5),
    blank: cells.every(({ pixels, look }) => isBlank(pixels, look)),
    static: first !== undefined && others.length > 0 && others.every((pixels) => isSame(first, pixels)),
  };
}

function noteOf(wish: SheetRequest, work: Work, shown: readonly Cell[], width: number, height: number): string | null {
  const reached = Math.max(...shown.map(({ frame }) => frame)) / work.fps;
  const short = reached < Math.max(...wish.times) - 0.5 / work.fps;
  const notes = [
    ...(width < wish.width || height < wish.height ? [`cells are ${width}×${height} instead of ${wish.width}×${wish.height}, so that the sheet is drawn in time and stays small`] : []),
    ...(short ? [`time was short: the last moment drawn is ${round(reached, 2)} s`] : []),
  ];
  return notes.join("; ") || null;
}

async function encode(cells: readonly Cell[], { columns, rows }: Grid, width: number, height: number, fps: number, wish: SheetRequest): Promise<RenderedSheet> {
  const canvas = new OffscreenCanvas(columns * width + (columns - 1) * GAP, rows * height + (rows - 1) * GAP);
  const context = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  if (!context) throw new Error("This Chromium gives no 2D canvas");
  context.fillStyle = GROUND;
  context.fillRect(0, 0, canvas.width, canvas.height);
  for (const [index, { picture, frame }] of cells.entries()) {
    const [x, y] = [(index % columns) * (width + GAP), Math.floor(index / columns) * (height + GAP)];
    context.putImageData(new ImageData(picture, width, height), x, y);
    print(context, labelOf(frame / fps), x, y, width < 160 ? 1 : 2);
  }
  let bytes = await encodeCanvas(canvas, wish.type, wish.quality ?? QUALITIES[0]);
  if (wish.quality === undefined && wish.type !== "image/png") for (const quality of QUALITIES.slice(1)) if (bytes.length > ENOUGH_BYTES) bytes = await encodeCanvas(canvas, wish.type, quality);
  return { type: wish.type, width: canvas.width, height: canvas.height, columns, rows, data: base64(bytes) };
}

/** Writes a label into a cell's upper left corner; one dot of it is `size` pixels. */
function print(context: OffscreenCanvasRenderingContext2D, text: string, x: number, y: number, size: number): void {
  const { dots, width, height } = figures(text);
  context.fillStyle = "rgb(0 0 0 / 0.6)";
  context.fillRect(x, y, (width + 4) * size, (height + 4) * size);
  context.fillStyle = "#ffffff";
  for (const [across, down] of dots) context.fillRect(x + (across + 2) * size, y + (down + 2) * size, size, size);
}
