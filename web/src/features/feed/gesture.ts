// Turns raw wheel and touch events into steps of the feed: one gesture, one card, however long its inertia runs on.

export type Step = -1 | 0 | 1;

export interface WheelState {
  /** Pixels of the present gesture that have not been spent. */
  sum: number;
  /** The gesture has made its step; what follows is inertia. */
  spent: boolean;
  lastAt: number;
  lastSize: number;
  steppedAt: number;
}

export const wheelAtRest: WheelState = { sum: 0, spent: false, lastAt: -Infinity, lastSize: 0, steppedAt: -Infinity };

const QUIET_MS = 160;
const ENOUGH_PX = 30;
/** A new push inside running inertia shows as growth; a held notched wheel shows as not decaying. */
const GROWTH = 1.5;
const PUSH_AFTER_MS = 420;
const HELD_AFTER_MS = 700;

/** `delta` in pixels, positive downwards; `at` in milliseconds. */
export function onWheel(state: WheelState, delta: number, at: number): { state: WheelState; step: Step } {
  const size = Math.abs(delta);
  if (size === 0) return { state, step: 0 };
  const turned = state.sum !== 0 && Math.sign(delta) !== Math.sign(state.sum);
  const fresh = at - state.lastAt > QUIET_MS || turned;
  const since = at - state.steppedAt;
  const pushed = state.spent && since > PUSH_AFTER_MS && size > ENOUGH_PX && size > state.lastSize * GROWTH;
  const held = state.spent && since > HELD_AFTER_MS && size >= 80 && size >= state.lastSize;
  const begun = fresh || pushed || held ? { sum: 0, spent: false } : state;
  const sum = begun.sum + delta;
  const steps = !begun.spent && Math.abs(sum) >= ENOUGH_PX;
  return {
    state: { sum, spent: begun.spent || steps, lastAt: at, lastSize: size, steppedAt: steps ? at : state.steppedAt },
    step: steps ? (sum > 0 ? 1 : -1) : 0,
  };
}

/** Wheel events speak in pixels, lines or pages. */
export function wheelPixels(event: { deltaY: number; deltaMode: number }, page: number): number {
  return event.deltaY * (event.deltaMode === 1 ? 18 : event.deltaMode === 2 ? page : 1);
}

export interface TouchState {
  phase: "rest" | "pressed" | "dragging" | "sideways";
  startX: number;
  startY: number;
  startAt: number;
  lastY: number;
  lastAt: number;
  /** Pixels per millisecond, smoothed. */
  velocity: number;
  tappedAt: number;
  tapX: number;
  tapY: number;
}

export const touchAtRest: TouchState = {
  phase: "rest",
  startX: 0,
  startY: 0,
  startAt: 0,
  lastY: 0,
  lastAt: 0,
  velocity: 0,
  tappedAt: -Infinity,
  tapX: 0,
  tapY: 0,
};

export type TouchEventKind = "down" | "move" | "up" | "cancel";
export type TouchOutcome = "none" | "next" | "previous" | "tap" | "double-tap";

const SLOP_PX = 8;
const TAP_MS = 300;
const DOUBLE_TAP_MS = 320;
const DOUBLE_TAP_PX = 48;
const FLING = 0.35;
const SHARE = 0.2;

/** One finger on a feed of `height` pixels. `offset` is how far the cards follow it, in pixels. */
export function onTouch(
  state: TouchState,
  event: { kind: TouchEventKind; x: number; y: number; at: number },
  height: number,
): { state: TouchState; offset: number; outcome: TouchOutcome } {
  const { kind, x, y, at } = event;
  if (kind === "down") {
    return { state: { ...state, phase: "pressed", startX: x, startY: y, startAt: at, lastY: y, lastAt: at, velocity: 0 }, offset: 0, outcome: "none" };
  }
  if (state.phase === "rest") return { state, offset: 0, outcome: "none" };
  const dx = x - state.startX;
  const dy = y - state.startY;
  if (kind === "move") {
    const elapsed = Math.max(1, at - state.lastAt);
    const velocity = state.velocity * 0.6 + ((y - state.lastY) / elapsed) * 0.4;
    const phase = state.phase !== "pressed" ? state.phase : Math.hypot(dx, dy) < SLOP_PX ? "pressed" : Math.abs(dy) >= Math.abs(dx) ? "dragging" : "sideways";
    return { state: { ...state, phase, lastY: y, lastAt: at, velocity }, offset: phase === "dragging" ? dy : 0, outcome: "none" };
  }
  const rest: TouchState = { ...state, phase: "rest" };
  if (kind === "cancel") return { state: rest, offset: 0, outcome: "none" };
  if (state.phase === "pressed") {
    if (at - state.startAt > TAP_MS) return { state: rest, offset: 0, outcome: "none" };
    const again = at - state.tappedAt < DOUBLE_TAP_MS && Math.hypot(x - state.tapX, y - state.tapY) < DOUBLE_TAP_PX;
    return { state: { ...rest, tappedAt: again ? -Infinity : at, tapX: x, tapY: y }, offset: 0, outcome: again ? "double-tap" : "tap" };
  }
  if (state.phase !== "dragging") return { state: rest, offset: 0, outcome: "none" };
  // A finger that stopped before it left did not fling.
  const speed = at - state.lastAt > 80 ? 0 : state.velocity;
  const far = Math.abs(dy) > height * SHARE;
  const flung = Math.abs(speed) > FLING && Math.sign(speed) === Math.sign(dy);
  const back = Math.abs(speed) > FLING && Math.sign(speed) !== Math.sign(dy);
  const outcome = (far && !back) || flung ? (dy < 0 ? "next" : "previous") : "none";
  return { state: rest, offset: 0, outcome };
}

/** At the ends the cards follow the finger only a little. */
export function withResistance(offset: number, atStart: boolean, atEnd: boolean): number {
  const blocked = (offset > 0 && atStart) || (offset < 0 && atEnd);
  return blocked ? Math.sign(offset) * 40 * Math.log1p(Math.abs(offset) / 60) : offset;
}
