/** The player: loading, playing, pausing, and losing the context. */
import { describe, expect, test } from "vitest";
import { freshPages } from "./page";

const browser = freshPages(/CONTEXT_LOST_WEBGL|context lost/i);

describe("a load", () => {
  test("that fails keeps the last good program running, time and all", async () => {
    const seen = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(2, 2);
      await player.load(Fractafrag.asPasses([Fractafrag.show("0.0, 1.0, 0.0, 1.0")]));
      player.step(3);
      const bad = await player.load(Fractafrag.asPasses([Fractafrag.show("wrong")]));
      const none = await player.load([]);
      player.step();
      return { bad: bad.ok, none, pixel: Fractafrag.pixel(player), frame: player.frame };
    });
    expect(seen).toMatchObject({ bad: false, pixel: [0, 255, 0, 255], frame: 4 });
    expect(seen.none).toMatchObject({ ok: false, errors: [{ pass: "Image", message: "there is no Image pass" }] });
  });

  test("that is overtaken by a later one ends void and changes nothing", async () => {
    const seen = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(2, 2);
      const first = player.load(Fractafrag.asPasses([Fractafrag.show("1.0, 0.0, 0.0, 1.0")]));
      const second = player.load(Fractafrag.asPasses([Fractafrag.show("0.0, 0.0, 1.0, 1.0")]));
      const reports = await Promise.all([first, second]);
      player.step();
      return { reports: reports.map(({ ok, errors, superseded }) => ({ ok, errors, superseded })), pixel: Fractafrag.pixel(player) };
    });
    expect(seen.reports[0]).toEqual({ ok: false, errors: [], superseded: true });
    expect(seen.reports[1]?.ok).toBe(true);
    expect(seen.pixel).toEqual([0, 0, 255, 255]);
  });

  test("never blocks the page, not even for a shader whose first draw takes long", async () => {
    const seen = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(640, 360);
      const code = `void mainImage(out vec4 o, in vec2 p) {
        float x = p.x;
        for (int i = 0; i < 400000 + iFrame; i++) x = sin(x + float(i)) * 1.7;
        o = vec4(x);
      }`;
      let [longest, last, done] = [0, performance.now(), false];
      const loading = player.load(Fractafrag.asPasses([Fractafrag.image(code)])).finally(() => (done = true));
      while (!done) {
        await new Promise((resolve) => setTimeout(resolve));
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
      }
      return { longest, report: await loading };
    });
    expect(seen.report.ok).toBe(true);
    // Heavy enough that the test means something: the draw on the small picture alone is longer than any gap may be.
    expect(seen.report.compileMs).toBeGreaterThan(300);
    expect(seen.longest).toBeLessThan(200);
  });

  test("of which only one pass changed compiles only that pass", async () => {
    const compiled = await browser.page.evaluate(async () => {
      let compiled = 0;
      const prototype = WebGL2RenderingContext.prototype;
      const real: unknown = Reflect.get(prototype, "compileShader");
      prototype.compileShader = function (shader) {
        compiled++;
        (real as typeof this.compileShader).call(this, shader);
      };
      const buffer = { type: "buffer" as const, name: "Buffer A", code: "void mainImage(out vec4 o, in vec2 p) { o = vec4(1.0); }" };
      const player = Fractafrag.newPlayer(2, 2);
      const seen: number[] = [];
      for (const red of ["0.5", "0.6"]) {
        compiled = 0;
        await player.load(Fractafrag.asPasses([buffer, Fractafrag.show(`${red}, 0.0, 0.0, 1.0`)]));
        seen.push(compiled);
      }
      player.step();
      return { seen, pixel: Fractafrag.pixel(player) };
    });
    // The buffer and the image; then the image alone.
    expect(compiled).toEqual({ seen: [2, 1], pixel: [153, 0, 0, 255] });
  });

  test("with less than the full form of a pass, or with nonsense, is answered and does not throw", async () => {
    const reports = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(2, 2);
      const odd: unknown[] = [
        [{ type: "image", code: "void mainImage(out vec4 o, vec2 p) { o = vec4(1.0); }" }],
        [{ type: "image", code: "void mainImage(out vec4 o, vec2 p) { o = vec4(1.0); }", inputs: [null, { channel: 9 }, { channel: 1, type: "buffer" }] }],
        null,
        [null, 3, { type: "cubemap" }],
        [{ type: "image", code: 7 }],
        [{ type: "image", code: "x".repeat(70000) }],
      ];
      const reports = [];
      for (const passes of odd) reports.push(await player.load(passes as never));
      return reports.map(({ ok, errors }) => ({ ok, count: errors.length }));
    });
    expect(reports.map(({ ok }) => ok)).toEqual([true, false, false, false, false, false]);
    expect(reports.slice(1).every(({ count }) => count > 0)).toBe(true);
  });

  test("and a check of the same text agree, but a check changes nothing on the screen", async () => {
    const seen = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(2, 2);
      await player.load(Fractafrag.asPasses([Fractafrag.show("1.0, 1.0, 0.0, 1.0")]));
      const good = await player.check(Fractafrag.asPasses([Fractafrag.show("0.0, 0.0, 0.0, 1.0")]));
      const bad = await player.check(Fractafrag.asPasses([Fractafrag.show("oops, 0.0, 0.0, 1.0")]));
      player.step();
      return { good: good.ok, bad: bad.errors.length, pixel: Fractafrag.pixel(player) };
    });
    expect(seen).toEqual({ good: true, bad: 1, pixel: [255, 255, 0, 255] });
  });
});

