/** mainVR: rays leave the eye through the corners that they are given, and the flat picture stays as it was. */
import { expect, test } from "vitest";
import { freshPages } from "./page";

const browser = freshPages();

const SOURCE = `uniform float glow; // @range 0 1 = 0.5
void mainImage(out vec4 fragColor, in vec2 fragCoord) { fragColor = vec4(1, 0, 0, 1); }
void mainVR(out vec4 fragColor, in vec2 fragCoord, in vec3 ro, in vec3 rd) {
  fragColor = vec4(0.5 + 0.5 * rd.x, 0.5 + 0.5 * rd.y, glow + ro.z * 0.1, 1.0);
}`;

test("each pixel gets the ray through it, from the eye, beside the work's own parameters", async () => {
  const told = await browser.page.evaluate(async (source) => {
    const passes = Fractafrag.asPasses([Fractafrag.image(source)]);
    const player = Fractafrag.newPlayer(4, 4);
    const flat = await player.load(passes);
    player.step();
    const before = Fractafrag.pixel(player);
    const deep = await player.load(Fractafrag.vrPasses(Fractafrag.normalisePasses(passes)));
    const view = { eye: [0, 1.6, 2], bottomLeft: [-1, -1, -1], bottomRight: [1, -1, -1], topLeft: [-1, 1, -1] } as const;
    player.setParameters({ glow: 0.2, ...Fractafrag.vrValues(view) });
    player.drawAt(Fractafrag.fixedClock(0, 60));
    return { flat: flat.ok, deep: deep.errors, before, has: Fractafrag.hasVr(passes), pixels: [Fractafrag.pixel(player, 0, 0), Fractafrag.pixel(player, 3, 0), Fractafrag.pixel(player, 0, 3)] };
  }, SOURCE);
  expect(told.flat).toBe(true);
  expect(told.deep).toEqual([]);
  expect(told.has).toBe(true);
  expect(told.before).toEqual([255, 0, 0, 255]);
  const ray = (x: number, y: number): number[] => {
    const length = Math.hypot(x, y, 1);
    return [Math.round((0.5 + (0.5 * x) / length) * 255), Math.round((0.5 + (0.5 * y) / length) * 255), Math.round(0.4 * 255), 255];
  };
  for (const [pixel, wanted] of [[told.pixels[0], ray(-0.75, -0.75)], [told.pixels[1], ray(0.75, -0.75)], [told.pixels[2], ray(-0.75, 0.75)]] as const)
    pixel?.forEach((value, at) => expect(Math.abs(value - (wanted[at] ?? 0))).toBeLessThanOrEqual(1));
});

test("a source without mainVR has none, and does not compile as if it had", async () => {
  const told = await browser.page.evaluate(async () => {
    const passes = Fractafrag.normalisePasses(Fractafrag.asPasses([Fractafrag.show("1.0")]));
    const player = Fractafrag.newPlayer(2, 2);
    return { has: Fractafrag.hasVr(passes), ok: (await player.load(Fractafrag.vrPasses(passes))).ok };
  });
  expect(told).toEqual({ has: false, ok: false });
});
