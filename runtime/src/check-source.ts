/** Check source: the cheap gate before any compiler, on text and shape alone. */
import {
  BUFFER_NAMES,
  COMMON_NAME,
  IMAGE_NAME,
  LIMITS,
  PASS_TYPES,
  CUBE_NAME,
  isSource,
  normalisePasses,
  type Pass,
  type PassType,
  type ShaderError,
} from "./contract";
import { linesOf } from "./assemble";

/** What a pass of each type must define: the name, and the rest of its prototype. */
const ENTRIES: Readonly<Partial<Record<PassType, [string, string]>>> = {
  buffer: ["mainImage", "(out vec4 fragColor, in vec2 fragCoord)"],
  cubemap: ["mainCubemap", "(out vec4 fragColor, in vec2 fragCoord, in vec3 rayOri, in vec3 rayDir)"],
  sound: ["mainSound", "(int samp, float time)"],
  image: ["mainImage", "(out vec4 fragColor, in vec2 fragCoord)"],
};

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

function controlCharacter(pass: Pass): ShaderError[] {
  // A NUL ends the text for some drivers, so that what follows would silently not be compiled.
  const index = linesOf(pass.code).findIndex((line) => line.includes("\0"));
  return index < 0 ? [] : [{ pass: pass.name, line: index + 1, column: 0, message: "holds a NUL character" }];
}

/**
 * Checks passes without a GPU: sizes in UTF-8 bytes, number and names of passes, inputs, and that `mainImage` appears.
 * Returns [] when nothing is wrong; never throws.
 */
export function checkSource(passes: readonly Pass[]): ShaderError[] {
  const errors: ShaderError[] = [];
  const say = (pass: string, message: string): void => void errors.push({ pass, line: 1, column: 0, message });
  const given: { type?: unknown; name?: unknown; inputs?: unknown }[] = Array.isArray(passes) ? (passes as Pass[]) : [];
  for (const pass of given.slice(0, LIMITS.passes)) {
    const type = String(pass?.type);
    const name = typeof pass?.name === "string" ? pass.name.slice(0, 40) : type.slice(0, 40);
    if (!PASS_TYPES.includes(type)) say(name, `unknown type of pass: ${type.slice(0, 40)}`);
    else if (Array.isArray(pass.inputs) && pass.inputs.length > LIMITS.inputs_per_pass)
      say(name, `more than ${LIMITS.inputs_per_pass} inputs`);
  }
  if (given.length > LIMITS.passes) say(IMAGE_NAME, `more than ${LIMITS.passes} passes`);
  if (errors.length > 0) return errors;

  const full = normalisePasses(passes);
  const common = full.filter((pass) => pass.type === "common").map((pass) => pass.code).join("\n");
  let total = 0;
  const names = new Set<string>();
  for (const pass of full) {
    const size = bytesOf(pass.code);
    total += size;
    if (size > LIMITS.pass_bytes) say(pass.name, `larger than ${LIMITS.pass_bytes} bytes`);
    if (pass.type === "buffer" && !BUFFER_NAMES.includes(pass.name)) say(pass.name, "a buffer is named Buffer A, B, C or D");
    if (names.has(pass.name)) say(pass.name, "appears twice");
    names.add(pass.name);
    errors.push(...controlCharacter(pass));
    const channels = new Set<number>();
    for (const input of pass.inputs) {
      if (channels.has(input.channel)) say(pass.name, `iChannel${input.channel} is bound twice`);
      channels.add(input.channel);
      if (!isSource(input.type, input.source)) say(pass.name, `unknown ${input.type}: ${input.source.slice(0, 40)}`);
      if (input.source === CUBE_NAME && !full.some(({ type }) => type === "cubemap")) say(pass.name, `there is no pass ${CUBE_NAME}`);
    }
    // GLSL ES cannot glue tokens, so even a macro that makes the function must hold its name; a line may continue inside the name.
    const entry = ENTRIES[pass.type];
    if (entry && !(pass.code + common).replace(/\\\r?\n/g, "").includes(entry[0])) say(pass.name, `has no function ${entry.join("")}`);
  }
  if (total > LIMITS.total_bytes) say(names.has(COMMON_NAME) ? COMMON_NAME : IMAGE_NAME, `all passes together are larger than ${LIMITS.total_bytes} bytes`);
  if (!names.has(IMAGE_NAME)) say(IMAGE_NAME, "there is no Image pass");
  return errors;
}
