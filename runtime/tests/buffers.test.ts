/** SHADERTOY.md section 4: buffers that feed on themselves and on each other. */
import { describe, expect, test } from "vitest";
import { freshPages } from "./page";

const browser = freshPages();

/** GLSL that puts one number into all of a buffer, from what its channel 0 holds. */
const FROM_CHANNEL_0 = "void mainImage(out vec4 o, in vec2 p) { o = texelFetch(iChannel0, ivec2(p), 0) + 1.0; }";
const FRAME_PLUS_1 = "void mainImage(out vec4 o, in vec2 p) { o = vec4(iFrame + 1); }";

describe("which frame a buffer sees", () => {
  test("itself: the previous one", async () => {
    const told = await browser.page.evaluate(async (code) => {
      const player = Fractafrag.newPlayer(4, 1);
      const self = [{ channel: 0, type: "buffer", source: "Buffer A" }] as const;
      await player.load(
        Fractafrag.asPasses([
          { type: "buffer", name: "Buffer A", code, inputs: [...self] },
          Fractafrag.tell(["texelFetch(iChannel0, ivec2(0), 0).x"], [...self]),
        ]),
      );
      return [1, 2, 3].map(() => {
        player.step();
        return Fractafrag.numbers(player, 1)[0];
      });
    }, FROM_CHANNEL_0);
    expect(told).toEqual([1, 2, 3]);
  });

  /** The frame numbers that two buffers, painted in the order `first`, `second`, see of each other in frames 0, 1, 2. */
  const lag = (first: string, second: string) =>
    browser.page.evaluate(
      async (one, two) => {
        const player = Fractafrag.newPlayer(4, 2);
        // x: which frame this buffer was painted in (from 1); y: what it read of the other's x.
        const code = "void mainImage(out vec4 o, in vec2 p) { o = vec4(iFrame + 1, texelFetch(iChannel1, ivec2(p), 0).x, 0, 0); }";
        const reads = (source: string) => [{ channel: 1 as const, type: "buffer" as const, source }];
        await player.load(
          Fractafrag.asPasses([
            Fractafrag.tell(
              ["texelFetch(iChannel0, ivec2(0), 0).y", "texelFetch(iChannel1, ivec2(0), 0).y"],
              [{ channel: 0, type: "buffer", source: "Buffer A" }, ...reads("Buffer B")],
            ),
            { type: "buffer", name: one, code, inputs: reads(two) },
            { type: "buffer", name: two, code, inputs: reads(one) },
          ]),
        );
        return [0, 1, 2].map(() => {
          player.step();
          return Fractafrag.numbers(player, 2);
        });
      },
      first,
      second,
    );

  test("A before B: A sees B's previous frame, B sees A's present one", async () => {
    expect(await lag("Buffer A", "Buffer B")).toEqual([[0, 1], [1, 2], [2, 3]]);
  });
  test("B before A in the list: they are painted in that order, not sorted by name", async () => {
    expect(await lag("Buffer B", "Buffer A")).toEqual([[1, 0], [2, 1], [3, 2]]);
  });
  test("the image, though first in the list, sees this frame of every buffer", async () => {
    const told = await browser.page.evaluate(async (code) => {
      const player = Fractafrag.newPlayer(4, 1);
      const image = Fractafrag.tell(["texelFetch(iChannel3, ivec2(0), 0).x"], [{ channel: 3, type: "buffer", source: "Buffer D" }]);
      await player.load(Fractafrag.asPasses([image, { type: "buffer", name: "Buffer D", code }]));
      player.drawAt(Fractafrag.at(41));
      return Fractafrag.numbers(player, 1);
    }, FRAME_PLUS_1);
    expect(told).toEqual([42]);
  });
  test("four buffers and Common work together", async () => {
    const told = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(4, 1);
      const code = "void mainImage(out vec4 o, in vec2 p) { o = grow(texelFetch(iChannel0, ivec2(p), 0)); }";
      const letters = ["A", "B", "C", "D"];
      const report = await player.load(
        Fractafrag.asPasses([
          { type: "common", code: "vec4 grow(vec4 v) { return v * 10.0 + 1.0; }" },
          ...letters.map((letter, index) => ({
            type: "buffer" as const,
            name: `Buffer ${letter}`,
            code,
            inputs: index > 0 ? [{ channel: 0 as const, type: "buffer" as const, source: `Buffer ${letters[index - 1]}` }] : [],
          })),
          Fractafrag.tell(["texelFetch(iChannel0, ivec2(0), 0).x"], [{ channel: 0, type: "buffer", source: "Buffer D" }]),
        ]),
      );
      player.step();
      return { report, told: Fractafrag.numbers(player, 1) };
    });
    expect(told.report.errors).toEqual([]);
    expect(told.told).toEqual([1111]);
  });
});

