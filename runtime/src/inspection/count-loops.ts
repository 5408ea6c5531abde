/** Count loops: rewrites a source so that it counts how often its loops turn, on the same lines; it reads tokens, not a grammar. */

/** A source that counts by `ff_turns` and `ff_turn`, which the program's head declares. */
export interface CountedSource {
  code: string;
  /** How many loops are counted. */
  loops: number;
  /** The lines, from 1, of loops that could not be read, because macros make a part of them: they turn uncounted. */
  uncounted: number[];
}

interface Token {
  text: string;
  start: number;
  end: number;
}

/** Declares what the rewritten loops call. */
export const COUNTER = `int ff_turns = 0;
bool ff_turn(bool goes) { if (goes) ff_turns++; return goes; }
`;

// Comments and continued line ends are no tokens; a line end is one, because it ends a directive.
const PIECE = /\/\*[\s\S]*?(?:\*\/|$)|\/\/(?:\\\r?\n|[^\n\r])*|\\\r?\n|[A-Za-z_]\w*|\.?\d[\w.]*|\r\n|[\n\r]|[^\s\\]/g;
const SKIPPED = /^(?:\/[*/]|\\)/;
const LINE_END = /^[\r\n]/;
const DECLARED = /^(?:bool|int|uint|float)$/;

function tokensOf(code: string): Token[] {
  return [...code.matchAll(PIECE)].flatMap(({ 0: text, index }) => (SKIPPED.test(text) ? [] : [{ text, start: index, end: index + text.length }]));
}

/** The program's own tokens, and those of each macro's body: each is read by itself. */
function streamsOf(tokens: readonly Token[]): Token[][] {
  const own: Token[] = [];
  const bodies: Token[][] = [];
  let fresh = true;
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] as Token;
    if (LINE_END.test(token.text)) {
      fresh = true;
      continue;
    }
    if (!fresh || token.text !== "#") {
      own.push(token);
      fresh = false;
      continue;
    }
    let end = index;
    while (end < tokens.length && !LINE_END.test(tokens[end]?.text ?? "")) end++;
    if (tokens[index + 1]?.text === "define") bodies.push(bodyOf(tokens.slice(index + 2, end)));
    index = end - 1;
  }
  return [own, ...bodies];
}

/** What a macro stands for: all behind its name and, where they begin right behind it, its parameters. */
function bodyOf([name, ...rest]: readonly Token[]): Token[] {
  if (rest[0]?.text !== "(" || rest[0].start !== name?.end) return rest;
  return rest.slice(rest.findIndex(({ text }) => text === ")") + 1);
}

const OPEN = "([{";
const CLOSE = ")]}";

/** The index of what closes the bracket at `open`, and of the semicolons directly within; null where nothing does. */
function within(tokens: readonly Token[], open: number): { end: number; semicolons: number[] } | null {
  const semicolons: number[] = [];
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    const { text } = tokens[index] as Token;
    if (OPEN.includes(text)) depth++;
    else if (CLOSE.includes(text) && --depth === 0) return { end: index, semicolons };
    else if (text === ";" && depth === 1) semicolons.push(index);
  }
  return null;
}

class Counting {
  readonly inserted: { at: number; text: string }[] = [];
  readonly missed: number[] = [];
  loops = 0;

  read(tokens: readonly Token[]): void {
    /** Ends of `do` loops, which count in their bodies. */
    const ends = new Set<number>();
    tokens.forEach((token, index) => {
      if (token.text === "do") this.readDo(tokens, index, ends);
      else if (token.text === "for") this.readHead(tokens, index, 2);
      else if (token.text === "while" && !ends.has(index)) this.readHead(tokens, index, 0);
    });
  }

  private readHead(tokens: readonly Token[], index: number, parts: number): void {
    const head = tokens[index + 1]?.text === "(" ? within(tokens, index + 1) : null;
    if (!head || head.semicolons.length !== parts) return this.miss(tokens, index);
    const from = parts ? (head.semicolons[0] as number) : index + 1;
    const to = parts ? (head.semicolons[1] as number) : head.end;
    const [first, second, third, fourth] = tokens.slice(from + 1, to).map(({ text }) => text);
    if (first === undefined) return this.count([(tokens[to] as Token).start, "ff_turn(true)"]);
    // A condition that declares a name is no expression.
    if (DECLARED.test(first) && second !== "(" && third === "=" && fourth !== "=") return this.miss(tokens, index);
    // Right before what ends it: between there and its last token directives may stand.
    this.count([(tokens[from] as Token).end, "ff_turn(("], [(tokens[to] as Token).start, "))"]);
  }

  private readDo(tokens: readonly Token[], index: number, ends: Set<number>): void {
    const body = tokens[index + 1]?.text === "{" ? within(tokens, index + 1) : null;
    if (!body || tokens[body.end + 1]?.text !== "while") return this.miss(tokens, index);
    ends.add(body.end + 1);
    this.count([(tokens[index + 1] as Token).end, "ff_turns++;"]);
  }

  private count(...places: [number, string][]): void {
    this.loops++;
    for (const [at, text] of places) this.inserted.push({ at, text });
  }

  private miss(tokens: readonly Token[], index: number): void {
    this.missed.push((tokens[index] as Token).start);
  }
}

/** Never throws. What was no valid source stays none. */
export function countLoops(code: string): CountedSource {
  const counting = new Counting();
  for (const tokens of streamsOf(tokensOf(code))) counting.read(tokens);
  const places = counting.inserted.sort((one, other) => one.at - other.at);
  let done = 0;
  let text = "";
  for (const { at, text: more } of places) {
    text += code.slice(done, at) + more;
    done = at;
  }
  const lineAt = (at: number): number => (code.slice(0, at).match(/\r\n|\n|\r/g)?.length ?? 0) + 1;
  return { code: text + code.slice(done), loops: counting.loops, uncounted: [...new Set(counting.missed.map(lineAt))].sort((one, other) => one - other) };
}
