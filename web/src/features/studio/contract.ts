/** The agreement about a shader, as the studio needs it: names, limits, inputs and licences, read from contract/shader.json. */
import contract from "../../../../contract/shader.json";
import type { Pass, PassInput } from "@fractafrag/runtime";

export type InputType = PassInput["type"];
export type Sampler = PassInput["sampler"];
export type Channel = PassInput["channel"];

export const limits = contract.limits;
export const bufferNames: readonly string[] = contract.buffer_names;
export const commonName = contract.pass_names.common;
export const imageName = contract.pass_names.image;
export const cubeName = contract.pass_names.cubemap;
export const soundName = contract.pass_names.sound;
export const textureSources: readonly string[] = contract.texture_sources;
export const filters = contract.filters as Sampler["filter"][];
export const wraps = contract.wraps as Sampler["wrap"][];
export const channels: readonly Channel[] = [0, 1, 2, 3];
export const uniforms: readonly { name: string; type: string; count?: number }[] = contract.uniforms;
export const soundUniforms: readonly { name: string; type: string; count?: number }[] = contract.sound_uniforms;
export const licences: readonly { id: string; name: string }[] = contract.licences;

/** The sampler that an input of this type starts with. */
export function defaultSampler(type: InputType): Sampler {
  return { ...contract.sampler_starts[type] } as Sampler;
}

/** The number of bytes that `text` has in UTF-8, which is what the limits count. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** The bytes of all sources together. */
export function totalBytes(passes: readonly Pass[]): number {
  return passes.reduce((sum, pass) => sum + byteLength(pass.code), 0);
}
