/** Expect: how a case of the conformance list says what it saw and what it wanted. */
import { asPasses, newPlayer, numbers, type PassSketch } from "../tests/in-page";
import type { PlayerOptions } from "../src/index";

/** One line of the description of Shadertoy, and what proves it: it throws where the line does not hold. */
export interface Case {
  /** The section of the description. */
  section: string;
  line: string;
  run: () => Promise<void> | void;
}

/** Throws, with both, unless they are the same as JSON, numbers within `within`. */
export function same(seen: unknown, wanted: unknown, within = 0): void {
  const near = (one: unknown, other: unknown): boolean => {
    if (typeof one === "number" && typeof other === "number") return Math.abs(one - other) <= within;
    if (Array.isArray(one) && Array.isArray(other)) return one.length === other.length && one.every((part, index) => near(part, other[index]));
    return JSON.stringify(one) === JSON.stringify(other);
  };
  if (!near(seen, wanted)) throw new Error(`saw ${JSON.stringify(seen)}, wanted ${JSON.stringify(wanted)}`);
}

export function holds(condition: boolean, otherwise: string): void {
  if (!condition) throw new Error(otherwise);
}

export type TestPlayer = ReturnType<typeof newPlayer>;

/** A player with these passes, loaded; throws where they do not compile. The caller disposes of it. */
export async function playing(sketches: readonly PassSketch[], width = 4, height = 8, options: PlayerOptions = {}): Promise<TestPlayer> {
  const player = newPlayer(width, height, options);
  const report = await player.load(asPasses(sketches));
  if (!report.ok) throw new Error(report.errors.map(({ pass, line, message }) => `${pass}:${line} ${message}`).join("; ") || "superseded");
  return player;
}

/** The errors of a load, as "Image:3 …". */
export async function errorsOf(sketches: readonly PassSketch[]): Promise<string[]> {
  const player = newPlayer(4, 4);
  try {
    const report = await player.load(asPasses(sketches));
    return report.errors.map(({ pass, line, message }) => `${pass}:${line} ${message}`);
  } finally {
    done(player);
  }
}

/** What a `tell` among these passes shows after `frames` frames. */
export async function told(count: number, sketches: readonly PassSketch[], { frames = 1, ...options }: PlayerOptions & { frames?: number } = {}): Promise<number[]> {
  const player = await playing(sketches, 4, count, options);
  try {
    await player.mediaSettled();
    player.step(frames);
    return numbers(player, count);
  } finally {
    done(player);
  }
}

/** Frees a player and its canvas: a page has only some sixteen contexts. */
export function done(player: TestPlayer): void {
  player.dispose();
  player.canvas.getContext("webgl2")?.getExtension("WEBGL_lose_context")?.loseContext();
  player.canvas.remove();
}
