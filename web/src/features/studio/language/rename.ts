/** Rename: gives what a word names another name wherever it is named, or says why that would not be the same program. */
import type { Pass } from "@fractafrag/runtime";
import { builtinNames, constants, keywords, types } from "../glsl-words";
import { commonName } from "../contract";
import { givenTo } from "./uniforms";
import { outlineOf } from "./outline";
import { meaningsOf, programOf, usesOf, wordAt } from "./program";
import type { Place } from "./program";
import { asEdited, isName } from "./tokens";

export type Rename = { ok: true; places: Place[]; from: string } | { ok: false; reason: string };

const ENTRIES = new Set(["mainImage", "mainSound", "mainCubemap", "mainVR", "main"]);
const SWIZZLE = /^(?:[xyzw]{1,4}|[rgba]{1,4}|[stpq]{1,4})$/;
const no = (reason: string): Rename => ({ ok: false, reason });

/** What may be renamed at `at`: its name and its places. */
export function renameAt(passes: readonly Pass[], name: string, at: number): Rename {
  const program = programOf(passes, name);
  const word = program ? wordAt(program.own, at) : null;
  if (!program || !word) return no("There is no name here.");
  if (ENTRIES.has(word.text)) return no(`${word.text} is called from outside.`);
  const found = meaningsOf(program, word);
  const [first] = found;
  if (!first) return no(`${word.text} is not declared in this work.`);
  if (first.declared.kind === "field" && SWIZZLE.test(word.text)) return no(`${word.text} is a swizzle of vectors, too.`);
  const local = !first.declared.global && first.declared.kind !== "field";
  const places = usesOf(passes, name, at);
  // A macro is written out where it is used: what it names may be this, and nobody can tell from the text alone.
  const sources = passes.filter((pass) => pass.name === name || pass.type === "common");
  for (const pass of sources) {
    const outline = outlineOf(asEdited(pass.code));
    const named = outline.tokens.find((token) => token.directive && token.kind === "word" && token.text === word.text);
    const taken = named && places.some((place) => place.pass === pass.name && place.from === named.from);
    const argument = named && outline.declared.some((one) => one.kind === "macro" && one.parameters?.includes(word.text));
    if (named && !taken && !argument) return no(`A #define in ${pass.name} names ${word.text} as well.`);
  }
  const common = passes.find((pass) => pass.type === "common");
  if (!local && name !== commonName && common && !found.some(({ pass }) => pass === commonName)) {
    const there = outlineOf(asEdited(common.code)).tokens.some((token) => token.kind === "word" && token.text === word.text);
    if (there) return no(`Common names ${word.text} as well.`);
  }
  return { ok: true, places, from: word.text };
}

/** Why `next` cannot be the new name of what stands at `places`; null where it can. */
export function nameRefusal(passes: readonly Pass[], places: readonly Place[], next: string): string | null {
  if (!isName(next) || next.length > 64) return "A name has letters, digits and _, and begins with no digit.";
  if (next.startsWith("gl_") || next.includes("__")) return "Names with gl_ or __ belong to the language.";
  if ([...keywords, ...types, ...constants, ...builtinNames].includes(next)) return `${next} is a word of the language.`;
  const affected = passes.filter((pass) => places.some((place) => place.pass === pass.name) || pass.type === "common");
  for (const pass of affected) {
    if (ENTRIES.has(next) || givenTo(pass).some((given) => given.name === next)) return `${next} is given from outside.`;
    if (outlineOf(asEdited(pass.code)).tokens.some((token) => token.kind === "word" && token.text === next)) return `${pass.name} uses the name ${next} already.`;
  }
  return null;
}

/** The sources with `next` written at every place. */
export function renamed(passes: readonly Pass[], places: readonly Place[], next: string): Pass[] {
  return passes.map((pass) => {
    const own = places.filter((place) => place.pass === pass.name).sort((a, b) => b.from - a.from);
    if (own.length === 0) return pass;
    let code = asEdited(pass.code);
    for (const { from, to } of own) code = code.slice(0, from) + next + code.slice(to);
    return { ...pass, code };
  });
}
