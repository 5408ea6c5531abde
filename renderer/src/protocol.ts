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
  type: z.enum(["texture", "buffer", "keyboard"]),
  source: z.string().max(64).default(""),
  sampler: Sampler.optional(),
});

// A lone surrogate cannot travel to the browser as UTF-8, so it would silently become another character there.
const wellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);

const Pass = z.object({
  type: z.enum(["common", "buffer", "image"]),
  name: z.string().max(40).optional(),
  code: z.string().refine(wellFormed, "holds half of a surrogate pair"),
  inputs: z.array(Input).max(4).default([]),
});

const Passes = z.array(Pass).min(1).max(16);

const edge = z.number().int().min(16).max(3840);
const instant = z.number().min(0).max(600);

const Poster = z.object({
  width: edge,
  height: edge,
  /** Seconds on the shader's clock; absent: the best looking of four candidate times. */
  at: instant.optional(),
  type: z.enum(["image/webp", "image/png"]).default("image/webp"),
});

const Film = z.object({
  width: edge.max(1920).default(480),
  height: edge.max(1920).default(270),
  seconds: z.number().min(0.1).max(30).default(3),
  fps: z.number().int().min(1).max(60).default(30),
  /** Seconds on the shader's clock at which the film starts; absent: the poster's time. */
  at: instant.optional(),
  types: z.array(z.enum(["webm", "mp4"])).min(1).max(2).default(["webm", "mp4"]),
});

export const ValidateRequest = z.object({ passes: Passes });
export const RenderRequest = z
  .object({
    passes: Passes,
    poster: Poster.nullish().transform((value) => value ?? null),
    film: Film.nullish().transform((value) => value ?? null),
    /** Milliseconds from the start of the work to the answer, waiting in the queue not counted. */
    deadline_ms: z.number().int().min(500).max(300_000).optional(),
  })
  .refine((request) => request.poster !== null || request.film !== null, { message: "ask for a poster, a film or both", path: ["poster"] });

export type ValidateRequest = z.infer<typeof ValidateRequest>;
export type RenderRequest = z.infer<typeof RenderRequest>;
export type PosterRequest = z.infer<typeof Poster>;
export type FilmRequest = z.infer<typeof Film>;
export type FilmType = FilmRequest["types"][number];
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

export interface Facts {
  compile_ms: number;
  /** Milliseconds of one frame at 480×270: measured where a film of that size was drawn, else predicted from the probes. */
  frame_ms: number;
  ms_per_megapixel: number;
  tier: Tier;
  /** Rec. 709 luma of the poster's moment, 0…1. */
  mean_luma: number;
  /** Standard deviation of that luma, 0…0.5. */
  contrast: number;
  /** Mean absolute change of luma over a tenth of a second, 0…1. */
  motion: number;
  blank: boolean;
  static: boolean;
  nan: boolean;
  /** What became of the film: null when none was asked for. */
  film: "full" | "reduced" | "omitted" | null;
  /** Why the film is not what was asked for. */
  film_note: string | null;
}

export interface RenderedPoster {
  type: "image/webp" | "image/png";
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

export interface ValidateAnswer {
  ok: boolean;
  errors: ShaderError[];
  compile_ms: number;
}

/** What the page is told to do; everything in it is plain data. */
export type PageTask =
  | { kind: "validate"; passes: RequestedPass[] }
  | { kind: "render"; passes: RequestedPass[]; poster: PosterRequest | null; film: FilmRequest | null; budgetMs: number; gpuDeadlineMs: number };

export type PageAnswer = Omit<RenderSuccess, "renderer"> | RenderFailure | (ValidateAnswer & { kind: "validate" });

/** Sent from the page before each step, so that the watchdog knows what it is waiting for. */
export interface Beat {
  step: string;
  gpu: boolean;
}