describe("what a buffer holds", () => {
  test("all four channels as 32-bit floats: above 1, below 0, alpha, and tiny differences", async () => {
    const told = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(4, 4);
      const code = "void mainImage(out vec4 o, in vec2 p) { o = vec4(1234567.0, -2.5, 1.0000001, -0.25); }";
      const source = { channel: 0, type: "buffer", source: "Buffer A" } as const;
      const read = ["x", "y", "z", "w"].map((part) => `texelFetch(iChannel0, ivec2(0), 0).${part}`);
      await player.load(Fractafrag.asPasses([{ type: "buffer", name: "Buffer A", code }, Fractafrag.tell(read, [source])]));
      player.step(2);
      return Fractafrag.numbers(player, 4);
    });
    expect(told).toEqual([1234567, -2.5, Math.fround(1.0000001), -0.25]);
  });

  test("0 in both halves after a load, at frame 0 and after a reset, mipmaps included", async () => {
    const told = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(4, 2);
      const self = { channel: 0, type: "buffer", source: "Buffer A", sampler: { filter: "mipmap" } } as const;
      // It keeps what it read of its own smallest mipmap: 0 in frame 0 only if that level was cleared.
      const code = "void mainImage(out vec4 o, in vec2 p) { o = vec4(textureLod(iChannel0, vec2(0.5), 9.0).x + 1.0); }";
      const read = ["texelFetch(iChannel0, ivec2(0), 0).x", "iFrame"];
      await player.load(Fractafrag.asPasses([{ type: "buffer", name: "Buffer A", code, inputs: [self] }, Fractafrag.tell(read, [self])]));
      const told: number[][] = [];
      const after = (paint: () => void): void => {
        paint();
        told.push(Fractafrag.numbers(player, 2));
      };
      after(() => player.step(1));
      after(() => player.step(2));
      player.reset();
      after(() => player.step(1));
      after(() => player.step(1));
      after(() => player.drawAt(Fractafrag.at(0)));
      after(() => player.drawAt(Fractafrag.at(1)));
      return told;
    });
    expect(told).toEqual([[1, 0], [3, 2], [1, 0], [2, 1], [1, 0], [2, 1]]);
  });

  test("the overlapping bottom-left, texel by texel and in both halves, after the canvas changed its size", async () => {
    const told = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(6, 5);
      const self = { channel: 0, type: "buffer", source: "Buffer A" } as const;
      // Frame 0 and 1 write a pattern that tells texel and frame; afterwards each frame shows the half before the last.
      const code = `void mainImage(out vec4 o, in vec2 p) {
        vec4 old = texelFetch(iChannel0, ivec2(p), 0);
        o = iFrame < 2 ? vec4(floor(p), float(iFrame + 1), old.z) : old;
      }`;
      const cell = (x: number, y: number): string[] => ["x", "y", "z", "w"].map((part) => `texelFetch(iChannel0, ivec2(${x}, ${y}), 0).${part}`);
      const load = async (read: string[]): Promise<void> => {
        await player.load(Fractafrag.asPasses([{ type: "buffer", name: "Buffer A", code, inputs: [self] }, Fractafrag.tell(read, [self])]));
      };
      await load([...cell(0, 0), ...cell(3, 2)]);
      player.step(2);
      player.resize(8, 9);
      await load([...cell(3, 2), ...cell(7, 1)]);
      player.step();
      const grown = Fractafrag.numbers(player, 8);
      player.resize(5, 8);
      player.step();
      return { grown, shrunk: Fractafrag.numbers(player, 8) };
    });
    expect(told.grown).toEqual([3, 2, 2, 1, 0, 0, 0, 0]);
    expect(told.shrunk.slice(0, 4)).toEqual([3, 2, 2, 1]);
  });

  test("in the half that is written next, too, what was there: a discarded texel shows the half before the last", async () => {
    const told = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(4, 1);
      const self = { channel: 0, type: "buffer", source: "Buffer A" } as const;
      const code = "void mainImage(out vec4 o, in vec2 p) { if (iFrame == 0 || iFrame > 2) discard; o = vec4(iFrame); }";
      await player.load(
        Fractafrag.asPasses([{ type: "buffer", name: "Buffer A", code }, Fractafrag.tell(["texelFetch(iChannel0, ivec2(0), 0).x"], [self])]),
      );
      const frame = (): number | undefined => {
        player.step();
        return Fractafrag.numbers(player, 1)[0];
      };
      const seen = [frame(), frame(), frame()];
      player.resize(5, 2);
      seen.push(frame(), frame());
      player.reset();
      return [...seen, frame()];
    });
    // Frames 1 and 2 wrote 1 and 2; each later one shows the other half; the reset cleared both.
    expect(told).toEqual([0, 1, 2, 1, 2, 0]);
  });

  test("what another work left under the same name only until the reset that begins a new work", async () => {
    const told = await browser.page.evaluate(async (code) => {
      const player = Fractafrag.newPlayer(4, 1);
      const self = { channel: 0, type: "buffer", source: "Buffer A" } as const;
      const work = (body: string) =>
        Fractafrag.asPasses([{ type: "buffer", name: "Buffer A", code: body, inputs: [self] }, Fractafrag.tell(["texelFetch(iChannel0, ivec2(0), 0).x"], [self])]);
      await player.load(work(code));
      player.step(5);
      await player.load(work(code.replace("1.0", "0.5")));
      player.step();
      const kept = Fractafrag.numbers(player, 1);
      player.reset();
      player.step();
      return [kept, Fractafrag.numbers(player, 1)];
    }, FROM_CHANNEL_0);
    expect(told).toEqual([[5.5], [0.5]]);
  });
});

