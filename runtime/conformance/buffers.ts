/** Buffers: section 4 of the description, and the cubemap of section 7: who sees which frame, and what is kept. */
import { tell, numbers, type PassSketch } from "../tests/in-page";
import { done, playing, same, told, type Case } from "./expect";

const COUNT = "texelFetch(iChannel0, ivec2(0), 0).x";
const from = (channel: 0 | 1 | 2 | 3, source: string, sampler: object = {}) => ({ channel, type: "buffer" as const, source, sampler });
const cubeFrom = (channel: 0 | 1 | 2 | 3, sampler: object = {}) => ({ channel, type: "cubemap" as const, source: "Cube A", sampler });
const buffer = (name: string, body: string, inputs: PassSketch["inputs"] = []): PassSketch => ({ type: "buffer", name, code: `void mainImage(out vec4 o, in vec2 p) { ${body} }`, inputs });
const cube = (body: string, inputs: PassSketch["inputs"] = []): PassSketch => ({
  type: "cubemap",
  code: `void mainCubemap(out vec4 o, in vec2 p, in vec3 ro, in vec3 rd) { ${body} }`,
  inputs,
});

export const buffers: Case[] = [
  {
    section: "4",
    line: "a buffer that reads itself sees the previous frame",
    run: async () => same(await told(1, [buffer("Buffer A", `o = vec4(${COUNT} + 1.0);`, [from(0, "Buffer A")]), tell([COUNT], [from(0, "Buffer A")])], { frames: 5 }), [5]),
  },
  {
    section: "4",
    line: "A sees B's previous frame, B sees A's present one, and the other way round when the list has them so",
    run: async () => {
      const stamp = (name: string, other: string): PassSketch => buffer(name, `o = vec4(float(iFrame), ${COUNT}, 0, 0);`, [from(0, other)]);
      const image = tell(["texelFetch(iChannel0, ivec2(0), 0).y", "texelFetch(iChannel1, ivec2(0), 0).y"], [from(0, "Buffer A"), from(1, "Buffer B")]);
      const [a, b] = [stamp("Buffer A", "Buffer B"), stamp("Buffer B", "Buffer A")];
      same(await told(2, [a, b, image], { frames: 5 }), [3, 4]);
      same(await told(2, [b, a, image], { frames: 5 }), [4, 3]);
    },
  },
  {
    section: "4",
    line: "values above 1 and below 0 and alpha survive, in 32-bit floats",
    run: async () =>
      same(
        await told(4, [buffer("Buffer A", "o = vec4(3.5, -2.25, 16777217.0, 0.1);"), tell(["x", "y", "z", "w"].map((part) => `texelFetch(iChannel0, ivec2(0), 0).${part}`), [from(0, "Buffer A")])]),
        [3.5, -2.25, 16777216, Math.fround(0.1)],
      ),
  },
  {
    section: "4",
    line: "a reset clears both halves of every buffer",
    run: async () => {
      const player = await playing([buffer("Buffer A", `o = vec4(${COUNT} + 1.0);`, [from(0, "Buffer A")]), tell([COUNT], [from(0, "Buffer A")])], 4, 1);
      player.step(6);
      player.reset();
      player.step();
      same(numbers(player, 1), [1]);
      done(player);
    },
  },
  {
    section: "4",
    line: "a resize keeps the bottom-left, texel by texel",
    run: async () => {
      const keep = "vec4 b = texelFetch(iChannel0, ivec2(p), 0); o = iFrame == 0 ? vec4(p, 0, 1) : b;";
      const seen = ["texelFetch(iChannel0, ivec2(1, 2), 0).x", "texelFetch(iChannel0, ivec2(1, 2), 0).y", "texelFetch(iChannel0, ivec2(6, 2), 0).w"];
      const player = await playing([buffer("Buffer A", keep, [from(0, "Buffer A")]), tell(seen, [from(0, "Buffer A")])], 4, 3);
      player.step();
      player.resize(8, 3);
      player.step();
      same(numbers(player, 3), [1.5, 2.5, 0]);
      done(player);
    },
  },
  {
    section: "4",
    line: "a buffer is read nearest and clamped unless it is said otherwise, and mipmaps are there for who asks",
    run: async () => {
      const ramp = buffer("Buffer A", "o = vec4(floor(p.x));");
      const read = ["texture(iChannel0, vec2(0.45, 0.5)).x", "texture(iChannel0, vec2(1.2, 0.5)).x", "textureLod(iChannel1, vec2(0.5), 9.0).x"];
      same(await told(3, [ramp, tell(read, [from(0, "Buffer A"), from(1, "Buffer A", { filter: "mipmap" })])]), [1, 3, 1.5]);
    },
  },
  {
    section: "4",
    line: "four buffers, Common, Cube A, Sound and Image make a work of eight passes",
    run: async () => {
      const all = ["A", "B", "C", "D"].map((letter, index) => buffer(`Buffer ${letter}`, `o = vec4(one() * ${index + 1}.0);`));
      const sound: PassSketch = { type: "sound", code: "vec2 mainSound(int samp, float time) { return vec2(one()); }" };
      const read = ["texture(iChannel0, vec3(1, 0, 0)).x", "texelFetch(iChannel1, ivec2(0), 0).x"];
      same(await told(2, [{ type: "common", code: "float one() { return 1.0; }" }, ...all, cube("o = vec4(one() * 5.0);"), sound, tell(read, [cubeFrom(0), from(1, "Buffer D")])], { cubeSide: 4 }), [5, 4]);
    },
  },
  {
    section: "7",
    line: "the cubemap is looked up along the directions with which it was drawn, on all six faces",
    run: async () => {
      const ways = ["1, 0.2, 0.3", "-1, 0.2, 0.3", "0.2, 1, 0.3", "0.2, -1, 0.3", "0.3, 0.2, 1", "0.3, 0.2, -1"];
      const off = ways.map((way) => `distance(texture(iChannel0, vec3(${way})).xyz, normalize(vec3(${way})))`);
      const far = await told(6, [cube("o = vec4(rd, 1.0);"), tell(off, [cubeFrom(0, { filter: "linear" })])], { cubeSide: 64 });
      same(far, [0, 0, 0, 0, 0, 0], 0.01);
    },
  },
  {
    section: "7",
    line: "six faces of 1024², iResolution and iChannelResolution say so, and rayOri is 0",
    run: async () => {
      const stamp = cube("o = vec4(iResolution.xy, length(ro), max(p.x, p.y));");
      const read = ["x", "y", "z"].map((part) => `texture(iChannel0, vec3(1, 0, 0)).${part}`);
      same(await told(6, [stamp, tell([...read, "iChannelResolution[0].x", "iChannelResolution[0].y", "textureSize(iChannel0, 0).x"], [cubeFrom(0)])]), [1024, 1024, 0, 1024, 1024, 1024]);
    },
  },
  {
    section: "7",
    line: "the cubemap holds 16-bit floats beyond 0…1 and sees its own previous frame; the image sees the present one",
    run: async () => {
      const grow = cube("o = texture(iChannel0, rd) + vec4(1.0, -2.0, 0.0, 0.5);", [cubeFrom(0)]);
      same(await told(3, [grow, tell(["x", "y", "w"].map((part) => `texture(iChannel0, vec3(0, 0, 1)).${part}`), [cubeFrom(0)])], { cubeSide: 8, frames: 4 }), [4, -8, 2]);
    },
  },
  {
    section: "7",
    line: "the cubemap is drawn after the buffers: it sees their present frame, they its previous one; a reset clears it",
    run: async () => {
      const passes: PassSketch[] = [
        buffer("Buffer A", "o = vec4(float(iFrame), texture(iChannel0, vec3(1, 0, 0)).x, 0, 0);", [cubeFrom(0)]),
        cube("o = texelFetch(iChannel0, ivec2(0), 0);", [from(0, "Buffer A")]),
        tell(["texture(iChannel0, vec3(1, 0, 0)).x", "texelFetch(iChannel1, ivec2(0), 0).y"], [cubeFrom(0), from(1, "Buffer A")]),
      ];
      const player = await playing(passes, 4, 2, { cubeSide: 8 });
      player.step(5);
      same(numbers(player, 2), [4, 3]);
      player.reset();
      player.step();
      same(numbers(player, 2), [0, 0]);
      done(player);
    },
  },
];