describe("playing", () => {
  test("goes on by itself, stops when paused and goes on from there without a jump", async () => {
    const seen = await browser.page.evaluate(async () => {
      const frames: { time: number; frame: number; fps: number }[] = [];
      const player = Fractafrag.newPlayer(2, 2, { onFrame: (info) => frames.push(info) });
      await player.load(Fractafrag.asPasses([Fractafrag.show("iTime")]));
      await Fractafrag.frames(3);
      const before = frames.length;
      player.play();
      while (frames.length < 5) await Fractafrag.frames(1);
      player.pause();
      const [paused, count] = [player.time, frames.length];
      await new Promise((resolve) => setTimeout(resolve, 150));
      const still = frames.length - count;
      player.play();
      while (frames.length === count) await Fractafrag.frames(1);
      return { before, still, paused, resumed: frames[count]?.time, playing: player.playing, numbers: frames.map(({ frame }) => frame) };
    });
    expect(seen).toMatchObject({ before: 0, still: 0, playing: true });
    expect(seen.paused).toBeGreaterThan(0);
    expect(seen.resumed).toBe(seen.paused);
    expect(seen.numbers).toEqual(seen.numbers.map((_, index) => index));
  });

  test("at half speed moves half as far, at speed 0 stands", async () => {
    const seen = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(2, 2);
      await player.load(Fractafrag.asPasses([Fractafrag.show("iTime")]));
      const travel = async (speed: number): Promise<number> => {
        player.reset();
        player.speed = speed;
        player.play();
        while (player.frame === 0) await Fractafrag.frames(1);
        const [began, from] = [performance.now(), player.time];
        while (performance.now() - began < 300) await Fractafrag.frames(1);
        return (player.time - from) / ((performance.now() - began) / 1000);
      };
      return [await travel(0.5), await travel(2), await travel(0)];
    });
    expect(seen[0]).toBeGreaterThan(0.3);
    expect(seen[0]).toBeLessThan(0.7);
    expect(seen[1]).toBeGreaterThan(1.4);
    expect(seen[2]).toBe(0);
  });

  test("a paused player repaints once for a reset, a new size and a new program", async () => {
    const painted = await browser.page.evaluate(async () => {
      let painted: number[] = [];
      const player = Fractafrag.newPlayer(2, 2, { onFrame: ({ frame }) => painted.push(frame) });
      await player.load(Fractafrag.asPasses([Fractafrag.show("iTime")]));
      player.step(2);
      const after = async (change: () => unknown): Promise<number[]> => {
        painted = [];
        await change();
        await Fractafrag.frames(3);
        return painted;
      };
      return [
        await after(() => player.reset()),
        await after(() => player.resize(5, 5)),
        await after(() => player.resize(5, 5)),
        await after(() => player.load(Fractafrag.asPasses([Fractafrag.show("iTime * 2.0")]))),
      ];
    });
    expect(painted).toEqual([[0], [1], [], [2]]);
  });

  test("a new size never blanks what is seen: the canvas takes it together with the next frame", async () => {
    const seen = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(2, 2);
      await player.load(Fractafrag.asPasses([Fractafrag.show("0.0, 1.0, 0.0, 1.0")]));
      player.step();
      player.resize(6, 4);
      const before = { size: player.canvas.width, pixel: Fractafrag.pixel(player) };
      await Fractafrag.frames(2);
      return { before, after: { size: player.canvas.width, pixel: Fractafrag.pixel(player, 5, 3) } };
    });
    const pixel = [0, 255, 0, 255];
    expect(seen).toEqual({ before: { size: 2, pixel }, after: { size: 6, pixel } });
  });

  test("a fixed clock is obeyed, and nothing is painted between its frames", async () => {
    const seen = await browser.page.evaluate(async () => {
      const painted: number[] = [];
      const player = Fractafrag.newPlayer(4, 1, { onFrame: ({ frame }) => painted.push(frame) });
      await player.load(Fractafrag.asPasses([Fractafrag.tell(["iTime"])]));
      player.drawAt(Fractafrag.at(120));
      player.pointer({ type: "down", x: 1, y: 1 });
      player.resize(6, 1);
      await Fractafrag.frames(3);
      player.drawAt(Fractafrag.at(180));
      return { painted, time: Fractafrag.numbers(player, 1)[0], player: [player.time, player.frame] };
    });
    expect(seen).toEqual({ painted: [120, 180], time: 3, player: [3, 181] });
  });

  test("sizes are rounded, never below one pixel and never beyond the device", async () => {
    const sizes = await browser.page.evaluate(() => {
      const player = Fractafrag.newPlayer(2, 2);
      const most = Number(player.canvas.getContext("webgl2")?.getParameter(WebGL2RenderingContext.MAX_TEXTURE_SIZE));
      return [[7.6, 3.2], [0, -5], [Number.NaN, 4], [1e9, 1]].map(([width = 0, height = 0]) => {
        player.resize(width, height);
        return [Math.min(player.canvas.width, most + 1) === most ? "most" : player.canvas.width, player.canvas.height];
      });
    });
    expect(sizes).toEqual([[8, 3], [1, 1], [1, 4], ["most", 1]]);
  });
});

