/** What can be heard: the Sound pass in step with the picture, music and microphone, and silence until somebody asks for sound. */
import { beforeEach, describe, expect, test } from "vitest";
import { freshPages } from "./page";

const browser = freshPages(/AudioContext was not allowed to start/);

interface Started {
  /** Seconds from the moment of the call until it sounds, and the second of the block with which it begins. */
  inSeconds: number;
  skipped: number;
  first: number;
  seconds: number;
}
declare const heard: { started: Started[]; stopped: number };

const SOUND = "vec2 mainSound(int samp, float time) { return vec2(fract(float(samp) / 262144.0) * 0.5 + 0.25 * float(samp / 262144), 0.0); }";

beforeEach(async () => {
  await browser.page.evaluate(() => {
    const record = { started: [] as Started[], stopped: 0 };
    Object.assign(globalThis, { heard: record });
    const { prototype } = AudioBufferSourceNode;
    const real = prototype as unknown as Record<"start" | "stop", (this: AudioNode, ...times: (number | undefined)[]) => void>;
    const { start, stop } = real;
    prototype.start = function (when = 0, offset = 0, ...rest) {
      const { buffer, context } = this;
      record.started.push({ inSeconds: when - context.currentTime, skipped: offset, first: buffer?.getChannelData(0)[0] ?? NaN, seconds: buffer?.duration ?? 0 });
      start.call(this, when, offset, ...rest);
    };
    prototype.stop = function (...args) {
      record.stopped++;
      stop.apply(this, args);
    };
  });
});

/** A click of a real mouse, without which a browser lets nothing sound. */
const gesture = (): Promise<void> => browser.page.mouse.click(300, 300);

