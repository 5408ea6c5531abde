/** The page's thread: a question to the driver waits for all that was sent before it, so nothing may have been. */
import { expect, test } from "vitest";
import { image } from "./in-page";
import { freshPages } from "./page";

const browser = freshPages();

const MOVING = image("void mainImage(out vec4 o, in vec2 p) { float s = 0.0; for (int i = 0; i < 200; i++) s += sin(float(i) * p.x + iTime); o = vec4(s); }");
const NEXT = [1, 2, 3, 4].map((digit) => image(`void mainImage(out vec4 o, in vec2 p) { o = vec4(${digit}.0 / 255.0); }`));
const BROKEN = image("void mainImage(out vec4 o, in vec2 p) { o = nobody; }");

test("while a picture moves, programs are asked about only when nothing is on its way to the driver", async () => {
  const seen = await browser.page.evaluate(
    async (moving, next) => {
      const player = Fractafrag.newPlayer(320, 180);
      const gl = player.canvas.getContext("webgl2");
      if (!gl) throw new Error("no WebGL2");
      let draws = 0;
      let drawn = 0;
      const fences = new Map<WebGLSync, number>();
      const asked: boolean[] = [];
      const draw = gl.drawArrays.bind(gl);
      gl.drawArrays = (...given) => (draws++, draw(...given));
      const fence = gl.fenceSync.bind(gl);
      gl.fenceSync = (...given) => {
        const made = fence(...given);
        if (made) fences.set(made, draws);
        return made;
      };
      const look = gl.getSyncParameter.bind(gl);
      gl.getSyncParameter = (sync, name) => {
        const state: unknown = look(sync, name);
        if (state === gl.SIGNALED) drawn = Math.max(drawn, fences.get(sync) ?? 0);
        return state;
      };
      const ask = gl.getProgramParameter.bind(gl);
      gl.getProgramParameter = (program, name) => {
        if (name === gl.LINK_STATUS) asked.push(drawn === draws);
        return ask(program, name) as unknown;
      };
      await player.load(Fractafrag.asPasses([moving]));
      player.play();
      await Fractafrag.frames(5);
      const oks: boolean[] = [];
      for (const pass of next) {
        oks.push((await player.load(Fractafrag.asPasses([pass]))).ok);
        await Fractafrag.frames(3);
      }
      const before = player.frame;
      await Fractafrag.frames(30);
      return { asked, oks, goesOn: player.frame > before };
    },
    MOVING,
    [...NEXT, BROKEN],
  );
  expect(seen.oks).toEqual([true, true, true, true, false]);
  expect(seen.asked.length).toBeGreaterThan(5);
  expect(seen.asked.filter((quiet) => !quiet)).toEqual([]);
  expect(seen.goesOn).toBe(true);
}, 60_000);

test("what objects are is never asked of the driver, whatever is loaded, shown, looked into and freed", async () => {
  const asked = await browser.page.evaluate(
    async (moving, next) => {
      const proto = WebGL2RenderingContext.prototype as unknown as Record<string, (...given: unknown[]) => unknown>;
      const questions = ["isTexture", "isProgram", "isShader", "isBuffer", "isFramebuffer", "isRenderbuffer", "isSampler", "isSync", "isVertexArray", "getError"];
      const seen: string[] = [];
      const kept = questions.map((name) => [name, proto[name]] as const);
      for (const [name, call] of kept)
        proto[name] = function (...given) {
          seen.push(name);
          return call?.apply(this, given);
        };
      const player = Fractafrag.newPlayer(64, 36);
      await player.load(Fractafrag.asPasses([moving]));
      player.play();
      const inspector = Fractafrag.createInspector(player);
      inspector.show({ kind: "heat", pass: "Image" });
      for (const pass of next) {
        await player.load(Fractafrag.asPasses([pass]));
        await Fractafrag.frames(3);
      }
      await inspector.thumbnails([{ pass: "Image" }], 16, 9);
      inspector.dispose();
      player.dispose();
      const stage = Fractafrag.createSharedStage();
      const canvas = document.body.appendChild(Object.assign(document.createElement("canvas"), { width: 64, height: 36 }));
      await new Promise<void>((live) => stage.mount(canvas, Fractafrag.asPasses([moving]), { live }).setState("live"));
      await Fractafrag.frames(5);
      stage.dispose();
      for (const [name, call] of kept) if (call) proto[name] = call;
      return seen;
    },
    MOVING,
    [...NEXT, BROKEN],
  );
  expect(asked).toEqual([]);
}, 60_000);
