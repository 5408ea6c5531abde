/** Inputs: sections 6 and 8 of the description: every kind of channel, how it is sampled, and the two dialects of JSON. */
import { passesOf } from "../element/work";
import { attachInput, normalisePasses, silentSpectrum, type InputType, type MediaContent, type MediaLoader } from "../src/index";
import { asPasses, newPlayer, numbers, tell } from "../tests/in-page";
import { done, holds, playing, same, told, type Case } from "./expect";

const bind = (channel: 0 | 1 | 2 | 3, type: InputType, source: string, sampler: object = {}) => ({ channel, type, source, sampler });
const text = (way: string, channel = 0): string => `texture(iChannel${channel}, ${way}).x * 255.0`;

/** A 2×2 picture: top row 10, 20, bottom row 30, 40; as an element, or as a bitmap. */
function dots(): OffscreenCanvas {
  const canvas = new OffscreenCanvas(2, 2);
  const context = canvas.getContext("2d");
  [10, 20, 30, 40].forEach((grey, index) => {
    if (!context) return;
    context.fillStyle = `rgb(${grey}, ${grey + 1}, ${grey + 2})`;
    context.fillRect(index % 2, index >> 1, 1, 1);
  });
  return canvas;
}

function plain(grey: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(2, 2);
  const context = canvas.getContext("2d");
  if (context) {
    context.fillStyle = `rgb(${grey}, ${grey}, ${grey})`;
    context.fillRect(0, 0, 2, 2);
  }
  return canvas;
}

const give = (contents: Record<string, MediaContent>): MediaLoader => (type, source) => Promise.resolve(contents[`${type} ${source}`] ?? null);
const picture = (image: TexImageSource, channels: 1 | 4 = 4): MediaLoader => give({ "texture dots": { kind: "image", image, width: 2, height: 2, channels } });
const volume = (): MediaContent => ({ kind: "volume", width: 2, height: 1, depth: 2, channels: 1, data: new Uint8Array([10, 20, 30, 40]) });
const media: MediaLoader = (type, source) => give({
  "cubemap six": { kind: "cubemap", size: 2, faces: [10, 20, 30, 40, 50, 60].map(plain) },
  "volume block": volume(),
  "volume float": { kind: "volume", width: 1, height: 1, depth: 1, channels: 4, data: new Float32Array([2, -1, 0.5, 1]) },
})(type, source);

async function camera(): Promise<HTMLVideoElement> {
  const canvas = document.createElement("canvas");
  canvas.width = 16;
  canvas.height = 8;
  const context = canvas.getContext("2d");
  const paint = (): void => {
    if (!context) return;
    context.fillStyle = "rgb(200, 0, 0)";
    context.fillRect(0, 0, 16, 4);
    context.fillStyle = "rgb(0, 0, 0)";
    context.fillRect(0, 4, 16, 4);
  };
  paint();
  const element = document.createElement("video");
  element.muted = true;
  element.srcObject = canvas.captureStream(30);
  const timer = setInterval(paint, 30);
  await element.play();
  while (element.readyState < 2 || element.videoWidth < 1) await new Promise((resolve) => setTimeout(resolve, 10));
  setTimeout(() => clearInterval(timer), 3000);
  return element;
}

