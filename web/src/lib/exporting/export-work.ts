// From a work and a wish to a file: a capture of the runtime draws, a writer encodes, and both stop together.
import { createCapture, type Capture, type CapturedPart, type ParameterValues, type Pass } from "@fractafrag/runtime";
import { openMedia } from "../media-set";
import { bestLoop, thumbOf, type Loop } from "./loop";
import { PngWriter } from "./png";
import { framesOf, objection, type ExportWish, type FilmExport, type PictureExport } from "./wishes";

export interface Progress {
  /** compiling · warming: the frames before the first, of a work that builds on them · drawing · finishing. */
  phase: "compiling" | "warming" | "drawing" | "finishing";
  done: number;
  total: number;
  /** Of the file so far; null while there is none. */
  bytes: number | null;
}

export interface ExportHooks {
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
  /** What was just drawn, where in the picture it lies, and how large the whole is. */
  onPicture?: (picture: CanvasImageSource, place: { x: number; y: number; width: number; height: number }, whole: { width: number; height: number }) => void;
}

/** What is drawn: the passes, and the values that its parameters have now. */
export interface Drawn {
  passes: readonly Pass[];
  values?: Readonly<ParameterValues>;
}

const PART_SIDE = 1024;

/** Throws an Error in words for people; the signal's reason when that is aborted. */
export async function exportWork(drawn: Drawn, wish: ExportWish, hooks: ExportHooks): Promise<Blob> {
  const wrong = objection(wish);
  if (wrong) throw new Error(wrong);
  return withCapture(drawn, hooks, (capture) => {
    const refusal = capture.refusal(wish.width, wish.height);
    if (refusal) throw new Error(refusal);
    return wish.kind === "png" ? writePicture(capture, wish, hooks) : writeFilm(capture, wish, hooks);
  });
}

/** The best place to begin and end a film of `least` to `most` seconds within the first `within` seconds; null where there is none. */
export async function findLoop(
  drawn: Drawn,
  { fps, least, most, within }: { fps: number; least: number; most: number; within: number },
  hooks: ExportHooks,
): Promise<{ from: number; seconds: number; seam: number } | null> {
  const [width, height] = [128, 72];
  const count = Math.min(600, Math.round(within * fps));
  const thumbs: Float32Array[] = [];
  const found: Loop | null = await withCapture(drawn, hooks, async (capture) => {
    for await (const frame of capture.frames({ width, height, fps, from: 0, count, signal: hooks.signal })) {
      thumbs.push(thumbOf(frame.pixels(), width, height, 32, 18));
      hooks.onPicture?.(frame.canvas, { x: 0, y: 0, width, height }, { width, height });
      hooks.onProgress({ phase: "drawing", done: frame.index + 1, total: count, bytes: null });
    }
    return bestLoop(thumbs, Math.round(least * fps), Math.round(most * fps));
  });
  return found && { from: found.start / fps, seconds: (found.end - found.start) / fps, seam: found.seam };
}

async function withCapture<T>({ passes, values }: Drawn, { signal, onProgress }: ExportHooks, work: (capture: Capture) => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  onProgress({ phase: "compiling", done: 0, total: 0, bytes: null });
  const media = openMedia();
  let capture: Capture | null = null;
  try {
    capture = createCapture({ media: media.load, ...(values ? { parameters: values } : {}) });
    const report = await capture.load([...passes]);
    signal.throwIfAborted();
    const [error] = report.errors;
    if (!report.ok) throw new Error(error ? `It does not compile: ${error.pass}, line ${error.line}: ${error.message}` : "It could not be prepared.");
    return await work(capture);
  } finally {
    capture?.dispose();
    media.dispose();
  }
}

async function writePicture(capture: Capture, wish: PictureExport, hooks: ExportHooks): Promise<Blob> {
  const { width, height, time } = wish;
  const png = new PngWriter(width, height);
  try {
    let band: Uint8ClampedArray<ArrayBuffer> | null = null;
    const { signal } = hooks;
    const onProgress = (done: number, total: number): void => hooks.onProgress({ phase: "drawing", done, total, bytes: png.bytes || null });
    for await (const part of capture.picture({ width, height, time, partSide: PART_SIDE, signal, onProgress })) {
      hooks.onPicture?.(canvasOf(part), part, wish);
      if (part.width === width) {
        await png.add(part.pixels);
        continue;
      }
      // Parts of one row of parts stand side by side in one band; the last of them completes it.
      band ??= new Uint8ClampedArray(width * part.height * 4);
      for (let row = 0; row < part.height; row++) band.set(part.pixels.subarray(row * part.width * 4, (row + 1) * part.width * 4), (row * width + part.x) * 4);
      if (part.x + part.width < width) continue;
      await png.add(band);
      band = null;
    }
    hooks.onProgress({ phase: "finishing", done: 1, total: 1, bytes: png.bytes });
    return await png.finish();
  } catch (error) {
    await png.abandon();
    throw error;
  }
}

async function writeFilm(capture: Capture, wish: FilmExport, hooks: ExportHooks): Promise<Blob> {
  const { width, height, fps, from, kind } = wish;
  const { signal } = hooks;
  const count = framesOf(wish);
  const frames = capture.frames({ width, height, fps, from, count, signal, onWarming: (done, total) => hooks.onProgress({ phase: "warming", done, total, bytes: null }) });
  let writer: { bytes: number; finish(): Promise<Blob>; abandon(): void | Promise<void> } | null = null;
  let add: ((index: number, pixels: () => Uint8ClampedArray<ArrayBuffer>) => Promise<void>) | null = null;
  try {
    for await (const frame of frames) {
      if (add === null) {
        if (kind === "gif") {
          const gif = (await import("./gif")).openGif(wish);
          [writer, add] = [gif, (index, pixels) => gif.add(index, pixels())];
        } else {
          const film = await (await import("./film")).openFilm(frame.canvas, wish);
          [writer, add] = [film, (index) => film.add(index)];
        }
      }
      await add(frame.index, () => frame.pixels());
      hooks.onPicture?.(frame.canvas, { x: 0, y: 0, width, height }, wish);
      hooks.onProgress({ phase: "drawing", done: frame.index + 1, total: count, bytes: writer?.bytes ?? null });
    }
    hooks.onProgress({ phase: "finishing", done: count, total: count, bytes: writer?.bytes ?? null });
    if (!writer) throw new Error("The film is empty.");
    return await writer.finish();
  } catch (error) {
    await writer?.abandon();
    throw error;
  }
}

function canvasOf({ pixels, width, height }: CapturedPart): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("2d")?.putImageData(new ImageData(pixels, width, height), 0, 0);
  return canvas;
}
