// What took a tab down is remembered by the next; who leaves by will, or draws for a while, leaves nothing behind.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type * as safety from "./safety";
import type { ShaderCard } from "./types";

type Safety = typeof safety;
const WORK = { id: "abcdefghijkm", version: 3 };

function shelf(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
  };
}

let device: Storage;
let leave: () => void;

/** A tab that has just been opened, or reloaded where `session` is the one that it had. */
async function tab(session = shelf()): Promise<Safety> {
  vi.resetModules();
  vi.stubGlobal("localStorage", device);
  vi.stubGlobal("sessionStorage", session);
  vi.stubGlobal("addEventListener", (name: string, heard: () => void) => {
    if (name === "pagehide") leave = heard;
  });
  return import("./safety");
}

beforeEach(() => {
  device = shelf();
});
afterEach(() => vi.unstubAllGlobals());

test("a work that began and never came to a picture is not started again by the tab that went down with it", async () => {
  const session = shelf();
  const before = await tab(session);
  before.begin(WORK, 1000);
  expect(before.crashedHere(WORK, 1001)).toBe(false);
  const after = await tab(session);
  expect(after.crashedHere(WORK, 1500)).toBe(true);
  expect(after.crashedHere({ ...WORK, version: 4 }, 1500)).toBe(false);
  expect(after.crashedHere({ ...WORK, id: "another" }, 1500)).toBe(false);
});

test("another tab gives it some time, in which it may still be on its way there", async () => {
  (await tab()).begin(WORK, 1000);
  const other = await tab();
  expect(other.crashedHere(WORK, 2000)).toBe(false);
  expect(other.crashedHere(WORK, 1000 + 16_000)).toBe(true);
});

test("what proved harmless is forgotten, and so is what somebody left by will", async () => {
  const session = shelf();
  const one = await tab(session);
  const harmless = one.begin(WORK, 1000);
  harmless();
  expect(device.length).toBe(0);
  one.begin(WORK, 1000);
  expect(device.length).toBe(1);
  leave();
  expect((await tab(session)).crashedHere(WORK, 90_000)).toBe(false);
});

test("where the browser keeps nothing, nothing is held back and nothing breaks", async () => {
  device = new Proxy(shelf(), {
    get: () => () => {
      throw new Error("denied");
    },
  });
  const session = shelf();
  const one = await tab(session);
  one.begin(WORK)();
  expect((await tab(session)).crashedHere(WORK)).toBe(false);
});

test("what flashes is what the renderer saw flash, and what to do about it is kept on the device", async () => {
  const { flashes, useFlashRule } = await tab();
  const rendered = (facts: object | null): ShaderCard["render"] => ({ facts }) as ShaderCard["render"];
  expect([{ flashing: true }, { flashing: false }, { flashing: null }, {}, null].map((facts) => flashes(rendered(facts)))).toEqual([true, false, false, false, false]);
  expect(useFlashRule.getState().rule).toBe("ask");
  useFlashRule.getState().setRule("never");
  expect((await tab()).useFlashRule.getState().rule).toBe("never");
  useFlashRule.getState().setRule("ask");
  expect(device.length).toBe(0);
  device.setItem("fractafrag.flashing", "nonsense");
  expect((await tab()).useFlashRule.getState().rule).toBe("ask");
});
