/** A pass and Common read together: what a word means at its place, what is seen there, and where else it is named. */
import type { Pass } from "@fractafrag/runtime";
import { commonName } from "../contract";
import { outlineOf } from "./outline";
import type { Declared, Outline } from "./outline";
import { asEdited } from "./tokens";
import type { Token } from "./tokens";

export interface Place {
  pass: string;
  from: number;
  to: number;
}

/** A declaration and the pass that it stands in. */
export interface Found {
  pass: string;
  declared: Declared;
}

export interface Program {
  pass: Pass;
  own: Outline;
  /** Null where the pass is Common itself, or there is none. */
  common: Outline | null;
}

const readOf = (pass: Pass): Outline => outlineOf(asEdited(pass.code));

/** The pass `name` of a work with what is put before it; null where there is no such pass. */
export function programOf(passes: readonly Pass[], name: string): Program | null {
  const pass = passes.find((one) => one.name === name);
  if (!pass) return null;
  const common = pass.type === "common" ? undefined : passes.find((one) => one.type === "common");
  return { pass, own: readOf(pass), common: common ? readOf(common) : null };
}

/** The word that stands at `at` or ends there, or nothing. */
export function wordAt({ tokens }: Outline, at: number): Token | null {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.to ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  for (const token of [tokens[low], tokens[low - 1]]) if (token?.kind === "word" && token.from <= at && token.to >= at) return token;
  return null;
}

/** Whether the word comes after a dot: a field or a swizzle. */
export function isMember({ code }: Outline, word: Pick<Token, "from">): boolean {
  let at = word.from - 1;
  while (at >= 0 && /\s/.test(code.charAt(at))) at -= 1;
  return code.charAt(at) === "." && !/\d/.test(code.charAt(at - 1));
}

const covers = ({ scope, from, to }: Declared, at: number): boolean => (at >= scope.from && at < scope.to) || (at >= from && at < to);

/** The innermost declaration of a name that is seen at `at` in this source: locals and arguments before what is global. */
function declaredIn(outline: Outline, name: string, at: number): Declared[] {
  const same = outline.declared.filter((one) => one.name === name && one.kind !== "field");
  const local = same.filter((one) => !one.global && covers(one, at)).sort((a, b) => b.scope.from - a.scope.from)[0];
  return local ? [local] : same.filter(({ global }) => global);
}

/** Every declaration that `word` may mean: several for overloads and for what stands in branches of #if. */
export function meaningsOf({ pass, own, common }: Program, word: Token): Found[] {
  const told = (name: string, outline: Outline, found: readonly Declared[]) => found.map((declared): Found => ({ pass: name, declared })).filter(() => outline.code !== "");
  if (isMember(own, word)) {
    const fields = (outline: Outline) => outline.declared.filter((one) => one.kind === "field" && one.name === word.text);
    return [...told(pass.name, own, fields(own)), ...(common ? told(commonName, common, fields(common)) : [])];
  }
  const field = own.declared.find((one) => one.kind === "field" && one.from === word.from);
  if (field) return [{ pass: pass.name, declared: field }];
  const found = declaredIn(own, word.text, word.directive ? -1 : word.from);
  if (found.some(({ global }) => !global)) return told(pass.name, own, found);
  const shared = common ? common.declared.filter((one) => one.global && one.kind !== "field" && one.name === word.text) : [];
  return [...told(pass.name, own, found), ...(common ? told(commonName, common, shared) : [])];
}

/** Where to go from a word: the definition before a prototype, and not where one already is. */
export function definitionOf(program: Program, at: number): Place | null {
  const word = wordAt(program.own, at);
  if (!word || word.kind !== "word") return null;
  const found = meaningsOf(program, word);
  const here = ({ pass, declared }: Found) => pass === program.pass.name && declared.from === word.from;
  const best = found.find((one) => one.declared.defined !== false && !here(one)) ?? found.find((one) => !here(one)) ?? found[0];
  return best ? { pass: best.pass, from: best.declared.from, to: best.declared.to } : null;
}

