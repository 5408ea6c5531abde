/** Macros: how long a GLSL text becomes when its macros are expanded, reckoned without expanding it. */

const TOKEN = /[A-Za-z_]\w*|\.?\d[\w.]*|\S/g;
const DEFINE = /^\s*#\s*define\s+([A-Za-z_]\w*)(\(([^)]*)\))?(.*)$/;
const MOST_PARAMETERS = 64;
const DEEPEST = 200;
const MOST_STEPS = 3_000_000;

/** Something about the macros that no honest shader has. */
export class MacroTrouble extends Error {
  constructor(
    message: string,
    readonly macro: string | null,
  ) {
    super(message);
  }
}

interface Macro {
  name: string;
  /** null: not function-like. */
  parameters: string[] | null;
  body: string[];
}

/** A length that depends on arguments: `own` plus, for each parameter, how many times its argument is repeated. */
interface Form {
  own: number;
  times: number[];
}

/** Comments blanked and continued lines joined, each line break of the original kept at the end of its line. */
export function withoutComments(code: string): string {
  return code
    .replace(/\\\r?\n/g, " ")
    .replace(/\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*/g, (comment) => comment.replace(/[^\n]+/g, " "));
}

export function tokensOf(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

/** Lines of `code` (comments gone) that are no directives, as one text. */
export function withoutDirectives(code: string): string {
  return code.replace(/^[^\S\n]*#.*$/gm, "");
}

class Expansion {
  private readonly macros = new Map<string, Macro[]>();
  private readonly forms = new Map<string, Form>();
  private readonly open = new Set<string>();
  private steps = 0;

  constructor(code: string) {
    for (const line of code.split("\n")) {
      const found = DEFINE.exec(line);
      if (!found) continue;
      const [, name = "", call, list = "", body = ""] = found;
      const parameters = call === undefined ? null : list.split(",").map((one) => one.trim()).filter(Boolean);
      if (parameters !== null && parameters.length > MOST_PARAMETERS) throw new MacroTrouble(`takes more than ${MOST_PARAMETERS} arguments`, name);
      // Which of several definitions holds is the preprocessor's affair; the longest is reckoned with.
      this.macros.set(name, [...(this.macros.get(name) ?? []), { name, parameters, body: tokensOf(body) }]);
    }
  }

  length(tokens: readonly string[]): number {
    return this.measure(tokens, []).own;
  }

  private measure(tokens: readonly string[], parameters: readonly string[]): Form {
    const total: Form = { own: 0, times: parameters.map(() => 0) };
    for (let index = 0; index < tokens.length; index++) {
      const token = tokens[index] ?? "";
      if (++this.steps > MOST_STEPS) throw new MacroTrouble("the macros are too entangled to be expanded", null);
      const parameter = parameters.indexOf(token);
      if (parameter >= 0) {
        total.times[parameter] = (total.times[parameter] ?? 0) + 1;
        continue;
      }
      const form = this.macros.has(token) ? this.formOf(token) : null;
      if (form === null) {
        total.own += token.length;
        continue;
      }
      total.own += form.own;
      if (form.times.length === 0 || tokens[index + 1] !== "(") continue;
      const { groups, end } = argumentsAt(tokens, index + 1);
      this.steps += end - index;
      for (const [position, times] of form.times.entries()) {
        if (times === 0) continue;
        const argument = this.measure(groups[position] ?? [], parameters);
        total.own += times * argument.own;
        argument.times.forEach((count, at) => (total.times[at] = (total.times[at] ?? 0) + times * count));
        this.steps += parameters.length;
      }
      index = end;
    }
    return total;
  }

  private formOf(name: string): Form | null {
    const known = this.forms.get(name);
    if (known) return known;
    // Inside its own expansion a macro's name stays as it is.
    if (this.open.has(name)) return null;
    if (this.open.size >= DEEPEST) throw new MacroTrouble(`macros are nested more than ${DEEPEST} deep`, name);
    this.open.add(name);
    const forms = (this.macros.get(name) ?? []).map(({ parameters, body }) => this.measure(body, parameters ?? []));
    this.open.delete(name);
    const most: Form = { own: Math.max(...forms.map(({ own }) => own)), times: [] };
    for (const { times } of forms) times.forEach((count, at) => (most.times[at] = Math.max(most.times[at] ?? 0, count)));
    this.forms.set(name, most);
    return most;
  }
}

/** The arguments of a call whose opening parenthesis is at `open`, and the index of the closing one. */
function argumentsAt(tokens: readonly string[], open: number): { groups: string[][]; end: number } {
  const groups: string[][] = [[]];
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    const token = tokens[index] ?? "";
    if (token === "(" && depth++ === 0) continue;
    if (token === ")" && --depth === 0) return { groups, end: index };
    if (token === "," && depth === 1) groups.push([]);
    else groups.at(-1)?.push(token);
  }
  return { groups, end: tokens.length };
}

/**
 * Characters of `code` (comments removed) after its macros are expanded, spaces not counted; conditional directives are taken as
 * if all branches held. Throws MacroTrouble for macros whose length cannot be reckoned within bounds.
 */
export function expandedLength(code: string): number {
  return new Expansion(code).length(tokensOf(withoutDirectives(code)));
}
