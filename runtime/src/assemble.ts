/** Assemble: an author's pass becomes a full fragment program by plain concatenation; the text itself is never read or changed. */
import { SOUND_UNIFORMS, UNIFORMS, type Pass, type PassInput } from "./contract";

/** A fragment program and what is needed to lead the driver's line numbers back to the author. */
export interface AssembledPass {
  /** The pass's name. */
  name: string;
  type: Pass["type"];
  /** The whole program: header, every Common source, the pass. */
  text: string;
  /** Lines before the first Common (or pass) line. */
  headerLines: number;
  /** Lines between the header and the pass. */
  commonLines: number;
  commonCode: string;
  passCode: string;
  /** The kinds of the four channels. */
  samplers: readonly SamplerKind[];
  /** The same pass for the old prototype of its entry point, to be tried where this one does not compile. */
  otherwise?: AssembledPass;
}

/** The kind of a channel's sampler, as the end of its GLSL name. */
export type SamplerKind = "2D" | "Cube" | "3D";

/** The two prototypes of `mainSound`: today's takes the number of the sample and its time, the old one the time alone. */
export type SoundPrototype = "sample" | "time";

export interface AssembleOptions {
  /** What `HW_PERFORMANCE` says: true on a desktop, false on a phone. */
  desktop?: boolean;
  /** Default "sample". */
  prototype?: SoundPrototype;
  /** The image's alpha is 0 where the author's colour is not a number, for who reads the pixels; default false. */
  marksNan?: boolean;
  /** Of each channel; default four times "2D". `assemble` knows them from the pass. */
  samplers?: readonly SamplerKind[];
  /** In the place of the type's own `main` and of what belongs to it. */
  main?: string;
}

export const SOUND_SIDE = 512;

/** What kind of sampler reads an input; an unbound channel is a `sampler2D`. */
export function samplerKind(input: PassInput | null | undefined): SamplerKind {
  return input?.type === "cubemap" ? "Cube" : input?.type === "volume" ? "3D" : "2D";
}

export const VERTEX_TEXT = `#version 300 es
void main() {
  gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0);
}
`;

const PROLOG = `#version 300 es
#ifdef GL_ES
precision highp float;
precision highp int;
precision mediump sampler3D;
#endif
`;

// ff_origin: where in a larger picture the canvas lies, whose pixels are drawn part by part (capture.ts).
const imageMain = (marksNan: boolean): string => `out vec4 ff_output;
uniform vec2 ff_origin;
int ff_failed = -1;
void st_assert(bool holds, int which) { if (!holds) ff_failed = which; }
void st_assert(bool holds) { st_assert(holds, 0); }
void mainImage(out vec4 fragColor, in vec2 fragCoord);
void main() {
  vec4 color = vec4(0.0, 0.0, 0.0, 1.0);
  mainImage(color, gl_FragCoord.xy + ff_origin);
  if (ff_failed >= 0) color.rgb = ff_failed == 0 ? vec3(1, 0, 0) : ff_failed == 1 ? vec3(0, 1, 0) : ff_failed == 2 ? vec3(0, 0, 1) : vec3(1, 1, 0);
  ff_output = vec4(color.rgb, ${marksNan ? "any(isnan(color.rgb)) ? 0.0 : 1.0" : "1.0"});
}
`;

const BUFFER_MAIN = `out vec4 ff_output;
void mainImage(out vec4 fragColor, in vec2 fragCoord);
void main() {
  vec4 color = vec4(0.0, 0.0, 0.0, 1.0);
  mainImage(color, gl_FragCoord.xy);
  ff_output = color;
}
`;

/** What a `main` of a cubemap's pass declares before it, and how it has `color` set. */
export const CUBE_ENTRY = {
  declared: `uniform vec3 ff_face[3];
void mainCubemap(out vec4 fragColor, in vec2 fragCoord, in vec3 rayOri, in vec3 rayDir);
`,
  called: `  vec2 ff_at = 2.0 * gl_FragCoord.xy / iResolution.xy - 1.0;
  mainCubemap(color, gl_FragCoord.xy, vec3(0.0), normalize(ff_face[2] + ff_at.x * ff_face[0] + ff_at.y * ff_face[1]));
`,
} as const;

const CUBE_MAIN = `out vec4 ff_output;
${CUBE_ENTRY.declared}void main() {
  vec4 color = vec4(0.0, 0.0, 0.0, 1.0);
${CUBE_ENTRY.called}  ff_output = color;
}
`;

