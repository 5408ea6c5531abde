// What a shader reads from outside, as the renderer draws it: the media set, films at their moment, people's own pictures.
import { readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Decoder, type Pixels } from "./decoded.js";
import { image, Running } from "./running.js";

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

const MEDIA = join(import.meta.dirname, "..", "..", "library", "media");
const sampler = { filter: "nearest", wrap: "clamp", vflip: true, srgb: false };
const reading = (type: string, source: string, code: string, more = {}): unknown[] =>
  image(`void mainImage(out vec4 c, in vec2 p) { vec2 uv = p / iResolution.xy; ${code} }`, [{ channel: 0, type, source, sampler: { ...sampler, ...more } }]);

async function still(passes: unknown[], at = 1, more = {}): Promise<Pixels> {
  const { poster } = await renderer.drawn({ passes, poster: { width: 128, height: 128, at, type: "image/png" }, ...more });
  return decoder.picture(poster!.type, poster!.data);
}

// The middles of drawn pixels, so that film and picture are looked at in the same places.
const grid = Array.from({ length: 1024 }, (_, at) => [((at % 32) * 4 + 2.5) / 128, (Math.floor(at / 32) * 4 + 2.5) / 128] as const);
const places = [[0.1, 0.1], [0.3, 0.7], [0.5, 0.5], [0.8, 0.2], [0.9, 0.9]] as const;
const near = (one: number[], other: number[], by: number): void => one.slice(0, 3).forEach((value, at) => expect(Math.abs(value - other[at]!)).toBeLessThanOrEqual(by));

test("a texture of the set is drawn upright, as its file is", async () => {
  const drawn = await still(reading("texture", "letters", "c = vec4(texelFetch(iChannel0, ivec2(p) * 8 + 4, 0).rrr, 1.0);"));
  const file = await decoder.picture("image/webp", readFileSync(join(MEDIA, "letters.webp")).toString("base64"));
  for (let row = 0; row < 128; row++) for (let column = 0; column < 128; column++) {
    // Texels are counted from the bottom, the rows of the file from the top.
    const [got, wanted] = [drawn.at((column + 0.5) / 128, (row + 0.5) / 128), file.at((column * 8 + 4.5) / 1024, (row * 8 + 3.5) / 1024)];
    if (Math.abs(got[0]! - wanted[0]!) > 2) throw new Error(`at ${column}, ${row}: ${got[0]} is not ${wanted[0]}`);
  }
});

test("its size is told, and so are those of a cubemap, a volume and a film", async () => {
  for (const [type, source, [x, y, z]] of [["texture", "wood", [512, 512, 1]], ["cubemap", "hall", [256, 256, 1]], ["volume", "volume-noise-grey", [32, 32, 32]], ["video", "lanterns", [384, 216, 1]]] as const) {
    const drawn = await still(reading(type, source, `c = vec4(iChannelResolution[0] == vec3(${x}.0, ${y}.0, ${z}.0) ? vec3(0, 1, 0) : iChannelResolution[0] / 1024.0, 1.0);`));
    expect([source, drawn.at(0.5, 0.5)]).toEqual([source, [0, 255, 0, 255]]);
  }
});

test("a cubemap is seen in its direction", async () => {
  const faces = { px: "vec3(1, -v.y, -v.x)", nx: "vec3(-1, -v.y, v.x)", py: "vec3(v.x, 1, v.y)", ny: "vec3(v.x, -1, -v.y)", pz: "vec3(v.x, -v.y, 1)", nz: "vec3(-v.x, -v.y, -1)" };
  for (const [face, direction] of Object.entries(faces)) {
    // v: right and down on the face.
    const drawn = await still(reading("cubemap", "courtyard", `vec2 v = vec2(uv.x, 1.0 - uv.y) * 2.0 - 1.0; c = vec4(texture(iChannel0, ${direction}).rgb, 1.0);`, { vflip: false, filter: "linear" }));
    const file = await decoder.picture("image/webp", readFileSync(join(MEDIA, `courtyard-${face}.webp`)).toString("base64"));
    const differences = places.map(([x, y]) => drawn.at(x, y).slice(0, 3).map((value, at) => Math.abs(value - file.at(x, y)[at]!)));
    expect([face, Math.max(...differences.flat())].join(" ")).toMatch(/^.. \d{1,2}$/);
  }
});