describe("how a buffer is read", () => {
  test("each channel by its own filter and wrap, even two of the same buffer", async () => {
    const told = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(4, 6);
      const code = "void mainImage(out vec4 o, in vec2 p) { o = vec4(floor(p.x)); }";
      const from = (channel: 0 | 1 | 2 | 3, sampler: object) => ({ channel, type: "buffer" as const, source: "Buffer A", sampler });
      // A row holds 0 1 2 3. Between texel 1 and 2, and beyond the right edge.
      const read = ["texture(iChannel0, vec2(0.5, 0.5)).x", "texture(iChannel1, vec2(0.5, 0.5)).x"];
      const edge = ["texture(iChannel0, vec2(1.125, 0.5)).x", "texture(iChannel2, vec2(1.125, 0.5)).x"];
      const mips = ["textureLod(iChannel3, vec2(0.5), 9.0).x", "textureLod(iChannel0, vec2(0.1, 0.5), 9.0).x"];
      await player.load(
        Fractafrag.asPasses([
          { type: "buffer", name: "Buffer A", code },
          Fractafrag.tell(
            [...read, ...edge, ...mips],
            [
              from(0, { filter: "nearest", wrap: "clamp" }),
              from(1, { filter: "linear", wrap: "clamp" }),
              from(2, { filter: "nearest", wrap: "repeat" }),
              from(3, { filter: "mipmap", wrap: "clamp" }),
            ],
          ),
        ]),
      );
      player.step();
      return Fractafrag.numbers(player, 6);
    });
    expect([1, 2]).toContain(told[0]);
    expect(told.slice(1)).toEqual([1.5, 3, 0, 1.5, 0]);
  });

  test("by default nearest and clamped", async () => {
    const told = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(4, 2);
      const code = "void mainImage(out vec4 o, in vec2 p) { o = vec4(floor(p.x)); }";
      const read = ["texture(iChannel0, vec2(0.4, 0.5)).x", "texture(iChannel0, vec2(1.2, 0.5)).x"];
      await player.load(
        Fractafrag.asPasses([{ type: "buffer", code }, Fractafrag.tell(read, [{ channel: 0, type: "buffer", source: "Buffer A" }])]),
      );
      player.step();
      return Fractafrag.numbers(player, 2);
    });
    expect(told).toEqual([1, 3]);
  });

  test("mipmaps follow each frame, also for a buffer that reads its own", async () => {
    const told = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(4, 3);
      const self = { channel: 0, type: "buffer", source: "Buffer A", sampler: { filter: "mipmap" } } as const;
      const code = "void mainImage(out vec4 o, in vec2 p) { o = vec4(textureLod(iChannel0, vec2(0.5), 9.0).x + floor(p.x) + 1.0); }";
      await player.load(
        Fractafrag.asPasses([{ type: "buffer", name: "Buffer A", code, inputs: [self] }, Fractafrag.tell(["textureLod(iChannel0, vec2(0.5), 9.0).x"], [self])]),
      );
      return [0, 1, 2].map(() => {
        player.step();
        return Fractafrag.numbers(player, 1)[0];
      });
    });
    expect(told).toEqual([2.5, 5, 7.5]);
  });
});

