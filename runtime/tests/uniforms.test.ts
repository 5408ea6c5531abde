/** SHADERTOY.md section 2: what each uniform means. */
import { describe, expect, test } from "vitest";
import { dateUniform, FrameCounter, LiveClock } from "../src/clock";
import { freshPages } from "./page";

const NOW = new Date(2024, 0, 31, 13, 5, 7, 250);

describe("the live clock", () => {
  test("starts at 0 with a delta of exactly 1/60, then follows real time", () => {
    const clock = new LiveClock();
    expect(clock.tick(5000, NOW)).toMatchObject({ time: 0, timeDelta: 1 / 60, frame: 0 });
    expect(clock.tick(5250, NOW)).toMatchObject({ time: 0.25, timeDelta: 0.25, frame: 1 });
    expect(clock.tick(5500, NOW)).toMatchObject({ time: 0.5, timeDelta: 0.25, frame: 2 });
  });
  test("does not count paused time; the first frame after it has a delta of 1/60", () => {
    const clock = new LiveClock();
    clock.tick(0, NOW);
    clock.tick(1000, NOW);
    clock.suspend();
    expect(clock.tick(9000, NOW)).toMatchObject({ time: 1, timeDelta: 1 / 60, frame: 2 });
    expect(clock.tick(9500, NOW)).toMatchObject({ time: 1.5, timeDelta: 0.5, frame: 3 });
  });
  test("paints a forced frame at the same time, with a delta of 1/60 and the next number", () => {
    const clock = new LiveClock();
    clock.tick(0, NOW);
    clock.tick(500, NOW);
    clock.suspend();
    expect(clock.forced(NOW)).toMatchObject({ time: 0.5, timeDelta: 1 / 60, frame: 2 });
    expect(clock.forced(NOW)).toMatchObject({ time: 0.5, timeDelta: 1 / 60, frame: 3 });
  });
  test("is multiplied by its speed from now on, without a jump", () => {
    const clock = new LiveClock();
    clock.tick(0, NOW);
    clock.tick(1000, NOW);
    clock.speed = 0.5;
    expect(clock.tick(2000, NOW)).toMatchObject({ time: 1.5, timeDelta: 0.5 });
  });
  test("starts again at frame 0 after a reset", () => {
    const clock = new LiveClock();
    clock.tick(0, NOW);
    clock.tick(800, NOW);
    clock.reset();
    expect(clock.tick(900, NOW)).toMatchObject({ time: 0, timeDelta: 1 / 60, frame: 0 });
  });
});

test("iDate is the full year, the month from 0, the day from 1, and the seconds of the day with their fraction", () => {
  expect(dateUniform(NOW)).toEqual([2024, 0, 31, 13 * 3600 + 5 * 60 + 7.25]);
  expect(dateUniform(new Date(2024, 11, 1))).toEqual([2024, 11, 1, 0]);
});

test("iFrameRate is the counter's average, not the inverse of one delta", () => {
  const counter = new FrameCounter();
  expect(counter.fps).toBe(60);
  for (let ms = 0; ms <= 480; ms += 20) counter.painted(ms);
  expect(counter.fps).toBe(60);
  counter.painted(600);
  expect(counter.fps).toBeCloseTo((1000 * 25) / 600, 9);
});

