/** Work: from the JSON that people keep shaders in to the passes that the runtime draws. */
import { BUFFER_NAMES, type Pass } from "../src/index";

type Json = Record<string, unknown>;

/** Shadertoy's ids of what a pass writes, in the dialect of its API (numbers) and in that of its site. */
const OUTPUTS: Readonly<Record<string, string>> = {
  "257": "Buffer A",
  "258": "Buffer B",
  "259": "Buffer C",
  "260": "Buffer D",
  "4dXGR8": "Buffer A",
  XsXGR8: "Buffer B",
  "4sXGR8": "Buffer C",
  XdfGR8: "Buffer D",
  "4dX3Rr": "Cube A",
};
const RENAMED: Readonly<Record<string, string>> = { musicstream: "music", soundcloud: "music" };

/** What one of Shadertoy's files is called in the set of an instance; null where there is nothing like it. */
export type SourceOf = (file: string, id: string) => string | null;

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);
const words = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");

/**
 * Reads the passes of a work in this platform's dialect (`{"passes": …}`, as its API answers) or in Shadertoy's (`{"Shader": …}`,
 * the bare object, an array of them: the first counts). Nothing of the text is changed.
 * Throws an Error where there is no shader in it; odd parts of one are left out, as the runtime does with them.
 */
export function passesOf(json: unknown, sourceOf: SourceOf = () => null): Pass[] {
  const first: unknown = Array.isArray(json) ? json[0] : json;
  const work = isObject(first) && isObject(first.Shader) ? first.Shader : first;
  if (isObject(work)) {
    if (Array.isArray(work.passes) && work.passes.length > 0) return objects(work.passes) as unknown as Pass[];
    const renderpass = objects(work.renderpass);
    if (renderpass.length > 0) return fromRenderpasses(renderpass, sourceOf);
  }
  throw new Error("There is no shader in this JSON: it has neither passes nor a renderpass.");
}

/** The values that a work in our dialect gives its parameters; {} where it says nothing. */
export function valuesOf(json: unknown): unknown {
  const parameters = isObject(json) ? json.parameters : null;
  return isObject(parameters) && isObject(parameters.values) ? parameters.values : {};
}

/** The media that a work in our dialect carries within itself: `data:` addresses by the names of their files; null where it has none. */
export function filesOf(json: unknown): Record<string, string> | null {
  const files = isObject(json) ? json.files : null;
  if (!isObject(files)) return null;
  return Object.fromEntries(Object.entries(files).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

/** A lone image pass of this code. */
export function imageOf(code: string): Pass[] {
  return [{ type: "image", name: "Image", code, inputs: [] }];
}

function fromRenderpasses(given: readonly Json[], sourceOf: SourceOf): Pass[] {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const named = given.map((pass) => {
    const id = words(objects(pass.outputs)[0]?.id);
    const type = words(pass.type);
    // A pass is what its output says; its name is the author's own word for it.
    let name = type === "buffer" ? (OUTPUTS[id] ?? letterIn(words(pass.name))) : type === "cubemap" ? "Cube A" : "";
    if (type === "buffer" && (name === "" || taken.has(name))) name = BUFFER_NAMES.find((one) => !taken.has(one)) ?? "";
    taken.add(name);
    if (id && name) names.set(id, name);
    return { pass, type, name };
  });
  return named.map(({ pass, type, name }) => {
    const inputs = objects(pass.inputs).map((input) => {
      const kind = words(input.type) || words(input.ctype);
      const file = words(input.filepath) || words(input.src);
      const source = sourceOfInput(kind, file, words(input.id), names, sourceOf);
      const cube = kind === "cubemap" && source === "Cube A";
      return { channel: input.channel, type: cube ? "cubemap" : (RENAMED[kind] ?? kind), source, sampler: input.sampler };
    });
    return { type, name, code: words(pass.code), inputs: inputs.filter(({ source }) => source !== "") } as unknown as Pass;
  });
}

function sourceOfInput(kind: string, file: string, id: string, names: ReadonlyMap<string, string>, sourceOf: SourceOf): string {
  if (kind === "buffer" || kind === "cubemap") {
    const pass = names.get(id) ?? OUTPUTS[id];
    if (pass) return pass;
    const number = /buffer0(\d)\.png$/.exec(file)?.[1];
    if (kind === "buffer") return BUFFER_NAMES[Number(number ?? -1)] ?? "";
  }
  if (kind === "keyboard" || kind === "webcam" || kind === "mic") return kind;
  return sourceOf(file, id) ?? "";
}

function letterIn(name: string): string {
  const letter = /\bbuf(?:fer)?[\s_-]*([a-d])\b/i.exec(name)?.[1];
  return letter ? `Buffer ${letter.toUpperCase()}` : "";
}
