import { describe, expect, it } from "vitest";
import { createSignals, MOST_SENT, type Answer, type Signal, type World } from "./signals";
import { startWatch } from "./watch";

const TAKEN: Answer = { taken: true, refused: [] };
const LOST: Answer = { taken: false, hopeless: false };

function world(answers: Answer[] = []) {
  const sent: { events: readonly Signal[]; leaving: boolean }[] = [];
  const kept = new Map<string, string>();
  const timers: { run: () => void; ms: number }[] = [];
  let id = 0;
  const made: World = {
    send: (events, leaving) => {
      sent.push({ events, leaving });
      return Promise.resolve(answers.shift() ?? TAKEN);
    },
    store: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key) },
    later: (run, ms) => timers.push({ run, ms }),
    now: () => 1_000_000,
    id: () => String(++id),
    sparing: () => false,
  };
  return { made, sent, kept, timers };
}

describe("signals", () => {
  it("are sent together after a pause", async () => {
    const { made, sent, timers } = world();
    const signals = createSignals(made);
    signals.tell("a", "view", 900);
    signals.tell("a", "skip");
    expect([sent.length, timers.length]).toEqual([0, 1]);
    timers[0]?.run();
    await Promise.resolve();
    expect(sent[0]?.events.map(({ kind, ms }) => [kind, ms])).toEqual([["view", 900], ["skip", undefined]]);
    await signals.flush();
    expect(signals.waiting()).toEqual([]);
  });

  it("are nobody's without an impression", () => {
    const { made } = world();
    const signals = createSignals(made);
    signals.tell(null, "view", 900);
    expect(signals.waiting()).toEqual([]);
  });

  it("wait out a lost connection, ever longer, and keep their names", async () => {
    const { made, sent, timers } = world([LOST, LOST, TAKEN]);
    const signals = createSignals(made);
    signals.tell("a", "replay");
    await signals.flush();
    await signals.flush();
    expect(signals.waiting().length).toBe(1);
    expect(timers.at(-1)?.ms).toBeGreaterThanOrEqual(timers[0]?.ms ?? 0);
    await signals.flush();
    expect(new Set(sent.map(({ events }) => events[0]?.id)).size).toBe(1);
    expect(signals.waiting()).toEqual([]);
  });

  it("outlive the page", async () => {
    const { made, kept } = world([LOST]);
    createSignals(made).tell("lost", "skip");
    const first = createSignals(made);
    first.tell("a", "view", 500);
    await first.flush(true);
    expect(kept.size).toBe(1);
    const second = createSignals(made);
    expect(second.waiting().map(({ impression }) => impression)).toEqual(["a"]);
    await second.flush();
    expect(kept.size).toBe(0);
  });

  it("are not kept for longer than the server would take them", () => {
    const { made, kept } = world();
    kept.set("fractafrag.signals", JSON.stringify([{ id: "1", impression: "a", kind: "skip", at: new Date(1_000_000 - 90_000_000).toISOString() }, { nonsense: true }]));
    expect(createSignals(made).waiting()).toEqual([]);
  });

  it("that the server cannot read are not sent again", async () => {
    const { made } = world([{ taken: false, hopeless: true }]);
    const signals = createSignals(made);
    signals.tell("a", "skip");
    await signals.flush();
    expect(signals.waiting()).toEqual([]);
  });

  it("leave in batches that the server takes", async () => {
    const { made, sent } = world();
    const signals = createSignals(made);
    for (let index = 0; index < MOST_SENT + 20; index++) signals.tell("a", "skip");
    await signals.flush();
    await signals.flush();
    expect(sent.map(({ events }) => events.length)).toEqual([MOST_SENT, 20]);
  });

  it("end where somebody said no", async () => {
    const { made } = world([{ taken: true, refused: ["learning_off"] }]);
    const signals = createSignals(made);
    signals.tell("a", "skip");
    await signals.flush();
    signals.tell("b", "skip");
    expect(signals.waiting()).toEqual([]);
    signals.silence(false);
    signals.tell("b", "skip");
    expect(signals.waiting().length).toBe(1);
  });

  it("do not wait for a batch under way when the page goes", async () => {
    const { made, sent } = world();
    const signals = createSignals(made);
    signals.tell("a", "skip");
    const underway = signals.flush();
    signals.tell("b", "skip");
    await signals.flush(true);
    await underway;
    expect(sent.map(({ events, leaving }) => [events.length, leaving])).toEqual([[1, false], [2, true]]);
  });
});

describe("a watch", () => {
  it("counts only what was seen, and gives each part once", () => {
    let [now, seen] = [0, true];
    const watch = startWatch(() => seen, () => now);
    now = 1500;
    expect(watch.take()).toBe(1500);
    seen = false;
    watch.look();
    now = 9000;
    expect(watch.take()).toBe(0);
    seen = true;
    watch.look();
    now = 9250;
    expect([watch.take(), watch.total()]).toEqual([250, 1750]);
    watch.stop();
    now = 20_000;
    expect([watch.take(), watch.total()]).toEqual([0, 1750]);
  });
});
