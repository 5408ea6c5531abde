/** Heat: how often the loops of a pass turn, counted, shown and summed up. */
import { describe, expect, test } from "vitest";
import { freshPages } from "./page";
import type { PassSketch } from "./in-page";

const browser = freshPages();

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
