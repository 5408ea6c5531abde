/** Assemble: an author's pass becomes a full fragment program by plain concatenation; the text itself is never read or changed. */
import { UNIFORMS, type Pass } from "./contract";

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
}

export interface AssembleOptions {
  /** What `HW_PERFORMANCE` says: true on a desktop, false on a phone. */
  desktop?: boolean;
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
const IMAGE_MAIN = `out vec4 ff_output;
uniform vec2 ff_origin;
int ff_failed = -1;
void st_assert(bool holds, int which) { if (!holds) ff_failed = which; }
void st_assert(bool holds) { st_assert(holds, 0); }
void mainImage(out vec4 fragColor, in vec2 fragCoord);
void main() {
  vec4 color = vec4(0.0, 0.0, 0.0, 1.0);
  mainImage(color, gl_FragCoord.xy + ff_origin);
  if (ff_failed >= 0) color.rgb = ff_failed == 0 ? vec3(1, 0, 0) : ff_failed == 1 ? vec3(0, 1, 0) : ff_failed == 2 ? vec3(0, 0, 1) : vec3(1, 1, 0);
  ff_output = vec4(color.rgb, 1.0);
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
 * The header of a pass: prolog, `HW_PERFORMANCE`, uniforms, samplers, forward declaration of `mainImage`, and the real `main`.
 * The image pass also has `iCh0`…`iCh3` and `st_assert`, and writes alpha 1; a buffer writes all four channels as they are.
 */
export function header(type: "buffer" | "image", options: AssembleOptions = {}): string {
  const uniforms = UNIFORMS.map(({ name, type: kind, count }) => `uniform ${kind} ${name}${count ? `[${count}]` : ""};\n`);
  const samplers = [0, 1, 2, 3].map((channel) => `uniform sampler2D iChannel${channel};\n`);
  const structs = [0, 1, 2, 3].map(
    (channel) => `uniform struct { sampler2D sampler; vec3 size; float time; int loaded; } iCh${channel};\n`,
  );
  return [
    PROLOG,
    `#define HW_PERFORMANCE ${options.desktop === false ? 0 : 1}\n`,
    ...uniforms,
    ...samplers,
    ...(type === "image" ? structs : []),
    type === "image" ? IMAGE_MAIN : BUFFER_MAIN,
  ].join("");
}

/** Joins header + every Common source, each followed by a newline + the pass, and counts the lines before the pass. */
export function assemble(pass: Pass, commons: readonly Pass[], options: AssembleOptions = {}): AssembledPass {
  const head = header(pass.type === "buffer" ? "buffer" : "image", options);
  const commonCode = commons.map((one) => one.code).join("\n");
  const shared = commons.length > 0 ? `${commonCode}\n` : "";
  const headerLines = countLineEnds(head);
  return {
    name: pass.name,
    type: pass.type,
    text: head + shared + pass.code,
    headerLines,
    commonLines: countLineEnds(head + shared) - headerLines,
    commonCode,
    passCode: pass.code,
  };
}
