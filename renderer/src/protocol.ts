// The wire: what may be asked of the renderer over HTTP and what it answers; both the server process and the page read it.
import { z } from "zod";

const Sampler = z.object({
  filter: z.enum(["nearest", "linear", "mipmap"]).optional(),
  wrap: z.enum(["clamp", "repeat"]).optional(),
  vflip: z.boolean().optional(),
  srgb: z.boolean().optional(),
});

const Input = z.object({
  channel: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
  type: z.enum(["texture", "cubemap", "volume", "video", "music", "webcam", "mic", "keyboard", "buffer"]),
  source: z.string().max(80).default(""),
  sampler: Sampler.optional(),
});

// A lone surrogate cannot travel to the browser as UTF-8, so it would silently become another character there.
const wellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);

const Pass = z.object({
  type: z.enum(["common", "buffer", "cubemap", "sound", "image"]),
  name: z.string().max(40).optional(),
  code: z.string().refine(wellFormed, "holds half of a surrogate pair"),
  inputs: z.array(Input).max(4).default([]),
});

const Passes = z.array(Pass).min(1).max(16);

/** For whom it is done: the jobs of one take turns with those of others. */
const Owner = z.string().max(64).nullish().transform((value) => value ?? null);

/** People's own pictures that the passes read, by their source: files in base64. The renderer reaches nothing itself. */
const Pictures = z
  .record(z.string().regex(/^upload:[0-9a-f]{64}$/), z.base64().max(6_000_000))
  .refine((pictures) => Object.keys(pictures).length <= 16, "more than 16 pictures")
  .default({});

// Whether a value fits its parameter is for the runtime, which knows the parameters; here it is only bounded.
const bounded = z.number().min(-1e9).max(1e9);
const Parameters = z
  .record(z.string().regex(/^[A-Za-z_]\w{0,63}$/), z.union([bounded, z.boolean(), z.array(bounded).min(2).max(4)]))
  .refine((values) => Object.keys(values).length <= 64, "has more than 64 names")
  .default({});

const edge = z.number().int().min(16).max(3840);
const instant = z.number().min(0).max(600);

const stillType = z.enum(["image/webp", "image/png", "image/jpeg"]).default("image/webp");

const Poster = z.object({
  width: edge,
  height: edge,
  /** Seconds on the shader's clock; absent: the best looking of several candidate times. */
  at: instant.optional(),
  type: stillType,
});

/** One more size of the poster: one that fits into it is scaled down from it and cut, a larger one is drawn by itself where it can be. */
const Still = z.object({ width: edge, height: edge, type: stillType });

const length = z.number().min(0.1).max(30);

const Film = z.object({
  width: edge.max(1920).default(480),
  height: edge.max(1920).default(270),
  seconds: length.default(3),
  fps: z.number().int().min(1).max(60).default(30),
  /** Seconds on the shader's clock at which the film starts; absent: the poster's time. */
  at: instant.optional(),
  /** Seconds that it may have instead, where the work comes back to its beginning by then; of all works, or of those of a tier. */
  longest: z.union([length, z.partialRecord(z.enum(["light", "medium", "heavy", "extreme"]), length)]).optional(),
  types: z.array(z.enum(["webm", "mp4"])).min(1).max(2).default(["webm", "mp4"]),
});

const cellEdge = z.number().int().max(640);

