/** What parts of a work are called, and how their values read, wherever two states of it are compared. */
import type { PassInput } from "@fractafrag/runtime";
import type { Details } from "../document";

/** Tags stand apart: each is present or not. */
export const detailNames: Record<Exclude<keyof Details, "tags">, string> = {
  title: "Title",
  description: "Description",
  licence: "Licence",
  visibility: "Visibility",
  posterAt: "Poster",
};

/** A value as somebody reads it: numbers without a long tail, lists with commas, nothing for what is empty. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (typeof value === "number") return String(Number(value.toFixed(4)));
  if (Array.isArray(value)) return value.map(valueText).join(", ");
  if (typeof value === "boolean") return value ? "on" : "off";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** An input with how it is sampled: "noise-rgba-256, linear, repeat". */
export function inputText({ type, source, sampler }: PassInput): string {
  const name = source.startsWith("upload:") ? "a picture of yours" : source || type;
  const flags = [sampler.vflip ? "flipped" : "", sampler.srgb ? "sRGB" : ""].filter(Boolean);
  return [name, sampler.filter, sampler.wrap, ...flags].join(", ");
}
