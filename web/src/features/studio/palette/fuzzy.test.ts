/** Fuzzy search: letters in order are enough, and what people mean comes first. */
import { expect, test } from "vitest";
import { fit, found } from "./fuzzy";

const items = ["Go to definition", "Format", "Fold", "Find and replace", "Picture over the whole screen", "Rename", "Open Buffer A", "Save"].map((label) => ({ label, group: "Editor" }));
const labels = (query: string) => found(query, items).map(({ item }) => item.label);

test("letters must stand in their order", () => {
  expect(fit("gtd", "Go to definition")?.places).toEqual([0, 3, 6]);
  expect(fit("dtg", "Go to definition")).toBeNull();
  expect(fit("", "anything")).toEqual({ score: 0, places: [] });
  expect(fit("x", "")).toBeNull();
});

test("beginnings of words and runs of letters come first", () => {
  expect(labels("fo")[0]).toBe("Fold");
  expect(labels("for")[0]).toBe("Format");
  expect(labels("gd")[0]).toBe("Go to definition");
  expect(labels("ba")[0]).toBe("Open Buffer A");
  expect(labels("replace")).toEqual(["Find and replace"]);
});

test("the group may be typed as well, and everything is there when nothing is typed", () => {
  expect(labels("editor save")).toEqual(["Save"]);
  expect(labels(" ")).toEqual(items.map(({ label }) => label));
});

test("every place is that letter", () => {
  const own = found("oe", items).filter(({ item }) => fit("oe", item.label));
  expect(own.length).toBeGreaterThan(1);
  for (const { item, places } of own) expect(places.map((at) => item.label.charAt(at).toLowerCase())).toEqual(["o", "e"]);
});
