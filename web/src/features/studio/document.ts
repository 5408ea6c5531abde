/** A work as a value: its passes and what is said about it, with the pure changes that the studio makes to it. */
import type { ParameterValues, Pass, PassInput } from "@fractafrag/runtime";
import { bufferNames, commonName, defaultSampler, imageName, limits, cubeName, soundName } from "./contract";
import type { Channel, InputType, Sampler } from "./contract";
import { newBufferSource, newCommonSource, newCubeSource, newSoundSource, newImageSource } from "./sources";

export type Visibility = "public" | "unlisted" | "private";

/** What is said about a work, apart from its source. `licence` is empty until the author chooses one. */
export interface Details {
  title: string;
  description: string;
  tags: string[];
  licence: string;
  visibility: Visibility;
  /** The second that the poster shows; null lets the renderer choose. */
  posterAt: number | null;
}

/** What a version keeps of its parameters: the values that it opens with, and named sets of values. */
export interface WorkParameters {
  values: ParameterValues;
  presets: { name: string; values: ParameterValues }[];
}

export interface Work {
  passes: Pass[];
  details: Details;
  /** Absent where nothing was ever turned. */
  parameters?: WorkParameters;
}

export const noParameters: WorkParameters = { values: {}, presets: [] };

/** A first work: one living image pass that nobody has to understand before changing it. */
export function newWork(): Work {
  return {
    passes: [{ type: "image", name: imageName, code: newImageSource, inputs: [] }],
    details: { title: "", description: "", tags: [], licence: "", visibility: "public", posterAt: null },
  };
}

/** Pass names in the order of the tabs: Image, Common, then the buffers as they stand in the work. */
export function tabOrder(passes: readonly Pass[]): string[] {
  const rank = (pass: Pass) => (pass.type === "image" ? 0 : pass.type === "common" ? 1 : 2);
  return passes
    .map((pass, index) => ({ pass, index }))
    .sort((a, b) => rank(a.pass) - rank(b.pass) || a.index - b.index)
    .map(({ pass }) => pass.name);
}

/** The names of passes that could still be added, in the order in which they are offered. */
export function addablePasses(passes: readonly Pass[]): string[] {
  if (passes.length >= limits.passes) return [];
  const taken = new Set(passes.map((pass) => pass.name));
  return [...bufferNames, commonName, cubeName, soundName].filter((name) => !taken.has(name));
}

/** What stands where: the sound is made first, then the buffers, then the cube, which may read them, and the image of all. */
export const PLACES: readonly Pass["type"][] = ["common", "sound", "buffer", "cubemap", "image"];

/**
 * The passes with `name` added at its place: Common, Sound, buffers by letter, Cube A, Image. Buffers that already stand
 * in another order keep it, because the order of the list is the order of painting.
 */
export function withPass(passes: readonly Pass[], name: string): Pass[] {
  if (!addablePasses(passes).includes(name)) return [...passes];
  const added: Pass = { ...newPass(name), name, inputs: [] };
  const place = PLACES.indexOf(added.type);
  const before = passes.findIndex((pass) => PLACES.indexOf(pass.type) > place || (pass.type === "buffer" && added.type === "buffer" && pass.name > name));
  const at = before < 0 ? passes.length : before;
  return [...passes.slice(0, at), added, ...passes.slice(at)];
}

function newPass(name: string): Pick<Pass, "type" | "code"> {
  if (name === commonName) return { type: "common", code: newCommonSource };
  if (name === cubeName) return { type: "cubemap", code: newCubeSource };
  if (name === soundName) return { type: "sound", code: newSoundSource };
  return { type: "buffer", code: newBufferSource };
}

/** The passes without `name`; inputs that read it are unbound with it. The image stays whatever is asked. */
export function withoutPass(passes: readonly Pass[], name: string): Pass[] {
  if (name === imageName) return [...passes];
  return passes
    .filter((pass) => pass.name !== name)
    .map((pass) => {
      const inputs = pass.inputs.filter((input) => !((input.type === "buffer" || input.type === "cubemap") && input.source === name));
      return inputs.length === pass.inputs.length ? pass : { ...pass, inputs };
    });
}

