/** Types: what kind of value ends before a dot, as far as the text alone can tell, and what may come after the dot. */
import { builtinOf } from "./builtins";
import { isType } from "./outline";
import type { Declared, Outline } from "./outline";
import { seenAt } from "./program";
import type { Program } from "./program";
import { channelFields, givenTo } from "./uniforms";
import type { Token } from "./tokens";

const DEEPEST = 24;
const SETS = ["xyzw", "rgba", "stpq"];

/** How many parts a vector has; 0 for everything else. */
export const partsOf = (type: string): number => Number(/^[biu]?vec([234])$/.exec(type)?.[1] ?? 0);

const vector = (type: string, parts: number): string => {
  const kind = /^([biu]?)vec/.exec(type)?.[1] ?? "";
  if (parts === 1) return kind === "i" ? "int" : kind === "u" ? "uint" : kind === "b" ? "bool" : "float";
  return `${kind}vec${parts}`;
};

class Inference {
  private depth = 0;

  constructor(
    private readonly program: Program,
    private readonly at: number,
    private readonly tokens: readonly Token[],
    private readonly partners: ReadonlyMap<number, number>,
  ) {}

  /** The type of the operand whose last token is `index`; "" where it cannot be told. */
  of(index: number): string {
    this.depth += 1;
    const type = this.depth > DEEPEST ? "" : this.read(index);
    this.depth -= 1;
    return type;
  }

  private read(index: number): string {
    const token = this.tokens[index];
    if (!token) return "";
    if (token.kind === "number") return /[uU]$/.test(token.text) ? "uint" : /^(0[xX]|\d+$)/.test(token.text) ? "int" : "float";
    if (token.kind === "word") return this.tokens[index - 1]?.text === "." ? this.member(this.of(index - 2), token.text) : this.variable(token.text);
    const open = this.partners.get(index);
    if (open === undefined) return "";
    if (token.text === "]") return this.element(this.of(open - 1));
    if (token.text !== ")") return "";
    const before = this.tokens[open - 1];
    if (before?.kind === "word" && !["return", "if", "while", "for", "in"].includes(before.text)) return this.call(before.text, open, index);
    return this.among(open + 1, index);
  }

  private declared(name: string): Declared | undefined {
    return seenAt(this.program, this.at).find((one) => one.declared.name === name)?.declared;
  }

  private variable(name: string): string {
    const found = this.declared(name);
    if (found) return found.kind === "macro" ? this.macro(found) : found.type;
    if (name === "gl_FragCoord") return "vec4";
    return givenTo(this.program.pass).find((given) => given.name === name)?.type ?? "";
  }

  /** A macro without arguments that is a constructor or a number. */
  private macro({ text, name }: Declared): string {
    const body = text.slice(text.indexOf(name) + name.length).replace(/^\([^)]*\)/, "").trim();
    const word = /^\(?\s*([A-Za-z_]\w*)/.exec(body)?.[1] ?? "";
    return isType(word) ? word : /^[-(\s]*\d*\.\d/.test(body) ? "float" : "";
  }

  private element(type: string): string {
    if (type.endsWith("[]")) return type.slice(0, -2);
    const rows = /^mat(\d)(?:x(\d))?$/.exec(type);
    if (rows) return `vec${rows[2] ?? rows[1]}`;
    return partsOf(type) > 0 ? vector(type, 1) : "";
  }

  private member(type: string, name: string): string {
    if (partsOf(type) > 0) return /^[xyzwrgbastpq]{1,4}$/.test(name) ? vector(type, name.length) : "";
    return fieldsOf(this.program, type).find((field) => field.name === name)?.type ?? "";
  }

  private call(name: string, open: number, close: number): string {
    if (isType(name)) return name;
    const found = this.declared(name);
    if (found?.kind === "struct" || found?.kind === "function") return found.type;
    if (found?.kind === "macro") return this.macro(found);
    const answer = /^\w+/.exec(builtinOf(name)?.signatures[0] ?? "")?.[0] ?? "";
    if (answer !== "T" && answer !== "mat" && answer !== "I") return isType(answer) ? answer : "";
    return this.among(open + 1, close);
  }

  /** Of several operands the type that such an expression mostly has: the largest vector, else the first. */
  private among(from: number, to: number): string {
    const found: string[] = [];
    for (let index = from; index < to; index += 1) {
      const token = this.tokens[index];
      const partner = this.partners.get(index);
      if (token && "([{".includes(token.text) && partner !== undefined && partner < to) {
        index = partner - 1;
        continue;
      }
      const next = this.tokens[index + 1]?.text ?? "";
      const ends = token && (token.kind !== "sign" || ")]".includes(token.text)) && (index + 1 === to || ![".", "(", "["].includes(next));
      if (ends) found.push(this.of(index));
    }
    const vectors = found.filter((type) => partsOf(type) > 0).sort((a, b) => partsOf(b) - partsOf(a));
    return vectors[0] ?? found.find((type) => type !== "") ?? "";
  }
}

/** The type of what ends at `end` (a place in the pass), before a dot; "" where it cannot be told. */
export function typeBefore(program: Program, end: number): string {
  const { own } = program;
  let index = own.read.length - 1;
  while (index >= 0 && (own.read[index]?.to ?? 0) > end) index -= 1;
  // A dot that follows a whole number is read as part of it.
  return index < 0 ? "" : new Inference(program, end, own.read, own.partners).of(index);
}

export interface Member {
  name: string;
  type: string;
  meaning: string;
}

/** The fields of a struct of the work, or of a channel. */
export function fieldsOf({ own, common }: Pick<Program, "own" | "common">, type: string): Member[] {
  if (type === "iCh") return [...channelFields];
  const outlines: (Outline | null)[] = [own, common];
  return outlines.flatMap((outline) => outline?.declared.filter((one) => one.kind === "field" && one.owner === type).map(({ name, type: of, comment }) => ({ name, type: of, meaning: comment })) ?? []);
}

/** What may stand after a dot behind a value of `type`: swizzles that people write, or fields. */
export function membersOf(program: Program, type: string): Member[] {
  const parts = partsOf(type);
  if (parts === 0) return type === "" ? [] : fieldsOf(program, type);
  const meaning = "";
  return SETS.flatMap((set) => {
    const letters = [...set].slice(0, parts);
    const single = letters.map((letter) => letter);
    const runs = letters.flatMap((_, at) => letters.slice(at + 1).map((__, more) => letters.slice(at, at + more + 2).join("")));
    const turned = set === "stpq" ? [] : [`${letters[1]}${letters[0]}`, letters.slice(0, 3).reverse().join(""), `${letters[0]}${letters.at(-1)}`, `${letters[0]}${letters[0]}`, `${letters[0]}${letters[1]}${letters[0]}`];
    const names = [...new Set([...single, ...runs, ...turned])].filter((name) => name.length <= 4);
    return names.map((name) => ({ name, type: vector(type, name.length), meaning }));
  });
}
