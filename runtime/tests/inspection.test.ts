/** Inspection: what passes hold, as it is: in the image's place, under a pixel, in small, as numbers, and as heat. */
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

describe("heat", () => {
  const heatOf = (passes: string, pass: string, width = 4, height = 4) =>
    browser.page.evaluate(
      async (source, name, across, up) => {
        const player = Fractafrag.newPlayer(across, up);
        await player.load(Fractafrag.asPasses(eval(source) as PassSketch[]));
        player.step(3);
        const before = Fractafrag.pixel(player);
        let report: unknown = null;
        let inspector: ReturnType<typeof Fractafrag.createInspector> | null = null;
        const measured = await new Promise((resolve) => {
          inspector = Fractafrag.createInspector(player, {
            onMeasured: resolve,
            onHeat: (one) => {
              report = one;
              if (one.trouble !== null) resolve(null);
            },
          });
          inspector.show({ kind: "heat", pass: name });
        });
        await Fractafrag.frames(2);
        const [cold, hot] = [Fractafrag.pixel(player), Fractafrag.pixel(player, across - 1, up - 1)];
        const under = [...(inspector!.around(across - 1, 0, 1)?.values ?? [])][0];
        inspector!.show(null);
        return { report, measured, cold, hot, under, frame: player.frame, restored: Fractafrag.pixel(player).join() === before.join() };
      },
      passes,
      pass,
      width,
      height,
    );

  test("counts how often loops turn for each pixel, in all of a frame exactly", async () => {
    const seen = await heatOf(
      `[Fractafrag.image("void mainImage(out vec4 c, in vec2 p) { float s = 0.0; for (int i = 0; i < int(p.x) * 10; i++) s += 1.0; int n = 0; while (n < 2) n++; do { n--; } while (n > 0); c = vec4(s / 255.0); }")]`,
      "Image",
    );
    expect(seen.report).toEqual({ pass: "Image", loops: 3, uncounted: [], trouble: null });
    // Columns turn 0, 10, 20 and 30 times, and each pixel twice and twice more.
    expect(seen.measured).toEqual({ low: 4, high: 34, sum: 4 * (4 + 14 + 24 + 34), noNumbers: 0, endless: 0, texels: 16 });
    expect(seen.hot[0]).toBeGreaterThan((seen.cold[0] ?? 0) + 100);
    expect(seen).toMatchObject({ frame: 3, restored: true, under: 34 });
  });

  test("follows calls into Common, macros, breaks and early returns, and the frame's own uniforms", async () => {
    const seen = await heatOf(
      `[
        { type: "common", code: "#define REPEAT(n) for (int i = 0; i < n; i++)\\nfloat walk(float x) { for (int k = 0; k < 100; k++) { if (k == 7) break; x += 1.0; if (x > 1e9) return x; } return x; }" },
        Fractafrag.image("void mainImage(out vec4 c, in vec2 p) { float s = walk(p.x); REPEAT(iFrame) s += 1.0; c = vec4(s); }"),
      ]`,
      "Image",
    );
    expect(seen.report).toMatchObject({ loops: 2, trouble: null });
    // Eight turns begin in walk; iFrame is 2.
    expect(seen.measured).toMatchObject({ low: 10, high: 10, sum: 160 });
  });

  test("of a buffer is its own", async () => {
    const seen = await heatOf(
      `[
        { type: "buffer", name: "Buffer A", code: "void mainImage(out vec4 c, in vec2 p) { c = vec4(0); for (int i = 0; i < 5; i++) c += 0.1; }" },
        Fractafrag.image("void mainImage(out vec4 c, in vec2 p) { c = vec4(0); for (int i = 0; i < 50; i++) c += 0.1; }"),
      ]`,
      "Buffer A",
    );
    expect(seen.measured).toMatchObject({ low: 5, high: 5 });
  });

  test("names the loops that it could not count, and counts the others", async () => {
    const seen = await heatOf(
      `[Fractafrag.image("#define HEAD int i = 0; i < 3; i++\\nvoid mainImage(out vec4 c, in vec2 p) {\\n  c = vec4(0);\\n  for (HEAD) c += 0.1;\\n  for (int k = 0; k < 2; k++) c += 0.1;\\n}")]`,
      "Image",
    );
    expect(seen.report).toEqual({ pass: "Image", loops: 1, uncounted: [{ pass: "Image", line: 4 }], trouble: null });
    expect(seen.measured).toMatchObject({ low: 2, high: 2 });
  });

  test("of a cubemap is that of its six faces, unfolded, and of nothing beside them", async () => {
    const seen = await heatOf(
      `[
        { type: "cubemap", code: "void mainCubemap(out vec4 c, in vec2 p, in vec3 o, in vec3 d) { c = vec4(0); int n = d.x > max(abs(d.y), abs(d.z)) ? (p.x > 512.0 ? 9 : 5) : d.y > max(abs(d.x), abs(d.z)) ? 3 : 2; for (int i = 0; i < n; i++) c += 0.1; }" },
        { ...Fractafrag.image("void mainImage(out vec4 c, in vec2 p) { c = texture(iChannel0, vec3(1, 0, 0)); }"), inputs: [{ channel: 0, type: "cubemap", source: "Cube A" }] },
      ]`,
      "Cube A",
      8,
      6,
    );
    expect(seen.report).toEqual({ pass: "Cube A", loops: 1, uncounted: [], trouble: null });
    const face = 1024 ** 2;
    // +X turns 5 times on its left half and 9 times on its right one, +Y 3 times, the four others twice.
    expect(seen.measured).toEqual({ low: 2, high: 9, sum: face * (7 + 3 + 4 * 2), noNumbers: 0, endless: 0, texels: 6 * face });
    // The corners of the cross are no part of it.
    expect(seen).toMatchObject({ frame: 3, restored: true, under: 0 });
  });

  test("of a cubemap is found under the pixel where the lens shows its face", async () => {
    const turns = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(8, 6);
      await player.load(
        Fractafrag.asPasses([
          { type: "cubemap", code: "void mainCubemap(out vec4 c, in vec2 p, in vec3 o, in vec3 d) { c = vec4(0); vec3 a = abs(d); int n = a.x > max(a.y, a.z) ? (d.x > 0.0 ? 10 : 20) : a.y > a.z ? (d.y > 0.0 ? 30 : 40) : d.z > 0.0 ? 50 : 60; for (int i = 0; i < n; i++) c += 0.1; }" },
          Fractafrag.show("0.0, 1.0, 0.0, 1.0"),
        ]),
      );
      player.step();
      let inspector: ReturnType<typeof Fractafrag.createInspector> | null = null;
      await new Promise((resolve) => {
        inspector = Fractafrag.createInspector(player, { onMeasured: resolve });
        inspector.show({ kind: "heat", pass: "Cube A" });
      });
      const places: [number, number][] = [[5, 3], [1, 3], [3, 5], [3, 1], [3, 3], [7, 3], [1, 1]];
      return places.map(([x, y]) => inspector?.around(x, y, 1)?.values[0]);
    });
    expect(turns).toEqual([10, 20, 30, 40, 50, 60, 0]);
  });

  test("says honestly when there is nothing to count it by, and the picture stays", async () => {
    const common = await heatOf(`[{ type: "common", code: "float x;" }, Fractafrag.show("0.0, 1.0, 0.0, 1.0")]`, "Common");
    expect(common.report).toMatchObject({ trouble: "Common cannot be counted: it paints no picture." });
    expect(common.cold).toEqual([0, 255, 0, 255]);
    const refused = await heatOf(`[Fractafrag.image("int ff_turn = 1; void mainImage(out vec4 c, in vec2 p) { c = vec4(0, 1, 0, 1); while (ff_turn < 0) c += 1.0; }")]`, "Image");
    expect((refused.report as { trouble: string }).trouble).toMatch(/^Its loops could not be counted: /);
    expect(refused.cold).toEqual([0, 255, 0, 255]);
  });

  test("is counted anew when the work is another one", async () => {
    const loops = await browser.page.evaluate(async () => {
      const work = (turns: number) => Fractafrag.asPasses([Fractafrag.image(`void mainImage(out vec4 c, in vec2 p) { c = vec4(0); for (int i = 0; i < ${turns}; i++) c += 0.1; }`)]);
      const player = Fractafrag.newPlayer(4, 4);
      await player.load(work(3));
      player.step();
      const seen: number[] = [];
      let next: () => void = () => undefined;
      const inspector = Fractafrag.createInspector(player, { onMeasured: ({ high }) => (seen.push(high), next()) });
      const measured = () => new Promise<void>((resolve) => (next = resolve));
      const first = measured();
      inspector.show({ kind: "heat", pass: "Image" });
      await first;
      await player.load(work(9));
      // One more frame, and it stands: the last picture is summed up, however soon it came after the one before.
      player.step();
      for (let tries = 0; seen.at(-1) !== 9 && tries < 300; tries++) await Fractafrag.frames(2);
      const known = seen.length;
      await new Promise((resolve) => setTimeout(resolve, 700));
      return [seen.at(-1), seen.length - known];
    });
    expect(loops).toEqual([9, 0]);
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