export const inputs: Case[] = [
  {
    section: "2",
    line: "iChannelResolution of each kind; 0, 0, 0 for nothing and until something has loaded; the header's samplers follow the inputs",
    run: async () => {
      const sizes = (channel: number): string[] => ["x", "y", "z"].map((part) => `iChannelResolution[${channel}].${part}`);
      const bound = [bind(0, "volume", "block"), bind(1, "cubemap", "six"), bind(2, "keyboard", ""), bind(3, "music", "loop")];
      same(await told(12, [tell([...sizes(0), ...sizes(1), ...sizes(2), ...sizes(3)], bound)], { media }), [2, 1, 2, 2, 2, 1, 256, 3, 1, 512, 2, 1]);
      let arrive: (content: MediaContent) => void = () => undefined;
      const late: MediaLoader = () => new Promise((resolve) => (arrive = resolve));
      const player = await playing([tell([...sizes(0), "iCh0.loaded", text("vec3(0.5)"), ...sizes(1)], [bind(0, "volume", "block")])], 4, 8, { media: late });
      player.step();
      same(numbers(player, 8), [0, 0, 0, 0, 0, 0, 0, 0]);
      arrive(volume());
      await player.mediaSettled();
      player.step();
      same(numbers(player, 4), [2, 1, 2, 1]);
      done(player);
    },
  },
  {
    section: "2",
    line: "iCh0 reads what iChannel0 reads, with size, time and loaded",
    run: async () =>
      same(await told(5, [tell(["texture(iCh0.sampler, vec2(0.25)).x * 255.0", "iCh0.size.x", "iCh0.time", "iCh0.loaded", "iCh1.loaded"], [bind(0, "texture", "dots")])], { media: picture(dots()) }), [10, 2, 0, 1, 0]),
  },
  {
    section: "6",
    line: "defaults: nearest, repeat, no vflip; a picture's first row lies at v = 0, with vflip at the top",
    run: async () => {
      const at = ["vec2(0.25, 0.25)", "vec2(0.75, 0.25)", "vec2(0.25, 0.75)", "vec2(1.25, 0.25)", "vec2(0.45, 0.25)"].map((way) => text(way));
      same(await told(5, [tell(at, [bind(0, "texture", "dots")])], { media: picture(dots()) }), [10, 20, 30, 10, 10], 0.001);
      for (const image of [dots(), await createImageBitmap(dots())])
        for (const srgb of ["false", "true"]) {
          const values = await told(2, [tell(at.slice(0, 2), [bind(0, "texture", "dots", { vflip: "true", srgb })])], { media: picture(image) });
          same(values, srgb === "true" ? [0.013, 0.021].map((linear) => linear * 255) : [30, 40], srgb === "true" ? 0.6 : 0.001);
        }
    },
  },
  {
    section: "6",
    line: "wrap and filter are each channel's own, two of one picture included; srgb makes values linear",
    run: async () => {
      const bound = [bind(0, "texture", "dots", { wrap: "clamp" }), bind(1, "texture", "dots", { filter: "linear" }), bind(2, "texture", "dots", { filter: "mipmap" }), bind(3, "texture", "dots", { srgb: "true" })];
      const seen = await told(4, [tell([text("vec2(1.25, 0.25)"), text("vec2(0.5, 0.25)", 1), `textureLod(iChannel2, vec2(0.5), 9.0).x * 255.0`, text("vec2(0.75, 0.75)", 3)], bound)], { media: picture(dots()) });
      same(seen.slice(0, 3), [20, 15, 25], 0.01);
      same(seen[3], 255 * ((40 / 255 + 0.055) / 1.055) ** 2.4, 0.6);
    },
  },
  {
    section: "6",
    line: "a grey picture has one channel: green and blue 0, alpha 1",
    run: async () => same(await told(4, [tell(["x", "y", "z", "w"].map((part) => `texture(iChannel0, vec2(0.25)).${part} * 255.0`), [bind(0, "texture", "dots")])], { media: picture(dots(), 1) }), [10, 0, 0, 255]),
  },
  {
    section: "6",
    line: "a cubemap's six faces lie where they belong",
    run: async () => {
      const ways = ["1, 0, 0", "-1, 0, 0", "0, 1, 0", "0, -1, 0", "0, 0, 1", "0, 0, -1"].map((way) => text(`vec3(${way})`));
      same(await told(6, [tell(ways, [bind(0, "cubemap", "six")])], { media }), [10, 20, 30, 40, 50, 60], 0.001);
    },
  },
  {
    section: "6",
    line: "a volume has three axes, wraps in all and is filtered; floats stay beyond 0…1",
    run: async () => {
      const ways = ["vec3(0.25, 0.5, 0.25)", "vec3(0.75, 0.5, 0.25)", "vec3(0.25, 0.5, 0.75)", "vec3(0.25, 0.5, 1.25)"].map((way) => text(way));
      same(await told(6, [tell([...ways, text("vec3(0.5, 0.5, 0.5)", 1), "texture(iChannel2, vec3(0.5)).y"], [bind(0, "volume", "block"), bind(1, "volume", "block", { filter: "linear" }), bind(2, "volume", "float")])], { media }), [10, 20, 30, 10, 25, -1], 0.01);
    },
  },
  {
    section: "6",
    line: "a film is sent again each frame, tells its real size and its time; vflip turns it",
    run: async () => {
      const element = await camera();
      const load = give({ "webcam webcam": { kind: "video", element } });
      const bound = [bind(0, "webcam", "", { vflip: "true" }), bind(1, "webcam", "")];
      const seen = await told(5, [tell([text("vec2(0.5, 0.9)"), text("vec2(0.5, 0.9)", 1), "iChannelResolution[0].x", "iChannelResolution[0].y", "iChannelTime[0] >= 0.0 ? 1.0 : 0.0"], bound)], { media: load });
      holds((seen[0] ?? 0) > 150 && (seen[1] ?? 255) < 60, `rows ${seen.join()}`);
      same(seen.slice(2), [16, 8, 1]);
    },
  },
  {
    section: "6",
    line: "silent music: row 0 falling frequencies with a beat, row 1 the wave, 512×2, one channel; iChannelTime is 10 + iTime",
    run: async () => {
      const read = (bin: number, row: number): string => `texelFetch(iChannel0, ivec2(${bin}, ${row}), 0).x * 255.0`;
      const player = await playing([tell([read(0, 0), read(2, 0), read(3, 0), read(100, 0), read(0, 1), read(300, 1), "iChannelTime[0]", "texelFetch(iChannel0, ivec2(3, 0), 0).y"], [bind(0, "music", "loop")])], 4, 8);
      for (const time of [0, 1.25]) {
        player.drawAt({ time, timeDelta: 1 / 60, frame: 1, frameRate: 60, date: [2020, 0, 1, 0] });
        const by = silentSpectrum(time);
        same(numbers(player, 8).map((value) => Math.round(value * 100) / 100), [by[0], by[2], by[3], by[100], by[512], by[812], 10 + time, 0]);
      }
      // The formula by hand, at one place of each kind.
      const by = silentSpectrum(1.25);
      same(by[1], Math.floor(255 * (0.5 + 0.5 * Math.sin(2 * Math.PI * 1.25)) ** 4 * (2 / 3)));
      same(by[100], Math.floor(255 * (0.75 + 0.25 * Math.sin(1000 + 13 * 1.25)) * Math.exp((-3 * 100) / 512)));
      same(by[812], Math.floor(255 * (0.5 + 0.15 * Math.sin(17 * 1.25 + (20 * Math.PI * 300) / 512) * Math.sin(23 * 1.25 + (1.9 * 300) / 512))));
      done(player);
    },
  },
  {
    section: "6",
    line: "keyboard: row 0 held, row 1 for one frame only, row 2 toggles; auto-repeat is ignored; 255 in red",
    run: async () => {
      const player = await playing([tell([0, 1, 2].map((row) => `texelFetch(iChannel0, ivec2(65, ${row}), 0).x`), [bind(0, "keyboard", "")])], 4, 3);
      const now = (): number[] => (player.step(), numbers(player, 3));
      const key = (type: "down" | "up", repeat = false): void => player.key({ type, keyCode: 65, repeat });
      same(now(), [0, 0, 0]);
      key("down");
      same([now(), now()], [[1, 1, 1], [1, 0, 1]]);
      key("down", true);
      same(now(), [1, 0, 1]);
      key("up");
      same(now(), [0, 0, 1]);
      key("down");
      same(now(), [1, 1, 0]);
      done(player);
    },
  },
  {
    section: "6",
    line: "keys reach a canvas only while it has the focus, and do nothing else then",
    run: async () => {
      const player = newPlayer(4, 1);
      await player.load(asPasses([tell(["texelFetch(iChannel0, ivec2(65, 0), 0).x"], [bind(0, "keyboard", "")])]));
      const detach = attachInput(player.canvas, player);
      const press = (target: EventTarget): boolean => target.dispatchEvent(new KeyboardEvent("keydown", { keyCode: 65, key: "a", bubbles: true, cancelable: true }));
      const now = (): number[] => (player.step(), numbers(player, 1));
      same(press(document.body), true);
      same(now(), [0]);
      player.canvas.focus();
      same(press(player.canvas), false);
      same(now(), [1]);
      detach();
      done(player);
    },
  },
  {
    section: "6",
    line: "a microphone that was not opened reads the same silent spectrum, 512×2",
    run: async () => {
      const player = await playing([tell(["texelFetch(iChannel0, ivec2(100, 0), 0).x * 255.0", "iChannelResolution[0].x", "iChannelResolution[0].y"], [bind(0, "mic", "")])], 4, 3);
      player.drawAt({ time: 1.25, timeDelta: 1 / 60, frame: 1, frameRate: 60, date: [2020, 0, 1, 0] });
      same(numbers(player, 3).map((value) => Math.round(value * 100) / 100), [silentSpectrum(1.25)[100], 512, 2]);
      done(player);
    },
  },
  {
    section: "8",
    line: "vflip and srgb are the strings \"true\" and \"false\"; a filter or a wrap that is none is the default",
    run: () => {
      const sampler = (given: object): unknown => normalisePasses(asPasses([tell(["0.0"], [bind(0, "texture", "noise-grey-64", given)])]))[0]?.inputs[0]?.sampler;
      const usual = sampler({});
      same(sampler({ vflip: "true", srgb: "true" }), { ...(usual as object), vflip: true, srgb: true });
      same(sampler({ vflip: "false", srgb: "false" }), { ...(usual as object), vflip: false, srgb: false });
      same(sampler({ filter: "anisotropic", wrap: 7 }), usual);
    },
  },
  {
    section: "9",
    line: "an unbound channel reads 0, 0, 0, 1 everywhere",
    run: async () => same(await told(4, [tell(["x", "y", "z", "w"].map((part) => `texture(iChannel3, vec2(0.3, 7.0)).${part}`))]), [0, 0, 0, 1]),
  },
  {
    section: "8",
    line: "JSON of the API (wrapped), of the site (bare) and in an array; inputs by their channel; buffers by their output id, in the order given",
    run: async () => {
      const code = (body: string): string => `void mainImage(out vec4 o, in vec2 p) { ${body} }`;
      const stamp = "o = vec4(float(iFrame), texelFetch(iChannel0, ivec2(0), 0).x, 0, 0);";
      const { code: shown } = tell(["texelFetch(iChannel2, ivec2(0), 0).y", "texelFetch(iChannel1, ivec2(0), 0).y"]);
      const sampler = { filter: "nearest", wrap: "clamp", vflip: "true", srgb: "false", internal: "byte" };
      const pass = (type: string, name: string, out: string, text: string, reads: [number, string][]): object => ({
        type,
        name,
        code: text,
        description: "",
        outputs: [{ id: out, channel: 0 }],
        inputs: reads.map(([channel, id]) => ({ channel, id, type: "buffer", filepath: "", sampler })),
      });
      const [a, b] = ["4dXGR8", "XsXGR8"];
      const work = {
        ver: "0.1",
        info: { id: "x", name: "n" },
        renderpass: [pass("buffer", "Buf A", b, code(stamp), [[0, a]]), pass("image", "Image", "4dfGRr", shown, [[2, a], [1, b]]), pass("buffer", "Buf B", a, code(stamp), [[0, b]])],
      };
      for (const json of [{ Shader: work }, work, [work]]) {
        const player = newPlayer(4, 2);
        const report = await player.load(asPasses(passesOf(json)));
        holds(report.ok, JSON.stringify(report.errors));
        player.step(5);
        // B is painted first here, so A sees its present frame and B the previous one of A.
        same(numbers(player, 2), [4, 3]);
        done(player);
      }
    },
  },
];
