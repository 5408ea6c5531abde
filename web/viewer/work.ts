// What a tool's result holds for the viewer, taken apart with care: every part of it was written by strangers.
import type { Pass, ShaderError } from "@fractafrag/runtime";
import type { ToolResult } from "./host";

/** A contact sheet: its cells stand row by row. */
export interface Poster {
  /** A data URL of a picture. */
  url: string;
  width: number;
  height: number;
  columns: number;
  rows: number;
}

export interface Work {
  title: string;
  /** Null for what is not stored. */
  id: string | null;
  author: string | null;
  passes: Pass[];
  /** Values of its parameters as they came: the runtime makes them fit. */
  parameters: Readonly<Record<string, unknown>>;
  /** Seconds. */
  times: number[];
  tier: string | null;
  /** Whether the renderer saw the stored work flash; of a text that was only looked at nobody knows. */
  flashes: boolean;
  /** Milliseconds of a frame at 480×270 on the server. */
  frameMs: number | null;
  /** Where it lies on the web. */
  url: string | null;
  /** Null where no sheet came. */
  poster: Poster | null;
  /** Errors that the server's compiler found. */
  errors: ShaderError[];
  /** Why the server drew nothing, where that was not for errors. */
  refusal: string | null;
}

/** Where a result has the passes, beside what the model reads of it: a model that sent them need not be sent them back. */
const BESIDE = "fractafrag/passes";
const VALUES = "fractafrag/parameters";
/** A text of several passes, which only the server takes apart. */
const SEVERAL = /^\/\/ ==/m;
const MOST_PASSES = 16;
const MOST_TIMES = 9;
const MOST_ERRORS = 12;
const LONGEST_SIDE = 8192;
const LAST_SECOND = 600;
const TITLE_LENGTH = 200;
const TEXT_LENGTH = 600;
const PICTURES = /^image\/(?:webp|png|jpeg|gif)$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

type Loose = Record<string, unknown>;

const isObject = (value: unknown): value is Loose => typeof value === "object" && value !== null && !Array.isArray(value);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const number = (value: unknown): number | null => (typeof value === "number" && Number.isFinite(value) ? value : null);
const whole = (value: unknown, most: number): number | null => (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= most ? value : null);

function line(value: unknown, length = TITLE_LENGTH): string | null {
  if (typeof value !== "string") return null;
  // Without controls and direction marks a name cannot disturb what stands beside it.
  const plain = value.slice(0, 4 * length).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").trim();
  return plain === "" ? null : plain.slice(0, length);
}

/** An address that may be opened: absolute, http or https; null for any other. */
export function webAddress(value: unknown): string | null {
  if (typeof value !== "string" || value.length > 2000 || !URL.canParse(value)) return null;
  const url = new URL(value);
  return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
}

function authorOf(value: unknown): string | null {
  if (!isObject(value)) return line(value, 80);
  const name = line(value.display_name, 80) ?? line(value.username, 80);
  const agent = line(value.agent, 80);
  return name !== null && agent !== null ? `${name}’s agent ${agent}` : name;
}

function passesOf(value: unknown): Pass[] {
  return list(value).slice(0, MOST_PASSES).filter((one) => isObject(one) && typeof one.code === "string") as unknown as Pass[];
}

function errorsOf(value: unknown): ShaderError[] {
  return list(value).slice(0, MOST_ERRORS).flatMap((one) => (isObject(one) ? [{ pass: line(one.pass) ?? "Image", line: number(one.line) ?? 1, column: number(one.column) ?? 0, message: line(one.message, 300) ?? "does not compile" }] : []));
}

function posterOf(content: unknown, sheet: unknown): Poster | null {
  const picture = list(content).find((one): one is Loose => isObject(one) && one.type === "image");
  const { data, mimeType } = picture ?? {};
  if (typeof data !== "string" || typeof mimeType !== "string" || !PICTURES.test(mimeType) || !BASE64.test(data)) return null;
  const told = isObject(sheet) ? sheet : {};
  const [width, height, columns, rows] = [whole(told.width, LONGEST_SIDE), whole(told.height, LONGEST_SIDE), whole(told.columns, MOST_TIMES), whole(told.rows, MOST_TIMES)];
  if (width === null || height === null || columns === null || rows === null) return null;
  return { url: `data:${mimeType};base64,${data}`, width, height, columns, rows };
}

/** The work in a result; null where there is none. `given`: what the tool was called with, which a result need not repeat. */
export function workOf(result: ToolResult, given: Record<string, unknown>): Work | null {
  const told: Loose = isObject(result.structuredContent) ? result.structuredContent : {};
  const facts: Loose = isObject(told.facts) ? told.facts : {};
  const beside: Loose = isObject(result._meta) ? result._meta : {};
  const passes = [beside[BESIDE], given.passes, typeof given.code === "string" && !SEVERAL.test(given.code) ? [{ type: "image", code: given.code }] : null].map(passesOf).find(({ length }) => length > 0);
  if (passes === undefined) return null;
  return {
    title: line(told.title) ?? line(given.title) ?? "Untitled",
    id: line(told.id, 80),
    author: authorOf(told.author),
    passes,
    parameters: [beside[VALUES], given.parameters].find(isObject) ?? {},
    times: list(told.times).flatMap((one) => number(one) ?? []).filter((seconds) => seconds >= 0 && seconds <= LAST_SECOND).slice(0, MOST_TIMES),
    tier: line(facts.tier, 20),
    flashes: told.flashing === true,
    frameMs: number(facts.frame_ms),
    url: webAddress(told.url),
    poster: posterOf(result.content, told.sheet),
    errors: errorsOf(told.errors),
    refusal: told.ok === false ? (line(list(told.notes)[0], TEXT_LENGTH) ?? "The server drew nothing.") : null,
  };
}

/** What a result says in words, for where there is nothing to draw. */
export function wordsOf(result: ToolResult): string | null {
  const text = list(result.content).find((one): one is Loose => isObject(one) && one.type === "text" && typeof one.text === "string");
  return line(text?.text, TEXT_LENGTH);
}
