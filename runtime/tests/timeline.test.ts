/** The time line: any moment, one frame on or back, and a range that is gone around, with the clock's own rules. */
import { describe, expect, test } from "vitest";
import { freshPages } from "./page";
import type { PassSketch } from "./in-page";

const browser = freshPages();

describe("a work without buffers", () => {
  test("is shown at any second, as a forced frame of that moment", async () => {
    const seen = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(4, 5);
      await player.load(Fractafrag.asPasses([Fractafrag.tell(["iTime", "iTimeDelta", "iFrame", "iMouse.x", "iMouse.z"])]));
      player.pointer({ type: "down", x: 3, y: 2 });
      player.step(2);
      player.pointer({ type: "up", x: 3, y: 2 });
      const timeline = Fractafrag.createTimeline(player);
      const told: number[][] = [];
      const outcomes: string[] = [];
      for (const second of [2.5, 0.25, -3, Number.NaN, 1e9]) {
        outcomes.push(await timeline.seek(second));
        told.push(Fractafrag.numbers(player, 5));
      }
      return { told, outcomes, frame: player.frame };
    });
    const delta = Math.fround(1 / 60);
    expect(seen.outcomes).toEqual(["shown", "shown", "shown", "shown", "shown"]);
    expect(seen.told).toEqual([
      [2.5, delta, 150, 3, -3],
      [0.25, delta, 15, 3, -3],
      [0, delta, 0, 3, -3],
      [0, delta, 0, 3, -3],
      [86400, delta, 5184000, 3, -3],
    ]);
    expect(seen.frame).toBe(5184001);
  });

  test("goes one frame on and one back, 1/60 s and one iFrame each, and never before 0", async () => {
    const told = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(4, 3);
      await player.load(Fractafrag.asPasses([Fractafrag.tell(["iTime * 60.0", "iTimeDelta * 60.0", "iFrame"])]));
      const timeline = Fractafrag.createTimeline(player);
      const numbers: number[][] = [];
      const see = () => numbers.push(Fractafrag.numbers(player, 3).map((value) => Math.round(value * 1000) / 1000));
      await timeline.seekFrame(10);
      see();
      await timeline.step(1);
      see();
      await timeline.step(-1);
      see();
      await timeline.step(-4);
      see();
      await timeline.step(-100);
      see();
      return numbers;
    });
    expect(told).toEqual([[10, 1, 10], [11, 1, 11], [10, 1, 10], [6, 1, 6], [0, 1, 0]]);
  });

  test("that ran live steps back from the time and the frame that it shows, though these are no grid", async () => {
    const told = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(4, 2);
      await player.load(Fractafrag.asPasses([Fractafrag.tell(["iTime", "iFrame"])]));
      // 20 frames of 1/60 s each, then many forced ones of the same time.
      player.step(20);
      for (let index = 0; index < 5; index++) {
        player.pointer({ type: "down", x: index, y: 0 });
        await Fractafrag.frames(2);
      }
      const before = Fractafrag.numbers(player, 2);
      await Fractafrag.createTimeline(player).step(-1);
      return [before, Fractafrag.numbers(player, 2)];
    });
    const [before = [], after = []] = told;
    expect(after[1]).toBe((before[1] ?? 0) - 1);
    expect(after[0]).toBeCloseTo((before[0] ?? 0) - 1 / 60, 5);
  });
});

/** Buffer A counts its frames in red and sums up iFrame in green; the image shows both, and its own iFrame. */
const COUNTER = `[
  { type: "buffer", name: "Buffer A", code: "void mainImage(out vec4 c, in vec2 p) { vec4 old = texelFetch(iChannel0, ivec2(p), 0); c = vec4(old.r + 1.0, old.g + float(iFrame), iTime, 1.0); }", inputs: [{ channel: 0, type: "buffer", source: "Buffer A" }] },
  Fractafrag.tell(["texelFetch(iChannel0, ivec2(0), 0).r", "texelFetch(iChannel0, ivec2(0), 0).g", "iFrame", "iTime * 60.0"], [{ channel: 0, type: "buffer", source: "Buffer A" }]),
]`;

