/** Program: sections 1 and 5 of the description, how a source becomes a program and what it paints. */
import { header } from "../src/assemble";
import { fixedClock } from "../src/index";
import { asPasses, image, pixel, show, tell } from "../tests/in-page";
import { done, errorsOf, holds, playing, same, told, type Case } from "./expect";

const MAIN = "void mainImage(out vec4 o, in vec2 p) { o = vec4(1.0); }";

export const program: Case[] = [
  {
    section: "1",
    line: "a program is header + Common + pass by concatenation: what one begins the other may end",
    run: async () => same(await told(1, [{ type: "common", code: "float half_of(float x) { return" }, { ...tell(["half_of(5.0)"]), code: ` x / 2.0; }\n${tell(["half_of(5.0)"]).code}` }]), [2.5]),
  },
  {
    section: "1",
    line: "the prolog has six lines and HW_PERFORMANCE follows, 1 on a desktop, 0 on a phone",
    run: () => {
      const lines = header("image").split("\n");
      same(lines.slice(0, 7), ["#version 300 es", "#ifdef GL_ES", "precision highp float;", "precision highp int;", "precision mediump sampler3D;", "#endif", "#define HW_PERFORMANCE 1"]);
      holds(header("image", { desktop: false }).includes("#define HW_PERFORMANCE 0\n"), "a phone has 1");
    },
  },
  {
    section: "1",
    line: "mainImage may be produced by a macro",
    run: async () => {
      const player = await playing([image("#define ENTRY mainImage\n#define GO(a, b) void ENTRY(out vec4 a, in vec2 b)\nGO(c, p) { c = vec4(1, 0, 1, 1); }")]);
      player.step();
      same(pixel(player), [255, 0, 255, 255]);
      done(player);
    },
  },
  {
    section: "1",
    line: "an error stands on the author's line, however long the header and Common are",
    run: async () => {
      const errors = await errorsOf([{ type: "common", code: "float a;\r\nfloat b;\nfloat c;" }, image(`// one\n// two\n${MAIN.replace("1.0", "nobody")}`)]);
      same(errors.length, 1);
      holds(errors[0]?.startsWith("Image:3 'nobody'") === true, errors.join());
    },
  },
  {
    section: "1",
    line: "an error of Common is told on Common's line",
    run: async () => {
      const errors = await errorsOf([{ type: "common", code: "float a;\nfloat b = nobody;" }, image(MAIN)]);
      holds(errors[0]?.startsWith("Common:2 ") === true, errors.join());
    },
  },
  {
    section: "1",
    line: "a work whose passes do not all compile is not swapped in: the last good one stays",
    run: async () => {
      const player = await playing([show("1, 0, 0, 1")]);
      player.step();
      const report = await player.load(asPasses([{ type: "buffer", name: "Buffer A", code: "void mainImage(out vec4 o, in vec2 p) { o = nobody; }" }, show("0, 1, 0, 1")]));
      same(report.ok, false);
      player.step();
      same(pixel(player), [255, 0, 0, 255]);
      done(player);
    },
  },
  {
    section: "2",
    line: "iGlobalTime is absent, and the error says what it is called today",
    run: async () => {
      const errors = await errorsOf([image("void mainImage(out vec4 o, in vec2 p) {\n  o = vec4(iGlobalTime);\n}")]);
      holds(errors[0]?.startsWith("Image:2 ") === true && errors[0].includes("iGlobalTime is iTime today"), errors.join());
    },
  },
  {
    section: "2",
    line: "st_assert paints its colour where it does not hold",
    run: async () => {
      for (const [which, colour] of [["", [255, 0, 0, 255]], [", 1", [0, 255, 0, 255]], [", 2", [0, 0, 255, 255]]] as const) {
        const player = await playing([image(`void mainImage(out vec4 o, in vec2 p) { st_assert(p.x < 0.0${which}); o = vec4(1.0); }`)]);
        player.step();
        same(pixel(player), colour);
        done(player);
      }
    },
  },
  {
    section: "2",
    line: "iCh0…iCh3 and st_assert are the image's alone: a buffer may use the names for itself",
    run: async () => {
      const own = "float iCh0 = 0.25; float st_assert = 0.5;\nvoid mainImage(out vec4 o, in vec2 p) { o = vec4(iCh0, st_assert, 0, 1); }";
      const player = await playing([{ type: "buffer", name: "Buffer A", code: own }, show("texelFetch(iChannel0, ivec2(0), 0)", [{ channel: 0, type: "buffer", source: "Buffer A" }])]);
      player.step();
      same(pixel(player), [64, 128, 0, 255], 1);
      done(player);
    },
  },
  {
    section: "2",
    line: "every uniform has its name and its type",
    run: async () => {
      const typed = [
        ...["iTime", "iTimeDelta", "iFrameRate", "iSampleRate"].map((name) => `float a_${name} = ${name};`),
        "int frame = iFrame; vec3 size = iResolution; vec4 mouse = iMouse, date = iDate;",
        "float times[4] = iChannelTime; vec3 sizes[4] = iChannelResolution;",
      ].join("\n");
      const player = await playing([image(`void mainImage(out vec4 o, in vec2 p) {\n${typed}\n o = vec4(1, 0, 0, 1); }`)]);
      player.step();
      same(pixel(player), [255, 0, 0, 255]);
      done(player);
    },
  },
  {
    section: "5",
    line: "an out value that is never written is black",
    run: async () => {
      const player = await playing([image("void mainImage(out vec4 o, in vec2 p) { }")]);
      player.step();
      same(pixel(player), [0, 0, 0, 255]);
      done(player);
    },
  },
  {
    section: "5",
    line: "a picture with alpha 0 is opaque",
    run: async () => {
      const player = await playing([show("0.2, 0.4, 0.6, 0.0")]);
      player.step();
      same(pixel(player), [51, 102, 153, 255]);
      done(player);
    },
  },
  {
    section: "5",
    line: "the context has no alpha and no depth, is not premultiplied and preserves its drawing buffer",
    run: async () => {
      const player = await playing([image(MAIN)]);
      const { alpha, depth, premultipliedAlpha, preserveDrawingBuffer } = player.canvas.getContext("webgl2")?.getContextAttributes() ?? {};
      same([alpha, depth, premultipliedAlpha, preserveDrawingBuffer], [false, false, false, true]);
      done(player);
    },
  },
  {
    section: "5",
    line: "values reach the canvas as they are, clamped, in no other colour space",
    run: async () => {
      const player = await playing([show("0.5, 2.0, -1.0, 1.0")]);
      player.step();
      same(pixel(player), [128, 255, 0, 255], 1);
      done(player);
    },
  },
  {
    section: "7",
    line: "mainVR is taken in and not called",
    run: async () => {
      const player = await playing([image(`${MAIN}\nvoid mainVR(out vec4 o, in vec2 p, in vec3 ro, in vec3 rd) { o = vec4(rd, 0.0); }`)]);
      player.drawAt(fixedClock(0, 60));
      same(pixel(player), [255, 255, 255, 255]);
      done(player);
    },
  },
];
