/** Format: indents anew and puts in the spaces that are missing. Tokens, comments, directives and alignments stay as they are. */
import { matters, tokensOf } from "./tokens";
import type { Token } from "./tokens";

const UNIT = "    ";
const BINARY = new Set(["=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", "==", "!=", "<=", ">=", "<", ">", "&&", "||", "^^", "+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", "?", ":"]);
const CONTROLS = new Set(["if", "for", "while", "switch"]);

/** Whether a sign stands between two values here, so that it is no sign of one. */
function isBetween(before: Token | undefined): boolean {
  if (!before) return false;
  if (before.kind === "word") return before.text !== "return" && before.text !== "case";
  return before.kind === "number" || before.text === ")" || before.text === "]";
}

/** Whether a space belongs between two tokens that touch. `between`: the earlier one, if a sign, stands between two values. */
function wantsSpace(one: Token, other: Token, between: boolean, otherBetween: boolean, labelled: boolean): boolean {
  if (one.text === "," || one.text === ";") return ![")", ";"].includes(other.text);
  if (other.kind === "comment") return true;
  if (one.kind === "comment") return true;
  if (one.text === "{" || other.text === "}") return true;
  if (other.text === "{") return one.text !== "(";
  if (one.text === "}") return other.kind === "word";
  if (CONTROLS.has(one.text) && other.text === "(") return true;
  if (one.text === ")" && other.kind === "word") return true;
  if (labelled && other.text === ":") return false;
  if (one.kind === "sign" && BINARY.has(one.text)) return between;
  if (other.kind === "sign" && BINARY.has(other.text)) return otherBetween;
  return false;
}

/** The tokens of a line with missing spaces put in; those that stand there are kept. */
function spaced(line: readonly Token[], before: Token | undefined): string {
  let text = "";
  let last: Token | undefined;
  let meant = before;
  let between = false;
  const labelled = ["case", "default"].includes(line.find(matters)?.text ?? "");
  line.forEach((token) => {
    const otherBetween = isBetween(meant);
    if (last && last.kind !== "space" && token.kind !== "space" && wantsSpace(last, token, between, otherBetween, labelled)) text += " ";
    text += token.text;
    last = token;
    if (matters(token)) {
      between = otherBetween;
      meant = token;
    }
  });
  return trimmed(text);
}

/** Without blanks at its end; those behind a backslash keep it from carrying the line on. */
const trimmed = (text: string): string => (/\\[^\S\n]+$/.test(text) ? text : text.replace(/[^\S\n]+$/, ""));

interface Open {
  bracket: string;
  /** Indentation of what stands in it. */
  depth: number;
  /** What an `else` after it may belong to. */
  ifs: number[];
}

/** The steps by which a line is indented, told by the brackets that are open and by what goes on from the line before. */
class Indenter {
  private readonly open: Open[] = [];
  private before: Token | undefined;
  /** Of a statement in the making: how far its first line was indented. */
  private statement: number | null = null;
  /** Bodies without braces that the next statement belongs to. */
  private hanging = 0;
  /** How deep each `if` hangs that an `else` may still follow. */
  private ifs: number[] = [];
  private readonly switches: number[] = [];
  private labelled = false;
  private control = "";
  /** How many brackets were open before the parentheses of a control. */
  private pending: number | null = null;

  get meant(): Token | undefined {
    return this.before;
  }

  depthOf(line: readonly Token[]): number {
    const read = line.filter(matters);
    let closing = 0;
    while (read[closing] && ")]}".includes(read[closing]?.text ?? "")) closing += 1;
    if (closing > 0) return Math.max(0, (this.open.at(-closing)?.depth ?? 1) - 1);
    const inner = this.open.at(-1);
    const depth = inner?.depth ?? 0;
    const first = read[0]?.text ?? "";
    if (inner && inner.bracket !== "{") return depth;
    if ((first === "case" || first === "default") && this.switches.at(-1) === this.open.length) return Math.max(0, depth - 1);
    if (first === "else") return depth + (this.ifs.at(-1) ?? 0);
    if (this.statement !== null && first !== "{") return this.statement + 1;
    return depth + (first === "{" ? Math.max(0, this.hanging - 1) : this.hanging);
  }

  read(line: readonly Token[], depth: number): void {
    const read = line.filter(matters);
    for (const [index, token] of read.entries()) this.take(token, depth, index === 0);
  }