describe("a lost context", () => {
  test("is told, survived and told again; an image goes on, a work with buffers starts anew", async () => {
    const seen = await browser.page.evaluate(async () => {
      const run = async (withBuffer: boolean) => {
        const told: string[] = [];
        let back: () => void = () => undefined;
        const restored = new Promise<void>((resolve) => (back = resolve));
        const player = Fractafrag.newPlayer(4, 2, {
          onContextLost: () => told.push("lost"),
          onContextRestored: () => {
            told.push("restored");
            back();
          },
        });
        const source = { channel: 0, type: "buffer", source: "Buffer A" } as const;
        const code = "void mainImage(out vec4 o, in vec2 p) { o = texelFetch(iChannel0, ivec2(p), 0) + 1.0; }";
        const buffer = { type: "buffer" as const, name: "Buffer A", code, inputs: [source] };
        const image = Fractafrag.tell(["texelFetch(iChannel0, ivec2(0), 0).x", "iFrame"], withBuffer ? [source] : []);
        await player.load(Fractafrag.asPasses(withBuffer ? [buffer, image] : [image]));
        player.step(4);
        const gl = player.canvas.getContext("webgl2");
        const breaker = gl?.getExtension("WEBGL_lose_context");
        const lost = new Promise((resolve) => player.canvas.addEventListener("webglcontextlost", resolve, { once: true }));
        breaker?.loseContext();
        await lost;
        const state = player.contextLost;
        const report = await player.load(Fractafrag.asPasses([image]));
        player.step();
        await new Promise((resolve) => setTimeout(resolve));
        breaker?.restoreContext();
        await restored;
        await Fractafrag.frames(2);
        player.step();
        return { told, state, loadWhileLost: report.ok, after: player.contextLost, numbers: Fractafrag.numbers(player, 2) };
      };
      return { buffer: await run(true), image: await run(false) };
    });
    const common = { told: ["lost", "restored"], state: true, loadWhileLost: false, after: false };
    // After the restore one frame was forced, then one stepped.
    expect(seen.buffer).toEqual({ ...common, numbers: [2, 1] });
    expect(seen.image).toEqual({ ...common, numbers: [0, 5] });
  });

  test("while a shader is being made ready is that shader's failure, and the last good one comes back", async () => {
    const seen = await browser.page.evaluate(async () => {
      let back: () => void = () => undefined;
      const restored = new Promise<void>((resolve) => (back = resolve));
      const player = Fractafrag.newPlayer(2, 2, { onContextRestored: () => back() });
      await player.load(Fractafrag.asPasses([Fractafrag.show("0.0, 1.0, 0.0, 1.0")]));
      const breaker = player.canvas.getContext("webgl2")?.getExtension("WEBGL_lose_context");
      player.canvas.addEventListener("webglcontextlost", () => setTimeout(() => breaker?.restoreContext()));
      const loading = player.load(Fractafrag.asPasses([Fractafrag.show("1.0, 0.0, 0.0, 1.0")]));
      breaker?.loseContext();
      const report = await loading;
      await restored;
      player.step();
      return { report, pixel: Fractafrag.pixel(player) };
    });
    expect(seen.report).toMatchObject({ ok: false, errors: [{ pass: "Image", line: 1 }] });
    expect(seen.report.errors[0]?.message).toContain("too heavy");
    expect(seen.pixel).toEqual([0, 255, 0, 255]);
  });
});

