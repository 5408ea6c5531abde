/** What is said of a word: how it is written, what it means, and where it comes from. */
import { builtinOf, directives, wordMeanings } from "./builtins";
import type { Declared } from "./outline";
import { isMember, meaningsOf, wordAt } from "./program";
import type { Program } from "./program";
import { fieldsOf, typeBefore } from "./types";
import { COMMON_THERE, givenTo } from "./uniforms";

export interface Card {
  /** Lines of GLSL. */
  code: string[];
  meaning: string;
  /** Where it comes from, or what else is to be known. */
  origin: string;
}

const CONTROL = /\/\/\s*@(range|bool|colou?r|point|choice)\b/;

/** What is said of a declaration. `shown` is the pass that the reader is in. */
export function cardOf(declared: Declared, pass: string, shown: string): Card {
  const meaning = declared.comment.startsWith("@") ? "A parameter: its control stands beside the picture." : declared.comment;
  return { code: [declared.text], meaning, origin: pass === shown ? "" : pass };
}

/** Whether a uniform that is declared here has a control. */
export const isControl = (declared: Declared): boolean => declared.comment.startsWith("@") || CONTROL.test(declared.text);

/** What is said of something given from outside. */
export function givenCard(program: Program, name: string): Card | null {
  const given = givenTo(program.pass).find((one) => one.name === name);
  if (!given) return null;
  const apart = program.pass.type === "common" && !COMMON_THERE.has(name) && name !== "HW_PERFORMANCE";
  const type = given.type === "iCh" ? "struct" : given.type;
  const code = type.endsWith("[]") ? `uniform ${type.slice(0, -2)} ${name}[4]` : name === "HW_PERFORMANCE" ? `#define ${name} 1` : `uniform ${type} ${name}`;
  return { code: [code], meaning: given.meaning, origin: apart ? "On Shadertoy, Common cannot use it." : "" };
}

/** What is said of a word of the language, or null where it has none. */
export function languageCard(name: string): Card | null {
  const builtin = builtinOf(name);
  if (builtin) return { code: [...builtin.signatures], meaning: builtin.meaning, origin: builtin.signatures.some((text) => /\bT\b/.test(text)) ? "T: float, vec2, vec3 or vec4." : "" };
  const meaning = Object.hasOwn(wordMeanings, name) ? wordMeanings[name] : undefined;
  return meaning ? { code: [name], meaning, origin: "" } : null;
}

/** What is said of the word at `at`; null where nothing is known of it. */
export function describe(program: Program, at: number): (Card & { from: number; to: number }) | null {
  const word = wordAt(program.own, at);
  if (!word) return null;
  const span = { from: word.from, to: word.to };
  if (isMember(program.own, word)) {
    const dot = program.own.code.lastIndexOf(".", word.from);
    const owner = typeBefore(program, dot);
    const field = fieldsOf(program, owner).find(({ name }) => name === word.text);
    return field ? { ...span, code: [`${field.type} ${owner === "iCh" ? "" : `${owner}.`}${field.name}`], meaning: field.meaning, origin: "" } : null;
  }
  const found = meaningsOf(program, word);
  const own = found.find(({ declared }) => declared.defined !== false) ?? found[0];
  if (own) {
    const more = found.filter(({ declared }) => declared.text !== own.declared.text && declared.defined !== false).map(({ declared }) => declared.text);
    const card = cardOf(own.declared, own.pass, program.pass.name);
    return { ...span, ...card, code: [...card.code, ...more.slice(0, 3)] };
  }
  const directive = word.directive && Object.hasOwn(directives, word.text) && /#\s*$/.test(program.own.code.slice(0, word.from));
  if (directive) return { ...span, code: [`#${word.text}`], meaning: directives[word.text] ?? "", origin: "" };
  const card = givenCard(program, word.text) ?? languageCard(word.text);
  return card ? { ...span, ...card } : null;
}