  private take(token: Token, depth: number, first: boolean): void {
    const { text, kind } = token;
    const inParentheses = this.open.some(({ bracket }) => bracket !== "{");
    if (kind === "sign" && "([{".includes(text)) {
      if (text === "{") {
        if (/^(?:switch)$/.test(this.control)) this.switches.push(this.open.length + 1);
        this.statement = null;
        this.hanging = 0;
      } else if (this.statement === null && !inParentheses && first) this.statement = depth;
      this.open.push({ bracket: text, depth: depth + 1, ifs: this.ifs });
      if (text === "{") this.ifs = [];
    } else if (kind === "sign" && ")]}".includes(text)) {
      const closed = this.open.pop();
      if (text === "}") this.ifs = closed?.ifs ?? [];
      if (text === "}" && this.switches.at(-1) === this.open.length + 1) this.switches.pop();
      if (text === "}" && !this.open.some(({ bracket }) => bracket !== "{")) this.endStatement();
      else if (text === ")" && closed && this.pending !== null && this.open.length === this.pending) {
        this.pending = null;
        this.statement = null;
        this.hanging += 1;
      }
    } else if (text === ";" && !inParentheses) this.endStatement();
    else if (text === ":" && !inParentheses && this.labelled) {
      this.labelled = false;
      this.statement = null;
    } else if (!inParentheses) {
      if (text === "case" || text === "default") this.labelled = true;
      const chained = this.before?.text === "else";
      if (this.statement === null && this.hanging === 0 && text !== "else" && !chained) this.ifs = [];
      if (CONTROLS.has(text)) {
        this.control = text;
        this.pending = this.open.length;
        this.statement = null;
        if (text === "if" && chained) this.hanging -= 1;
        if (text === "if") this.ifs = [...this.ifs, this.hanging];
      } else if (text === "else") {
        this.hanging = (this.ifs.at(-1) ?? 0) + 1;
        this.ifs = this.ifs.slice(0, -1);
        this.statement = null;
      } else if (text === "do") {
        this.statement = null;
        this.hanging += 1;
      } else if (this.statement === null) this.statement = depth;
    }
    this.before = token;
  }

  private endStatement(): void {
    this.statement = null;
    this.hanging = 0;
    this.control = "";
  }
}

/** `code` formatted; a formatted text stays as it is. Its tokens are those of `code`, in their order. */
export function formatted(code: string): string {
  const indenter = new Indenter();
  const lines: string[] = [];
  let blank = 0;
  const tokens = tokensOf(code);
  for (const line of linesOf(tokens)) {
    const start = line.findIndex(({ kind }) => kind !== "space");
    const body = start < 0 ? [] : line.slice(start);
    const text = body.map((token) => token.text).join("");
    if (body.length === 0) {
      blank += 1;
      if (blank <= 2 && lines.length > 0) lines.push("");
      continue;
    }
    blank = 0;
    const directive = body[0]?.text === "#" && body[0].directive;
    // What a backslash carries on is part of something else's layout.
    const carried = line.some((token) => token.text.includes("\\\n"));
    if (directive || carried) {
      lines.push(trimmed(line.map((token) => token.text).join("")));
      if (!directive) indenter.read(body, 0);
      continue;
    }
    const depth = indenter.depthOf(body);
    const before = indenter.meant;
    indenter.read(body, depth);
    const indent = UNIT.repeat(Math.min(depth, 40));
    lines.push(indent + moved(spaced(body, before), column(line.slice(0, Math.max(0, start))), indent.length, text));
  }
  while (lines.at(-1) === "") lines.pop();
  const last = tokens.at(-1);
  const unclosed = last?.kind === "comment" && last.text.startsWith("/*") && !/[^/]\*\/$/.test(last.text.slice(1));
  const text = lines.join("\n");
  return text + (text === "" || unclosed || text.endsWith("\\") ? "" : "\n");
}

const column = (space: readonly Token[]): number => space.map(({ text }) => text).join("").replace(/\t/g, UNIT).length;

/** Further lines of a comment go where its first line went. */
function moved(text: string, from: number, to: number, whole: string): string {
  if (!whole.includes("\n") || from === to) return text;
  return text.replace(/\n([^\S\n]*)(?=\S)/g, (_, space: string) => `\n${" ".repeat(Math.max(0, space.replace(/\t/g, UNIT).length + to - from))}`);
}

/** The tokens line by line; a comment over several lines belongs to the line that it begins in. */
function linesOf(tokens: readonly Token[]): Token[][] {
  const lines: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === "newline") lines.push([]);
    else lines.at(-1)?.push(token);
  }
  return lines;
}

export interface Edit {
  from: number;
  to: number;
  insert: string;
}

/** The smallest edits that make `before` read `after`, its formatted text: between tokens and inside of comments alone. */
export function editsBetween(before: string, after: string): Edit[] {
  const solid = (code: string) => tokensOf(code).filter(({ kind }) => kind !== "space" && kind !== "newline");
  const [old, now] = [solid(before), solid(after)];
  const edits: Edit[] = [];
  let [from, start] = [0, 0];
  const put = (to: number, insert: string) => {
    if (before.slice(from, to) !== insert) edits.push({ from, to, insert });
  };
  old.forEach((token, index) => {
    const other = now[index] ?? token;
    put(token.from, after.slice(start, other.from));
    from = token.from;
    put(token.to, other.text);
    [from, start] = [token.to, other.to];
  });
  put(before.length, after.slice(start));
  return edits;
}