describe("a work with buffers", () => {
  test("is replayed to a moment from frame 0, or from where it stands on the way there", async () => {
    const seen = await browser.page.evaluate(async (passes) => {
      const player = Fractafrag.newPlayer(4, 4);
      await player.load(Fractafrag.asPasses(eval(passes) as PassSketch[]));
      const totals: number[] = [];
      const timeline = Fractafrag.createTimeline(player, { onReplay: (progress) => progress?.done === 0 && totals.push(progress.total) });
      const told: number[][] = [];
      const see = () => told.push(Fractafrag.numbers(player, 4).map(Math.round));
      await timeline.seekFrame(12);
      see();
      await timeline.seekFrame(20);
      see();
      await timeline.step(-1);
      see();
      await timeline.step(1);
      see();
      await timeline.seek(0.1);
      see();
      await timeline.seek(0);
      see();
      return { told, totals };
    }, COUNTER);
    const sum = (frame: number) => (frame * (frame + 1)) / 2;
    expect(seen.told).toEqual([12, 20, 19, 20, 6, 0].map((frame) => [frame + 1, sum(frame), frame, frame]));
    // 0…11, 13…19, 0…18, a step that is none, 0…5; nothing lies before frame 0.
    expect(seen.totals).toEqual([12, 7, 19, 6]);
  });

  test("is replayed over a short way to what lies right before a moment far away, unless it is another work by then", async () => {
    const seen = await browser.page.evaluate(async (passes) => {
      const player = Fractafrag.newPlayer(4, 4);
      await player.load(Fractafrag.asPasses(eval(passes) as PassSketch[]));
      const totals: number[] = [];
      const timeline = Fractafrag.createTimeline(player, { onReplay: (progress) => progress?.done === 0 && totals.push(progress.total) });
      const told: number[][] = [];
      const see = () => told.push(Fractafrag.numbers(player, 4).map(Math.round));
      await timeline.seekFrame(200);
      await timeline.step(-1);
      see();
      await timeline.seekFrame(150);
      see();
      await timeline.seekFrame(139);
      see();
      await timeline.seekFrame(200);
      await player.load(Fractafrag.asPasses(eval(passes.replaceAll("void mainImage", "/* again */ void mainImage")) as PassSketch[]));
      await timeline.step(-1);
      return { told, totals };
    }, COUNTER);
    const sum = (frame: number) => (frame * (frame + 1)) / 2;
    expect(seen.told).toEqual([199, 150, 139].map((frame) => [frame + 1, sum(frame), frame, frame]));
    expect(seen.totals).toEqual([200, 59, 10, 139, 60, 199]);
  });

  test("whose live frames were no sixtieths is replayed from the first", async () => {
    const frame = await browser.page.evaluate(async (passes) => {
      const player = Fractafrag.newPlayer(4, 4);
      await player.load(Fractafrag.asPasses(eval(passes) as PassSketch[]));
      player.drawAt(Fractafrag.at(0));
      player.drawAt(Fractafrag.at(1, { time: 0.5 }));
      await Fractafrag.createTimeline(player).step(-1);
      return Fractafrag.numbers(player, 4).map(Math.round);
    }, COUNTER);
    expect(frame).toEqual([30, (29 * 30) / 2, 29, 29]);
  });

  test("goes on from what it holds where nothing is to be replayed", async () => {
    const told = await browser.page.evaluate(async (passes) => {
      const player = Fractafrag.newPlayer(4, 4);
      await player.load(Fractafrag.asPasses(eval(passes) as PassSketch[]));
      player.step(5);
      const timeline = Fractafrag.createTimeline(player);
      timeline.replay = false;
      await timeline.seekFrame(100);
      return Fractafrag.numbers(player, 4).map(Math.round);
    }, COUNTER);
    expect(told).toEqual([6, 0 + 1 + 2 + 3 + 4 + 100, 100, 100]);
  });

  test("is not replayed over more frames than are allowed, and then nothing changes", async () => {
    const seen = await browser.page.evaluate(async (passes) => {
      const player = Fractafrag.newPlayer(4, 4);
      await player.load(Fractafrag.asPasses(eval(passes) as PassSketch[]));
      player.step(3);
      const timeline = Fractafrag.createTimeline(player, { mostReplayed: 10 });
      return { far: await timeline.seekFrame(200), near: await timeline.seekFrame(13), frame: player.frame, told: Fractafrag.numbers(player, 4).map(Math.round) };
    }, COUNTER);
    expect(seen).toEqual({ far: "far", near: "shown", frame: 14, told: [14, 91, 13, 13] });
  });

  test("can be told to stop on the way, and shows where it stands", async () => {
    const seen = await browser.page.evaluate(async (passes) => {
      const player = Fractafrag.newPlayer(4, 4);
      await player.load(Fractafrag.asPasses(eval(passes) as PassSketch[]));
      const timeline = Fractafrag.createTimeline(player, { onReplay: (progress) => progress && progress.done > 20 && timeline.cancel() });
      const outcome = await timeline.seekFrame(5000);
      return { outcome, told: Fractafrag.numbers(player, 4).map(Math.round), replaying: timeline.replaying };
    }, COUNTER);
    const [count = 0, , frame = 0] = seen.told;
    expect(seen.outcome).toBe("cancelled");
    expect(seen.replaying).toBe(false);
    expect(frame).toBeGreaterThan(20);
    expect(frame).toBeLessThan(5000);
    expect(count).toBe(frame + 1);
  });

  test("begins anew when another work comes in on the way, and is another way from then on", async () => {
    const seen = await browser.page.evaluate(async (passes) => {
      const player = Fractafrag.newPlayer(4, 4);
      const load = (source: string) => player.load(Fractafrag.asPasses(eval(source) as PassSketch[]));
      await load(passes.replace("old.r + 1.0", "old.r + 100.0"));
      const firsts: number[] = [];
      let swap: Promise<unknown> | null = null;
      const timeline = Fractafrag.createTimeline(player, {
        onReplay(progress) {
          if (progress?.done === 0) firsts.push(progress.total);
          if (progress && progress.done > 20) swap ??= load(passes);
        },
      });
      const outcome = await timeline.seekFrame(5000);
      const swapped = Fractafrag.numbers(player, 4).map(Math.round);
      await load(passes.replace("old.r + 1.0", "old.r + 2.0"));
      // Where it stands already, but by another work.
      await timeline.seekFrame(player.frame - 1);
      return { outcome, firsts, swapped, again: Fractafrag.numbers(player, 4).map(Math.round) };
    }, COUNTER);
    expect(seen.outcome).toBe("shown");
    expect(seen.firsts).toEqual([5000, 5000, 5000]);
    expect(seen.swapped[0]).toBe(5001);
    expect(seen.again.filter((_, index) => index !== 1)).toEqual([10_002, 5000, 5000]);
  });

  test("heeds the newest of several wishes", async () => {
    const seen = await browser.page.evaluate(async (passes) => {
      const player = Fractafrag.newPlayer(4, 4);
      await player.load(Fractafrag.asPasses(eval(passes) as PassSketch[]));
      const timeline = Fractafrag.createTimeline(player);
      const outcomes = await Promise.all([timeline.seekFrame(3000), timeline.seekFrame(2000), timeline.seekFrame(7)]);
      return { outcomes, told: Fractafrag.numbers(player, 4).map(Math.round) };
    }, COUNTER);
    expect(seen).toEqual({ outcomes: ["cancelled", "cancelled", "shown"], told: [8, 28, 7, 7] });
  });

  test("does not take a press of the pointer for a frame while it is replayed", async () => {
    const told = await browser.page.evaluate(async (passes) => {
      const player = Fractafrag.newPlayer(4, 4);
      await player.load(Fractafrag.asPasses(eval(passes) as PassSketch[]));
      player.step();
      const timeline = Fractafrag.createTimeline(player);
      const there = timeline.seekFrame(40);
      player.pointer({ type: "down", x: 1, y: 1 });
      await there;
      return Fractafrag.numbers(player, 4).map(Math.round);
    }, COUNTER);
    expect(told).toEqual([41, 820, 40, 40]);
  });
});

