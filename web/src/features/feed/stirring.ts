// What ends the feed going on by itself: any key, press or turn of the wheel, and a move that somebody meant.

export interface Stillness {
  /** When it began, in milliseconds. */
  since: number;
  /** Where the pointer rests; null until it was seen. */
  x: number | null;
  y: number | null;
}

export interface Input {
  kind: "move" | "key" | "press" | "wheel";
  x: number;
  y: number;
  at: number;
}

/** The press that began it has an end, a wheel has inertia, and a window that changes its size moves the pointer. */
const SETTLING_MS = 800;
/** Less is a table that was knocked against. */
const MEANT_PX = 16;

export const stillFrom = (since: number): Stillness => ({ since, x: null, y: null });

export function onInput(still: Stillness, { kind, x, y, at }: Input): { still: Stillness; ends: boolean } {
  const settling = at - still.since < SETTLING_MS;
  if (kind === "key" || kind === "press") return { still, ends: true };
  if (kind === "wheel") return { still, ends: !settling };
  if (settling || still.x === null || still.y === null) return { still: { ...still, x, y }, ends: false };
  return { still, ends: Math.hypot(x - still.x, y - still.y) >= MEANT_PX };
}
