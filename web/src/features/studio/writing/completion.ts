/** Completion: what is in scope, what every program is given, the language, members after a dot, directives and controls. */
import { autocompletion, pickedCompletion, snippet } from "@codemirror/autocomplete";
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import { constants, keywords, types } from "../glsl-words";
import { builtins, directives } from "../language/builtins";
import { cardOf, givenCard, isControl, languageCard } from "../language/describe";
import type { Card } from "../language/describe";
import { seenAt } from "../language/program";
import type { Found, Program } from "../language/program";
import { membersOf, typeBefore } from "../language/types";
import { givenTo } from "../language/uniforms";
import type { Token } from "../language/tokens";
import { cardDom } from "./card";
import { programIn } from "./desk";
import { showSignature } from "./signature";
import { plainSnippet, snippets, snippetTemplate } from "./snippets";

const info = (card: Card | null) => (card && (card.meaning || card.origin || card.code.length > 1) ? () => cardDom(card) : undefined);

/** Writes the name with its parentheses and stands between them. */
function call(view: EditorView, completion: Completion, from: number, to: number): void {
  const next = view.state.sliceDoc(to, to + 1);
  const insert = next === "(" ? completion.label : `${completion.label}()`;
  view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + completion.label.length + 1 }, annotations: pickedCompletion.of(completion), userEvent: "input.complete" });
  showSignature(view);
}

const language: Completion[] = [
  ...builtins.map(({ name, signatures }): Completion => ({ label: name, type: "function", detail: signatures[0], info: info(languageCard(name)), apply: call, boost: 1 })),
  ...types.map((label): Completion => ({ label, type: "type", info: info(languageCard(label)) })),
  ...constants.map((label): Completion => ({ label, type: "constant", info: info(languageCard(label)) })),
  ...keywords.map((label): Completion => ({ label, type: "keyword", info: info(languageCard(label)) })),
];

const pieces: Completion[] = snippets.map(({ name, title, code }): Completion => ({ label: name, type: "snippet", detail: title, info: () => cardDom({ code: [], meaning: plainSnippet(code), origin: "" }), apply: snippet(snippetTemplate(code)), boost: -1 }));

function ownCompletion({ pass, declared }: Found, program: Program, order: number): Completion {
  const { name, kind, type, text, parameters } = declared;
  const called = kind === "function" || (kind === "macro" && parameters !== undefined);
  const detail = kind === "macro" || kind === "function" ? text.replace(/^#\s*define\s+/, "").slice(0, 80) : kind === "struct" ? "struct" : type;
  const local = kind === "parameter" || !declared.global;
  return {
    label: name,
    type: kind === "struct" ? "type" : called ? "function" : isControl(declared) ? "control" : "variable",
    detail,
    info: info(cardOf(declared, pass, program.pass.name)),
    boost: local ? 6 : pass === program.pass.name ? 4 : 3,
    sortText: local ? String(order).padStart(4, "0") : name,
    ...(called ? { apply: call } : {}),
  };
}

function words(program: Program, at: number): Completion[] {
  const seen = seenAt(program, at);
  const taken = new Set(seen.map(({ declared }) => declared.name));
  const given = givenTo(program.pass).filter(({ name }) => !taken.has(name));
  return [
    ...seen.filter(({ declared }) => declared.from > at || declared.to < at).map((found, order) => ownCompletion(found, program, order)),
    ...given.map(({ name, type }): Completion => ({ label: name, type: "uniform", detail: type === "iCh" ? "struct" : type.replace("[]", "[4]"), info: info(givenCard(program, name)), boost: 2 })),
    ...language.filter(({ label }) => !taken.has(label)),
    ...pieces,
  ];
}

const CONTROLS: readonly [string, string, string][] = [
  ["@range", "0.0 1.0 = 0.5", "A slider, for float and int: least, most, a step if wanted, the default."],
  ["@bool", "= true", "A switch, for bool."],
  ["@colour", "= #ff8800", "A colour picker, for vec3 and vec4."],
  ["@point", "= 0.5 0.5", "A point to drag on the picture, for vec2."],
  ["@choice", '0 "Plain" 1 "Wild" = 0', "A list to choose from, for int and float."],
];

function controls(context: CompletionContext): CompletionResult | null {
  const found = context.matchBefore(/@\w*/);
  const line = context.state.doc.lineAt(context.pos);
  if (!found || !/\buniform\b[^/]*\/\/\s*@\w*$/.test(line.text.slice(0, context.pos - line.from))) return null;
  return { from: found.from, options: CONTROLS.map(([label, rest, meaning]) => ({ label, apply: `${label} ${rest}`, detail: rest, info: info({ code: [], meaning, origin: "" }) })), validFor: /^@\w*$/ };
}

function directive(context: CompletionContext, program: Program, word: { from: number; text: string }): CompletionResult {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, word.from - line.from);
  const first = /^\s*#\s*$/.test(before);
  if (first) return { from: word.from, options: Object.entries(directives).map(([label, meaning]) => ({ label, type: "keyword", info: info({ code: [`#${label}`], meaning, origin: "" }) })), validFor: /^\w*$/ };
  return { from: word.from, options: words(program, word.from), validFor: /^\w*$/ };
}

function tokenBefore(program: Program, at: number): Token | undefined {
  return program.own.tokens.find(({ from, to }) => from < at && to >= at);
}

/** What may be written at the cursor; null where nothing should be offered. */
export function complete(context: CompletionContext): CompletionResult | null {
  const program = programIn(context.state);
  if (!program) return null;
  const inside = tokenBefore(program, context.pos);
  if (inside?.kind === "comment") return controls(context);
  if (inside?.kind === "number") return null;
  const member = context.matchBefore(/\.\s*[A-Za-z_]*/);
  if (member && !/\d$/.test(context.state.sliceDoc(member.from - 1, member.from))) {
    const from = member.to - /\w*$/.exec(member.text)![0].length;
    const options = membersOf(program, typeBefore(program, member.from)).map(({ name, type, meaning }, order): Completion => ({ label: name, type: "member", detail: type, info: info({ code: [], meaning, origin: "" }), boost: -order / 10 }));
    return options.length > 0 ? { from, options, validFor: /^\w*$/ } : null;
  }
  const word = context.matchBefore(/[A-Za-z_]\w*/) ?? { from: context.pos, to: context.pos, text: "" };
  if (inside?.directive || inside?.text === "#") return directive(context, program, word);
  if (word.text === "" && !context.explicit) return null;
  // "1e" is a number on its way to an exponent.
  if (/\d/.test(context.state.sliceDoc(word.from - 1, word.from))) return null;
  if (namesSomething(program, word.from)) return null;
  return { from: word.from, options: words(program, word.from), validFor: /^\w*$/ };
}

/** Whether a new name is being written: after a type, as in "float a". */
function namesSomething({ own }: Program, at: number): boolean {
  const before = own.read.filter(({ to }) => to <= at).at(-1);
  return before?.kind === "word" && types.includes(before.text);
}

export const completion = autocompletion({
  override: [complete],
  icons: false,
  activateOnTypingDelay: 150,
  maxRenderedOptions: 60,
  optionClass: ({ type }) => (type ? `cm-option-${type}` : ""),
});

