/** SHADERTOY.md section 5: what reaches the screen. */
import { expect, test } from "vitest";
import { freshPages } from "./page";

const browser = freshPages();

test("alpha is ignored: a picture with alpha 0 is opaque in the drawing buffer and over a coloured page", async () => {
  const pixel = await browser.page.evaluate(async () => {
    const player = Fractafrag.newPlayer(40, 40);
    document.body.style.cssText = "margin: 0; background: rgb(255, 0, 255)";
    player.canvas.style.cssText = "position: absolute; left: 0; top: 0";
    await player.load(Fractafrag.asPasses([Fractafrag.show("0.2, 0.4, 0.6, 0.0")]));
    player.step();
    return Fractafrag.pixel(player, 5, 5);
  });
  expect(pixel).toEqual([51, 102, 153, 255]);
  const picture = await browser.page.screenshot({ clip: { x: 0, y: 0, width: 40, height: 40 }, encoding: "base64" });
  const shown = await browser.page.evaluate(async (data) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const context = new OffscreenCanvas(40, 40).getContext("2d");
    context?.drawImage(bitmap, 0, 0);
    return [...(context?.getImageData(5, 5, 1, 1).data ?? [])];
  }, picture);
  expect(shown).toEqual([51, 102, 153, 255]);
});

test("alpha is ignored on a context with alpha, too", async () => {
  const pixel = await browser.page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    const gl = canvas.getContext("webgl2", { alpha: true, preserveDrawingBuffer: true });
    if (!gl) throw new Error("no WebGL2");
    const player = Object.assign(Fractafrag.createPlayer(canvas, { gl }), { canvas });
    await player.load(Fractafrag.asPasses([Fractafrag.show("0.2, 0.4, 0.6, 0.0")]));
    player.step();
    return Fractafrag.pixel(player, 5, 5);
  });
  expect(pixel).toEqual([51, 102, 153, 255]);
});

test("values are not converted to another colour space, only clamped", async () => {
  const pixels = await browser.page.evaluate(async () => {
    const player = Fractafrag.newPlayer(4, 1);
    await player.load(Fractafrag.asPasses([Fractafrag.image("void mainImage(out vec4 o, in vec2 p) { o = vec4(p.x / 8.0, 2.0, -1.0, 1.0); }")]));
    player.step();
    return [0, 1, 2, 3].map((x) => Fractafrag.pixel(player, x));
  });
  expect(pixels.map(([red]) => red)).toEqual([0.5, 1.5, 2.5, 3.5].map((x) => Math.round((x / 8) * 255)));
  expect(pixels.every(([, green, blue, alpha]) => green === 255 && blue === 0 && alpha === 255)).toBe(true);
});

test("fragCoord is at pixel centres with the origin at the bottom-left, and rows are read from the bottom", async () => {
  const pixels = await browser.page.evaluate(async () => {
    const player = Fractafrag.newPlayer(3, 2);
    await player.load(Fractafrag.asPasses([Fractafrag.image("void mainImage(out vec4 o, in vec2 p) { o = vec4(p * 10.0 / 255.0, 0, 1); }")]));
    player.step();
    return [...player.readPixels()];
  });
  const row = (y: number): number[] => [5, 15, 25].flatMap((x) => [x, y, 0, 255]);
  expect(pixels).toEqual([...row(5), ...row(15)]);
});

test("the drawing buffer is preserved: the canvas can be saved after the frame is over", async () => {
  const pixels = await browser.page.evaluate(async () => {
    const player = Fractafrag.newPlayer(2, 2);
    await player.load(Fractafrag.asPasses([Fractafrag.show("1.0, 0.0, 1.0, 1.0")]));
    player.step();
    await Fractafrag.frames(3);
    return { read: Fractafrag.pixel(player), attributes: player.canvas.getContext("webgl2")?.getContextAttributes() };
  });
  expect(pixels.read).toEqual([255, 0, 255, 255]);
  expect(pixels.attributes).toMatchObject({ alpha: false, depth: false, antialias: false, preserveDrawingBuffer: true });
});

test("a picture drawn twice at the same clock is the same, to the last byte", async () => {
  const same = await browser.page.evaluate(async () => {
    const code = `void mainImage(out vec4 o, in vec2 p) {
      vec4 old = texture(iChannel0, p / iResolution.xy + 0.01);
      o = fract(old * 0.9 + sin(vec4(p, p.yx) * 0.1 + iTime));
    }`;
    const self = { channel: 0, type: "buffer", source: "Buffer A", sampler: { filter: "linear", wrap: "repeat" } } as const;
    const passes = Fractafrag.asPasses([
      { type: "buffer", name: "Buffer A", code, inputs: [self] },
      Fractafrag.image("void mainImage(out vec4 o, in vec2 p) { o = texelFetch(iChannel0, ivec2(p), 0); }", [self]),
    ]);
    const film = async (): Promise<string> => {
      const player = Fractafrag.newPlayer(32, 18);
      await player.load(passes);
      for (let frame = 0; frame < 6; frame++) player.drawAt(Fractafrag.fixedClock(frame, 30));
      return player.readPixels().join();
    };
    const [one, two] = [await film(), await film()];
    return { same: one === two, varied: new Set(one.split(",")).size };
  });
  expect(same.same).toBe(true);
  expect(same.varied).toBeGreaterThan(30);
});