/** Values and presets with those of the parameter `from` under the name `to`; the very same where it has none. */
export function renamedValues(parameters: WorkParameters, from: string, to: string): WorkParameters {
  const moved = (values: ParameterValues): ParameterValues => Object.fromEntries(Object.entries(values).map(([name, value]) => [name === from ? to : name, value]));
  const sets = [parameters.values, ...parameters.presets.map(({ values }) => values)];
  if (!sets.some((values) => Object.hasOwn(values, from))) return parameters;
  return { values: moved(parameters.values), presets: parameters.presets.map((preset) => ({ ...preset, values: moved(preset.values) })) };
}

/** The passes with the code of one replaced. */
export function withCode(passes: readonly Pass[], name: string, code: string): Pass[] {
  return passes.map((pass) => (pass.name === name ? { ...pass, code } : pass));
}

/** The input of a pass at a channel, or nothing. */
export function inputAt(pass: Pass | undefined, channel: Channel): PassInput | undefined {
  return pass?.inputs.find((input) => input.channel === channel);
}

/** An input with the sampler that its type starts with. */
export function newInput(channel: Channel, type: InputType, source: string): PassInput {
  return { channel, type, source, sampler: defaultSampler(type) };
}

/** The passes with `input` bound to its channel of the named pass, or the channel unbound where `input` is null. */
export function withInput(passes: readonly Pass[], name: string, channel: Channel, input: PassInput | null): Pass[] {
  return passes.map((pass) => {
    if (pass.name !== name || pass.type === "common") return pass;
    const others = pass.inputs.filter((other) => other.channel !== channel);
    const inputs = input ? [...others, { ...input, channel }] : others;
    return { ...pass, inputs: inputs.sort((a, b) => a.channel - b.channel) };
  });
}

/** The passes with part of the sampler at a channel changed; nothing happens where nothing is bound. */
export function withSampler(passes: readonly Pass[], name: string, channel: Channel, change: Partial<Sampler>): Pass[] {
  const input = inputAt(passes.find((pass) => pass.name === name), channel);
  if (!input) return [...passes];
  return withInput(passes, name, channel, { ...input, sampler: { ...input.sampler, ...change } });
}

/** A text that is equal exactly when two pass lists would be drawn alike. */
export function passesFingerprint(passes: readonly Pass[]): string {
  return JSON.stringify(
    passes.map((pass) => [
      pass.type,
      pass.name,
      pass.code,
      [...pass.inputs]
        .sort((a, b) => a.channel - b.channel)
        .map(({ channel, type, source, sampler }) => [channel, type, source, sampler.filter, sampler.wrap, sampler.vflip, sampler.srgb]),
    ]),
  );
}

/** Whether two works are the same in everything that a save would send. */
export function sameWork(a: Work, b: Work): boolean {
  return sameDetails(a.details, b.details) && passesFingerprint(a.passes) === passesFingerprint(b.passes) && parametersText(a) === parametersText(b);
}

function parametersText({ parameters = noParameters }: Work): string {
  const sorted = (values: ParameterValues) => Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([sorted(parameters.values), parameters.presets.map(({ name, values }) => [name, sorted(values)])]);
}

export function sameDetails(a: Details, b: Details): boolean {
  return (
    a.title === b.title &&
    a.description === b.description &&
    a.licence === b.licence &&
    a.visibility === b.visibility &&
    a.posterAt === b.posterAt &&
    a.tags.join("\n") === b.tags.join("\n")
  );
}

/** A tag as the server keeps it: lower case, hyphens for blanks, of letters, digits and the signs - _ . + #. */
export function normalTag(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .trim()
    .replace(/\s+/g, "-")
    .replace(/[^\p{L}\p{N}_.+#-]/gu, "")
    .replace(/^[^\p{L}\p{N}_]+/u, "")
    .slice(0, limits.tag_characters);
}
