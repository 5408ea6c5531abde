// What the renderer draws: posters, films and facts, through its HTTP door, looked at in a browser.
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from "mediabunny";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RenderedFilm } from "../src/protocol.js";
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

const sampler = { filter: "nearest", wrap: "clamp", vflip: false, srgb: false };
const from = (channel: number, source: string): unknown => ({ channel, type: "buffer", source, sampler });
const buffer = (letter: string, body: string, inputs: unknown[]): unknown => ({ type: "buffer", name: `Buffer ${letter}`, code: `void mainImage(out vec4 fragColor, in vec2 fragCoord) {\n${body}\n}`, inputs });
const near = (value: number, tolerance: number): unknown => ({ asymmetricMatch: (other: number) => Math.abs(other - value) <= tolerance, toString: () => `${value} ± ${tolerance}` });

async function packets(film: RenderedFilm): Promise<{ codec: string | null; count: number; last: number; seconds: number }> {
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(Buffer.from(film.data, "base64")) });
  const track = await input.getPrimaryVideoTrack();
  if (!track) throw new Error("there is no video track");
  let [count, last] = [0, 0];
  for await (const packet of new EncodedPacketSink(track).packets()) {
    count += 1;
    last = Math.max(last, packet.timestamp);
  }
  return { codec: track.codec, count, last, seconds: await input.computeDuration() };
}

describe("a poster", () => {
  test("shows the colour that the shader gives", async () => {
    const answer = await renderer.drawn({ passes: teal, poster: { ...small, type: "image/png" } });
    const picture = await decoder.picture("image/png", answer.poster!.data);
    expect([picture.width, picture.height]).toEqual([64, 36]);
    expect(picture.at(0.5, 0.5)).toEqual([0, near(128, 1), near(191, 1), 255]);
    expect(answer.facts).toMatchObject({ blank: true, static: true, nan: false, film: null });
    expect(answer.renderer).toMatch(/^\d+\.\d+\.\d+\/.*\w/);
  });

  test("is WebP unless something else is asked for, with the shader's lower left at the lower left", async () => {
    const passes = main("vec2 uv = fragCoord / iResolution.xy; fragColor = vec4(step(0.5, uv.x), step(0.5, uv.y), 0.0, 0.0);");
    const { poster } = await renderer.drawn({ passes, poster: { width: 128, height: 72 } });
    expect(Buffer.from(poster!.data, "base64").subarray(0, 12).toString("latin1")).toMatch(/^RIFF....WEBP$/s);
    const picture = await decoder.picture(poster!.type, poster!.data);
    expect(picture.at(0.2, 0.8)).toEqual([near(0, 12), near(0, 12), near(0, 12), 255]);
    expect(picture.at(0.8, 0.8)).toEqual([near(255, 12), near(0, 12), near(0, 12), 255]);
    expect(picture.at(0.2, 0.2)).toEqual([near(0, 12), near(255, 12), near(0, 12), 255]);
  });

  test("is taken at the time asked for, of an odd size too", async () => {
    const passes = main("fragColor = vec4(vec3(iTime / 8.0), 1.0); if (iFrame != 60) fragColor = vec4(1, 0, 0, 1);");
    const { poster } = await renderer.drawn({ passes, poster: { width: 33, height: 17, at: 2, type: "image/png" } });
    expect(poster).toMatchObject({ at: 2, width: 33, height: 17 });
    expect((await decoder.picture(poster!.type, poster!.data)).at(0.5, 0.5)).toEqual([64, 64, 64, 255]);
  });

  test("without a time takes the candidate moment with most to see", async () => {
    const passes = main("vec2 uv = fragCoord / iResolution.xy; float on = step(3.0, iTime) * step(iTime, 3.5); fragColor = vec4(on * vec3(fract(uv * 5.0), uv.x), 1.0);");
    const { poster, facts } = await renderer.drawn({ passes, poster: small });
    expect(poster!.at).toBeCloseTo(3.1, 1);
    expect(facts).toMatchObject({ blank: false, static: false });
  });

  test("of a work with buffers is reached frame by frame, and its buffers see the frames in the documented order", async () => {
    const passes = [
      buffer("A", "fragColor = texelFetch(iChannel0, ivec2(fragCoord), 0) + vec4(1.0, 0.0, 0.0, 0.0); if (iFrame == 0) fragColor = vec4(1.0, -7.5, 0.0, 0.25);", [from(0, "Buffer A")]),
      buffer("B", "fragColor = texelFetch(iChannel0, ivec2(fragCoord), 0);", [from(0, "Buffer A")]),
      ...image("void mainImage(out vec4 o, in vec2 p) { vec4 a = texelFetch(iChannel0, ivec2(p), 0), b = texelFetch(iChannel1, ivec2(p), 0); o = vec4(a.x / 100.0, a.y == -7.5 ? 1.0 : 0.0, a == b ? 1.0 : 0.0, 1.0); }", [from(0, "Buffer A"), from(1, "Buffer B")]),
    ];
    const { poster } = await renderer.drawn({ passes, poster: { ...small, at: 1, type: "image/png" } });
    // Frame 30 is the 31st: the counter has counted all of them.
    expect((await decoder.picture(poster!.type, poster!.data)).at(0.5, 0.5)).toEqual([near(Math.round(0.31 * 255), 1), 255, 255, 255]);
  });

  test("of a work after another starts from clear buffers", async () => {
    const passes = (first: string): unknown[] => [
      buffer("A", `fragColor = texelFetch(iChannel0, ivec2(fragCoord), 0); ${first}`, [from(0, "Buffer A")]),
      ...image("void mainImage(out vec4 o, in vec2 p) { o = texelFetch(iChannel0, ivec2(p), 0); }", [from(0, "Buffer A")]),
    ];
    await renderer.drawn({ passes: passes("fragColor = vec4(1.0);"), poster: small });
    const { facts } = await renderer.drawn({ passes: passes(""), poster: small });
    expect(facts.mean_luma).toBe(0);
  });
});

