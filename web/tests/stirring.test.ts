// What ends a feed that goes on by itself, and what does not.
import { describe, expect, it } from "vitest";
import { cover } from "../src/features/feed/picture";
import { onInput, stillFrom, type Input } from "../src/features/feed/stirring";

function ends(inputs: [kind: Input["kind"], at: number, x?: number, y?: number][]): boolean[] {
  let still = stillFrom(0);
  return inputs.map(([kind, at, x = 0, y = 0]) => {
    const result = onInput(still, { kind, x, y, at });
    still = result.still;
    return result.ends;
  });
}

describe("stillness", () => {
  it("is ended by a key or a press at any time", () => {
    expect(ends([["key", 1]])).toEqual([true]);
    expect(ends([["press", 1]])).toEqual([true]);
  });

  it("outlives the pointer that comes to rest, and the inertia of a wheel, at its beginning", () => {
    expect(ends([["move", 100, 0, 0], ["move", 700, 300, 0], ["wheel", 750]])).toEqual([false, false, false]);
  });

  it("is ended by a move that somebody meant, counted from where the pointer came to rest", () => {
    expect(ends([["move", 700, 300, 0], ["move", 900, 310, 0], ["move", 1000, 312, 6], ["move", 1100, 320, 8]])).toEqual([false, false, false, true]);
  });

  it("takes the first move for where the pointer is: a window that changes its size sends one", () => {
    expect(ends([["move", 2000, 900, 500], ["move", 2100, 902, 500], ["move", 2200, 950, 500]])).toEqual([false, false, true]);
  });

  it("is ended by the wheel once it has begun", () => {
    expect(ends([["wheel", 2000]])).toEqual([true]);
  });
});

describe("a picture in another frame", () => {
  it.each([
    [1600, 900, 960, 540],
    [390, 844, 960, 540],
    [2000, 500, 960, 540],
    [1, 1, 960, 540],
  ])("of %i×%i fills %i×%i, keeps its shape and loses both sides alike", (width, height, frameWidth, frameHeight) => {
    const [x, y, w, h] = cover(width, height, frameWidth, frameHeight);
    expect(w / h).toBeCloseTo(frameWidth / frameHeight, 9);
    expect(Math.min(x, y)).toBeCloseTo(0, 9);
    expect([x * 2 + w, y * 2 + h]).toEqual([expect.closeTo(width, 9), expect.closeTo(height, 9)]);
  });
});
