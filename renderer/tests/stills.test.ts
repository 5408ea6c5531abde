// The poster's moment in other sizes, and what the passport says, through the renderer's HTTP door.
import { afterAll, beforeAll, expect, test } from "vitest";
import { Decoder } from "./decoded.js";
import { image, main, Running, small, teal } from "./running.js";

let renderer: Running;
let decoder: Decoder;

beforeAll(async () => {
  renderer = await Running.start({ RENDERER_CONCURRENCY: "1" });
  decoder = await Decoder.open(renderer.chromiumPath);
});

afterAll(async () => {
  await decoder?.close();
  await renderer?.stop();
});

const near = (value: number, by: number): unknown => expect.toSatisfy((found: number) => Math.abs(found - value) <= by, `within ${by} of ${value}`);
const sizes = [
  { width: 80, height: 80, type: "image/png" },
  { width: 240, height: 126, type: "image/jpeg" },
];

test("one job brings the poster in every size asked for, each in its own type", async () => {
  const passes = main("vec2 uv = (fragCoord - 0.5 * iResolution.xy) / iResolution.y; fragColor = vec4(step(0.0, uv.x), step(0.0, uv.y), length(uv) < 0.4 ? 1.0 : 0.0, 1.0);");
  const { stills } = await renderer.drawn({ passes, poster: { width: 160, height: 90, at: 1 }, stills: sizes });
  expect(stills.map(({ width, height, type, at }) => ({ width, height, type, at }))).toEqual(sizes.map((size) => ({ ...size, at: 1 })));
  expect(Buffer.from(stills[1]!.data, "base64").subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
  for (const { type, data, width, height } of stills) {
    const picture = await decoder.picture(type, data);
    expect([picture.width, picture.height]).toEqual([width, height]);
    // The disc stands in the middle and is round: whatever was cut was cut on both sides.
    expect(picture.at(0.6, 0.4)).toEqual([near(255, 20), near(255, 20), near(255, 20), 255]);
    expect(picture.at(0.4, 0.6)).toEqual([near(0, 20), near(0, 20), near(255, 20), 255]);
    const across = 0.5 + (0.36 * height) / width;
    expect(picture.at(across, 0.45)[2]).toEqual(near(255, 40));
    expect(picture.at(across + (0.1 * height) / width, 0.45)[2]).toEqual(near(0, 60));
  }
});

test("a work with buffers is run once, and its larger sizes show the same moment", async () => {
  const passes = [
    { type: "buffer", name: "Buffer A", code: "void mainImage(out vec4 o, in vec2 p) { o = texelFetch(iChannel0, ivec2(p), 0) + vec4(1.0); if (iFrame == 0) o = vec4(1.0); }", inputs: [{ channel: 0, type: "buffer", source: "Buffer A" }] },
    ...image("void mainImage(out vec4 o, in vec2 p) { o = texelFetch(iChannel0, ivec2(p), 0) / 100.0; }", [{ channel: 0, type: "buffer", source: "Buffer A" }]),
  ];
  const { poster, stills } = await renderer.drawn({ passes, poster: { ...small, at: 1 }, stills: [{ width: 96, height: 54, type: "image/png" }] });
  expect(poster!.at).toBe(1);
  expect((await decoder.picture("image/png", stills[0]!.data)).at(0.5, 0.5)[0]).toEqual(near(79, 1));
});

test("sizes without a poster are refused, and so are more than four", async () => {
  const film = { width: 64, height: 36, seconds: 0.2, fps: 10 };
  expect((await renderer.render({ passes: teal, film, stills: sizes })).status).toBe(400);
  expect((await renderer.render({ passes: teal, poster: small, stills: Array.from({ length: 5 }, () => small) })).status).toBe(400);
});

test("the passport names both sizes that were measured, and how the film's end meets its start", async () => {
  const passes = main("fragColor = vec4(fract(iTime / 4.0), 0.25, fragCoord.x / iResolution.x, 1.0);");
  const still = await renderer.drawn({ passes, poster: small });
  expect(still.facts.probes.map(({ width, height }) => [width, height])).toEqual([
    [32, 18],
    [128, 72],
  ]);
  for (const { frame_ms, ms_per_megapixel } of still.facts.probes) expect([frame_ms > 0, ms_per_megapixel > 0]).toEqual([true, true]);
  expect(still.facts.loop).toBeNull();
  const film = await renderer.drawn({ passes, poster: small, film: { width: 64, height: 36, seconds: 1, fps: 10 } });
  expect(film.facts.loop).toEqual({ seamless: false, seconds: 1, join: "faded" });
});

test("without the passport the picture is the same to the last byte, and only what one moment tells is told", async () => {
  const passes = main("vec2 uv = fragCoord / iResolution.xy; fragColor = vec4(uv, 0.5 + 0.5 * sin(iTime + 20.0 * uv.x), 1.0);");
  const request = { passes, poster: { width: 320, height: 180, at: 2 }, stills: [{ width: 160, height: 90, type: "image/png" }] };
  const [whole, bare, again] = [await renderer.drawn(request), await renderer.drawn({ ...request, passport: false }), await renderer.drawn({ ...request, passport: false })];
  expect([bare.poster, bare.stills]).toEqual([whole.poster, whole.stills]);
  expect([again.poster, again.stills]).toEqual([whole.poster, whole.stills]);
  expect(bare.facts).toMatchObject({ motion: null, static: null, probes: [], blank: false, nan: false, clock: "wall" });
  expect(bare.facts.mean_luma).toBeCloseTo(whole.facts.mean_luma, 2);
  const nan = await renderer.drawn({ passes: main("fragColor = vec4(vec3(fragCoord.x > 200.0 ? sqrt(-1.0 - iTime) : 0.5), 1.0);"), poster: { ...small, width: 320, height: 180, at: 2 }, passport: false });
  expect(nan.facts.nan).toBe(true);
});

test("without the passport, too, a work with buffers is run from its first frame, and one that never ends is ended", async () => {
  const count = { type: "buffer", name: "Buffer A", code: "void mainImage(out vec4 c, in vec2 p) { c = texelFetch(iChannel0, ivec2(0), 0) + vec4(1.0 / 60.0); }", inputs: [{ channel: 0, type: "buffer", source: "Buffer A" }] };
  const shown = { type: "image", name: "Image", code: "void mainImage(out vec4 c, in vec2 p) { c = vec4(texelFetch(iChannel0, ivec2(0), 0).rgb, 1.0); }", inputs: [{ channel: 0, type: "buffer", source: "Buffer A" }] };
  const { facts } = await renderer.drawn({ passes: [count, shown], poster: { ...small, at: 1 }, passport: false });
  expect(facts.mean_luma).toBeCloseTo(31 / 60, 1);
  const failure = await renderer.failed({ passes: main("for (int i = 0; i < 2000000000; i++) fragColor += sin(float(i) * fragCoord.x + 3.0);"), poster: { ...small, at: 1 }, passport: false, deadline_ms: 8_000 });
  expect(failure.reason).toBe("deadline");
}, 40_000);
