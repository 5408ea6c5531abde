/** What people write as a moment, a frame or a speed, and what the time line makes of it. */
import { describe, expect, test } from "vitest";
import { FRAME, markName, marksOf, readFactor, readFrame, readTime, snapped, spanFor, withEnd, writeTime } from "./times";

describe("a moment", () => {
  test.each([
    ["12.5", 12.5],
    [" 1:23,45 ", 83.45],
    ["1:02:03", 3723],
    [".5", 0.5],
    ["7 s", 7],
  ])("%j is %d seconds", (text, seconds) => expect(readTime(text)).toBeCloseTo(seconds, 9));

  test.each(["", "-1", "a", "1:b", "1.5:2", "1:2:3:4", "1e3", ":"])("%j is none", (text) => expect(readTime(text)).toBeNull());

  test("is written as it is read", () => {
    expect([0, 59.999, 83.45, -2].map(writeTime)).toEqual(["0:00.00", "1:00.00", "1:23.45", "0:00.00"]);
    for (const seconds of [0, 3.25, 61.5, 700]) expect(readTime(writeTime(seconds))).toBeCloseTo(seconds, 6);
  });
});

test("a frame is a whole number, with or without separators", () => {
  expect(["741", "1,200", "18 000", "0"].map(readFrame)).toEqual([741, 1200, 18_000, 0]);
  expect(["", "-1", "x", "12345678901"].map(readFrame)).toEqual([null, null, null, null]);
});

test("a speed may be a fraction", () => {
  expect(["1/8", "½×", "0.3", "4x", "2,5", "0"].map((text) => readFactor(text, 16))).toEqual([0.125, 0.5, 0.3, 4, 2.5, 0]);
  expect(["", "-1", "17", "1/0", "1/2/3", "fast"].map((text) => readFactor(text, 16))).toEqual([null, null, null, null, null, null]);
});

test("the time line has room behind a moment, and five to eleven marks", () => {
  expect([0, 9.99, 10, 45, 3600, 1e9].map(spanFor)).toEqual([10, 10, 20, 60, 7200, 86_400]);
  for (const span of [10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 86_400]) {
    const marks = marksOf(span);
    expect(marks.length).toBeGreaterThanOrEqual(5);
    expect(marks.length).toBeLessThanOrEqual(11);
    expect(marks.at(-1)).toBeLessThanOrEqual(span);
  }
  expect([8, 90, 600, 7200].map(markName)).toEqual(["8", "1:30", "10:00", "2 h"]);
});

test("what is dragged lies on a frame, and the ends of a range stay apart", () => {
  expect(snapped(1.004, 10)).toBeCloseTo(1, 9);
  expect(snapped(-3, 10)).toBe(0);
  expect(snapped(11, 10)).toBeCloseTo(10, 9);
  expect(withEnd({ from: 1, to: 2 }, "from", 5)).toEqual({ from: 2 - FRAME, to: 2 });
  expect(withEnd({ from: 1, to: 2 }, "to", 0)).toEqual({ from: 1, to: 1 + FRAME });
  expect(withEnd({ from: 1, to: 2 }, "from", -1)).toEqual({ from: 0, to: 2 });
});
