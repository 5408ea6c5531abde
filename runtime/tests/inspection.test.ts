/** Inspection: what passes hold, as it is: in the image's place, under a pixel, in small, and as numbers. */
import { describe, expect, test } from "vitest";
import { freshPages } from "./page";
import type { PassSketch } from "./in-page";

const browser = freshPages();

/** Buffer A: red is x - 2, green 0.25, blue 4, alpha 0.5; one texel is no number and one is infinite. */
const NUMBERS = `[
  { type: "buffer", name: "Buffer A", code: "void mainImage(out vec4 c, in vec2 p) { c = vec4(p.x - 2.5, 0.25, 4.0, 0.5); if (ivec2(p) == ivec2(1, 1)) c.g = uintBitsToFloat(0x7fc00000u); if (ivec2(p) == ivec2(2, 1)) c.r = uintBitsToFloat(0xff800000u); }" },
  { ...Fractafrag.image("void mainImage(out vec4 c, in vec2 p) { c = vec4(p / iResolution.xy * 3.0 - 1.0, float(iFrame), 0.0); }"), inputs: [{ channel: 1, type: "buffer", source: "Buffer A" }, { channel: 2, type: "texture", source: "noise-grey-64" }] },
]`;

describe("a buffer in the image's place", () => {
  const seeing = (view: object, places: [number, number][]) =>
    browser.page.evaluate(
      async (passes, wanted, pixels) => {
        const player = Fractafrag.newPlayer(8, 8);
        await player.load(Fractafrag.asPasses(eval(passes) as PassSketch[]));
        player.step();
        let known: () => void = () => undefined;
        const measured = new Promise<void>((resolve) => (known = resolve));
        const inspector = Fractafrag.createInspector(player, { onMeasured: () => setTimeout(known) });
        inspector.show({ kind: "view", view: { look: { pass: "Buffer A" }, channels: "rgb", range: "raw", ...wanted } });
        // A range that is to be found is found when the GPU is so far.
        if ("range" in wanted && wanted.range === "auto") await measured;
        return { seen: pixels.map(([x, y]) => Fractafrag.pixel(player, x, y).slice(0, 3)), found: inspector.found, frame: player.frame };
      },
      NUMBERS,
      view,
      places,
    );

  test("is shown as the screen would show it, and no frame is painted for it", async () => {
    const { seen, found, frame } = await seeing({}, [[2, 4], [3, 4], [5, 4]]);
    expect(seen).toEqual([[0, 64, 255], [255, 64, 255], [255, 64, 255]]);
    expect(found).toBe(true);
    expect(frame).toBe(1);
  });

  test("is shown channel by channel", async () => {
    expect((await seeing({ channels: "g" }, [[5, 5]])).seen).toEqual([[64, 64, 64]]);
    expect((await seeing({ channels: "a" }, [[5, 5]])).seen).toEqual([[128, 128, 128]]);
  });

  test("from -1 to 1, what lies outside being striped", async () => {
    const { seen } = await seeing({ channels: "r", range: "signed" }, [[2, 4], [3, 4], [6, 3], [6, 6]]);
    expect(seen.slice(0, 2)).toEqual([[128, 128, 128], [255, 255, 255]]);
    // Of the two pixels with 4 one lies on a stripe.
    expect(seen.slice(2)).toContainEqual([255, 64, 26]);
    expect(seen.slice(2)).toContainEqual([255, 255, 255]);
  });

  test("from its smallest number to its largest, which are found", async () => {
    const { seen } = await seeing({ channels: "r", range: "auto" }, [[0, 5], [7, 5], [3, 5]]);
    expect(seen[0]).toEqual([0, 0, 0]);
    expect(seen[1]).toEqual([255, 255, 255]);
    expect(seen[2]?.[0]).toBe(Math.round((255 * 3) / 7));
  });

  test("with what is no number and what is infinite standing out", async () => {
    const { seen } = await seeing({}, [[1, 1], [2, 1]]);
    expect(seen).toEqual([[255, 0, 255], [0, 255, 255]]);
  });

  test("that is not there leaves the image and says so", async () => {
    const { seen, found } = await seeing({ look: { pass: "Buffer B" } }, [[7, 7]]);
    expect(found).toBe(false);
    expect(seen).toEqual([[255, 255, 0]]);
  });

  test("is gone when it is taken away, and the image stands as before", async () => {
    const seen = await browser.page.evaluate(async (passes) => {
      const player = Fractafrag.newPlayer(8, 8);
      await player.load(Fractafrag.asPasses(eval(passes) as PassSketch[]));
      player.step(2);
      const before = [...player.readPixels()];
      const inspector = Fractafrag.createInspector(player);
      inspector.show({ kind: "view", view: { look: { pass: "Buffer A" }, channels: "b", range: "raw" } });
      const between = [...player.readPixels()];
      inspector.show(null);
      const after = [...player.readPixels()];
      inspector.dispose();
      player.step();
      return { same: before.join() === after.join(), other: before.join() !== between.join(), frame: player.frame, blue: Fractafrag.pixel(player, 7, 7)[2] };
    }, NUMBERS);
    expect(seen).toEqual({ same: true, other: true, frame: 3, blue: 255 });
  });

  test("changes nothing of what the work does next", async () => {
    const pixels = await browser.page.evaluate(async () => {
      const passes = `[
        { type: "buffer", name: "Buffer A", code: "void mainImage(out vec4 c, in vec2 p) { c = texelFetch(iChannel0, ivec2(p), 0) + 0.0625; }", inputs: [{ channel: 0, type: "buffer", source: "Buffer A" }] },
        { ...Fractafrag.show("texelFetch(iChannel0, ivec2(0), 0).rgb, 1.0"), inputs: [{ channel: 0, type: "buffer", source: "Buffer A" }] },
      ]`;
      const run = async (look: boolean): Promise<number[]> => {
        const player = Fractafrag.newPlayer(4, 4);
        await player.load(Fractafrag.asPasses(eval(passes) as PassSketch[]));
        const inspector = Fractafrag.createInspector(player);
        for (let frame = 0; frame < 4; frame++) {
          if (look) {
            inspector.show({ kind: "view", view: { look: { pass: "Image", channel: 0 }, channels: "rgb", range: "auto" } });
            inspector.around(1, 1, 9);
            await inspector.thumbnails([{ pass: "Buffer A" }], 16, 9);
            inspector.uniforms("Image");
          }
          player.step();
        }
        inspector.dispose();
        return Fractafrag.pixel(player);
      };
      return [await run(false), await run(true)];
    });
    expect(pixels[1]).toEqual(pixels[0]);
    expect(pixels[0]).toEqual([64, 64, 64, 255]);
  });
});

