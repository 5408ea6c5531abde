/** What a source declares: functions, structs, macros and variables, each with its type and the stretch in which it is seen. */
import { keywords, types } from "../glsl-words";
import { matters, tokensOf } from "./tokens";
import type { Token } from "./tokens";

export type DeclaredKind = "function" | "struct" | "field" | "macro" | "variable" | "parameter";

export interface Span {
  from: number;
  to: number;
}

/** A name that was declared; `from` and `to` are where the name itself stands. */
export interface Declared extends Span {
  name: string;
  kind: DeclaredKind;
  /** GLSL type of a value, return type of a function, "" of a macro; arrays end in "[]". */
  type: string;
  /** Where it is seen. Of what stands outside of functions: from the name to the end. */
  scope: Span;
  /** Declared outside of every function. */
  global: boolean;
  /** The declaration in one line. */
  text: string;
  /** The comment before it, or behind it in its line. */
  comment: string;
  /** Of functions and of macros with parentheses: what each argument is called, with its type where there is one. */
  parameters?: string[];
  /** Of a function: whether it has a body here. */
  defined?: boolean;
  /** Of a field: its struct. */
  owner?: string;
}

export interface Outline {
  code: string;
  tokens: readonly Token[];
  /** Those that a compiler would read, without directives. */
  read: readonly Token[];
  declared: readonly Declared[];
  /** For each bracket of `read` its partner's index. */
  partners: ReadonlyMap<number, number>;
}

const QUALIFIERS = new Set(["const", "in", "out", "inout", "uniform", "varying", "attribute", "flat", "smooth", "centroid", "invariant", "highp", "mediump", "lowp"]);
const KEYWORDS = new Set(keywords);
const TYPES = new Set(types);
const OPENS = "([{";
const CLOSES = ")]}";

class Reader {
  readonly declared: Declared[] = [];
  readonly partners = new Map<number, number>();

  constructor(
    private readonly code: string,
    private readonly read: readonly Token[],
    private readonly tokens: readonly Token[],
  ) {
    const open: number[] = [];
    read.forEach(({ text, kind }, index) => {
      if (kind !== "sign") return;
      if (OPENS.includes(text)) open.push(index);
      else if (CLOSES.includes(text)) {
        const wanted = OPENS[CLOSES.indexOf(text)];
        // A bracket that nobody closed must not swallow the rest.
        while (open.length > 0 && read[open.at(-1) ?? 0]?.text !== wanted && text === "}") open.pop();
        if (read[open.at(-1) ?? -1]?.text !== wanted) return;
        const at = open.pop() ?? 0;
        this.partners.set(at, index).set(index, at);
      }
    });
  }

  private text(index: number): string {
    return this.read[index]?.text ?? "";
  }

  private isWord(index: number): boolean {
    return this.read[index]?.kind === "word";
  }

  private endOf(index: number): number {
    return this.partners.get(index) ?? this.read.length;
  }

  private place(index: number): number {
    return this.read[index]?.from ?? this.code.length;
  }

  all(): Declared[] {
    this.macros();
    this.block(0, this.read.length, this.code.length, true);
    return this.declared;
  }

  private add(name: number, kind: DeclaredKind, type: string, scope: Span, global: boolean, span: Span, more: Partial<Declared> = {}): void {
    const token = this.read[name];
    if (!token || this.declared.length > 20_000) return;
    const text = this.code.slice(span.from, span.to).replace(/\s+/g, " ").trim().slice(0, 300);
    this.declared.push({ name: token.text, kind, type, scope, global, text, from: token.from, to: token.to, comment: commentAt(this.code, span.from), ...more });
  }

  private macros(): void {
    const { tokens } = this;
    for (let at = 0; at < tokens.length; at += 1) {
      if (tokens[at]?.text !== "#" || !tokens[at]?.directive) continue;
      const line: Token[] = [];
      let end = at;
      while (end < tokens.length && tokens[end]?.directive) line.push(tokens[end++] as Token);
      const words = line.filter(matters);
      const [hash, define, name, bracket] = words;
      at = end;
      if (!hash || define?.text !== "define" || name?.kind !== "word") continue;
      const last = line.filter(({ kind }) => kind !== "space" && kind !== "comment").at(-1) ?? name;
      const close = words.findIndex(({ text }) => text === ")");
      const called = bracket?.text === "(" && bracket.from === name.to && close > 0;
      const parameters = called ? words.slice(4, close).filter(({ kind }) => kind === "word").map(({ text }) => text) : undefined;
      this.declared.push({
        name: name.text,
        kind: "macro",
        type: "",
        scope: { from: name.from, to: this.code.length },
        global: true,
        text: this.code.slice(hash.from, last.to).replace(/\s+/g, " ").slice(0, 300),
        comment: commentAt(this.code, hash.from),
        from: name.from,
        to: name.to,
        ...(parameters ? { parameters } : {}),
      });
    }
  }

