/** Textures of our own making, and the sampler rules of SHADERTOY.md section 6. */
import { describe, expect, test } from "vitest";
import { TEXTURE_SOURCES } from "../src/contract";
import { mix32, noisePixels } from "../src/noise";
import { freshPages } from "./page";

describe("our noise", () => {
  test("exists for every texture of the contract and for nothing else", () => {
    for (const source of TEXTURE_SOURCES) expect(noisePixels(source)?.size).toBe(source.endsWith("256") ? 256 : 64);
    expect(noisePixels("noise-grey-128")).toBeNull();
    expect(noisePixels("constructor")).toBeNull();
  });
  test("is the same on every machine", () => {
    expect([0, 1, 2, 0xffffffff].map(mix32)).toEqual([0, 1753845952, 3507691905, 1734902346]);
    expect([...(noisePixels("noise-grey-64")?.data.slice(0, 4) ?? [])]).toEqual(noiseHead("noise-grey-64"));
  });
  test.each(TEXTURE_SOURCES)("%s is white: bytes spread evenly, neighbours unrelated", (source) => {
    const pixels = noisePixels(source);
    if (!pixels) throw new Error("missing");
    const { size, channels, data } = pixels;
    for (let channel = 0; channel < channels; channel++) {
      const at = (x: number, y: number): number => (data[((y % size) * size + (x % size)) * channels + channel] ?? 0) / 255;
      let [sum, square, right, up] = [0, 0, 0, 0];
      for (let y = 0; y < size; y++)
        for (let x = 0; x < size; x++) {
          const value = at(x, y) - 0.5;
          sum += value;
          square += value * value;
          right += value * (at(x + 1, y) - 0.5);
          up += value * (at(x, y + 1) - 0.5);
        }
      const count = size * size;
      const tolerance = 5 / size;
      expect(Math.abs(sum / count)).toBeLessThan(tolerance * 0.3);
      expect(Math.abs(square / count - 1 / 12)).toBeLessThan(tolerance * 0.1);
      expect(Math.abs(right / square)).toBeLessThan(tolerance);
      expect(Math.abs(up / square)).toBeLessThan(tolerance);
    }
  });
  test.each(["noise-rgba-64", "noise-rgba-256"])("%s holds its own next slice: green is red moved by (37, 17), alpha is blue so moved", (source) => {
    const pixels = noisePixels(source);
    if (!pixels) throw new Error("missing");
    const { size, data } = pixels;
    const at = (x: number, y: number, channel: number): number | undefined => data[((y % size) * size + (x % size)) * 4 + channel];
    for (let y = 0; y < size; y += 7)
      for (let x = 0; x < size; x += 5) {
        expect(at(x + 37, y + 17, 1)).toBe(at(x, y, 0));
        expect(at(x + 37, y + 17, 3)).toBe(at(x, y, 2));
      }
  });
});

function noiseHead(source: string): number[] {
  const seed = source === "noise-grey-64" ? 1 : 5;
  return [0, 1, 2, 3].map((x) => mix32((seed << 20) ^ x) >>> 24);
}

describe("in a shader", () => {
  const browser = freshPages();
  /** What these expressions are, with channel 0 bound to a texture. */
  const read = (expressions: string[], source: string, sampler: object = {}) =>
    browser.page.evaluate(
      async (given, name, settings) => {
        const player = Fractafrag.newPlayer(4, given.length);
        await player.load(Fractafrag.asPasses([Fractafrag.tell(given, [{ channel: 0, type: "texture", source: name, sampler: settings }])]));
        player.step();
        return Fractafrag.numbers(player, given.length);
      },
      expressions,
      source,
      sampler,
    );
  const parts = (x: number, y: number): string[] => ["x", "y", "z", "w"].map((part) => `texelFetch(iChannel0, ivec2(${x}, ${y}), 0).${part} * 255.0`);
  const texel = (source: string, x: number, y: number): number[] => {
    const pixels = noisePixels(source);
    const at = (y * (pixels?.size ?? 0) + x) * (pixels?.channels ?? 1);
    return [...(pixels?.data.slice(at, at + (pixels?.channels ?? 1)) ?? [])];
  };
  const rounded = async (values: Promise<number[]>): Promise<number[]> => (await values).map((value) => Math.round(value * 1000) / 1000);

  test("a texture's first row is at the top with vflip, at the bottom by default", async () => {
    expect(await rounded(read(parts(5, 63), "noise-rgba-64", { vflip: "true" }))).toEqual(texel("noise-rgba-64", 5, 0));
    expect(await rounded(read(parts(5, 2), "noise-rgba-64"))).toEqual(texel("noise-rgba-64", 5, 2));
  });
  test("grey noise has one channel: green and blue are 0, alpha is 1", async () => {
    expect(await rounded(read(parts(9, 4), "noise-grey-256", { vflip: false }))).toEqual([...texel("noise-grey-256", 9, 4), 0, 0, 255]);
  });
  test.each(["noise-rgba-64", "noise-grey-64"])("srgb makes the values of %s linear", async (source) => {
    const [stored = 0] = texel(source, 3, 1);
    const value = stored / 255;
    const linear = value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    const [shown = 0, , , alpha] = await read(parts(3, 1), source, { srgb: true, vflip: false });
    expect(shown / 255).toBeCloseTo(linear, 2);
    if (source === "noise-grey-64") expect(alpha).toBe(255);
  });
  test("wrap repeats by default and clamps when asked", async () => {
    const beyond = "texture(iChannel0, vec2(1.0 + 10.5 / 64.0, 0.5 / 64.0)).x * 255.0";
    const sampler = { filter: "nearest", vflip: false };
    expect(await rounded(read([beyond], "noise-rgba-64", sampler))).toEqual([texel("noise-rgba-64", 10, 0)[0]]);
    expect(await rounded(read([beyond], "noise-rgba-64", { ...sampler, wrap: "clamp" }))).toEqual([texel("noise-rgba-64", 63, 0)[0]]);
  });
  test("filters: nearest takes one texel, linear the middle of two, mipmap the mean of all when far away", async () => {
    const between = "texture(iChannel0, vec2(11.0 / 64.0, 0.5 / 64.0)).x * 255.0";
    const far = "textureLod(iChannel0, vec2(0.5), 20.0).x * 255.0";
    const [left = 0, right = 0] = [texel("noise-rgba-64", 10, 0)[0], texel("noise-rgba-64", 11, 0)[0]];
    const [nearest = 0, nearestFar = 0] = await read([between, far], "noise-rgba-64", { filter: "nearest", vflip: false });
    expect([left, right]).toContain(Math.round(nearest));
    const [linear = 0] = await read([between], "noise-rgba-64", { filter: "linear", vflip: false });
    expect(linear).toBeCloseTo((left + right) / 2, 0);
    const [, mean = 0] = await read([between, far], "noise-rgba-64", { filter: "mipmap" });
    expect(Math.abs(mean - 127.5)).toBeLessThan(6);
    expect(Math.abs(nearestFar - texel("noise-rgba-64", 32, 32)[0]!)).toBeLessThan(0.01);
  });
});
