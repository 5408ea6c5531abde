/** Contract: the shape of a shader's passes and the limits that every language of the house agrees on. */
import shader from "../../contract/shader.json";

export type PassType = "common" | "buffer" | "cubemap" | "sound" | "image";
export type InputType = "texture" | "cubemap" | "volume" | "video" | "music" | "webcam" | "mic" | "keyboard" | "buffer";
export type Filter = "nearest" | "linear" | "mipmap";
export type Wrap = "clamp" | "repeat";
export type Channel = 0 | 1 | 2 | 3;

export interface Sampler {
  filter: Filter;
  wrap: Wrap;
  /** The first row of the picture lies at the top (v = 1) instead of the bottom. Textures, cubemaps, films and webcams only. */
  vflip: boolean;
  /** The stored values are sRGB and are made linear when read. Textures, cubemaps, films and webcams only. */
  srgb: boolean;
}

export interface PassInput {
  channel: Channel;
  type: InputType;
  /** "Buffer A"…"Buffer D"; "Cube A" or the id of a medium of this type; "upload:" + SHA-256 for a texture; "keyboard", "webcam", "mic". */
  source: string;
  sampler: Sampler;
}

export interface Pass {
  type: PassType;
  /** "Common", "Buffer A"…"Buffer D", "Cube A", "Sound" or "Image". */
  name: string;
  code: string;
  inputs: PassInput[];
}

export interface ShaderError {
  /** The name of the pass. */
  pass: string;
  /** 1-based, counted in the author's own text of that pass. */
  line: number;
  /** 1-based; 0 when unknown. */
  column: number;
  message: string;
}

/** One uniform of the program's header, as `contract/shader.json` lists it. */
export interface UniformDeclaration {
  name: string;
  type: string;
  count?: number;
}

export const LIMITS = shader.limits;
export const PASS_TYPES: readonly string[] = shader.pass_types;
export const BUFFER_NAMES: readonly string[] = shader.buffer_names;
export const COMMON_NAME = shader.pass_names.common;
export const CUBE_NAME = shader.pass_names.cubemap;
export const SOUND_NAME = shader.pass_names.sound;
export const IMAGE_NAME = shader.pass_names.image;
export const INPUT_TYPES: readonly string[] = shader.input_types;
/** The textures that the runtime makes by itself; every other medium comes from a `MediaLoader`. */
export const TEXTURE_SOURCES: readonly string[] = shader.texture_sources;
export const FILTERS: readonly string[] = shader.filters;
export const WRAPS: readonly string[] = shader.wraps;
/** Milliseconds that a million pixels cost in software on two cores, below which a shader is of this tier. */
export const COST_TIERS = shader.cost_tiers;
export const UNIFORMS: readonly UniformDeclaration[] = shader.uniforms;
/** Those of the Sound pass, which has no others. */
export const SOUND_UNIFORMS: readonly UniformDeclaration[] = shader.sound_uniforms;

/** What may be said about how an input of a type is sampled; a flag that is no choice is always false. */
export interface SamplerChoices {
  filters: readonly Filter[];
  wraps: readonly Wrap[];
  vflip: boolean;
  srgb: boolean;
}

export function samplerChoices(type: InputType): SamplerChoices {
  return shader.sampler_choices[type] as SamplerChoices;
}

/** The sampler that an input of `type` gets where its author said nothing, or something odd. */
export function defaultSampler(type: InputType): Sampler {
  return { ...(shader.sampler_defaults[type] as Sampler) };
}

/** The sampler that an editor gives to an input of `type` that was just bound. */
export function startingSampler(type: InputType): Sampler {
  return { ...(shader.sampler_starts[type] as Sampler) };
}

const MEDIUM = /^[a-z0-9][a-z0-9-]{0,62}$/;
const UPLOAD = /^upload:[0-9a-f]{64}$/;

/** Whether `source` can be what an input of `type` reads; whether such a medium exists is for a `MediaLoader` to say. */
export function isSource(type: InputType, source: string): boolean {
  if (type === "keyboard" || type === "webcam" || type === "mic") return source === type;
  if (type === "buffer") return BUFFER_NAMES.includes(source);
  if (type === "cubemap" && source === CUBE_NAME) return true;
  return MEDIUM.test(source) || (type === "texture" && UPLOAD.test(source));
}

type Loose<T> = { [K in keyof T]?: unknown };

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const flag = (value: unknown, otherwise: boolean): boolean =>
  value === true || value === "true" ? true : value === false || value === "false" ? false : otherwise;

function fullSampler(given: unknown, type: InputType): Sampler {
  const sampler = (typeof given === "object" && given !== null ? given : {}) as Loose<Sampler>;
  const usual = defaultSampler(type);
  const { filters, wraps, vflip, srgb } = samplerChoices(type);
  return {
    filter: filters.find((one) => one === sampler.filter) ?? usual.filter,
    wrap: wraps.find((one) => one === sampler.wrap) ?? usual.wrap,
    vflip: vflip && flag(sampler.vflip, usual.vflip),
    srgb: srgb && flag(sampler.srgb, usual.srgb),
  };
}

function fullInputs(given: unknown): PassInput[] {
  if (!Array.isArray(given)) return [];
  return given.flatMap((one: unknown): PassInput[] => {
    if (typeof one !== "object" || one === null) return [];
    const input = one as Loose<PassInput>;
    const type = text(input.type);
    if (!INPUT_TYPES.includes(type)) return [];
    if (!(input.channel === 0 || input.channel === 1 || input.channel === 2 || input.channel === 3)) return [];
    const source = type === "keyboard" || type === "webcam" || type === "mic" ? type : text(input.source);
    const sampler = fullSampler(input.sampler, type as InputType);
    return [{ channel: input.channel, type: type as InputType, source, sampler }];
  });
}

/**
 * Gives the full form of passes that may lack names, inputs or samplers; never throws.
 * Passes of an unknown type and inputs of an unknown kind or channel are left out; a nameless buffer gets the next free letter;
 * of a sampler, what its type does not accept becomes the default.
 */
export function normalisePasses(passes: readonly Pass[]): Pass[] {
  const given: Loose<Pass>[] = Array.isArray(passes)
    ? passes.filter((one: unknown): one is Loose<Pass> => typeof one === "object" && one !== null)
    : [];
  const taken = new Set(given.map((pass) => text(pass.name)));
  return given.flatMap((pass): Pass[] => {
    const type = text(pass.type);
    if (!PASS_TYPES.includes(type)) return [];
    let name = type === "buffer" ? text(pass.name) : shader.pass_names[type as Exclude<PassType, "buffer">];
    if (name === "") {
      name = BUFFER_NAMES.find((letter) => !taken.has(letter)) ?? "";
      taken.add(name);
    }
    return [{ type: type as PassType, name, code: text(pass.code), inputs: fullInputs(pass.inputs) }];
  });
}