  /** Reads statements from `at` to `end`; what they declare is seen up to the place `seen`. */
  private block(at: number, end: number, seen: number, global: boolean): void {
    let index = at;
    while (index < end) {
      const word = this.text(index);
      if (word === "struct") index = this.struct(index, end, seen, global);
      else if (word === "precision") index = this.afterSemicolon(index, end);
      else if (word === "for" || word === "while") index = this.loop(index, end, seen);
      else if (word === "{") {
        const close = Math.min(this.endOf(index), end);
        this.block(index + 1, close, this.place(close), false);
        index = close + 1;
      } else if (this.isWord(index) && !isControl(word)) index = this.statement(index, end, seen, global);
      else index += 1;
    }
  }

  /** One of several: a declaration, a function, or something that only uses names. */
  private statement(at: number, end: number, seen: number, global: boolean): number {
    let index = at;
    if (this.text(index) === "layout") index = this.endOf(index + 1) + 1;
    while (index < end && QUALIFIERS.has(this.text(index))) index += 1;
    if (this.text(index) === "struct") return this.struct(index, end, seen, global);
    if (!this.isWord(index)) return Math.max(index, at + 1);
    const type = index;
    index = this.afterArray(index + 1);
    if (!this.isWord(index) || KEYWORDS.has(this.text(index))) return this.skip(at, end);
    const next = this.text(index + 1);
    if (next === "(" && global) return this.fn(at, type, index, seen);
    if (!["=", ";", ",", "[", ")", ":"].includes(next)) return this.skip(at, end);
    return this.declarators(at, type, index, end, seen, global);
  }

  private afterArray(at: number): number {
    let index = at;
    while (this.text(index) === "[") index = this.endOf(index) + 1;
    return index;
  }

  private declarators(start: number, type: number, first: number, end: number, seen: number, global: boolean): number {
    const base = this.text(type) + (this.text(type + 1) === "[" ? "[]" : "");
    let name = first;
    while (name < end) {
      const array = this.text(name + 1) === "[";
      let stop = this.afterArray(name + 1);
      while (stop < end && ![",", ";", ")"].includes(this.text(stop))) stop = OPENS.includes(this.text(stop)) && this.read[stop]?.kind === "sign" ? this.endOf(stop) + 1 : stop + 1;
      const from = global ? this.place(name) : this.place(stop);
      const span = { from: this.place(start), to: Math.min(this.place(stop), this.read[stop - 1]?.to ?? this.code.length) };
      this.add(name, "variable", array ? `${base}[]` : base, { from, to: seen }, global, span);
      if (this.text(stop) !== "," || !this.isWord(stop + 1)) return stop + 1;
      name = stop + 1;
    }
    return name;
  }

  private fn(start: number, type: number, name: number, seen: number): number {
    const close = this.endOf(name + 1);
    const body = this.text(close + 1) === "{" ? close + 1 : -1;
    const end = body >= 0 ? this.endOf(body) : close + 1;
    const scope = { from: this.place(name + 1), to: this.read[end]?.to ?? this.code.length };
    const parameters: string[] = [];
    const found: [number, string, Span][] = [];
    for (let at = name + 2; at < close; ) {
      let stop = at;
      while (stop < close && this.text(stop) !== ",") stop = this.text(stop) === "[" ? this.endOf(stop) + 1 : stop + 1;
      const span = { from: this.place(at), to: this.read[stop - 1]?.to ?? 0 };
      let kind = at;
      while (QUALIFIERS.has(this.text(kind))) kind += 1;
      const called = this.afterArray(kind + 1);
      parameters.push(this.code.slice(span.from, span.to).replace(/\s+/g, " "));
      if (called < stop && this.isWord(called)) found.push([called, this.text(kind) + (this.text(called + 1) === "[" || called > kind + 1 ? "[]" : ""), span]);
      at = stop + 1;
    }
    if (parameters.length === 1 && parameters[0] === "void") parameters.pop();
    const whole = { from: this.place(start), to: this.read[close]?.to ?? this.code.length };
    this.add(name, "function", this.text(type), { from: this.place(name), to: seen }, true, whole, { parameters, defined: body >= 0 });
    for (const [at, of, span] of found) this.add(at, "parameter", of, scope, false, span, { comment: "" });
    if (body >= 0) this.block(body + 1, end, this.place(end), false);
    return end + 1;
  }

