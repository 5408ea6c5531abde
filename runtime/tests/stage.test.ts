/** The shared stage: one context, many cards. */
import { beforeEach, describe, expect, test } from "vitest";
import type { CardState } from "../src/index";
import { freshPages } from "./page";
import { openStage as openIn, type Scene } from "./scene";

declare const scene: Scene;

const browser = freshPages(/CONTEXT_LOST_WEBGL|context lost|willReadFrequently/i);
const openStage = (options?: Parameters<typeof openIn>[1]): Promise<void> => openIn(browser.page, options);

describe("a stage", () => {
  beforeEach(() => openStage());

  test("draws many cards with one context, each in its own canvas and the right way up", async () => {
    const seen = await browser.page.evaluate(async () => {
      const code = (blue: number): string =>
        `void mainImage(out vec4 o, in vec2 p) { o = vec4(p.y < iResolution.y * 0.5 ? 1.0 : 0.0, p.x < iResolution.x * 0.5 ? 1.0 : 0.0, ${blue}.0, 0.0); }`;
      const cards = [0, 1].map((blue) => scene.card(Fractafrag.asPasses([Fractafrag.image(code(blue))]), 64, blue ? 48 : 36));
      for (const card of cards) card.setState("live");
      await scene.until(() => cards.every((card) => card.count("live") === 1), "both live");
      return {
        contexts: scene.contexts.length,
        corners: cards.map(({ canvas }) => [
          scene.pixel(canvas, 1, 1),
          scene.pixel(canvas, canvas.width - 2, 1),
          scene.pixel(canvas, 1, canvas.height - 2),
        ]),
        sizes: cards.map(({ canvas }) => [canvas.width, canvas.height]),
      };
    });
    expect(seen.contexts).toBe(1);
    expect(seen.sizes).toEqual([[64, 36], [64, 48]]);
    for (const blue of [0, 255])
      expect(seen.corners[blue ? 1 : 0]).toEqual([[0, 255, blue, 255], [0, 0, blue, 255], [255, 255, blue, 255]]);
  });

  test("shows a live card from frame 0 on, and what it shows moves", async () => {
    const seen = await browser.page.evaluate(async () => {
      const card = scene.card(Fractafrag.asPasses([Fractafrag.show("float(iFrame) / 255.0, fract(iTime * 4.0), 0.0, 1.0")]));
      card.setState("live");
      await scene.until(() => card.count("live") === 1, "live");
      const first = scene.pixel(card.canvas);
      const [time, frame] = [card.player.time, card.player.frame];
      await scene.until(() => card.player.frame > frame + 3, "frames");
      await scene.until(() => card.count("fps true") > 0, "fps");
      return { first, frame, moved: card.player.time > time, later: scene.pixel(card.canvas) };
    });
    // The event comes within the frame that it tells of.
    expect(seen.first[0]).toBeLessThanOrEqual(2);
    expect(seen.frame).toBeLessThanOrEqual(3);
    expect(seen.moved).toBe(true);
    expect(seen.later[0]).toBeGreaterThan(seen.first[0] ?? 255);
  });

  test("compiles a ready card without drawing it, so that it is live at once", async () => {
    const seen = await browser.page.evaluate(async () => {
      let linked = 0;
      const gl = scene.contexts[0];
      if (!gl) throw new Error("no context");
      const real = gl.linkProgram.bind(gl);
      gl.linkProgram = (program) => {
        linked++;
        real(program);
      };
      const card = scene.card(Fractafrag.asPasses([Fractafrag.show("0.0, 1.0, 0.0, 1.0")]));
      const idle = linked;
      card.setState("ready");
      await scene.until(() => linked === 1, "compiled");
      await new Promise((resolve) => setTimeout(resolve, 200));
      const waiting = { told: [...card.told], frame: card.player.frame, pixel: scene.pixel(card.canvas) };
      card.setState("live");
      await scene.until(() => card.count("live") === 1, "live");
      return { idle, waiting, linked, pixel: scene.pixel(card.canvas) };
    });
    expect(seen.idle).toBe(0);
    expect(seen.waiting).toEqual({ told: [], frame: 0, pixel: [0, 0, 0, 0] });
    expect(seen.linked).toBe(1);
    expect(seen.pixel).toEqual([0, 255, 0, 255]);
  });

  test("compiles what waits only when the live one stands at its size", async () => {
    const seen = await browser.page.evaluate(async () => {
      const gl = scene.contexts[0];
      if (!gl) throw new Error("no context");
      const [live, next] = ["1.0, 0.0", "0.0, 1.0"].map((colour) => scene.card(Fractafrag.asPasses([Fractafrag.show(`${colour}, 0.0, 1.0`)]), 640, 360));
      if (!live || !next) throw new Error("no cards");
      const stood: boolean[] = [];
      const real = gl.linkProgram.bind(gl);
      gl.linkProgram = (program) => {
        stood.push(live.count("live") === 1);
        real(program);
      };
      live.setState("live");
      next.setState("ready");
      await scene.until(() => stood.length === 2, "both compiled");
      return stood;
    });
    expect(seen).toEqual([false, true]);
  });

  test("gives an idle card's GPU memory back, keeps its last picture, and makes it live again", async () => {
    const seen = await browser.page.evaluate(async () => {
      const gl = scene.contexts[0];
      if (!gl) throw new Error("no context");
      let alive = 0;
      const [make, free] = [gl.createProgram.bind(gl), gl.deleteProgram.bind(gl)];
      gl.createProgram = () => (alive++, make());
      gl.deleteProgram = (program) => (alive--, free(program));
      const card = scene.card(Fractafrag.asPasses([Fractafrag.show("1.0, 1.0, 0.0, 1.0")]));
      const go = async (state: CardState, count: number): Promise<number> => {
        card.setState(state);
        await scene.until(() => card.count("live") === count, state);
        return alive;
      };
      const programs = [await go("live", 1), await go("idle", 1)];
      const kept = scene.pixel(card.canvas);
      programs.push(await go("live", 2));
      card.unmount();
      return { programs: [...programs, alive], kept, size: [card.canvas.width, card.canvas.height] };
    });
    expect(seen).toEqual({ programs: [1, 0, 1, 0], kept: [255, 255, 0, 255], size: [0, 0] });
  });

  test("tells what is wrong with a card, once, and goes on with the others", async () => {
    const seen = await browser.page.evaluate(async () => {
      const bad = scene.card(Fractafrag.asPasses([Fractafrag.show("\nnothing")]));
      const good = scene.card(Fractafrag.asPasses([Fractafrag.show("0.0, 0.0, 1.0, 1.0")]));
      bad.setState("live");
      good.setState("live");
      await scene.until(() => bad.told.length > 0 && good.count("live") === 1, "both answered");
      bad.setState("idle");
      bad.setState("live");
      await Fractafrag.frames(10);
      return { bad: bad.told, good: scene.pixel(good.canvas) };
    });
    expect(seen).toEqual({ bad: ["failed Image:2 'nothing' : undeclared identifier"], good: [0, 0, 255, 255] });
  });

  test("takes pointer and keys for a card in that card's pixels; a paused card answers with one frame", async () => {
    const seen = await browser.page.evaluate(async () => {
      const keys = { channel: 0, type: "keyboard", source: "keyboard" } as const;
      const card = scene.card(Fractafrag.asPasses([Fractafrag.show("iMouse.xy / 255.0, texelFetch(iChannel0, ivec2(65, 2), 0).x, 1.0", [keys])]));
      card.setState("live");
      await scene.until(() => card.count("live") === 1, "live");
      card.player.paused = true;
      await Fractafrag.frames(3);
      const frame = card.player.frame;
      await Fractafrag.frames(5);
      const still = card.player.frame - frame;
      card.player.pointer({ type: "down", x: 20, y: 30 });
      card.player.key({ type: "down", keyCode: 65, repeat: false });
      await Fractafrag.frames(5);
      const answered = { frames: card.player.frame - frame, pixel: scene.pixel(card.canvas) };
      card.player.paused = false;
      card.player.speed = 0;
      const time = card.player.time;
      await scene.until(() => card.player.frame > frame + 5, "goes on");
      return { still, answered, stood: card.player.time - time };
    });
    expect(seen).toEqual({ still: 0, answered: { frames: 1, pixel: [20, 30, 255, 255] }, stood: 0 });
  });

  test("stands still while the document is hidden, and time does not jump when it is seen again", async () => {
    const seen = await browser.page.evaluate(async () => {
      const card = scene.card(Fractafrag.asPasses([Fractafrag.show("iTime")]));
      card.setState("live");
      await scene.until(() => card.count("live") === 1, "live");
      const hide = (hidden: boolean): void => {
        Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
        document.dispatchEvent(new Event("visibilitychange"));
      };
      hide(true);
      const [frame, time] = [card.player.frame, card.player.time];
      await new Promise((resolve) => setTimeout(resolve, 400));
      const hidden = card.player.frame - frame;
      hide(false);
      await scene.until(() => card.player.frame === frame + 1, "goes on");
      return { hidden, jump: card.player.time - time };
    });
    expect(seen).toEqual({ hidden: 0, jump: 0 });
  });

  test("moves with another window's frames while the document is hidden, and stands again without them", async () => {
    const seen = await browser.page.evaluate(async () => {
      const card = scene.card(Fractafrag.asPasses([Fractafrag.show("1.0")]));
      card.setState("live");
      await scene.until(() => card.player.frame > 3, "moves");
      Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
      document.dispatchEvent(new Event("visibilitychange"));
      let asked = 0;
      scene.stage.follow({
        requestAnimationFrame: (run) => {
          asked += 1;
          return requestAnimationFrame(() => run(0));
        },
        cancelAnimationFrame: (request) => cancelAnimationFrame(request),
      });
      const frame = card.player.frame;
      await scene.until(() => card.player.frame > frame + 3, "moves elsewhere");
      scene.stage.follow(null);
      const [left, time] = [card.player.frame, card.player.time];
      await Fractafrag.frames(5);
      const still = card.player.frame - left;
      Object.defineProperty(document, "hidden", { configurable: true, get: () => false });
      document.dispatchEvent(new Event("visibilitychange"));
      await scene.until(() => card.player.frame > left, "moves here again");
      return { asked: asked > 3, still, forwards: card.player.time >= time && time > 0 };
    });
    expect(seen).toEqual({ asked: true, still: 0, forwards: true });
  });

  test("goes to a moment at once, paused or not, and on from there", async () => {
    const seen = await browser.page.evaluate(async () => {
      const card = scene.card(Fractafrag.asPasses([Fractafrag.show("iTime / 255.0, float(iFrame) / 25500.0, 0.0, 1.0")]));
      card.setState("live");
      await scene.until(() => card.count("live") === 1, "live");
      card.player.paused = true;
      card.player.seek(100);
      await scene.until(() => card.player.time === 100, "there");
      const still = scene.pixel(card.canvas);
      card.player.paused = false;
      await scene.until(() => card.player.time > 100, "goes on");
      const jump = card.player.time - 100;
      card.player.seek(Number.NaN);
      await scene.until(() => card.player.time < 1, "back at 0");
      return { still, jump };
    });
    expect(seen.still).toEqual([100, 60, 0, 255]);
    expect(seen.jump).toBeLessThan(0.5);
  });

  test("brings a work with buffers to a moment through every frame from the first", async () => {
    const seen = await browser.page.evaluate(async () => {
      const own = { channel: 0, type: "buffer", source: "Buffer A", sampler: { filter: "nearest" } } as const;
      const counter = { type: "buffer", name: "Buffer A", code: "void mainImage(out vec4 o, in vec2 p) { o = texelFetch(iChannel0, ivec2(p), 0) + vec4(1.0); }", inputs: [own] } as const;
      const card = scene.card(Fractafrag.asPasses([{ ...counter, inputs: [own] }, Fractafrag.show("texelFetch(iChannel0, ivec2(0), 0).r / 255.0, iTime / 2.55, 0.0, 1.0", [own])]));
      card.setState("live");
      await scene.until(() => card.count("live") === 1, "live");
      card.player.paused = true;
      const looks: number[][] = [];
      for (const [seconds, frames] of [[2, 121], [0.5, 31]] as const) {
        card.player.seek(seconds);
        await scene.until(() => card.player.frame === frames, `at ${seconds}`);
        await Fractafrag.frames(3);
        looks.push([card.player.frame, ...scene.pixel(card.canvas).slice(0, 2)]);
      }
      return looks;
    });
    expect(seen).toEqual([
      [121, 121, 200],
      [31, 31, 50],
    ]);
  });

  test("survives the loss of its context: live cards come back", async () => {
    const seen = await browser.page.evaluate(async () => {
      const cards = ["1.0, 0.0, 0.0, 1.0", "0.0, 1.0, 0.0, 1.0"].map((colour) => scene.card(Fractafrag.asPasses([Fractafrag.show(colour)])));
      for (const card of cards) card.setState("live");
      await scene.until(() => cards.every((card) => card.count("live") === 1), "live");
      const gl = scene.contexts[0];
      const breaker = gl?.getExtension("WEBGL_lose_context");
      gl?.canvas.addEventListener("webglcontextlost", () => setTimeout(() => breaker?.restoreContext()), { once: true });
      breaker?.loseContext();
      await scene.until(() => cards.every((card) => card.count("live") === 2), "live again");
      return { pixels: cards.map(({ canvas }) => scene.pixel(canvas)), told: cards.flatMap(({ told }) => told.filter((one) => one.startsWith("failed"))) };
    });
    expect(seen).toEqual({ pixels: [[255, 0, 0, 255], [0, 255, 0, 255]], told: [] });
  });

  test("gives up a card under which the context was lost twice", async () => {
    const told = await browser.page.evaluate(async () => {
      const card = scene.card(Fractafrag.asPasses([Fractafrag.show("1.0")]));
      card.setState("live");
      const gl = scene.contexts[0];
      const breaker = gl?.getExtension("WEBGL_lose_context");
      gl?.canvas.addEventListener("webglcontextlost", () => setTimeout(() => breaker?.restoreContext()));
      for (const count of [1, 2]) {
        await scene.until(() => card.count("live") === count, `live ${count}`);
        breaker?.loseContext();
      }
      await scene.until(() => card.told.some((one) => one.startsWith("failed")), "given up");
      return card.told.filter((one) => !one.startsWith("fps"));
    });
    expect(told.slice(0, 2)).toEqual(["live", "live"]);
    expect(told[2]).toContain("too heavy");
    expect(told).toHaveLength(3);
  });

  test("lowers the resolution of a card that is too slow, and the page's own thread stays free", async () => {
    const seen = await browser.page.evaluate(async () => {
      const code = `void mainImage(out vec4 o, in vec2 p) {
        float x = p.x;
        for (int i = 0; i < 4000 + min(iFrame, 0); i++) x = sin(x + float(i)) * 1.7;
        o = vec4(0.0, 1.0, fract(x) * 0.001, 1.0);
      }`;
      const card = scene.card(Fractafrag.asPasses([Fractafrag.image(code)]), 640, 360);
      card.setState("live");
      let [longest, last] = [0, performance.now()];
      const began = last;
      while (card.count("live") === 0 || performance.now() - began < 2500) {
        if (performance.now() - began > 12_000) throw new Error("never live");
        await new Promise((resolve) => setTimeout(resolve));
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
      }
      return { longest, width: card.canvas.width, ratio: card.canvas.width / card.canvas.height, pixel: scene.pixel(card.canvas) };
    });
    expect(seen.width).toBeLessThan(640);
    expect(seen.ratio).toBeCloseTo(16 / 9, 0);
    expect(seen.pixel).toEqual([0, 255, 0, 255]);
    expect(seen.longest).toBeLessThan(400);
  });
});
