/** Bare: compiles passes under the smallest header that the description of Shadertoy allows, by WebGL alone, to hold ours against it. */
import { normalisePasses, UNIFORMS, SOUND_UNIFORMS, type Pass } from "../src/index";
import type { PassSketch } from "./in-page";

const VERTEX = "#version 300 es\nin vec4 at;\nvoid main() { gl_Position = at; }";
const PROLOG = "#version 300 es\n#ifdef GL_ES\nprecision highp float;\nprecision highp int;\nprecision mediump sampler3D;\n#endif\n#define HW_PERFORMANCE 1\n";
const ENTRIES: Readonly<Record<string, readonly string[]>> = {
  image: ["void mainImage(out vec4 c, in vec2 f);\nout vec4 bare;\nvoid main() { mainImage(bare, gl_FragCoord.xy); }\n"],
  buffer: ["void mainImage(out vec4 c, in vec2 f);\nout vec4 bare;\nvoid main() { mainImage(bare, gl_FragCoord.xy); }\n"],
  cubemap: ["void mainCubemap(out vec4 c, in vec2 f, in vec3 o, in vec3 d);\nout vec4 bare;\nvoid main() { mainCubemap(bare, gl_FragCoord.xy, vec3(0), vec3(1)); }\n"],
  sound: [
    "vec2 mainSound(in int samp, float time);\nout vec4 bare;\nvoid main() { bare = mainSound(1, 1.0).xyxy; }\n",
    "vec2 mainSound(float time);\nout vec4 bare;\nvoid main() { bare = mainSound(1.0).xyxy; }\n",
  ],
};

function kindOf(pass: Pass, channel: number): string {
  const type = pass.inputs.find((input) => input.channel === channel)?.type;
  return type === "cubemap" ? "samplerCube" : type === "volume" ? "sampler3D" : "sampler2D";
}

/** The pass's header, once for each prototype of its entry point. */
function headers(pass: Pass): string[] {
  const declared = (pass.type === "sound" ? SOUND_UNIFORMS : UNIFORMS).map(({ name, type, count }) => `uniform ${type} ${name}${count ? `[${count}]` : ""};\n`);
  const kinds = [0, 1, 2, 3].map((channel) => kindOf(pass, channel));
  const samplers = kinds.map((kind, channel) => `uniform ${kind} iChannel${channel};\n`);
  const structs = pass.type === "image" ? kinds.map((kind, channel) => `uniform struct { ${kind} sampler; vec3 size; float time; int loaded; } iCh${channel};\n`) : [];
  return (ENTRIES[pass.type] ?? []).map((entry) => [PROLOG, ...declared, ...samplers, ...structs, entry].join(""));
}

/** Whether every pass of each work compiles and links there. */
export function bareOutcomes(works: readonly (readonly PassSketch[])[]): boolean[] {
  const gl = document.createElement("canvas").getContext("webgl2");
  if (!gl) throw new Error("there is no WebGL2");
  const shader = (type: number, text: string): WebGLShader => {
    const made = gl.createShader(type);
    if (!made) throw new Error("there is no shader to be had");
    gl.shaderSource(made, text);
    gl.compileShader(made);
    return made;
  };
  const vertex = shader(gl.VERTEX_SHADER, VERTEX);
  const links = (text: string): boolean => {
    const fragment = shader(gl.FRAGMENT_SHADER, text);
    const program = gl.createProgram();
    gl.attachShader(program, vertex);
    gl.attachShader(program, fragment);
    gl.linkProgram(program);
    const linked = gl.getProgramParameter(program, gl.LINK_STATUS) === true;
    gl.deleteShader(fragment);
    gl.deleteProgram(program);
    return linked;
  };
  return works.map((work) => {
    const passes = normalisePasses(work as unknown as Pass[]);
    const common = passes.filter(({ type }) => type === "common").map(({ code }) => `${code}\n`).join("");
    return passes.filter(({ type }) => type !== "common").every((pass) => headers(pass).some((head) => links(head + common + pass.code)));
  });
}