  private struct(at: number, end: number, seen: number, global: boolean): number {
    const named = this.isWord(at + 1);
    const open = named ? at + 2 : at + 1;
    if (this.text(open) !== "{") return at + 1;
    const close = this.endOf(open);
    const owner = named ? this.text(at + 1) : "";
    if (named) this.add(at + 1, "struct", owner, { from: this.place(at), to: seen }, global, { from: this.place(at), to: this.read[close]?.to ?? this.code.length });
    for (let index = open + 1; index < close; ) {
      while (QUALIFIERS.has(this.text(index))) index += 1;
      const type = index;
      let name = this.afterArray(index + 1);
      const start = this.place(type);
      while (name < close && this.isWord(name)) {
        const stop = this.afterArray(name + 1);
        const array = stop > name + 1 || this.text(type + 1) === "[";
        this.add(name, "field", this.text(type) + (array ? "[]" : ""), { from: 0, to: this.code.length }, global, { from: start, to: this.read[stop - 1]?.to ?? 0 }, { owner });
        if (this.text(stop) !== ",") break;
        name = stop + 1;
      }
      while (index < close && this.text(index) !== ";") index += 1;
      index += 1;
    }
    if (this.isWord(close + 1) && owner !== "") return this.declarators(at, at + 1, close + 1, end, seen, global);
    return close + 1;
  }

  private loop(at: number, end: number, seen: number): number {
    const open = at + 1;
    if (this.text(open) !== "(") return at + 1;
    const close = Math.min(this.endOf(open), end);
    const last = this.statementEnd(close + 1, end);
    this.block(open + 1, close, Math.min(this.read[last]?.to ?? seen, seen), false);
    return close + 1;
  }

  /** The index of the last token of the statement that begins at `at`. */
  private statementEnd(at: number, end: number): number {
    let index = at;
    for (;;) {
      const word = this.text(index);
      if (word === "{") return this.endOf(index);
      if (["for", "while", "if", "switch"].includes(word) && this.text(index + 1) === "(") {
        const close = this.endOf(index + 1);
        if (word !== "if") {
          index = close + 1;
          continue;
        }
        const then = this.statementEnd(close + 1, end);
        if (this.text(then + 1) !== "else") return then;
        index = then + 2;
        continue;
      }
      break;
    }
    while (index < end && this.text(index) !== ";") index = OPENS.includes(this.text(index)) && this.partners.has(index) ? this.endOf(index) + 1 : index + 1;
    return Math.min(index, end);
  }

  private afterSemicolon(at: number, end: number): number {
    return this.statementEnd(at, end) + 1;
  }

  /** Past an expression; stops before braces, whose inside holds statements. */
  private skip(at: number, end: number): number {
    let index = at;
    while (index < end && ![";", "{", "}"].includes(this.text(index))) {
      if (isControl(this.text(index)) && index > at) return index;
      index += 1;
    }
    return index === at ? at + 1 : index;
  }
}

const isControl = (word: string): boolean => ["if", "else", "switch", "case", "default", "return", "break", "continue", "discard", "do", "while", "for", "struct"].includes(word);

/** The comment that ends in the line before `at`, or that stands behind it in its line, without its signs. */
function commentAt(code: string, at: number): string {
  const begin = code.lastIndexOf("\n", at - 1) + 1;
  const end = code.indexOf("\n", at);
  const line = code.slice(begin, end < 0 ? code.length : end);
  const above: string[] = [];
  let stop = begin - 1;
  while (stop > 0 && above.length < 8) {
    const start = code.lastIndexOf("\n", stop - 1) + 1;
    const text = code.slice(start, stop).trim();
    if (!/^(\/\/|\/\*|\*)|\*\/$/.test(text)) break;
    above.unshift(text);
    stop = start - 1;
  }
  const behind = /\/\/(.*)$/.exec(line)?.[1] ?? "";
  const told = above.length > 0 ? above.map((text) => text.replace(/^(\/\/+|\/\*+|\*+(?!\/))\s?|\s*\*+\/$/g, "")).join("\n") : behind;
  return told.replace(/[-=*_#]{4,}/g, "").trim().slice(0, 400);
}

const kept = new Map<string, Outline>();
const MOST_KEPT = 24;

/** What `code` declares. Never throws: what it cannot read it passes over. The last readings are kept. */
export function outlineOf(code: string): Outline {
  const before = kept.get(code);
  if (before) return before;
  const tokens = tokensOf(code);
  const read = tokens.filter((token) => matters(token) && !token.directive);
  const reader = new Reader(code, read, tokens);
  const outline: Outline = { code, tokens, read, declared: reader.all(), partners: reader.partners };
  kept.set(code, outline);
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value ?? "");
  return outline;
}

/** Whether `word` is a type of the language itself. */
export const isType = (word: string): boolean => TYPES.has(word);
