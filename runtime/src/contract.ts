/** Contract: the shape of a shader's passes and the limits that every language of the house agrees on. */
import shader from "../../contract/shader.json";

export type PassType = "common" | "buffer" | "image";
export type InputType = "texture" | "buffer" | "keyboard";
export type Filter = "nearest" | "linear" | "mipmap";
export type Wrap = "clamp" | "repeat";
export type Channel = 0 | 1 | 2 | 3;

export interface Sampler {
  filter: Filter;
  wrap: Wrap;
  /** The first row of the picture lies at the top (v = 1) instead of the bottom. Textures only. */
  vflip: boolean;
  /** The stored values are sRGB and are made linear when read. Textures only. */
  srgb: boolean;
}

export interface PassInput {
  channel: Channel;
  type: InputType;
  /** "Buffer A"…"Buffer D", one of `TEXTURE_SOURCES`, or "keyboard". */
  source: string;
  sampler: Sampler;
}

export interface Pass {
  type: PassType;
  /** "Common", "Buffer A"…"Buffer D" or "Image". */
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
export const IMAGE_NAME = shader.pass_names.image;
export const INPUT_TYPES: readonly string[] = shader.input_types;
export const TEXTURE_SOURCES: readonly string[] = shader.texture_sources;
export const FILTERS: readonly string[] = shader.filters;
export const WRAPS: readonly string[] = shader.wraps;
/** Milliseconds that a million pixels cost in software on two cores, below which a shader is of this tier. */
export const COST_TIERS = shader.cost_tiers;
export const UNIFORMS: readonly UniformDeclaration[] = shader.uniforms;

/** The sampler that an input of `type` gets where its author said nothing. */
export function defaultSampler(type: InputType): Sampler {
  const { filter, wrap, vflip, srgb } = shader.sampler_defaults[type];
  return { filter: filter as Filter, wrap: wrap as Wrap, vflip, srgb };
}

type Loose<T> = { [K in keyof T]?: unknown };

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const flag = (value: unknown, otherwise: boolean): boolean =>
  value === true || value === "true" ? true : value === false || value === "false" ? false : otherwise;

function fullSampler(given: unknown, type: InputType): Sampler {
  const sampler = (typeof given === "object" && given !== null ? given : {}) as Loose<Sampler>;
  const usual = defaultSampler(type);
  return {
    filter: FILTERS.includes(text(sampler.filter)) ? (sampler.filter as Filter) : usual.filter,
    wrap: WRAPS.includes(text(sampler.wrap)) ? (sampler.wrap as Wrap) : usual.wrap,
    vflip: flag(sampler.vflip, usual.vflip),
    srgb: flag(sampler.srgb, usual.srgb),
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
    const source = type === "keyboard" ? "keyboard" : text(input.source);
    const sampler = fullSampler(input.sampler, type as InputType);
    return [{ channel: input.channel, type: type as InputType, source, sampler }];
  });
}

/**
 * Gives the full form of passes that may lack names, inputs or samplers; never throws.
 * Passes of an unknown type and inputs of an unknown kind or channel are left out; a nameless buffer gets the next free letter.
 */
export function normalisePasses(passes: readonly Pass[]): Pass[] {
  const given: Loose<Pass>[] = Array.isArray(passes)
    ? passes.filter((one: unknown): one is Loose<Pass> => typeof one === "object" && one !== null)
    : [];
  const taken = new Set(given.map((pass) => text(pass.name)));
  return given.flatMap((pass): Pass[] => {
    const type = text(pass.type);
    if (!PASS_TYPES.includes(type)) return [];
    let name = type === "common" ? COMMON_NAME : type === "image" ? IMAGE_NAME : text(pass.name);
    if (name === "") {
      name = BUFFER_NAMES.find((letter) => !taken.has(letter)) ?? "";
      taken.add(name);
    }
    return [{ type: type as PassType, name, code: text(pass.code), inputs: fullInputs(pass.inputs) }];
  });
}
