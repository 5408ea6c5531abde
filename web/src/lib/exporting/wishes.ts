// What somebody may ask of an export, how large it will be, and what is wrong with it.

export type FilmKind = "mp4" | "webm" | "gif";

export interface PictureExport {
  kind: "png";
  width: number;
  height: number;
  /** Seconds. */
  time: number;
}

export interface FilmExport {
  kind: FilmKind;
  width: number;
  height: number;
  fps: number;
  /** Seconds. */
  from: number;
  seconds: number;
  quality: Quality;
}

export type ExportWish = PictureExport | FilmExport;
export type Quality = "small" | "good" | "best";

/** Bits for each pixel of each frame. Noise and grain need the most; what moves slowly comes out smaller than this. */
export const BITS_PER_PIXEL: Record<Quality, number> = { small: 0.07, good: 0.16, best: 0.4 };
export const FILM_SIDE = 4096;
export const GIF_SIDE = 1280;
export const MOST_SECONDS = 600;
export const MOST_FRAMES = 18_000;
/** GIF counts time in hundredths of a second: these rates come out even, or nearly. */
export const RATES: Record<FilmKind, readonly number[]> = { mp4: [24, 25, 30, 50, 60], webm: [24, 25, 30, 50, 60], gif: [10, 15, 20, 25, 50] };

export const PRESETS: readonly { label: string; width: number; height: number }[] = [
  { label: "HD", width: 1280, height: 720 },
  { label: "Full HD", width: 1920, height: 1080 },
  { label: "4K", width: 3840, height: 2160 },
  { label: "8K", width: 7680, height: 4320 },
  { label: "Square", width: 1080, height: 1080 },
  { label: "Phone", width: 1080, height: 1920 },
  { label: "Wide", width: 3440, height: 1440 },
  { label: "Small", width: 480, height: 270 },
];

export const framesOf = ({ fps, seconds }: Pick<FilmExport, "fps" | "seconds">): number => Math.max(1, Math.round(fps * seconds));

/** Bytes, roughly: what a moving picture of usual detail comes to. */
export function estimate(wish: ExportWish): number {
  const pixels = wish.width * wish.height;
  if (wish.kind === "png") return pixels * 1.2;
  if (wish.kind === "gif") return pixels * framesOf(wish) * 0.55;
  return (pixels * framesOf(wish) * BITS_PER_PIXEL[wish.quality]) / 8;
}

/** What is wrong with a wish, in words, or null. */
export function objection(wish: ExportWish): string | null {
  const whole = [wish.width, wish.height].every((side) => Number.isInteger(side) && side >= 16);
  if (!whole) return "A side has at least 16 pixels.";
  const side = Math.max(wish.width, wish.height);
  if (wish.kind === "png") return wish.time >= 0 && wish.time <= MOST_SECONDS ? null : `The time is 0 to ${MOST_SECONDS} seconds.`;
  if (wish.kind === "gif" && side > GIF_SIDE) return `A GIF has at most ${GIF_SIDE} pixels a side; a film shows more, and is smaller.`;
  if (side > FILM_SIDE) return `A film has at most ${FILM_SIDE} pixels a side.`;
  if (wish.kind !== "gif" && (wish.width % 2 === 1 || wish.height % 2 === 1)) return "The sides of a film are even numbers.";
  if (!(wish.from >= 0 && wish.from <= MOST_SECONDS)) return `The start is 0 to ${MOST_SECONDS} seconds.`;
  if (!(wish.seconds > 0 && framesOf(wish) <= MOST_FRAMES)) return `A film has 1 to ${MOST_FRAMES} frames.`;
  return null;
}

/** "slow-fire.mp4": what the file is called. */
export function fileName(title: string, kind: ExportWish["kind"] | "html" | "glsl" | "json"): string {
  const name = title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  return `${name || "shader"}.${kind}`;
}