describe("disposing", () => {
  test("ends a load, stops painting, and a new player on the same canvas works", async () => {
    const seen = await browser.page.evaluate(async () => {
      const canvas = document.createElement("canvas");
      document.body.append(canvas);
      let painted = 0;
      const first = Fractafrag.createPlayer(canvas, { onFrame: () => painted++ });
      first.play();
      const loading = first.load(Fractafrag.asPasses([Fractafrag.show("1.0")]));
      first.dispose();
      const report = await loading;
      await Fractafrag.frames(2);
      const late = await first.load(Fractafrag.asPasses([Fractafrag.show("1.0")]));
      const second = Object.assign(Fractafrag.createPlayer(canvas), { canvas });
      await second.load(Fractafrag.asPasses([Fractafrag.show("0.0, 0.0, 1.0, 1.0")]));
      second.step();
      return { painted, reports: [report, late].map(({ ok, superseded }) => [ok, superseded]), pixel: Fractafrag.pixel(second) };
    });
    expect(seen).toEqual({ painted: 0, reports: [[false, true], [false, true]], pixel: [0, 0, 255, 255] });
  });

  test("gives the context back: two dozen players, never more than half at once, take none from another canvas", async () => {
    const lost = await browser.page.evaluate(async () => {
      const first = Fractafrag.newPlayer(2, 2);
      const kept = [];
      for (let count = 0; count < 24; count++) {
        const player = Fractafrag.newPlayer(2, 2);
        player.canvas.remove();
        player.dispose();
        kept.push(player);
        if (count === 11) await new Promise((resolve) => setTimeout(resolve, 1100));
      }
      await Fractafrag.frames(2);
      return first.canvas.getContext("webgl2")?.isContextLost();
    });
    expect(lost).toBe(false);
  });
});