describe("the Sound pass", () => {
  test("is silent until it is unmuted, then sounds from where the picture is, block by block, and stops with it", async () => {
    await gesture();
    const seen = await browser.page.evaluate(async (code) => {
      const player = Fractafrag.newPlayer(8, 8);
      const report = await player.load(Fractafrag.asPasses([{ type: "sound", code }, Fractafrag.show("iTime, 0, 0, 1")]));
      player.play();
      await Fractafrag.frames(10);
      const silent = [player.muted, player.hasSound, heard.started.length];
      player.setMuted(false);
      const until = async (done: () => boolean): Promise<void> => {
        for (const endMs = performance.now() + 15_000; !done() && performance.now() < endMs; ) await Fractafrag.frames(1);
      };
      let asked = player.time;
      await until(() => heard.started.length >= 2);
      const [first, second] = heard.started;
      const passed = player.time - asked;
      player.pause();
      const stopped = heard.stopped;
      const after = heard.started.length;
      await Fractafrag.frames(5);
      const still = heard.started.length - after;
      player.reset();
      asked = heard.started.length;
      player.play();
      await until(() => heard.started.length > asked);
      const again = heard.started[asked];
      player.setMuted(true);
      player.dispose();
      return { ok: report.ok, silent, first, second, passed, stopped, still, again };
    }, SOUND);
    expect(seen.ok).toBe(true);
    expect(seen.silent).toEqual([true, true, 0]);
    expect(seen.first?.first).toBeCloseTo(0, 3);
    expect(seen.second?.first).toBeCloseTo(0.25, 3);
    expect(seen.first?.seconds).toBeCloseTo(262144 / 44100, 5);
    // The first block begins where the clock is by then; the second follows when the first is over.
    expect(seen.first?.skipped).toBeGreaterThan(0);
    expect(seen.first?.skipped).toBeLessThan(seen.passed + 1);
    expect(seen.second?.inSeconds).toBeGreaterThan(0);
    expect(seen.stopped).toBeGreaterThanOrEqual(2);
    expect(seen.still).toBe(0);
    expect(seen.again?.skipped).toBeLessThan(0.3);
  });

  test("is drawn over several frames: the picture goes on meanwhile", async () => {
    const seen = await browser.page.evaluate(async (code) => {
      const player = Fractafrag.newPlayer(8, 8);
      await player.load(Fractafrag.asPasses([{ type: "sound", code }, Fractafrag.show("iTime, 0, 0, 1")]));
      player.play();
      await Fractafrag.frames(5);
      let longest = 0;
      let last = performance.now();
      let over = false;
      const watch = (): void => {
        const now = performance.now();
        longest = Math.max(longest, now - last);
        last = now;
        if (!over) setTimeout(watch, 0);
      };
      watch();
      const before = player.frame;
      const made = await player.soundSamples(30);
      over = true;
      const painted = player.frame - before;
      player.dispose();
      return { samples: made?.samples.length, painted, longest };
    }, SOUND);
    expect(seen.samples).toBe(30 * 44100 * 2);
    expect(seen.painted).toBeGreaterThan(3);
    expect(seen.longest).toBeLessThan(250);
  });

  test("can be given up halfway, and a work without one has no samples", async () => {
    const seen = await browser.page.evaluate(async (code) => {
      const player = Fractafrag.newPlayer(8, 8);
      await player.load(Fractafrag.asPasses([{ type: "sound", code }, Fractafrag.show("1, 0, 0, 1")]));
      const control = new AbortController();
      const told: number[] = [];
      const given = await player.soundSamples(180, { signal: control.signal, onProgress: (count, total) => (told.push(count, total), control.abort()) });
      await player.load(Fractafrag.asPasses([Fractafrag.show("1, 0, 0, 1")]));
      return [given, told, await player.soundSamples(1), player.hasSound];
    }, SOUND);
    expect(seen).toEqual([null, [1, 31], null, false]);
  });

  test("a broken one keeps what ran before and is told on its own line", async () => {
    const seen = await browser.page.evaluate(async (code) => {
      const player = Fractafrag.newPlayer(8, 8);
      const image = Fractafrag.show("1, 0, 0, 1");
      await player.load(Fractafrag.asPasses([{ type: "sound", code }, image]));
      const report = await player.load(Fractafrag.asPasses([{ type: "sound", code: `\n\n${code.replace("0.0)", "nobody)")}` }, image]));
      return { errors: report.errors.map(({ pass, line }) => `${pass}:${line}`), hasSound: player.hasSound };
    }, SOUND);
    expect(seen).toEqual({ errors: ["Sound:3"], hasSound: true });
  });

  test("is left out on a stage of cards", async () => {
    const seen = await browser.page.evaluate(async () => {
      const stage = Fractafrag.createSharedStage();
      const canvas = document.createElement("canvas");
      canvas.style.cssText = "width: 64px; height: 36px";
      document.body.append(canvas);
      const state = await new Promise<string>((resolve) => {
        const broken = { type: "sound" as const, code: "vec2 mainSound(int samp, float time) { return nobody; }" };
        const card = stage.mount(canvas, Fractafrag.asPasses([broken, Fractafrag.show("1, 0, 0, 1")]), { live: () => resolve("live"), failed: () => resolve("failed") });
        card.setState("live");
      });
      stage.dispose();
      return state;
    });
    expect(seen).toBe("live");
  });
});