export const ValidateRequest = z.object({
  passes: Passes,
  /** Draw a few small frames too, and tell what one costs. */
  cost: z.boolean().default(false),
  owner: Owner,
});
/** Several moments of one work in one image. */
export const SheetRequest = z.object({
  passes: Passes,
  /** Values of the work's parameters by name; what is not named has its default. */
  parameters: Parameters,
  pictures: Pictures,
  /** Seconds on the shader's clock, one for each cell. */
  times: z.array(instant).min(1).max(9),
  /** Pixels of one cell; fewer where the whole would not end in time or be longer than 1600. */
  width: cellEdge.min(64),
  height: cellEdge.min(36),
  type: z.enum(["image/webp", "image/png", "image/jpeg"]).default("image/webp"),
  /** 0…1; absent: good, and lower where the file would be large. Without meaning for PNG. */
  quality: z.number().min(0.1).max(1).optional(),
  deadline_ms: z.number().int().min(500).max(60_000).default(20_000),
  owner: Owner,
});
export const RenderRequest = z
  .object({
    passes: Passes,
    /** Values of the work's parameters by name; what is not named has its default. */
    parameters: Parameters,
    pictures: Pictures,
    poster: Poster.nullish().transform((value) => value ?? null),
    /** More sizes of the poster, as for a card or for other sites; nothing without a poster. */
    stills: z.array(Still).max(4).default([]),
    film: Film.nullish().transform((value) => value ?? null),
    /** Milliseconds from the start of the work to the answer, waiting in the queue not counted. */
    deadline_ms: z.number().int().min(500).max(300_000).optional(),
    owner: Owner,
    /** Behind everything that somebody waits for. */
    background: z.boolean().default(false),
    /** False: only the pictures matter, and of the facts only what they tell by themselves; sooner there where the moment is named. */
    passport: z.boolean().default(true),
  })
  .refine((request) => request.poster !== null || request.film !== null, { message: "ask for a poster, a film or both", path: ["poster"] })
  .refine((request) => request.poster !== null || request.stills.length === 0, { message: "are sizes of the poster: ask for it, too", path: ["stills"] });

export type ValidateRequest = z.infer<typeof ValidateRequest>;
export type RenderRequest = z.infer<typeof RenderRequest>;
export type SheetRequest = z.infer<typeof SheetRequest>;
export type StillType = SheetRequest["type"];
export type PosterRequest = z.infer<typeof Poster>;
export type StillRequest = z.infer<typeof Still>;
export type FilmRequest = z.infer<typeof Film>;
export type FilmType = FilmRequest["types"][number];
export type Pictures = z.infer<typeof Pictures>;
export type Parameters = z.infer<typeof Parameters>;
export type RequestedPass = z.infer<typeof Pass>;

export interface ShaderError {
  pass: string;
  /** 1-based, in the author's text of that pass. */
  line: number;
  /** 1-based; 0 where the driver does not say. */
  column: number;
  message: string;
}

export type Tier = "light" | "medium" | "heavy" | "extreme";

export interface Cost {
  /** Milliseconds of one frame of REFERENCE_PIXELS, 480×270: measured where a film of that size was drawn, else predicted from the probes. */
  frame_ms: number;
  ms_per_megapixel: number;
  tier: Tier;
}

/** What a frame of one size costs. */
export interface Probed {
  width: number;
  height: number;
  frame_ms: number;
  ms_per_megapixel: number;
}

/** How a film's end meets its start. */
export interface Loop {
  /** Whether the work itself comes back to where it began, so that nothing had to be joined. */
  seamless: boolean;
  /** Seconds of the film. */
  seconds: number;
  /** period: it comes back by itself, or stands still; faded: the first frames fade in from what follows the last; cut: it jumps. */
  join: "period" | "faded" | "cut";
}

export interface EstimatedCost extends Cost {
  /** False where not even a picture of 32×18 ended in time: the numbers are then the least that they can be. */
  finished: boolean;
}

/** The cost passport of a version. */
export interface Facts extends Cost {
  compile_ms: number;
  /** The two small sizes that were measured, 32×18 and 128×72; what is between and beyond is foretold from them. None without a passport. */
  probes: Probed[];
  /** What the cost was measured with: the processor time of software's drawing threads, which a crowded machine does not change, or the wall's clock. */
  clock: "processor" | "wall";
  /** Rec. 709 luma of the poster's moment, 0…1. */
  mean_luma: number;
  /** Standard deviation of that luma, 0…0.5. */
  contrast: number;
  /** Mean absolute change of luma over a tenth of a second, 0…1; null where only one moment was drawn. */
  motion: number | null;
  blank: boolean;
  /** Null where only one moment was drawn. */
  static: boolean | null;
  nan: boolean;
  /** The largest share of the picture, 0…1, that flashed more than three times in one second; null when no film was drawn. */
  flash_area: number | null;
  /** Whether that is a quarter or more, which WCAG 2.2 (2.3.1) forbids to show. */
  flashing: boolean | null;
  /** What became of the film: null when none was asked for. */
  film: "full" | "reduced" | "omitted" | null;
  /** Why the film is not what was asked for. */
  film_note: string | null;
  /** Null when no film was drawn. */
  loop: Loop | null;
}