describe("the numbers under a pixel", () => {
  test("are those of the buffer, all four, unclamped", async () => {
    const seen = await browser.page.evaluate(async (passes) => {
      const player = Fractafrag.newPlayer(8, 8);
      await player.load(Fractafrag.asPasses(eval(passes) as PassSketch[]));
      player.step();
      const inspector = Fractafrag.createInspector(player);
      inspector.show({ kind: "view", view: { look: { pass: "Buffer A" }, channels: "rgb", range: "raw" } });
      const texels = inspector.around(5.7, 3.2, 3);
      const corner = inspector.around(0, 0, 3);
      // On its way out of the page NaN would become null.
      return { ...texels, values: [...(texels?.values ?? [])], corner: [...(corner?.values ?? [])].map((value) => (Number.isNaN(value) ? "none" : value)), beside: inspector.around(9, 1, 3) };
    }, NUMBERS);
    expect(seen).toMatchObject({ x: 5, y: 3, width: 8, height: 8, side: 3, exact: true, beside: null });
    const row = [2, 0.25, 4, 0.5, 3, 0.25, 4, 0.5, 4, 0.25, 4, 0.5];
    expect(seen.values).toEqual([...row, ...row, ...row]);
    // What lies beside the picture is 0, and what is no number stays none.
    expect(seen.corner.slice(0, 16)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(seen.corner.slice(16, 20)).toEqual([-2, 0.25, 4, 0.5]);
    expect(seen.corner.slice(32, 36)).toEqual([-1, "none", 4, 0.5]);
  });

  test("are the image's before it is cut to what a screen can show, while it is picked from", async () => {
    const seen = await browser.page.evaluate(async (passes) => {
      const player = Fractafrag.newPlayer(8, 4);
      await player.load(Fractafrag.asPasses(eval(passes) as PassSketch[]));
      player.step(3);
      const inspector = Fractafrag.createInspector(player);
      const before = inspector.around(7, 0, 1);
      inspector.setPicking(true);
      const texels = inspector.around(7, 0, 1);
      const others = inspector.at([{ pass: "Buffer A" }, { pass: "Buffer C" }, { pass: "Image", channel: 2 }], 7, 0);
      return { before, frame: player.frame, values: [...(texels?.values ?? [])], others: others.map(({ look, values, width, x }) => ({ look, width, x, values: [...values] })) };
    }, NUMBERS);
    expect(seen.before).toBeNull();
    expect(seen.frame).toBe(3);
    expect(seen.values.map((value) => Math.round(value * 1000) / 1000)).toEqual([1.813, -0.625, 2, 1]);
    expect(seen.others[0]).toEqual({ look: { pass: "Buffer A" }, width: 8, x: 7, values: [5, 0.25, 4, 0.5] });
    // A square texture stands in the middle of the canvas: a pixel at its edge shows nothing of it.
    expect(seen.others).toHaveLength(1);
  });

  test("are those of what a channel reads, at the place where it is shown", async () => {
    const seen = await browser.page.evaluate(async (passes) => {
      const player = Fractafrag.newPlayer(64, 64);
      await player.load(Fractafrag.asPasses(eval(passes) as PassSketch[]));
      player.step();
      const inspector = Fractafrag.createInspector(player);
      inspector.show({ kind: "view", view: { look: { pass: "Image", channel: 2 }, channels: "rgb", range: "raw" } });
      const texels = inspector.around(20, 30, 1);
      const made = Fractafrag.noisePixels("noise-grey-64");
      return { x: texels?.x, y: texels?.y, red: texels?.values[0], made: made?.data[30 * 64 + 20], shown: Fractafrag.pixel(player, 20, 30)[0] };
    }, NUMBERS);
    expect([seen.x, seen.y]).toEqual([20, 30]);
    expect(Math.round((seen.red ?? 0) * 255)).toBe(seen.made);
  });

  test("of a cube lie on its faces, unfolded to a cross", async () => {
    const seen = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(32, 24, { cubeSide: 8 });
      await player.load(
        Fractafrag.asPasses([
          { type: "cubemap", name: "Cube A", code: "void mainCubemap(out vec4 c, in vec2 p, in vec3 o, in vec3 d) { c = vec4(d, 1.0); }" },
          Fractafrag.show("0.0, 0.0, 0.0, 1.0"),
        ]),
      );
      player.step();
      const inspector = Fractafrag.createInspector(player);
      inspector.show({ kind: "view", view: { look: { pass: "Cube A" }, channels: "rgb", range: "signed" } });
      // The middles of -X, +Z, +X, -Z, +Y, -Y, and a corner in which there is nothing.
      const places: [number, number][] = [[4, 12], [12, 12], [20, 12], [28, 12], [12, 20], [12, 4], [2, 2]];
      // Walking up from the middle of +Z leads to +Y, walking right to +X.
      const walk: [number, number][] = [[12, 15], [15, 12]];
      return [...places, ...walk].map(([x, y]) => [...(inspector.around(x, y, 1)?.values ?? [])].map((value) => Math.round(value * 10) / 10));
    });
    const axis = (place: number[] | undefined) => place?.slice(0, 3).map((value) => (Math.abs(value) > 0.9 ? Math.sign(value) : 0));
    expect(seen.slice(0, 6).map(axis)).toEqual([[-1, 0, 0], [0, 0, 1], [1, 0, 0], [0, 0, -1], [0, 1, 0], [0, -1, 0]]);
    expect(seen[6]).toEqual([0, 0, 0, 0]);
    expect(seen[7]?.[1]).toBeGreaterThan(0.5);
    expect(seen[8]?.[0]).toBeGreaterThan(0.5);
  });
});

