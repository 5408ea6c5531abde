/** How a player finds its size: tiny and unseen at first, as large as frames stay quick, and never beyond what is allowed. */
import { expect, test } from "vitest";
import { freshPages } from "./page";
import { image } from "./in-page";

const browser = freshPages();

const LIGHT = image("void mainImage(out vec4 o, in vec2 p) { o = vec4(iFrame == 0, iTime == 0.0, 1, 1); }");
// Some fifty milliseconds for the 320×180 of a software GPU, and ever more above.
const HEAVY = image("void mainImage(out vec4 o, in vec2 p) { float s = 0.0; for (int i = 0; i < 3000; i++) s += sin(float(i) * p.x + s); o = vec4(s, 0, 0, 1); }");

test("the first frame is tiny and unseen; what is shown begins at frame 0 and is no larger than it may be", async () => {
  const seen = await browser.page.evaluate(async (passes) => {
    const sizes: number[][] = [];
    const player = Fractafrag.newPlayer(320, 180, { onFrame: () => void sizes.push([player.canvas.width, player.canvas.height]) });
    const gl = player.canvas.getContext("webgl2");
    if (!gl) throw new Error("no WebGL2");
    const told: number[][] = [];
    const fitting = new Fractafrag.Fitting(player, gl, { size: (width, height) => void told.push([width, height]) });
    fitting.allow(320, 180);
    await player.load(Fractafrag.asPasses([passes]));
    const felt = await fitting.begin(false);
    player.step();
    return { felt, first: sizes[0], last: sizes.at(-1) ?? [], told: told.at(-1), pixel: Fractafrag.pixel(player) };
  }, LIGHT);
  expect(seen).toMatchObject({ felt: "done", first: [32, 18], told: seen.last, pixel: [255, 255, 255, 255] });
  // How large it became is the machine's affair; the shape and the most are not.
  expect(seen.last[0]).toBeLessThanOrEqual(320);
  expect(seen.last[0]).toBeGreaterThanOrEqual(32);
});

test("what is heavy gets fewer pixels than it may have, in the same shape; asked for exactly, it gets them", async () => {
  const seen = await browser.page.evaluate(async (passes) => {
    const player = Fractafrag.newPlayer(16, 9);
    const gl = player.canvas.getContext("webgl2");
    if (!gl) throw new Error("no WebGL2");
    const fitting = new Fractafrag.Fitting(player, gl);
    fitting.allow(3200, 1800);
    await player.load(Fractafrag.asPasses([passes]));
    await fitting.begin(false);
    player.step();
    const { width, height } = player.canvas;
    fitting.allow(64, 36, true);
    player.step();
    return { width, height, exact: [player.canvas.width, player.canvas.height] };
  }, HEAVY);
  expect(seen.width).toBeLessThan(3200);
  expect(seen.width).toBeGreaterThan(16);
  expect(Math.abs(seen.width / seen.height - 16 / 9)).toBeLessThan(0.2);
  expect(seen.exact).toEqual([64, 36]);
}, 60_000);

test("a player that moved goes on moving, and another beginning makes an earlier one void", async () => {
  const seen = await browser.page.evaluate(async (passes) => {
    const player = Fractafrag.newPlayer(64, 36);
    const gl = player.canvas.getContext("webgl2");
    if (!gl) throw new Error("no WebGL2");
    const fitting = new Fractafrag.Fitting(player, gl);
    fitting.allow(64, 36);
    await player.load(Fractafrag.asPasses([passes]));
    player.play();
    const [first, second] = await Promise.all([fitting.begin(false), fitting.begin(false)]);
    fitting.stop();
    return [first, second, player.contextLost];
  }, LIGHT);
  expect(seen).toEqual(["superseded", "done", false]);
});