export interface RenderedPoster {
  type: StillType;
  width: number;
  height: number;
  at: number;
  data: string;
}

export interface RenderedFilm {
  type: "video/webm" | "video/mp4";
  width: number;
  height: number;
  seconds: number;
  fps: number;
  data: string;
}

/** compile: the driver refused it; limits: the static gate did; deadline: it did not finish; crash: it took the GPU process down twice. */
export type FailureReason = "compile" | "limits" | "deadline" | "crash";

export interface RenderSuccess {
  ok: true;
  renderer: string;
  poster: RenderedPoster | null;
  /** In the order in which they were asked for. */
  stills: RenderedPoster[];
  films: RenderedFilm[];
  facts: Facts;
}

export interface RenderFailure {
  ok: false;
  renderer?: string;
  reason: FailureReason;
  message: string;
  errors: ShaderError[];
  facts?: Partial<Facts>;
}

export type RenderAnswer = RenderSuccess | RenderFailure;

export interface RenderedSheet {
  type: StillType;
  width: number;
  height: number;
  columns: number;
  rows: number;
  data: string;
}

/** In the order of the sheet, row by row. */
export interface SheetCell {
  /** Seconds on the shader's clock. */
  time: number;
  mean_luma: number;
  contrast: number;
  /** Whether some pixel is NaN. */
  nan: boolean;
}

export interface SheetFacts extends Cost {
  compile_ms: number;
  /** Mean of the cells. */
  mean_luma: number;
  /** Mean of the cells' standard deviations of luma. */
  contrast: number;
  /** Mean absolute change of luma from each cell to the next in time, 0…1; of a single cell, over a tenth of a second. */
  motion: number;
  /** Share of all pixels that are NaN, 0…1. */
  nan_fraction: number;
  blank: boolean;
  static: boolean;
  /** What is not as asked for, and why. */
  note: string | null;
}

export interface SheetSuccess {
  ok: true;
  renderer: string;
  sheet: RenderedSheet;
  cells: SheetCell[];
  facts: SheetFacts;
}

export type SheetAnswer = SheetSuccess | RenderFailure;

export interface ValidateAnswer {
  ok: boolean;
  errors: ShaderError[];
  compile_ms: number;
  /** Null unless it was asked for and the shader compiles. */
  cost: EstimatedCost | null;
}

/** What the page is told to do; everything in it is plain data. */
export type PageTask =
  | { kind: "validate"; passes: RequestedPass[]; cost: boolean }
  | { kind: "render"; passes: RequestedPass[]; parameters: Parameters; pictures: Pictures; poster: PosterRequest | null; stills: StillRequest[]; moment: number | null; film: FilmRequest | null; passport: boolean; budgetMs: number; gpuDeadlineMs: number }
  | { kind: "sheet"; passes: RequestedPass[]; parameters: Parameters; pictures: Pictures; wish: SheetRequest; budgetMs: number; gpuDeadlineMs: number };

export type PageAnswer =
  | { kind: "validate"; answer: ValidateAnswer }
  | { kind: "render"; answer: Omit<RenderSuccess, "renderer">; moment: number }
  | { kind: "sheet"; answer: Omit<SheetSuccess, "renderer"> }
  | { kind: "failure"; answer: RenderFailure };

/** Sent from the page before each step, so that the watchdog knows what it is waiting for. */
export interface Beat {
  step: string;
  gpu: boolean;
  /** Asks for the processor time of the drawing threads; the answer comes under this number. */
  reading?: number;
}