describe("what listens", () => {
  test("neither music nor a microphone is asked for while muted; both read the formula", async () => {
    const seen = await browser.page.evaluate(async () => {
      const asked: string[] = [];
      const media = (type: string) => (asked.push(type), Promise.resolve(null));
      const player = Fractafrag.newPlayer(4, 4, { media });
      const bound = [{ channel: 0 as const, type: "music" as const, source: "loop" }, { channel: 1 as const, type: "mic" as const, source: "mic" }];
      await player.load(Fractafrag.asPasses([Fractafrag.tell(["texelFetch(iChannel0, ivec2(3, 0), 0).x", "texelFetch(iChannel1, ivec2(3, 0), 0).x", "iChannelTime[1]", "iChannelResolution[1].x"], bound)]));
      player.step();
      return { asked, numbers: Fractafrag.numbers(player, 4), byFormula: (Fractafrag.silentSpectrum(0)[3] ?? 0) / 255 };
    });
    expect(seen.asked).toEqual([]);
    expect(seen.numbers[0]).toBeCloseTo(seen.byFormula, 5);
    expect(seen.numbers.slice(1)).toEqual([seen.numbers[0], 10, 512]);
  });

  test("unmuted, row 0 is what sounds by frequency, row 1 its wave, and music plays while frames are live", async () => {
    await gesture();
    const seen = await browser.page.evaluate(async () => {
      // A tone of 3445 Hz stands at bin 160 of 1024 up to 22050 Hz.
      const samples = Int16Array.from({ length: 44100 * 4 }, (_, at) => Math.round(20000 * Math.sin((2 * Math.PI * 3445 * (at >> 1)) / 44100)));
      const element = new Audio(URL.createObjectURL(new Blob([Fractafrag.wavFile({ sampleRate: 44100, samples })], { type: "audio/wav" })));
      const player = Fractafrag.newPlayer(4, 7, { media: () => Promise.resolve({ kind: "audio", element }) });
      const bin = (x: number, y: number): string => `texelFetch(iChannel0, ivec2(${x}, ${y}), 0).x * 255.0`;
      const numbers = [bin(160, 0), bin(400, 0), bin(100, 1), bin(103, 1), "iChannelTime[0]", "iChannelResolution[0].x", "texelFetch(iChannel0, ivec2(160, 0), 0).y"];
      await player.load(Fractafrag.asPasses([Fractafrag.tell(numbers, [{ channel: 0, type: "music", source: "loop" }])]));
      player.setMuted(false);
      player.play();
      let told: number[] = [];
      for (const endMs = performance.now() + 8000; performance.now() < endMs; ) {
        await Fractafrag.frames(1);
        told = Fractafrag.numbers(player, 7);
        if ((told[0] ?? 0) > 100 && (told[4] ?? 0) > 0.2) break;
      }
      player.pause();
      const playing = !element.paused;
      await new Promise((resolve) => setTimeout(resolve, 500));
      const paused = element.paused;
      player.reset();
      player.play();
      await Fractafrag.frames(3);
      const rewound = element.currentTime;
      player.dispose();
      return { told, playing, paused, rewound };
    });
    expect(seen.told[0]).toBeGreaterThan(100);
    expect(seen.told[1]).toBeLessThan((seen.told[0] ?? 0) / 2);
    expect(seen.told[2]).not.toBe(seen.told[3]);
    expect(seen.told.slice(5)).toEqual([512, 0]);
    expect([seen.playing, seen.paused]).toEqual([true, true]);
    expect(seen.rewound).toBeLessThan(0.2);
  });

  test("a microphone's stream is heard, but not played", async () => {
    await gesture();
    const seen = await browser.page.evaluate(async () => {
      const context = new AudioContext({ sampleRate: 44100 });
      const tone = context.createOscillator();
      tone.frequency.value = 3445;
      const speaker = context.createMediaStreamDestination();
      tone.connect(speaker);
      tone.start();
      const player = Fractafrag.newPlayer(4, 2, { media: () => Promise.resolve({ kind: "audio", element: null, stream: speaker.stream }), muted: false });
      await player.load(Fractafrag.asPasses([Fractafrag.tell(["texelFetch(iChannel0, ivec2(160, 0), 0).x * 255.0", "iChannelTime[0]"], [{ channel: 0, type: "mic", source: "mic" }])]));
      player.setMuted(false);
      player.play();
      let told: number[] = [];
      for (const endMs = performance.now() + 8000; performance.now() < endMs && !((told[0] ?? 0) > 100); ) {
        await Fractafrag.frames(1);
        told = Fractafrag.numbers(player, 2);
      }
      player.dispose();
      await context.close();
      return told;
    });
    expect(seen[0]).toBeGreaterThan(100);
    expect(seen[1]).toBe(0);
  });
});
