// What counts as flashing: pairs of opposing changes of a tenth of the light, more than three a second, on a quarter of the picture.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FlashMeter, LARGE_AREA } from "../src/page/flash.js";
import { main, Running } from "./running.js";

const [WIDTH, HEIGHT] = [64, 36];

/** The measured area of `seconds` of a film whose pixel at (x, y), 0…1, at a time is this grey byte. */
function areaOf(grey: (x: number, y: number, time: number) => number, fps = 24, seconds = 2): number {
  const meter = new FlashMeter(fps);
  for (let frame = 0; frame < fps * seconds; frame++) {
    const pixels = new Uint8Array(WIDTH * HEIGHT * 4);
    for (let at = 0; at < WIDTH * HEIGHT; at++) pixels.fill(Math.round(grey((at % WIDTH) / WIDTH, Math.floor(at / WIDTH) / HEIGHT, frame / fps)), at * 4, at * 4 + 3);
    meter.add(pixels, WIDTH, HEIGHT);
  }
  return meter.area ?? -1;
}

const square = (time: number, hertz: number): boolean => (time * hertz) % 1 < 0.5;

describe("the meter", () => {
  test.each([
    ["black and white five times a second", (_x: number, _y: number, t: number) => (square(t, 5) ? 255 : 0), 1],
    ["a sine of six hertz", (_x: number, _y: number, t: number) => 127 + 127 * Math.sin(t * 6 * 2 * Math.PI), 1],
    ["black and white three times a second", (_x: number, _y: number, t: number) => (square(t, 3) ? 255 : 0), 0],
    ["a change of less than a tenth of the light", (_x: number, _y: number, t: number) => (square(t, 8) ? 60 : 0), 0],
    ["one between two bright greys", (_x: number, _y: number, t: number) => (square(t, 8) ? 255 : 233), 0],
    ["a ramp that only rises", (_x: number, _y: number, t: number) => t * 120, 0],
    ["a still picture", (x: number) => x * 255, 0],
    ["stripes of a pixel that change places", (x: number, _y: number, t: number) => (Math.round(x * WIDTH) % 2 === 0) === square(t, 8) ? 255 : 0, 0],
  ])("of %s", (_what, grey, area) => {
    expect(areaOf(grey)).toBe(area);
  });

  test("tells the share of the picture that flashes", () => {
    const part = (limit: number) => areaOf((x, _y, t) => (x < limit && square(t, 6) ? 255 : 0));
    expect(part(0.125)).toBeCloseTo(0.125, 2);
    expect(part(0.125)).toBeLessThan(LARGE_AREA);
    expect(part(0.5)).toBeCloseTo(0.5, 2);
  });

  test("knows nothing of a single picture", () => {
    const meter = new FlashMeter(24);
    meter.add(new Uint8Array(WIDTH * HEIGHT * 4), WIDTH, HEIGHT);
    expect(meter.area).toBeNull();
  });
});

describe("the renderer", () => {
  let renderer: Running;
  beforeAll(async () => {
    renderer = await Running.start({ RENDERER_CONCURRENCY: "1" });
  });
  afterAll(async () => {
    await renderer?.stop();
  });
  const film = { width: 128, height: 72, seconds: 2, fps: 24, types: ["webm"] };

  test("tells of a strobe, of one too quick for the film, and of one that a parameter sets off", async () => {
    const strobe = await renderer.drawn({ passes: main("fragColor = vec4(vec3(step(0.5, fract(iTime * 6.0))), 1.0);"), film });
    expect(strobe.facts).toMatchObject({ flashing: true, flash_area: 1 });
    // 24 flashes a second in 24 frames a second look still.
    const quick = await renderer.drawn({ passes: main("fragColor = vec4(vec3(0.5 + 0.5 * sin(iTime * 24.0 * 6.2831853)), 1.0);"), film });
    expect(quick.facts).toMatchObject({ flashing: true });
    const passes = [{ type: "image", code: "uniform float rate; // @range 0 20 = 0\nvoid mainImage(out vec4 c, in vec2 p) { c = vec4(vec3(step(0.5, fract(iTime * rate))), 1.0); }" }];
    expect((await renderer.drawn({ passes, film })).facts).toMatchObject({ flashing: false });
    expect((await renderer.drawn({ passes, parameters: { rate: 7 }, film })).facts).toMatchObject({ flashing: true });
  });

  test("lets a calm work be calm, and one that flashes in a corner", async () => {
    const calm = await renderer.drawn({ passes: main("fragColor = vec4(0.5 + 0.5 * cos(iTime + fragCoord.xyx / iResolution.xyx), 1.0);"), film });
    expect(calm.facts).toMatchObject({ flashing: false, flash_area: 0 });
    const corner = await renderer.drawn({ passes: main("vec2 uv = fragCoord / iResolution.xy; fragColor = vec4(vec3(uv.x < 0.3 && uv.y < 0.3 ? step(0.5, fract(iTime * 6.0)) : 0.2), 1.0);"), film });
    expect(corner.facts.flashing).toBe(false);
    expect(corner.facts.flash_area).toBeGreaterThan(0.05);
  });

  test("says nothing where no film was drawn", async () => {
    const still = await renderer.drawn({ passes: main("fragColor = vec4(vec3(step(0.5, fract(iTime * 6.0))), 1.0);"), poster: { width: 64, height: 36 } });
    expect(still.facts).toMatchObject({ flashing: null, flash_area: null });
  });
});
