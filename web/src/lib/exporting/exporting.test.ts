// Files are what they say: PNG is read back by another reader, loops are found where they are, wishes are held to their limits.
import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { delaysOf, dither } from "./gif-frames";
import { bestLoop, difference, thumbOf } from "./loop";
import { crc32, PngWriter } from "./png";
import { estimate, fileName, framesOf, objection, type FilmExport } from "./wishes";

/** Reads an RGB PNG back, by the letter of the specification. */
async function decoded(file: Blob): Promise<{ width: number; height: number; rgb: Uint8Array }> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const view = new DataView(bytes.buffer);
  expect([...bytes.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
  const data: Buffer[] = [];
  const names: string[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    expect(view.getUint32(at + 8 + length)).toBe(crc32(bytes.subarray(at + 4, at + 8 + length)));
    names.push(name);
    if (name === "IDAT") data.push(Buffer.from(bytes.subarray(at + 8, at + 8 + length)));
    at += 12 + length;
  }
  expect(names[0]).toBe("IHDR");
  expect(names.at(-1)).toBe("IEND");
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const raw = inflateSync(Buffer.concat(data));
  const stride = width * 3;
  expect(raw.length).toBe(height * (stride + 1));
  const rgb = new Uint8Array(height * stride);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x >= 3 ? (rgb[at - 3] ?? 0) : 0;
      const over = y > 0 ? (rgb[at - stride] ?? 0) : 0;
      const corner = x >= 3 && y > 0 ? (rgb[at - stride - 3] ?? 0) : 0;
      const p = left + over - corner;
      const near = [left, over, corner].sort((a, b) => Math.abs(p - a) - Math.abs(p - b) || [left, over, corner].indexOf(a) - [left, over, corner].indexOf(b))[0] ?? 0;
      const guess = { 0: 0, 1: left, 2: over, 4: near }[raw[y * (stride + 1)] ?? 9] ?? Number.NaN;
      rgb[at] = (raw[y * (stride + 1) + 1 + x] ?? 0) + guess;
    }
  return { width, height, rgb };
}

const picture = (width: number, height: number): Uint8ClampedArray<ArrayBuffer> =>
  Uint8ClampedArray.from({ length: width * height * 4 }, (_, at) => {
    const [pixel, channel] = [at >> 2, at % 4];
    return channel === 3 ? 17 : (pixel * 7 + channel * 50 + ((pixel * pixel) >> 3)) % 256;
  });

test.each([
  [1, 1, [1]],
  [37, 11, [5, 5, 1]],
  [64, 40, [40]],
])("a PNG of %i×%i, written in bands, is the picture that was given", async (width, height, bands) => {
  const rgba = picture(width, height);
  const png = new PngWriter(width, height);
  let row = 0;
  for (const band of bands) {
    await png.add(rgba.subarray(row * width * 4, (row + band) * width * 4));
    row += band;
  }
  const file = await decoded(await png.finish());
  expect([file.width, file.height]).toEqual([width, height]);
  const wanted = rgba.filter((_, at) => at % 4 !== 3);
  expect(Buffer.compare(Buffer.from(file.rgb), Buffer.from(wanted))).toBe(0);
});

test("a PNG with rows that are missing, or too many, is refused", async () => {
  const png = new PngWriter(4, 2);
  await png.add(picture(4, 1));
  await expect(png.finish()).rejects.toThrow("missing");
  await expect(png.add(picture(4, 2))).rejects.toThrow("too many");
  await png.abandon();
});

test("the CRC is that of the specification", () => {
  expect(crc32(new TextEncoder().encode("IEND"))).toBe(0xae426082);
});

test("a loop is found where the picture comes back and moves the same way", () => {
  // A swing: the value returns after half a period, but going the other way.
  const thumbs = Array.from({ length: 100 }, (_, frame) => [128 + 100 * Math.sin((frame / 24) * 2 * Math.PI), 0, 0]);
  expect(bestLoop(thumbs, 6, 30)).toMatchObject({ start: 0, end: 24 });
  expect(bestLoop(thumbs, 6, 30)?.seam).toBeLessThan(0.01);
  const aimless = Array.from({ length: 60 }, (_, frame) => [frame * 4, 0, 0]);
  expect(bestLoop(aimless, 10, 30)?.seam).toBeGreaterThan(5);
  expect(bestLoop(aimless.slice(0, 8), 10, 30)).toBeNull();
});

test("a picture that stands still loops without a seam", () => {
  const still = Array.from({ length: 40 }, () => [1, 2, 3]);
  expect(bestLoop(still, 10, 20)).toEqual({ start: 0, end: 10, seam: 0 });
});

test("a thumb is the mean of its cells", () => {
  const rgba = new Uint8ClampedArray(4 * 2 * 4);
  for (let x = 0; x < 4; x++) for (let y = 0; y < 2; y++) rgba.set([x < 2 ? 10 : 20, y * 100, 0, 255], (y * 4 + x) * 4);
  expect([...thumbOf(rgba, 4, 2, 2, 1)]).toEqual([10, 50, 0, 20, 50, 0]);
  expect(difference([0, 0], [3, 4])).toBeCloseTo(Math.sqrt(12.5));
});

test.each([10, 15, 20, 24, 25, 30, 50])("a GIF of %i frames a second lasts as long as its frames", (fps) => {
  const delays = Array.from({ length: fps * 3 }, (_, index) => delaysOf(fps, index));
  expect(delays.reduce((sum, delay) => sum + delay, 0)).toBe(3000);
  expect(delays.every((delay) => delay % 10 === 0 && delay >= 20)).toBe(true);
});

test("the dither keeps the mean and leaves alpha alone", () => {
  const rgba = new Uint8ClampedArray(16 * 16 * 4).fill(100);
  dither(rgba, 16);
  const values = rgba.filter((_, at) => at % 4 === 0);
  expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(100, 0);
  expect(new Set(values).size).toBeGreaterThan(4);
  expect(rgba.filter((_, at) => at % 4 === 3).every((value) => value === 100)).toBe(true);
});

const film: FilmExport = { kind: "mp4", width: 1920, height: 1080, fps: 30, from: 0, seconds: 5, quality: "good" };

test.each<[Partial<FilmExport>, string | null]>([
  [{}, null],
  [{ width: 1921 }, "even"],
  [{ width: 8000 }, "4096"],
  [{ kind: "gif" }, "GIF"],
  [{ kind: "gif", width: 481, height: 270 }, null],
  [{ seconds: 0 }, "frames"],
  [{ seconds: 100_000 }, "frames"],
  [{ from: -1 }, "start"],
  [{ width: Number.NaN }, "16"],
  [{ height: 3.5 }, "16"],
])("a film with %j is refused for %s", (change, why) => {
  const said = objection({ ...film, ...change });
  if (why === null) expect(said).toBeNull();
  else expect(said).toContain(why);
});

test("sizes and names", () => {
  expect(framesOf(film)).toBe(150);
  expect(estimate(film)).toBeGreaterThan(1e6);
  expect(estimate({ ...film, quality: "best" })).toBeGreaterThan(estimate(film));
  expect(fileName("Slow fire: Élan!", "mp4")).toBe("slow-fire-e-lan.mp4");
  expect(fileName("../../", "png")).toBe("shader.png");
});