describe("on a device that can do less", () => {
  /** What a buffer keeps of 0.1 and of 3.0, and how it is filtered, where these extensions are missing. */
  const lesser = (missing: string[]) =>
    browser.page.evaluate(async (names) => {
      const canvas = document.createElement("canvas");
      canvas.width = 4;
      canvas.height = 4;
      const gl = canvas.getContext("webgl2");
      if (!gl) throw new Error("no WebGL2");
      const real = gl.getExtension.bind(gl) as (name: string) => unknown;
      Object.assign(gl, { getExtension: (name: string) => (names.includes(name) ? null : real(name)) });
      const player = Object.assign(Fractafrag.createPlayer(canvas, { gl }), { canvas });
      const code = "void mainImage(out vec4 o, in vec2 p) { o = vec4(0.1, 3.0, floor(p.x) / 4.0, 1.0); }";
      const read = ["texelFetch(iChannel0, ivec2(0), 0).x", "texelFetch(iChannel0, ivec2(0), 0).y", "texture(iChannel1, vec2(0.5)).z"];
      const from = (channel: 0 | 1, filter: "nearest" | "linear") => ({ channel, type: "buffer" as const, source: "Buffer A", sampler: { filter } });
      const report = await player.load(
        Fractafrag.asPasses([{ type: "buffer", name: "Buffer A", code }, Fractafrag.tell(read, [from(0, "nearest"), from(1, "linear")])]),
      );
      player.step();
      return { ok: report.ok, told: Fractafrag.numbers(player, 3), glError: gl.getError() };
    }, missing);
  const HALF_TENTH = 0.0999755859375;

  test("without linear filtering of 32-bit floats a filtered buffer has 16-bit ones, still filtered", async () => {
    expect(await lesser(["OES_texture_float_linear"])).toEqual({ ok: true, told: [HALF_TENTH, 3, 0.375], glError: 0 });
  });
  test("without 32-bit targets buffers have 16-bit floats", async () => {
    expect(await lesser(["EXT_color_buffer_float"])).toEqual({ ok: true, told: [HALF_TENTH, 3, 0.375], glError: 0 });
  });
  test("without any float target buffers have bytes, and the work still runs", async () => {
    const { ok, told, glError } = await lesser(["EXT_color_buffer_float", "EXT_color_buffer_half_float"]);
    expect([ok, glError, told[1]]).toEqual([true, 0, 1]);
    expect(told[0]).toBeCloseTo(0.1, 2);
  });
  test("without parallel compiling a load still ends, with the same errors", async () => {
    expect((await lesser(["KHR_parallel_shader_compile"])).ok).toBe(true);
  });
});