describe("a range that is gone around", () => {
  /** Paints live at these milliseconds, as the browser's frames would, and notes what was shown. */
  const turns = (passes: string, from: number, to: number, every: number, count: number, start = 0) =>
    browser.page.evaluate(
      async (source, range, step, frames, begin) => {
        let now = 1000;
        let next: (nowMs: number) => void = () => undefined;
        window.requestAnimationFrame = (callback) => {
          next = callback;
          return 1;
        };
        const shown: [number, number][] = [];
        const player = Fractafrag.newPlayer(4, 4, { onFrame: ({ time, frame }) => shown.push([Math.round(time * 1000), frame]) });
        await player.load(Fractafrag.asPasses(eval(source) as PassSketch[]));
        const timeline = Fractafrag.createTimeline(player);
        if (begin > 0) await timeline.seekFrame(begin);
        timeline.loop = range;
        player.play();
        const told: number[][] = [];
        for (let count = 0; count < frames; count++) {
          // A frame waits for the one before it to be drawn, and for a replay.
          const before = shown.length;
          for (let tries = 0; shown.length === before && tries < 400; tries++) {
            next(now);
            if (shown.length === before) await new Promise((resolve) => setTimeout(resolve, 2));
          }
          now += step;
          told.push(Fractafrag.numbers(player, 4).map(Math.round));
        }
        timeline.loop = null;
        return { shown, told };
      },
      passes,
      { from, to },
      every,
      count,
      start,
    );

  const PLAIN = `[Fractafrag.tell(["iTime", "iFrame", "iTimeDelta", "0.0"])]`;

  test("begins again in time: what a frame was late is carried over", async () => {
    const { shown } = await turns(PLAIN, 0.1, 0.2, 30, 9);
    expect(shown.map(([ms]) => ms)).toEqual([0, 30, 60, 90, 120, 150, 180, 110, 140]);
    expect(shown[7]).toEqual([110, 7]);
  });

  test("of buffers from 0 begins with empty buffers", async () => {
    const { shown, told } = await turns(COUNTER, 0, 0.1, 40, 6);
    expect(shown).toEqual([[0, 0], [40, 1], [80, 2], [0, 0], [40, 1], [80, 2]]);
    expect(told.map(([count]) => count)).toEqual([1, 2, 3, 1, 2, 3]);
  });

  test("of buffers from later on begins each time with what they held when it was entered", async () => {
    const { shown, told } = await turns(COUNTER, 0.1, 0.2, 40, 9);
    expect(shown.slice(0, 5)).toEqual([[0, 0], [40, 1], [80, 2], [120, 3], [160, 4]]);
    expect(shown.slice(5)).toEqual([[120, 3], [160, 4], [120, 3], [160, 4]]);
    expect(told.map(([count]) => count)).toEqual([1, 2, 3, 4, 5, 4, 5, 4, 5]);
  });

  test("of buffers that was entered behind its begin is replayed to it once", async () => {
    const { told } = await turns(COUNTER, 0.1, 0.2, 40, 6, 10);
    // Frame 10 is at 1/6 s; the range begins at frame 6, whose seventh count it is.
    expect(told.map(([count, , frame]) => [count, frame])).toEqual([[12, 11], [7, 6], [8, 7], [9, 8], [7, 6], [8, 7]].slice(0, told.length));
  });
});
