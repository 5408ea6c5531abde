// One gesture, one card.
import { describe, expect, it } from "vitest";
import { onTouch, onWheel, touchAtRest, wheelAtRest, wheelPixels, withResistance, type TouchOutcome } from "../src/features/feed/gesture";

const HEIGHT = 800;

function turn(events: [delta: number, at: number][]): number[] {
  let state = wheelAtRest;
  return events.map(([delta, at]) => {
    const result = onWheel(state, delta, at);
    state = result.state;
    return result.step;
  });
}
const sum = (steps: number[]) => steps.reduce((total, step) => total + step, 0);

/** A trackpad's flick: a quick rise and a long decay, 60 events a second. */
function flick(from: number, strength: number, frames = 70): [number, number][] {
  return Array.from({ length: frames }, (_, n) => [Math.sign(strength) * Math.max(1, Math.abs(strength) * (n < 4 ? (n + 1) / 4 : 0.94 ** (n - 4))), from + n * 16]);
}

describe("the wheel", () => {
  it("steps once for one notch", () => {
    expect(turn([[120, 0]])).toEqual([1]);
    expect(turn([[-120, 0]])).toEqual([-1]);
  });

  it("steps once for a flick, however long its inertia runs", () => {
    expect(sum(turn(flick(0, 90)))).toBe(1);
    expect(turn(flick(0, -300)).filter((step) => step !== 0)).toEqual([-1]);
    expect(sum(turn(flick(0, 400, 120)))).toBe(1);
  });

  it("steps again for a second flick into the inertia of the first", () => {
    expect(sum(turn([...flick(0, 90, 40), ...flick(640, 120)]))).toBe(2);
  });

  it("steps for each notch after a rest", () => {
    expect(turn([[120, 0], [120, 400], [120, 800]])).toEqual([1, 1, 1]);
  });

  it("gathers small movements until they mean something", () => {
    expect(turn([[8, 0], [8, 16], [8, 32], [8, 48]])).toEqual([0, 0, 0, 1]);
    expect(turn([[8, 0], [8, 400], [8, 800]])).toEqual([0, 0, 0]);
  });

  it("turns round at once", () => {
    expect(turn([[120, 0], [-120, 40]])).toEqual([1, -1]);
  });

  it("goes on slowly while a notched wheel is turned without a rest", () => {
    const spun = turn(Array.from({ length: 31 }, (_, n) => [120, n * 50]));
    expect(sum(spun)).toBe(3);
  });

  it("reads lines and pages as pixels", () => {
    expect(wheelPixels({ deltaY: 3, deltaMode: 1 }, HEIGHT)).toBe(54);
    expect(wheelPixels({ deltaY: 1, deltaMode: 2 }, HEIGHT)).toBe(HEIGHT);
    expect(wheelPixels({ deltaY: 5, deltaMode: 0 }, HEIGHT)).toBe(5);
  });
});

function finger(points: [x: number, y: number, at: number][], end: "up" | "cancel" = "up", start = touchAtRest) {
  let state = start;
  const offsets: number[] = [];
  let outcome: TouchOutcome = "none";
  points.forEach(([x, y, at], index) => {
    const kind = index === 0 ? "down" : index === points.length - 1 ? end : "move";
    const result = onTouch(state, { kind, x, y, at }, HEIGHT);
    state = result.state;
    outcome = result.outcome;
    offsets.push(result.offset);
  });
  return { outcome, offsets, state };
}

describe("the finger", () => {
  it("carries the card with it and lets it snap to the next after a fifth of the screen", () => {
    const { outcome, offsets } = finger([[200, 600, 0], [200, 500, 200], [200, 420, 400], [200, 420, 700]]);
    expect(offsets).toEqual([0, -100, -180, 0]);
    expect(outcome).toBe("next");
  });

  it("flings with a short quick stroke", () => {
    expect(finger([[200, 600, 0], [200, 580, 16], [200, 555, 32], [200, 530, 40]]).outcome).toBe("next");
    expect(finger([[200, 300, 0], [200, 320, 16], [200, 345, 32], [200, 370, 40]]).outcome).toBe("previous");
  });

  it("lets the card fall back after a short slow drag, a drag that returns, or one that is taken away", () => {
    expect(finger([[200, 600, 0], [200, 570, 200], [200, 560, 500]]).outcome).toBe("none");
    expect(finger([[200, 600, 0], [200, 300, 200], [200, 330, 216], [200, 360, 232], [200, 380, 240]]).outcome).toBe("none");
    expect(finger([[200, 600, 0], [200, 300, 200], [200, 200, 300]], "cancel").outcome).toBe("none");
  });

  it("leaves sideways strokes alone", () => {
    const { outcome, offsets } = finger([[300, 400, 0], [200, 410, 50], [100, 700, 100], [100, 700, 110]]);
    expect(outcome).toBe("none");
    expect(offsets.every((offset) => offset === 0)).toBe(true);
  });

  it("tells a tap, a double tap and a long press apart", () => {
    const first = finger([[200, 400, 0], [200, 401, 60]]);
    expect(first.outcome).toBe("tap");
    const second = finger([[204, 402, 200], [204, 402, 250]], "up", first.state);
    expect(second.outcome).toBe("double-tap");
    expect(finger([[204, 402, 350], [204, 402, 400]], "up", second.state).outcome).toBe("tap");
    expect(finger([[20, 402, 200], [20, 402, 250]], "up", first.state).outcome).toBe("tap");
    expect(finger([[200, 400, 0], [200, 400, 900]]).outcome).toBe("none");
  });

  it("meets resistance at both ends only", () => {
    expect(withResistance(-200, true, false)).toBe(-200);
    expect(withResistance(200, true, false)).toBeLessThan(70);
    expect(withResistance(-200, false, true)).toBeGreaterThan(-70);
  });
});
