import { expect, test } from "vitest";
import { costWords, isExtreme, passportLines, startScale, type Passport } from "./passport";

const calm: Passport = {
  form: 1,
  tier: "light",
  ms_per_megapixel: 12.34,
  frame_ms: 1.6,
  compile_ms: 3.2,
  mean_luma: 0.5,
  contrast: 0.2,
  motion: 0.01,
  blank: false,
  static: false,
  nan: false,
  flash_area: 0,
  flashing: false,
  film: "full",
  film_note: null,
  clock: null,
  probes: null,
  loop: null,
};
const lines = (passport: Passport) => Object.fromEntries(passportLines(passport).map(({ name, value }) => [name, value]));

test("a passport says cost, compiling, motion and flashing, and nothing of what went as it should", () => {
  expect(lines(calm)).toEqual({ "A megapixel": "12 ms", Compiling: "3.2 ms", Motion: "Calm", Flashing: "None" });
});

test("of a film it is said how its end meets its start", () => {
  expect(lines({ ...calm, loop: { seamless: true, seconds: 3, join: "period" } }).Loop).toBe("Seamless");
  expect(lines({ ...calm, loop: { seamless: false, seconds: 3, join: "faded" } }).Loop).toBe("Faded over");
});

test("what is amiss has a line of its own", () => {
  const told = lines({ ...calm, tier: "extreme", ms_per_megapixel: 12_345, static: true, nan: true, flash_area: 0.4, flashing: true, film: "omitted" });
  expect(told).toEqual({ "A megapixel": "12.3 s", Compiling: "3.2 ms", Motion: "None", Flashing: "On 40 % of the picture", Film: "Too heavy to film", Pixels: "Some are no numbers" });
});

test("an old passport, in which much was not measured, claims nothing", () => {
  const old: Passport = { ...calm, form: 0, ms_per_megapixel: null, compile_ms: null, motion: null, static: null, flash_area: null, flashing: null, film: null };
  expect(lines(old)).toEqual({ Flashing: "Not known" });
  expect(costWords({ ...old, tier: null })).toBeNull();
  expect(costWords(null)).toBeNull();
});

test("the heavier a work, the smaller it begins, and an extreme one shows its film first", () => {
  const scales = (["light", "medium", "heavy", "extreme"] as const).map((tier) => startScale({ ...calm, tier }));
  expect(scales).toEqual([1, 1, 0.5, 0.25]);
  expect(startScale(null)).toBe(1);
  expect(isExtreme({ ...calm, tier: "extreme" })).toBe(true);
  expect(isExtreme({ ...calm, tier: "heavy" })).toBe(false);
});
