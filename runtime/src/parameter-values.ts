/** Parameter values: makes values from outside fit their parameters, writes them into an address, and hands them to a program. */
import { readHex, writeHex, type Parameter, type ParameterValue, type ParameterValues } from "./parameters";

// What a 32-bit float can tell apart: a value with these digits is the same on the GPU, in an address and in a file.
const DIGITS = 7;

const tidy = (value: number): number => (value === 0 ? 0 : Number(value.toPrecision(DIGITS)));
const finite = (value: unknown): number | null => (typeof value === "number" && Number.isFinite(value) ? value : null);

/** The nearest value that `parameter` allows; its default where `given` is of another kind. */
export function fitValue(parameter: Parameter, given: unknown): ParameterValue {
  const { type, range, choices, default: otherwise } = parameter;
  if (type === "bool") return typeof given === "boolean" ? given : typeof given === "number" ? given !== 0 : otherwise;
  if (type === "float" || type === "int") {
    const value = finite(given);
    if (value === null) return otherwise;
    const [least, most] = range ?? [0, 1];
    const rounded = type === "int" ? Math.round(value) : tidy(value);
    return Math.min(Math.max(rounded, least), most);
  }
  if (type === "choice") return choices?.some(({ value }) => value === given) ? (given as number) : otherwise;
  const parts = Array.isArray(given) ? given.map(finite) : [];
  if (parts.length !== (otherwise as number[]).length || parts.includes(null)) return otherwise;
  const [least, most] = type === "point" ? (range ?? [0, 1]) : [0, 1];
  const kept = (parts as number[]).map((part) => Math.min(Math.max(type === "point" ? tidy(part) : Math.round(part * 255) / 255, least), most));
  return kept;
}

/** A value for every parameter: the given one as near as it may be, else the default. Names that are no parameters are left out. */
export function fitValues(parameters: readonly Parameter[], given: unknown): ParameterValues {
  const values = typeof given === "object" && given !== null ? (given as Record<string, unknown>) : {};
  return Object.fromEntries(
    parameters.map((parameter) => [parameter.name, Object.hasOwn(values, parameter.name) ? fitValue(parameter, values[parameter.name]) : parameter.default]),
  );
}

/** Whether two values are the same. */
export function sameValue(one: ParameterValue | undefined, other: ParameterValue | undefined): boolean {
  if (Array.isArray(one) && Array.isArray(other)) return one.length === other.length && one.every((part, index) => part === other[index]);
  return one === other;
}

/** Those of the given values that fit a parameter and are not its default: what is worth keeping. */
export function changedValues(parameters: readonly Parameter[], given: unknown): ParameterValues {
  const full = fitValues(parameters, given);
  return Object.fromEntries(parameters.flatMap(({ name, default: usual }) => (sameValue(full[name], usual) ? [] : [[name, full[name] as ParameterValue]])));
}

function writeValue({ type }: Parameter, value: ParameterValue): string {
  if (type === "bool") return value === true ? "1" : "0";
  if (type === "colour") return writeHex(value as number[]);
  return Array.isArray(value) ? value.map(String).join("/") : String(value);
}

function readValue({ type }: Parameter, text: string): unknown {
  if (type === "colour") return readHex(text);
  if (type === "bool") return text === "1" || text === "true" ? true : text === "0" || text === "false" ? false : null;
  if (type === "point") return text.split("/").map((part) => (part === "" ? NaN : Number(part)));
  return text.trim() === "" ? null : Number(text);
}

/** The values that differ from the defaults as `?p=` has them: "speed:1.5,tint:ff8800,centre:0.5/0.25"; "" where none does. */
export function formatValues(parameters: readonly Parameter[], given: unknown): string {
  const changed = changedValues(parameters, given);
  const known = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  return Object.entries(changed)
    .map(([name, value]) => `${name}:${writeValue(known.get(name) as Parameter, value)}`)
    .join(",");
}

/** Reads what `formatValues` wrote, over `base` (values of the version). What does not fit is left out. Never throws. */
export function parseValues(parameters: readonly Parameter[], text: string, base: unknown = {}): ParameterValues {
  const known = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  const values: ParameterValues = fitValues(parameters, base);
  for (const part of text.split(",", parameters.length * 2)) {
    const at = part.indexOf(":");
    const parameter = known.get(part.slice(0, at).trim());
    if (at > 0 && parameter) values[parameter.name] = fitValue({ ...parameter, default: values[parameter.name] ?? parameter.default }, readValue(parameter, part.slice(at + 1)));
  }
  return values;
}

/** Sets the uniforms of a program, which becomes the one in use; a name that it does not use costs nothing. */
export function applyValues(gl: WebGL2RenderingContext, program: WebGLProgram, parameters: readonly Parameter[], values: ParameterValues): void {
  if (parameters.length === 0) return;
  gl.useProgram(program);
  for (const { name, glsl, default: usual } of parameters) {
    const at = gl.getUniformLocation(program, name);
    if (at === null) continue;
    const value = values[name] ?? usual;
    if (glsl === "bool" || glsl === "int") gl.uniform1i(at, Number(value));
    else if (glsl === "float") gl.uniform1f(at, Number(value));
    else if (glsl === "vec2") gl.uniform2fv(at, value as number[]);
    else if (glsl === "vec3") gl.uniform3fv(at, value as number[]);
    else gl.uniform4fv(at, value as number[]);
  }
}
