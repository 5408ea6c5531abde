/** Settings of the editor: what was kept is taken up as far as it can be understood. */
import { expect, test } from "vitest";
import { readSettings } from "./editor-settings";

const start = { keys: "default", size: 13, wrap: false };

test("what was kept comes back", () => {
  for (const kept of [{ keys: "vim", size: 16, wrap: true }, start]) expect(readSettings(JSON.stringify(kept))).toEqual(kept);
});

test("what nobody could have chosen is left out, alone", () => {
  expect(readSettings(null)).toEqual(start);
  expect(readSettings("{")).toEqual(start);
  expect(readSettings("[]")).toEqual(start);
  expect(readSettings("null")).toEqual(start);
  expect(readSettings('{"keys":"emacs","size":400,"wrap":"yes"}')).toEqual(start);
  expect(readSettings('{"keys":"vim","size":"13"}')).toEqual({ ...start, keys: "vim" });
});
