/** Capture: parts meet exactly, frames are the same as those of a player, and what cannot be drawn is refused. */
import { expect, test } from "vitest";
import { partsOf } from "../src/capture";
import type { PassSketch } from "./in-page";
import { freshPages } from "./page";

const browser = freshPages();

const LAYERED = `void mainImage(out vec4 o, in vec2 p) {
  vec2 uv = p / iResolution.xy;
  vec3 rough = texture(iChannel0, uv * 3.0 + sin(p.yx * 0.11) * 0.2).rgb;
  float edge = length(vec2(dFdx(uv.x * uv.y * 90.0), dFdy(sin(uv.x * 40.0))));
  o = vec4(fract(rough * 0.6 + edge + 0.5 * sin(vec3(p, p.x - p.y) * 0.37 + iTime)), 1.0);
}`;

test.each([
  [150, 101, 64],
  [64, 64, 64],
  [33, 7, 31],
  [5, 300, 16],
])("a picture of %i×%i in parts of %i is the same, to the last byte, as one drawn whole", async (width, height, side) => {
  const told = await browser.page.evaluate(
    async (code, width, height, side) => {
      const noise = { channel: 0, type: "texture", source: "noise-rgba-256", sampler: { filter: "mipmap", wrap: "repeat" } } as const;
      const passes = Fractafrag.asPasses([Fractafrag.image(code, [noise])]);
      const player = Fractafrag.newPlayer(width, height);
      await player.load(passes);
      player.drawAt(Fractafrag.fixedClock(90, 60));
      const whole = player.readPixels();
      const capture = Fractafrag.createCapture();
      await capture.load(passes);
      const joined = new Uint8Array(width * height * 4);
      let parts = 0;
      for await (const part of capture.picture({ width, height, time: 1.5, partSide: side })) {
        parts++;
        for (let row = 0; row < part.height; row++) {
          const line = part.pixels.subarray(row * part.width * 4, (row + 1) * part.width * 4);
          joined.set(line, ((height - 1 - part.y - row) * width + part.x) * 4);
        }
      }
      capture.dispose();
      return { parts, different: whole.filter((value, at) => value !== joined[at]).length, varied: new Set(whole).size };
    },
    LAYERED,
    width,
    height,
    side,
  );
  expect(told.different).toBe(0);
  expect(told.parts).toBe(partsOf(width, height, side).length);
  expect(told.varied).toBeGreaterThan(100);
});

const GROWING = `void mainImage(out vec4 o, in vec2 p) {
  vec4 old = texture(iChannel0, (p + vec2(1.0, 0.5)) / iResolution.xy);
  o = iFrame == 0 ? vec4(fract(p / 7.0), 0, 1) : fract(old * 0.97 + 0.013 * sin(vec4(p, iTime, iFrame)));
}`;
const SELF = { channel: 0, type: "buffer", source: "Buffer A", sampler: { filter: "linear", wrap: "repeat" } } as const;
const STATEFUL: PassSketch[] = [
  { type: "buffer", name: "Buffer A", code: GROWING, inputs: [SELF] },
  { type: "image", name: "Image", code: "void mainImage(out vec4 o, in vec2 p) { o = texelFetch(iChannel0, ivec2(p), 0); }", inputs: [SELF] },
];

test("a work with buffers is painted from its first frame, whole, and its parts meet as exactly", async () => {
  const told = await browser.page.evaluate(async (sketches) => {
    const passes = Fractafrag.asPasses(sketches);
    const [width, height] = [70, 51];
    const player = Fractafrag.newPlayer(width, height);
    await player.load(passes);
    for (let frame = 0; frame <= 20; frame++) player.drawAt(Fractafrag.fixedClock(frame, 30));
    const whole = player.readPixels();
    const capture = Fractafrag.createCapture();
    await capture.load(passes);
    const progress: string[] = [];
    const joined = new Uint8Array(width * height * 4);
    for await (const part of capture.picture({ width, height, time: 20 / 30, fps: 30, partSide: 32, onProgress: (done, total) => progress.push(`${done}/${total}`) }))
      for (let row = 0; row < part.height; row++)
        joined.set(part.pixels.subarray(row * part.width * 4, (row + 1) * part.width * 4), ((height - 1 - part.y - row) * width + part.x) * 4);
    capture.dispose();
    return { different: whole.filter((value, at) => value !== joined[at]).length, stateful: capture.stateful, last: progress.at(-1), first: progress[0] };
  }, STATEFUL);
  expect(told.different).toBe(0);
  expect(told.last).toBe("26/26");
  expect(told.first).toBe("8/26");
});

