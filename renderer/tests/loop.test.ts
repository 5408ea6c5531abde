// How a film's end meets its start, and that the same work gives the same bytes in another process too.
import { afterAll, beforeAll, expect, test } from "vitest";
import { Decoder } from "./decoded.js";
import { image, main, Running, small } from "./running.js";

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

const film = { width: 96, height: 54, seconds: 3, fps: 12, types: ["webm"], at: 1 };
const turning = (period: string): unknown[] => main(`vec2 uv = fragCoord / iResolution.xy; fragColor = vec4(0.5 + 0.5 * sin(6.2831853 * iTime / ${period} + 6.0 * uv.x), uv.y, 0.5 + 0.5 * cos(6.2831853 * iTime / ${period}), 1.0);`);

test("a work that repeats is filmed for whole periods and not faded", async () => {
  const { films, facts } = await renderer.drawn({ passes: turning("2.0"), poster: small, film });
  expect(facts.loop).toEqual({ seamless: true, seconds: 2, join: "period" });
  expect(films[0]!.seconds).toBe(2);
  // A quarter of the period on, blue is in the middle: a fade would have mixed it with another moment.
  const seen = await decoder.film("video/webm", films[0]!.data, [0.02, 0.52]);
  expect(seen.frames[0]!.at(0.5, 0.5)[2]).toBeLessThan(25);
  expect(Math.abs(seen.frames[1]!.at(0.5, 0.5)[2]! - 128)).toBeLessThan(30);
});

test("a longer film is made only where one was allowed", async () => {
  const passes = turning("6.2831853");
  expect((await renderer.drawn({ passes, poster: small, film })).facts.loop).toEqual({ seamless: false, seconds: 3, join: "faded" });
  const { films, facts } = await renderer.drawn({ passes, poster: small, film: { ...film, longest: 8 } });
  expect(facts.loop).toMatchObject({ seamless: true, join: "period" });
  expect(facts.loop!.seconds).toBeCloseTo(2 * Math.PI);
  expect(films[0]!.seconds).toBeCloseTo(2 * Math.PI);
  // By tier: this one is light.
  const byTier = async (longest: unknown): Promise<number> => (await renderer.drawn({ passes, poster: small, film: { ...film, longest } })).facts.loop!.seconds;
  expect(await byTier({ light: 8 })).toBeCloseTo(2 * Math.PI);
  expect(await byTier({ medium: 8, heavy: 8 })).toBe(3);
});

test("what stands still needs no join, what has buffers is cut", async () => {
  const still = main("fragColor = vec4(fragCoord / iResolution.xy, 0.5, 1.0);");
  expect((await renderer.drawn({ passes: still, poster: small, film })).facts.loop).toEqual({ seamless: true, seconds: 3, join: "period" });
  const grows = [
    { type: "buffer", name: "Buffer A", code: "void mainImage(out vec4 o, in vec2 p) { o = texelFetch(iChannel0, ivec2(p), 0) + vec4(0.01); }", inputs: [{ channel: 0, type: "buffer", source: "Buffer A" }] },
    ...image("void mainImage(out vec4 o, in vec2 p) { o = texelFetch(iChannel0, ivec2(p), 0); }", [{ channel: 0, type: "buffer", source: "Buffer A" }]),
  ];
  expect((await renderer.drawn({ passes: grows, poster: small, film: { ...film, seconds: 1 } })).facts.loop).toEqual({ seamless: false, seconds: 1, join: "cut" });
});

test("another process gives the same bytes: poster, sizes and films, with buffers and with sound in the channels", async () => {
  const request = {
    passes: [
      { type: "buffer", name: "Buffer A", code: "void mainImage(out vec4 o, in vec2 p) { o = 0.97 * texelFetch(iChannel0, ivec2(p), 0) + 0.1 * texture(iChannel1, vec2(p.x / iResolution.x, 0.25)) + 0.02 * sin(iTime + p.xyxy); }", inputs: [{ channel: 0, type: "buffer", source: "Buffer A" }, { channel: 1, type: "mic" }] },
      ...image("void mainImage(out vec4 o, in vec2 p) { o = texture(iChannel0, p / iResolution.xy); }", [{ channel: 0, type: "buffer", source: "Buffer A" }]),
    ],
    poster: { width: 160, height: 90 },
    stills: [{ width: 80, height: 50 }, { width: 200, height: 105, type: "image/jpeg" }],
    film: { width: 96, height: 54, seconds: 1, fps: 20 },
  };
  const other = await Running.start({ RENDERER_CONCURRENCY: "1" });
  try {
    const [one, two] = [await renderer.drawn(request), await other.drawn(request)];
    expect(one.poster!.data.length).toBeGreaterThan(200);
    expect(two.poster).toEqual(one.poster);
    expect(two.stills).toEqual(one.stills);
    expect(two.films).toEqual(one.films);
  } finally {
    await other.stop();
  }
});
