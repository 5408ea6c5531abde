import { expect, test } from "vitest";
import type { Pass } from "@fractafrag/runtime";
import { media } from "../../../lib/media-list";
import { boundInput, hasChoices, kindOf, KINDS, offersOf, sourceName } from "./catalogue";
import { nextTile } from "./grid-keys";
import { refusal } from "./uploads";

const pass = (type: Pass["type"], name: string): Pass => ({ type, name, code: "", inputs: [] });
const passes = [pass("buffer", "Buffer A"), pass("cubemap", "Cube A"), pass("image", "Image")];

test("everything of the set is offered under exactly one kind, and found again where it is offered", () => {
  const offers = KINDS.flatMap(({ id }) => offersOf(id, passes).map((offer) => ({ ...offer, kind: id })));
  for (const medium of media) {
    const found = offers.filter(({ type, source }) => type === medium.type && source === medium.id);
    expect(found.map(({ kind }) => kind)).toEqual([kindOf({ type: medium.type, source: medium.id }, passes)]);
  }
});

test("a work's own buffers and cube are offered, and no others", () => {
  const sources = (of: Pass[]) => offersOf("passes", of).map(({ source }) => source);
  expect(sources(passes)).toEqual(["Buffer A", "Cube A", "keyboard"]);
  expect(sources([pass("image", "Image")])).toEqual(["keyboard"]);
});

test("what is bound has a name that people know", () => {
  expect(sourceName({ type: "texture", source: "wood" })).toBe("Wood");
  expect(sourceName({ type: "buffer", source: "Buffer B" })).toBe("Buffer B");
  expect(sourceName({ type: "webcam", source: "webcam" })).toBe("Camera");
  expect(sourceName({ type: "texture", source: `upload:${"a".repeat(64)}` })).toBe("Own picture");
});

test("what is bound starts with the sampler that its type is best seen with", () => {
  expect(boundInput(2, { type: "texture", source: "wood" })).toEqual({ channel: 2, type: "texture", source: "wood", sampler: { filter: "mipmap", wrap: "repeat", vflip: true, srgb: false } });
  expect(hasChoices("texture")).toBe(true);
  expect(hasChoices("keyboard")).toBe(false);
  expect(hasChoices("music")).toBe(false);
});

test("the arrow keys walk over a grid and stop at its edges", () => {
  // 0 1 2 / 3 4 5 / 6
  expect(nextTile("ArrowRight", 0, 7, 3)).toBe(1);
  expect(nextTile("ArrowLeft", 0, 7, 3)).toBe(0);
  expect(nextTile("ArrowDown", 1, 7, 3)).toBe(4);
  expect(nextTile("ArrowDown", 5, 7, 3)).toBe(6);
  expect(nextTile("ArrowDown", 6, 7, 3)).toBe(6);
  expect(nextTile("ArrowUp", 1, 7, 3)).toBe(1);
  expect(nextTile("End", 1, 7, 3)).toBe(6);
  expect(nextTile("Home", 4, 7, 3)).toBe(0);
  expect(nextTile("a", 4, 7, 3)).toBeNull();
});

test("a file that the server would refuse is not sent", () => {
  expect(refusal({ type: "image/png", size: 1000, name: "a.png" })).toBeNull();
  expect(refusal({ type: "image/gif", size: 1000, name: "a.gif" })).toContain("a.gif");
  expect(refusal({ type: "image/png", size: 5_000_000, name: "a.png" })).toContain("4 MB");
});