/** What is seen at `at`, the innermost first, each name once; fields are left out. */
export function seenAt({ pass, own, common }: Program, at: number): Found[] {
  const names = new Set<string>();
  const seen: Found[] = [];
  const take = (name: string, declared: Declared) => {
    if (names.has(declared.name)) return;
    names.add(declared.name);
    seen.push({ pass: name, declared });
  };
  const inside = own.declared.filter((one) => !one.global && one.kind !== "field" && at >= one.scope.from && at <= one.scope.to);
  inside.sort((a, b) => b.scope.from - a.scope.from).forEach((one) => take(pass.name, one));
  // What comes further below is not known yet, but a writer may be about to move it.
  own.declared.filter((one) => one.global && one.kind !== "field").forEach((one) => take(pass.name, one));
  common?.declared.filter((one) => one.global && one.kind !== "field").forEach((one) => take(commonName, one));
  return seen;
}

/** The words of a source that mean what is declared outside of functions under `name`. */
function globalUses(outline: Outline, name: string): Token[] {
  return outline.tokens.filter((token) => {
    if (token.kind !== "word" || token.text !== name || isMember(outline, token)) return false;
    if (outline.declared.some((one) => one.kind === "field" && one.from === token.from)) return false;
    if (token.directive) return !isMacroArgument(outline, token);
    const found = declaredIn(outline, name, token.from);
    return found.length === 0 || found.every(({ global }) => global);
  });
}

function isMacroArgument(outline: Outline, token: Token): boolean {
  return outline.declared.some((one) => {
    if (one.kind !== "macro" || !one.parameters?.includes(token.text) || token.from < one.from) return false;
    return !outline.tokens.some(({ from, directive }) => from > one.from && from < token.from && !directive);
  });
}

/**
 * Every place that names what the word at `at` names, itself included, the declaration among them. What Common declares
 * is looked for in all passes; a field by its name alone.
 */
export function usesOf(passes: readonly Pass[], name: string, at: number): Place[] {
  const program = programOf(passes, name);
  const word = program ? wordAt(program.own, at) : null;
  if (!program || !word) return [];
  const found = meaningsOf(program, word);
  const placed = (pass: string, tokens: readonly Token[]) => tokens.map(({ from, to }): Place => ({ pass, from, to }));
  const local = found.find(({ declared }) => !declared.global && declared.kind !== "field");
  if (local) {
    const { own } = program;
    const same = own.tokens.filter((token) => token.kind === "word" && token.text === word.text && !token.directive && !isMember(own, token) && declaredIn(own, token.text, token.from)[0] === local.declared);
    return placed(name, same);
  }
  const everywhere = program.pass.type === "common" || found.some(({ pass }) => pass === commonName);
  const among = everywhere ? passes : passes.filter((pass) => pass.name === name);
  if (found.some(({ declared }) => declared.kind === "field")) {
    return among.flatMap((pass) => {
      const outline = readOf(pass);
      const fields = new Set(outline.declared.filter((one) => one.kind === "field").map(({ from }) => from));
      return placed(pass.name, outline.tokens.filter((token) => token.kind === "word" && token.text === word.text && (isMember(outline, token) || fields.has(token.from))));
    });
  }
  if (isMember(program.own, word)) return [];
  return among.flatMap((pass) => placed(pass.name, globalUses(readOf(pass), word.text)));
}

/** The line of a place, 1-based, and its text, for lists. */
export function lineOf(passes: readonly Pass[], { pass, from }: Place): { line: number; text: string } {
  const code = asEdited(passes.find((one) => one.name === pass)?.code ?? "");
  const begin = code.lastIndexOf("\n", from - 1) + 1;
  const end = code.indexOf("\n", from);
  return { line: code.slice(0, from).split("\n").length, text: code.slice(begin, end < 0 ? code.length : end).trim() };
}