describe("in a shader", () => {
  const browser = freshPages();

  test("every uniform arrives as the clock says", async () => {
    const told = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(7, 20);
      const read = ["iResolution.x", "iResolution.y", "iResolution.z", "iTime", "iTimeDelta", "iFrameRate", "iFrame", "iSampleRate"];
      const more = ["iDate.x", "iDate.y", "iDate.z", "iDate.w", "iChannelTime[0]", "iChannelTime[3]"];
      await player.load(Fractafrag.asPasses([Fractafrag.tell([...read, ...more])]));
      player.drawAt({ time: 12.5, timeDelta: 0.125, frame: 77, frameRate: 24, date: [2031, 11, 30, 86399.75] });
      return Fractafrag.numbers(player, read.length + more.length);
    });
    expect(told).toEqual([7, 20, 1, 12.5, 0.125, 24, 77, 44100, 2031, 11, 30, 86399.75, 0, 0]);
  });

  test("iChannelResolution is the texture's, the keyboard's 256×3, the canvas's for a buffer, and 0 for nothing", async () => {
    const told = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(9, 12);
      const read = [0, 1, 2, 3].flatMap((channel) => ["x", "y", "z"].map((axis) => `iChannelResolution[${channel}].${axis}`));
      const passes = Fractafrag.asPasses([
        { type: "buffer", name: "Buffer A", code: "void mainImage(out vec4 o, in vec2 p) { o = vec4(1.0); }" },
        Fractafrag.tell(read, [
          { channel: 0, type: "texture", source: "noise-grey-256" },
          { channel: 1, type: "keyboard", source: "keyboard" },
          { channel: 2, type: "buffer", source: "Buffer A" },
        ]),
      ]);
      await player.load(passes);
      player.step();
      return Fractafrag.numbers(player, 12);
    });
    expect(told).toEqual([256, 256, 1, 256, 3, 1, 9, 12, 1, 0, 0, 0]);
  });

  test("an unbound channel, a buffer that is not there and an unknown texture read opaque black everywhere", async () => {
    const told = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(4, 9);
      const read = [0, 1].flatMap((channel) =>
        ["x", "y", "z", "w"].map((part) => `texture(iChannel${channel}, vec2(0.3, 7.0)).${part}`),
      );
      const fetch = "texelFetch(iChannel3, ivec2(0), 0).w";
      const report = await player.load(Fractafrag.asPasses([Fractafrag.tell([...read, fetch], [{ channel: 1, type: "buffer", source: "Buffer D" }])]));
      player.step();
      return { report, told: Fractafrag.numbers(player, 9) };
    });
    expect(told.report.ok).toBe(true);
    expect(told.told).toEqual([0, 0, 0, 1, 0, 0, 0, 1, 1]);
  });

  test("live, the first frame has iFrame 0, iTime 0 and a delta of exactly 1/60, and a reset gives them again", async () => {
    const seen = await browser.page.evaluate(async () => {
      const seen: number[][] = [];
      const onFrame = (): void => void seen.push(Fractafrag.numbers(player, 3));
      const player = Fractafrag.newPlayer(4, 3, { onFrame });
      await player.load(Fractafrag.asPasses([Fractafrag.tell(["iFrame", "iTime", "iTimeDelta"])]));
      player.play();
      while (seen.length < 4) await Fractafrag.frames(1);
      const first = seen.slice(0, 3);
      player.reset();
      seen.length = 0;
      while (seen.length < 2) await Fractafrag.frames(1);
      player.pause();
      return { first, again: seen.slice(0, 2) };
    });
    const sixtieth = Math.fround(1 / 60);
    expect(seen.first[0]).toEqual([0, 0, sixtieth]);
    expect(seen.first[1]?.[0]).toBe(1);
    expect(seen.first[1]?.[1]).toBeGreaterThan(0);
    expect(seen.first[2]?.[0]).toBe(2);
    expect(seen.again[0]).toEqual([0, 0, sixtieth]);
    expect(seen.again[1]?.[0]).toBe(1);
  });

  test("a pass that joins later counts its own frames from 0, the others go on", async () => {
    const told = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(4, 2);
      const read = ["iFrame", "texelFetch(iChannel0, ivec2(0), 0).x"];
      const image = Fractafrag.tell(read, [{ channel: 0, type: "buffer", source: "Buffer A" }]);
      await player.load(Fractafrag.asPasses([image]));
      player.step(5);
      const count = "void mainImage(out vec4 o, in vec2 p) { o = vec4(iFrame); }";
      await player.load(Fractafrag.asPasses([{ type: "buffer", name: "Buffer A", code: count }, image]));
      player.step();
      const joined = Fractafrag.numbers(player, 2);
      player.step();
      return [joined, Fractafrag.numbers(player, 2)];
    });
    expect(told).toEqual([[5, 0], [6, 1]]);
  });
});
