/** Two tabs of one work: they know of each other, tell what they saved, and hand over what is unsaved. */
import { beforeEach, describe, expect, test } from "vitest";
import { newWork, withCode } from "../document";
import { createTwoTabs } from "./two-tabs";
import type { Handed, TwoTabs, Wire } from "./two-tabs";

/** A channel that carries at once, through a copy, as the browser's does. */
function room() {
  const wires = new Set<Wire>();
  return (): Wire => {
    const wire: Wire = {
      onmessage: null,
      postMessage: (message) => {
        const data: unknown = structuredClone(message);
        for (const other of wires) if (other !== wire) other.onmessage?.({ data } as MessageEvent);
      },
      close: () => void wires.delete(wire),
    };
    wires.add(wire);
    return wire;
  };
}

interface Tab {
  tabs: TwoTabs;
  others: number;
  saved: number[];
  rests: number;
  handed: Handed[];
  document: string | null;
  present: Handed;
}

let join: () => Wire;
beforeEach(() => {
  join = room();
});

function tab(self: string, document: string | null = "tides", present: Handed = { work: newWork(), version: 1, dirty: false }): Tab {
  const told: Tab = { tabs: undefined as unknown as TwoTabs, others: 0, saved: [], rests: 0, handed: [], document, present };
  told.tabs = createTwoTabs({
    wire: join(),
    self,
    document: () => told.document,
    present: () => told.present,
    onOthers: (count) => void (told.others = count),
    onSaved: (version) => void told.saved.push(version),
    onRest: () => void (told.rests += 1),
    onHanded: (handed) => void told.handed.push(handed),
  });
  told.tabs.hello();
  return told;
}

describe("two tabs of one work", () => {
  test("know of each other, whoever came first, until one is closed", () => {
    const [one, two] = [tab("1"), tab("2")];
    expect([one.others, two.others]).toEqual([1, 1]);
    two.tabs.close();
    expect(one.others).toBe(0);
  });

  test("of which one died without a word are told apart by who still answers", () => {
    const [one, two] = [tab("1"), tab("2")];
    two.document = "elsewhere";
    one.tabs.hello();
    expect(one.others).toBe(1);
    one.tabs.settle();
    expect(one.others).toBe(0);
  });

  test("tell which version was saved", () => {
    const [one, two] = [tab("1"), tab("2")];
    one.tabs.saved(4);
    expect([one.saved, two.saved]).toEqual([[], [4]]);
  });

  test("hand over what is unsaved to the one that goes on, and rest", () => {
    const work = { ...newWork(), passes: withCode(newWork().passes, "Image", "// unsaved") };
    const [one, two, three] = [tab("1"), tab("2", "tides", { work, version: 3, dirty: true }), tab("3")];
    one.tabs.take();
    expect(one.handed).toContainEqual({ work, version: 3, dirty: true });
    expect([one.rests, two.rests, three.rests]).toEqual([0, 1, 1]);
    expect(three.handed).toEqual([]);
  });
});

describe("tabs of different works", () => {
  test("have nothing to say to each other", () => {
    const [one, two] = [tab("1", "tides"), tab("2", "dunes")];
    one.tabs.saved(2);
    one.tabs.take();
    expect([one.others, two.others, two.rests, two.saved.length]).toEqual([0, 0, 0, 0]);
  });

  test("of new works are none, until the first save names one", () => {
    const [one, two] = [tab("1", null), tab("2", null)];
    expect([one.others, two.others]).toEqual([0, 0]);
    one.document = "tides";
    one.tabs.hello();
    expect(two.others).toBe(0);
    two.document = "tides";
    two.tabs.hello();
    expect([one.others, two.others]).toEqual([1, 1]);
    two.document = "dunes";
    two.tabs.hello();
    expect([one.others, two.others]).toEqual([0, 0]);
  });

  test("are not disturbed by what no tab would say", () => {
    const one = tab("1");
    const stranger = join();
    for (const message of [null, 7, "here", { kind: "here" }, { from: "x", document: 3, kind: "take" }]) stranger.postMessage(message);
    expect([one.others, one.rests]).toEqual([0, 0]);
  });
});