test("a picture is summed up: its ends, and how much of it is no number or infinite", async () => {
  const seen = await browser.page.evaluate(async (passes) => {
    const player = Fractafrag.newPlayer(8, 8);
    await player.load(Fractafrag.asPasses(eval(passes) as PassSketch[]));
    player.step();
    return new Promise((resolve) => {
      const inspector = Fractafrag.createInspector(player, { onMeasured: resolve });
      inspector.setMeasuring(true);
      inspector.show({ kind: "view", view: { look: { pass: "Buffer A" }, channels: "rgb", range: "raw" } });
    });
  }, NUMBERS);
  // Red is -2…5, eight times, but for one that is endless.
  expect(seen).toEqual({ low: -2, high: 5, sum: 8 * 12, noNumbers: 1, endless: 1, texels: 64 });
});

test("what passes write is to be had in small, the image from the canvas", async () => {
  const seen = await browser.page.evaluate(async () => {
    const player = Fractafrag.newPlayer(32, 18);
    await player.load(
      Fractafrag.asPasses([
        { type: "buffer", name: "Buffer A", code: "void mainImage(out vec4 c, in vec2 p) { c = p.y > 9.0 ? vec4(1, 0, 0, 1) : vec4(0, 0, 9, 1); }" },
        Fractafrag.show("0.0, 1.0, 0.0, 1.0"),
      ]),
    );
    player.step();
    const inspector = Fractafrag.createInspector(player);
    const first = inspector.thumbnails([{ pass: "Buffer A" }, { pass: "Image" }, { pass: "Buffer D" }], 16, 9);
    const busy = await inspector.thumbnails([{ pass: "Image" }], 16, 9);
    const pictures = await first;
    return { busy, pictures: pictures?.map((one) => one && { length: one.length, top: [...one.slice(0, 4)], bottom: [...one.slice(-4)] }), frame: player.frame };
  });
  expect(seen).toEqual({
    busy: null,
    frame: 1,
    pictures: [
      { length: 16 * 9 * 4, top: [255, 0, 0, 255], bottom: [0, 0, 255, 255] },
      { length: 16 * 9 * 4, top: [0, 255, 0, 255], bottom: [0, 255, 0, 255] },
      null,
    ],
  });
});