test("a volume has its texels where its bytes say", async () => {
  const bytes = readFileSync(join(MEDIA, "volume-noise-rgba.bin"));
  const drawn = await still(reading("volume", "volume-noise-rgba", "c = vec4(texelFetch(iChannel0, ivec3(ivec2(p) / 4, 5), 0).rgb, 1.0);"));
  for (const [x, y] of [[3, 7], [20, 31], [0, 0]] as const) {
    const texel = 4 * (x + 32 * y + 1024 * 5);
    near(drawn.at((x + 0.5) / 32, 1 - (y + 0.5) / 32), [...bytes.subarray(texel, texel + 3)], 0);
  }
});

test("a film shows its frame of the moment, the same whenever it is asked, and runs round", async () => {
  const passes = reading("video", "lanterns", "c = vec4(texture(iChannel0, uv).rgb, 1.0);");
  const file = readFileSync(join(MEDIA, "lanterns.webm")).toString("base64");
  for (const at of [0, 2, 5, 2, 10]) {
    const index = Math.round((at % 8) * 24);
    const candidates = [index - 1, index, index + 1].filter((one) => one >= 0);
    const film = await decoder.film("video/webm", file, candidates.map((one) => (one + 0.5) / 24));
    const drawn = await still(passes, at);
    const away = film.frames.map((frame) => grid.reduce((sum, [x, y]) => sum + Math.abs(frame.at(x, y)[0]! - drawn.at(x, y)[0]!), 0));
    expect([at, candidates[away.indexOf(Math.min(...away))]]).toEqual([at, index]);
  }
});

test("music and microphone are the quiet rhythm, camera and what does not exist are nothing", async () => {
  const music = await still(reading("music", "music-loop", "c = vec4(texture(iChannel0, vec2(uv.x, 0.25)).rrr, 1.0);"));
  expect(music.at(0.2, 0.5)[0]).toBeGreaterThan(music.at(0.95, 0.5)[0]!);
  for (const [type, source] of [["webcam", "webcam"], ["texture", "nonsense"], ["texture", `upload:${"0".repeat(64)}`]] as const) {
    const drawn = await still(reading(type, source, "c = vec4(iChannelResolution[0] == vec3(0) ? vec3(0, 1, 0) : vec3(1, 0, 0), 1.0);"));
    expect([type, drawn.at(0.5, 0.5)]).toEqual([type, [0, 255, 0, 255]]);
  }
});

test("somebody's own picture is drawn from what comes with the request", async () => {
  const data = readFileSync(join(MEDIA, "sprites.webp"));
  const source = `upload:${createHash("sha256").update(data).digest("hex")}`;
  const drawn = await still(reading("texture", source, "c = vec4(texture(iChannel0, uv).rgb, 1.0);"), 1, { pictures: { [source]: data.toString("base64") } });
  const file = await decoder.picture("image/webp", data.toString("base64"));
  expect(drawn.at(20.5 / 128, 0.5).slice(0, 3)).toEqual(file.at(41.5 / 256, 0.5).slice(0, 3));
});

test("pictures are bounded and named by their hash", async () => {
  const passes = image("void mainImage(out vec4 c, in vec2 p) { c = vec4(1); }");
  for (const pictures of [{ "upload:abc": "" }, { [`upload:${"0".repeat(64)}`]: "not base64!" }, { [`upload:${"0".repeat(64)}`]: "A".repeat(7_000_000) }]) {
    expect((await renderer.render({ passes, pictures, poster: { width: 64, height: 36 } })).status).toBe(400);
  }
});