// Each ear is a whole number of 1…65535 around 32768, its low byte and its high byte a colour each.
const soundMain = (prototype: SoundPrototype): string => `out vec4 ff_output;
vec2 mainSound(${prototype === "sample" ? "in int samp, float time" : "float time"});
void main() {
  ivec2 ff_at = ivec2(gl_FragCoord.xy);
  int ff_index = ff_at.x + ${SOUND_SIDE} * ff_at.y;
  float ff_time = iTimeOffset + float(ff_index) / iSampleRate;
  vec2 ff_heard = clamp(mainSound(${prototype === "sample" ? "iSampleOffset + ff_index, ff_time" : "ff_time"}), -1.0, 1.0);
  vec2 ff_whole = floor(32767.0 * ff_heard + 32768.5);
  vec2 ff_high = floor(ff_whole / 256.0);
  ff_output = vec4(ff_whole - 256.0 * ff_high, ff_high).xzyw / 255.0;
}
`;

function mainOf(type: Exclude<Pass["type"], "common">, prototype: SoundPrototype, marksNan: boolean): string {
  return type === "image" ? imageMain(marksNan) : type === "cubemap" ? CUBE_MAIN : type === "sound" ? soundMain(prototype) : BUFFER_MAIN;
}

const NEWLINE = /\r\n|\n\r|\n|\r/g;

/** How many line ends `text` holds, counted as GLSL ES 3.00 counts them (CR LF is one). */
export function countLineEnds(text: string): number {
  return text.match(NEWLINE)?.length ?? 0;
}

/** The lines of `text`, split where GLSL ES 3.00 ends a line. */
export function linesOf(text: string): string[] {
  return text.split(/\r\n|\n\r|\n|\r/);
}

/**
 * The header of a pass: prolog, `HW_PERFORMANCE`, uniforms, samplers, forward declaration of the entry point, and the real `main`.
 * The image pass also has `iCh0`…`iCh3` and `st_assert`, and writes alpha 1; buffers and cubemaps write all four channels as they are.
 * The Sound pass has uniforms of its own.
 */
export function header(type: Exclude<Pass["type"], "common">, options: AssembleOptions = {}): string {
  const { desktop = true, prototype = "sample", samplers = [], marksNan = false } = options;
  const declared = type === "sound" ? SOUND_UNIFORMS : UNIFORMS;
  const uniforms = declared.map(({ name, type: kind, count }) => `uniform ${kind} ${name}${count ? `[${count}]` : ""};\n`);
  const kinds = [0, 1, 2, 3].map((channel) => `sampler${samplers[channel] ?? "2D"}`);
  const structs = kinds.map((kind, channel) => `uniform struct { ${kind} sampler; vec3 size; float time; int loaded; } iCh${channel};\n`);
  return [
    PROLOG,
    `#define HW_PERFORMANCE ${desktop ? 1 : 0}\n`,
    ...uniforms,
    ...kinds.map((kind, channel) => `uniform ${kind} iChannel${channel};\n`),
    ...(type === "image" ? structs : []),
    options.main ?? mainOf(type, prototype, marksNan),
  ].join("");
}

// Editors put it before a file's text, of which it is no part; a compiler stumbles on it.
const withoutMark = (code: string): string => (code.startsWith("\uFEFF") ? code.slice(1) : code);

/** Joins header + every Common source, each followed by a newline + the pass, and counts the lines before the pass. */
export function assemble(pass: Pass, commons: readonly Pass[], options: AssembleOptions = {}): AssembledPass {
  const samplers = [0, 1, 2, 3].map((channel) => samplerKind(pass.inputs.find((input) => input.channel === channel)));
  const head = header(pass.type === "common" ? "image" : pass.type, { samplers, ...options });
  const commonCode = commons.map((one) => withoutMark(one.code)).join("\n");
  const shared = commons.length > 0 ? `${commonCode}\n` : "";
  const passCode = withoutMark(pass.code);
  const headerLines = countLineEnds(head);
  return {
    name: pass.name,
    type: pass.type,
    text: head + shared + passCode,
    headerLines,
    commonLines: countLineEnds(head + shared) - headerLines,
    commonCode,
    passCode,
    samplers,
    ...(pass.type === "sound" && !options.prototype ? { otherwise: assemble(pass, commons, { ...options, prototype: "time" }) } : {}),
  };
}
