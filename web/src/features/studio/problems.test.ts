/** Problems: errors and warnings as one list, and the way from one to the next. */
import type { Pass, ShaderError } from "@fractafrag/runtime";
import { expect, test } from "vitest";
import { neighbour, problemsOf } from "./problems";

const passes: Pass[] = [
  { name: "Buffer A", type: "buffer", code: "", inputs: [] },
  { name: "Image", type: "image", code: "", inputs: [] },
];
const at = (pass: string, line: number): ShaderError => ({ pass, line, column: 0, message: "m" });
const all = problemsOf(passes, [at("Buffer A", 3), at("Image", 9)], [at("Image", 2), at("Image", 9), at("Gone", 1)]);
const where = (problem?: ShaderError) => problem && `${problem.pass} ${problem.line}`;

test("errors and warnings stand in the order of tabs and lines, and an error says enough about its line", () => {
  expect(all.map((one) => `${where(one)} ${one.severity}`)).toEqual(["Image 2 warning", "Image 9 error", "Buffer A 3 error", "Gone 1 warning"]);
});

test("the next one is after the cursor, the one before is before it, and both go round", () => {
  expect(where(neighbour(all, passes, { pass: "Image", line: 2 }, 1))).toBe("Image 9");
  expect(where(neighbour(all, passes, { pass: "Image", line: 9 }, 1))).toBe("Buffer A 3");
  expect(where(neighbour(all, passes, { pass: "Buffer A", line: 3 }, -1))).toBe("Image 9");
  expect(where(neighbour(all.slice(0, 3), passes, { pass: "Buffer A", line: 3 }, 1))).toBe("Image 2");
  expect(where(neighbour(all.slice(0, 3), passes, { pass: "Image", line: 1 }, -1))).toBe("Buffer A 3");
  expect(neighbour([], passes, { pass: "Image", line: 1 }, 1)).toBeUndefined();
});