test("uniforms are told as the last frame was told them, parameters with them", async () => {
  const seen = await browser.page.evaluate(async () => {
    const player = Fractafrag.newPlayer(6, 4);
    await player.load(
      Fractafrag.asPasses([
        Fractafrag.image("uniform float speed; // @range 0 2 = 1\nvoid mainImage(out vec4 c, in vec2 p) { c = vec4(speed); }", [{ channel: 0, type: "keyboard", source: "keyboard" }]),
        { type: "sound", code: "vec2 mainSound(int s, float t) { return vec2(0); }" },
      ]),
    );
    const inspector = Fractafrag.createInspector(player);
    const before = inspector.uniforms("Image");
    player.setParameters({ speed: 1.5 });
    player.pointer({ type: "down", x: 2, y: 3 });
    player.step(3);
    const told = Object.fromEntries(inspector.uniforms("Image").map(({ name, values }) => [name, values]));
    return { before, told, sound: inspector.uniforms("Sound").map(({ name }) => name), common: inspector.uniforms("Common").length > 5 };
  });
  expect(seen.before).toEqual([]);
  expect(seen.told).toMatchObject({
    iResolution: [6, 4, 1],
    iTime: [2 / 60],
    iFrame: [2],
    iTimeDelta: [1 / 60],
    iMouse: [2, 3, 2, -3],
    iSampleRate: [44100],
    iChannelResolution: [256, 3, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    iChannelTime: [0, 0, 0, 0],
    speed: [1.5],
  });
  expect(seen.sound).toContain("iTimeOffset");
  expect(seen.sound).not.toContain("iTime");
  expect(seen.common).toBe(true);
});