describe("a film", () => {
  const passes = main("fragColor = vec4(fract(iTime / 4.0), 0.25, fragCoord.x / iResolution.x, 1.0);");
  const film = { width: 160, height: 90, seconds: 3, fps: 30, types: ["webm", "mp4"], at: 0 };

  test("comes as VP9 WebM and H.264 MP4 with every frame and the length asked for", async () => {
    const { films, facts } = await renderer.drawn({ passes, poster: null, film });
    expect(films.map(({ type }) => type)).toEqual(["video/webm", "video/mp4"]);
    const [webm, mp4] = films as [RenderedFilm, RenderedFilm];
    expect(Buffer.from(webm.data, "base64").subarray(0, 4)).toEqual(Buffer.from([0x1a, 0x45, 0xdf, 0xa3]));
    expect(Buffer.from(mp4.data, "base64").subarray(4, 8).toString("latin1")).toBe("ftyp");
    expect(await packets(webm)).toEqual({ codec: "vp9", count: 90, last: expect.closeTo(89 / 30, 2) as number, seconds: expect.closeTo(3, 1) as number });
    expect(await packets(mp4)).toEqual({ codec: "avc", count: 90, last: expect.closeTo(89 / 30, 2) as number, seconds: expect.closeTo(3, 1) as number });
    expect(facts).toMatchObject({ film: "full", film_note: null, static: false });
  });

  test("shows the colours of its moments and fades its end into its start", async () => {
    const { films } = await renderer.drawn({ passes, poster: null, film });
    for (const { type, data } of films) {
      const seen = await decoder.film(type, data, [0, 1, 2, 2.95]);
      expect([seen.width, seen.height]).toEqual([160, 90]);
      expect(seen.seconds).toBeCloseTo(3, 1);
      const [first, one, two, last] = seen.frames.map((frame) => frame.at(0.5, 0.5));
      expect(one).toEqual([near(64, 8), near(64, 8), near(128, 8), 255]);
      expect(two).toEqual([near(128, 8), near(64, 8), near(128, 8), 255]);
      // Without the fade the first frame would be black in red, and the loop would jump.
      expect(Math.abs(first![0]! - last![0]!)).toBeLessThan(30);
    }
  });

  test("stays small even when every pixel changes in every frame", async () => {
    const noise = main("fragColor = vec4(step(0.5, fract(sin(dot(fragCoord + fract(iTime) * 91.7, vec2(12.9898, 78.233))) * 43758.5453)));");
    const { films, facts } = await renderer.drawn({ passes: noise, poster: null, film: { width: 480, height: 270, seconds: 1, fps: 30, types: ["webm"] } });
    expect(films[0]!.data.length * 0.75).toBeLessThan(400_000 / 3);
    expect(facts.film).toBe("reduced");
    expect(facts.film_note).toContain("smaller");
  });

  test("that cannot end in time is left out, with a poster and a reason", async () => {
    const heavy = main("float a = 0.0; for (int i = 0; i < 15000; i++) a += sin(float(i) * 0.01 + fragCoord.x * 0.1 + iTime); fragColor = vec4(a * 0.01 + 0.5);");
    const { poster, films, facts } = await renderer.drawn({ passes: heavy, poster: { width: 320, height: 180 }, film: { ...film, width: 480, height: 270 }, deadline_ms: 8000 });
    expect(poster!.data.length).toBeGreaterThan(100);
    expect(films).toEqual([]);
    expect(facts).toMatchObject({ film: "omitted", tier: "extreme" });
    expect(facts.film_note).toContain("would not end in time");
  });
});

test("the same request gives the same bytes, whatever was drawn before", async () => {
  const passes = main("fragColor = vec4(0.5 + 0.5 * cos(iTime + fragCoord.xyx * 0.1 + iDate.xyz), 1.0);");
  const request = { passes, poster: { width: 160, height: 90 }, film: { width: 96, height: 54, seconds: 1, fps: 20 } };
  const first = await renderer.drawn(request);
  await renderer.drawn({ passes: teal, poster: { width: 200, height: 100, at: 3 } });
  const second = await renderer.drawn(request);
  expect(second.poster).toEqual(first.poster);
  expect(second.films).toEqual(first.films);
});

test("facts tell light, motion and NaN", async () => {
  const gradient = await renderer.drawn({ passes: main("fragColor = vec4(vec3(fragCoord.x / iResolution.x), 1.0);"), poster: small });
  expect(gradient.facts).toMatchObject({ blank: false, static: true, nan: false, motion: 0, tier: "light" });
  expect(gradient.facts.mean_luma).toBeCloseTo(0.5, 1);
  expect(gradient.facts.contrast).toBeCloseTo(1 / Math.sqrt(12), 1);
  const moving = await renderer.drawn({ passes: main("fragColor = vec4(vec3(fract(fragCoord.x / iResolution.x + iTime)), 1.0);"), poster: small });
  expect(moving.facts.motion).toBeGreaterThan(0.05);
  const broken = await renderer.drawn({ passes: main("fragColor = vec4(vec3(sqrt(fragCoord.x - 1000.0 - iTime)), 1.0);"), poster: small });
  expect(broken.facts.nan).toBe(true);
});
