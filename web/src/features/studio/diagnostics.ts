/** From the compiler's lines to places in the author's text. */
import type { Diagnostic } from "@codemirror/lint";
import type { Text } from "@codemirror/state";
import type { ShaderError } from "@fractafrag/runtime";
import { byteLength } from "./contract";

const WORD = /[A-Za-z_0-9]/;

/** Where in a line (0-based, end exclusive) an error is, as well as its column and the token it names can tell. */
export function spanInLine(line: string, error: Pick<ShaderError, "column" | "message">): { from: number; to: number } {
  const named = /'([^']+)'/.exec(error.message)?.[1] ?? "";
  const token = /^[A-Za-z_]\w*$/.test(named) ? named : "";
  if (error.column > 0 && error.column <= line.length) {
    const from = error.column - 1;
    let to = from + 1;
    if (WORD.test(line.charAt(from))) while (to < line.length && WORD.test(line.charAt(to))) to += 1;
    return { from, to };
  }
  if (token) {
    const from = wholeWord(line, token);
    if (from >= 0) return { from, to: from + token.length };
  } else if (named && line.includes(named)) {
    const from = line.indexOf(named);
    return { from, to: from + named.length };
  }
  const start = line.length - line.trimStart().length;
  const end = line.trimEnd().length;
  return end > start ? { from: start, to: end } : { from: 0, to: line.length };
}

function wholeWord(line: string, token: string): number {
  for (let at = line.indexOf(token); at >= 0; at = line.indexOf(token, at + 1)) {
    if (!WORD.test(line.charAt(at - 1)) && !WORD.test(line.charAt(at + token.length))) return at;
  }
  return -1;
}

/** The position in `doc` of an error; lines outside the text are moved to its first or last line. */
export function positionOf(doc: Text, error: Pick<ShaderError, "line" | "column" | "message">): { from: number; to: number } {
  const line = doc.line(Math.min(Math.max(1, Math.trunc(error.line) || 1), doc.lines));
  const span = spanInLine(line.text, error);
  return { from: line.from + span.from, to: line.from + Math.max(span.to, span.from) };
}

/** The diagnostics of one pass, in the order of the text, the same sentence at the same place only once. */
export function diagnosticsOf(doc: Text, pass: string, problems: readonly (ShaderError & { severity?: "error" | "warning" })[]): Diagnostic[] {
  const seen = new Set<string>();
  return problems
    .filter((problem) => problem.pass === pass)
    .map((problem): Diagnostic => ({ ...positionOf(doc, problem), severity: problem.severity ?? "error", message: plainMessage(problem.message) }))
    .filter((diagnostic) => {
      const key = `${diagnostic.from}:${diagnostic.message}`;
      return !seen.has(key) && seen.add(key);
    })
    .sort((a, b) => a.from - b.from);
}

/** The driver's sentence without its habits: `'foo' : undeclared identifier` becomes `foo: undeclared identifier`. */
export function plainMessage(message: string): string {
  return message
    .replace(/^ERROR:\s*\d+:\d+:\s*/, "")
    .replace(/^'' : /, "")
    .replace(/^'([^']*)' : /, "$1: ")
    .trim();
}

/** Characters and bytes of a text, for the status line. */
export function sizeOf(code: string): { characters: number; bytes: number } {
  return { characters: code.length, bytes: byteLength(code) };
}
