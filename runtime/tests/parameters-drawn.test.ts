/** Parameters on the GPU: defaults, live values, passes that share one, and cards of the shared stage. */
import { expect, test } from "vitest";
import { freshPages } from "./page";

const browser = freshPages(/willReadFrequently/i);

test("every kind of parameter reaches its program: defaults first, then values, live and without compiling", async () => {
  const seen = await browser.page.evaluate(async () => {
    const player = Fractafrag.newPlayer(4, 14);
    const lines = [
      "uniform float speed; // @range 0 2 = 1.5",
      "uniform int steps; // @range 1 64 = 16",
      "uniform bool on; // @bool = true",
      "uniform vec3 tint; // @colour = #ff0033",
      "uniform vec4 glow; // @colour = #00ff0033",
      "uniform vec2 centre; // @point = 0.25 0.75",
      'uniform int mode; // @choice 3 "Plain" 5 "Wild"',
      "uniform float forgotten;",
    ];
    const asked = ["speed", "steps", "on ? 1.0 : 0.0", "tint.r", "tint.g", "tint.b", "glow.g", "glow.a", "centre.x", "centre.y", "mode", "forgotten"];
    const pass = Fractafrag.tell(asked);
    let links = 0;
    const prototype = WebGL2RenderingContext.prototype;
    const link = Object.getOwnPropertyDescriptor(prototype, "linkProgram")?.value as (program: WebGLProgram) => void;
    prototype.linkProgram = function (program) {
      links++;
      link.call(this, program);
    };
    const report = await player.load(Fractafrag.asPasses([{ ...pass, code: `${lines.join("\n")}\n${pass.code}` }]));
    const linked = links;
    const shown = (): number[] => {
      player.drawAt(Fractafrag.at(0));
      return Fractafrag.numbers(player, asked.length);
    };
    const usual = shown();
    player.setParameters({ speed: 0.5, steps: 900, on: false, tint: [0, 1, 0], glow: [1, 1, 1, 1], centre: [1, 0], mode: 5, forgotten: 4 });
    const set = shown();
    player.setParameters({ speed: 2 });
    const again = shown();
    return { ok: report.ok, usual, set, again, now: player.parameters, links: links - linked };
  });
  expect(seen.ok).toBe(true);
  expect(seen.usual).toEqual([1.5, 16, 1, 1, 0, Math.fround(0.2), 1, Math.fround(0.2), 0.25, 0.75, 3, 0]);
  expect(seen.set).toEqual([0.5, 64, 0, 0, 1, 0, 1, 1, 1, 0, 5, 0]);
  expect(seen.again).toEqual([2, ...seen.usual.slice(1)]);
  expect(seen.now).toMatchObject({ speed: 2, steps: 16, centre: [0.25, 0.75] });
  expect(seen.links).toBe(0);
});

test("one declared in Common is the same in every pass, values outlive a load, and a paused picture follows", async () => {
  const seen = await browser.page.evaluate(async () => {
    const player = Fractafrag.newPlayer(8, 8);
    const passes = (more: string) =>
      Fractafrag.asPasses([
        { type: "common", name: "Common", code: "uniform float level; // @range 0 1 = 0.2" },
        { type: "buffer", name: "Buffer A", code: "void mainImage(out vec4 o, in vec2 p) { o = vec4(level); }" },
        {
          type: "image",
          name: "Image",
          code: `void mainImage(out vec4 o, in vec2 p) { o = vec4(level, texelFetch(iChannel0, ivec2(0), 0).r, 0, 1); }${more}`,
          inputs: [{ channel: 0, type: "buffer", source: "Buffer A" }],
        },
      ]);
    await player.load(passes(""));
    player.step();
    const first = [...player.readPixels().slice(0, 2)];
    player.setParameters({ level: 0.6 });
    await Fractafrag.frames(3);
    const second = [...player.readPixels().slice(0, 2)];
    await player.load(passes("\n// another text"));
    await Fractafrag.frames(3);
    return { first, second, third: [...player.readPixels().slice(0, 2)] };
  });
  expect(seen).toEqual({ first: [51, 51], second: [153, 153], third: [153, 153] });
});

test("a card has values before it is loaded and keeps them over its states", async () => {
  const seen = await browser.page.evaluate(async () => {
    const stage = Fractafrag.createSharedStage();
    const code = "uniform vec3 tint; // @colour = #102030\nvoid mainImage(out vec4 o, in vec2 p) { o = vec4(tint, 1.0); }";
    const canvas = document.createElement("canvas");
    canvas.style.cssText = "display: block; width: 64px; height: 36px";
    document.body.append(canvas);
    const waiting: (() => void)[] = [];
    const card = stage.mount(canvas, Fractafrag.asPasses([Fractafrag.image(code)]), { live: () => waiting.shift()?.() });
    const live = () => new Promise<void>((resolve) => (waiting.push(resolve), card.setState("live")));
    const pixel = () => [...(canvas.getContext("2d")?.getImageData(2, 2, 1, 1).data ?? [])].slice(0, 3);
    card.player.setParameters({ tint: [1, 0, 0] });
    await live();
    const first = pixel();
    card.player.setParameters({});
    await Fractafrag.frames(4);
    const second = pixel();
    card.player.setParameters({ tint: [0, 0, 1] });
    card.setState("idle");
    await live();
    return { first, second, third: pixel() };
  });
  expect(seen).toEqual({ first: [255, 0, 0], second: [16, 32, 48], third: [0, 0, 255] });
});