test("a film's frames are those of a player at the same clock, also when the film begins later", async () => {
  const told = await browser.page.evaluate(async (sketches) => {
    const passes = Fractafrag.asPasses(sketches);
    const player = Fractafrag.newPlayer(32, 18);
    await player.load(passes);
    const wanted: string[] = [];
    for (let frame = 0; frame < 15; frame++) {
      player.drawAt(Fractafrag.fixedClock(frame, 24));
      wanted.push(player.readPixels().join());
    }
    const capture = Fractafrag.createCapture();
    await capture.load(passes);
    const got: string[] = [];
    const warming: number[] = [];
    for await (const frame of capture.frames({ width: 32, height: 18, fps: 24, from: 10 / 24, count: 5, onWarming: (done) => warming.push(done) })) {
      const pixels = frame.pixels();
      const rows = Array.from({ length: 18 }, (_, row) => pixels.subarray((17 - row) * 128, (18 - row) * 128));
      got.push(rows.map((row) => row.join()).join());
    }
    capture.dispose();
    return { same: got.map((text, index) => text === wanted[10 + index]), moves: new Set(got).size, warming };
  }, STATEFUL);
  expect(told.same).toEqual([true, true, true, true, true]);
  expect(told.moves).toBe(5);
  expect(told.warming).toEqual([8, 10]);
});

test("a picture wider than the device can draw is drawn in parts, each pixel at its place", async () => {
  const told = await browser.page.evaluate(async () => {
    const code = "void mainImage(out vec4 o, in vec2 p) { o = vec4(mod(floor(p.x), 256.0) / 255.0, floor(p.x / 256.0) / 255.0, iResolution.x == 20000.0 ? 1.0 : 0.0, 1); }";
    const capture = Fractafrag.createCapture();
    await capture.load(Fractafrag.asPasses([Fractafrag.image(code)]));
    const wrong: number[] = [];
    let seen = 0;
    for await (const part of capture.picture({ width: 20_000, height: 3, time: 0 }))
      for (let x = 0; x < part.width; x++) {
        const [red = 0, green = 0, blue = 0] = part.pixels.subarray(x * 4, x * 4 + 3);
        seen++;
        if (green * 256 + red !== part.x + x || blue !== 255) wrong.push(part.x + x);
      }
    const refused = capture.refusal(40_000, 1);
    capture.dispose();
    return { seen, wrong, refused };
  });
  expect(told.seen).toBe(20_000);
  expect(told.wrong).toEqual([]);
  expect(told.refused).toContain("32768");
});

test("what has buffers, or reads gl_FragCoord, is drawn whole, and refused above the device's limit with the reason", async () => {
  const told = await browser.page.evaluate(async (sketches) => {
    const capture = Fractafrag.createCapture();
    await capture.load(Fractafrag.asPasses(sketches));
    const buffers = capture.refusal(20_000, 20);
    const thrown = await capture.picture({ width: 20_000, height: 20, time: 0 }).next().catch((error: Error) => error.message);
    await capture.load(Fractafrag.asPasses([Fractafrag.image("void mainImage(out vec4 o, in vec2 p) { o = vec4(gl_FragCoord.xy / 255.0, 0, 1); }")]));
    const window = capture.refusal(20_000, 20);
    const parts: number[][] = [];
    for await (const part of capture.picture({ width: 100, height: 60, time: 0, partSide: 32 })) parts.push([part.width, part.height]);
    capture.dispose();
    return { buffers, thrown, window, parts };
  }, STATEFUL);
  expect(told.buffers).toContain("has buffers");
  expect(told.thrown).toBe(told.buffers);
  expect(told.window).toContain("gl_FragCoord");
  expect(told.parts).toEqual([[100, 60]]);
});

test("it stops when it is told to, and draws again afterwards", async () => {
  const told = await browser.page.evaluate(async (sketches) => {
    const capture = Fractafrag.createCapture();
    await capture.load(Fractafrag.asPasses(sketches));
    const stop = new AbortController();
    let count = 0;
    const thrown = await (async () => {
      for await (const frame of capture.frames({ width: 16, height: 9, fps: 30, from: 0, count: 50, signal: stop.signal })) {
        count = frame.index + 1;
        if (count === 3) stop.abort(new Error("enough"));
      }
      return "";
    })().catch((error: Error) => error.message);
    const again = await capture.frames({ width: 16, height: 9, fps: 30, from: 0, count: 1 }).next();
    capture.dispose();
    return { count, thrown, again: again.done };
  }, STATEFUL);
  expect(told).toEqual({ count: 3, thrown: "enough", again: false });
});

test("parts cover a picture once, begin at even pixels and come from the top", () => {
  for (const [width, height, side] of [[100, 70, 33], [1, 1, 2048], [64, 65, 64]] as const) {
    const parts = partsOf(width, height, side);
    expect(parts.reduce((sum, part) => sum + part.width * part.height, 0)).toBe(width * height);
    expect(parts.every(({ x, y }) => x % 2 === 0 && y % 2 === 0)).toBe(true);
    expect(parts.map(({ y }) => y)).toEqual([...parts.map(({ y }) => y)].sort((a, b) => b - a));
  }
});
