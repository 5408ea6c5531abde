/** A source cut into tokens without losing a character: what everything that reads GLSL in the editor stands on. */

export type TokenKind = "word" | "number" | "sign" | "comment" | "space" | "newline";

export interface Token {
  kind: TokenKind;
  text: string;
  from: number;
  to: number;
  /** Part of a line that begins with "#", continued lines included. */
  directive: boolean;
}

const PIECE =
  /(\/\/(?:\\\n|[^\n])*|\/\*[\s\S]*?(?:\*\/|$))|(\n)|((?:\\\n|[^\S\n])+)|(0[xX][\da-fA-F]+[uU]?|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?:[uUfF]|lf|LF)?)|([A-Za-z_]\w*)|(<<=|>>=|\+\+|--|<<|>>|[<>=!]=|&&|\|\||\^\^|##|[-+*/%&|^]=|[\s\S])/g;

/** All tokens of `code`, whose lines end with "\n" as in the editor; their texts joined are `code` again. */
export function tokensOf(code: string): Token[] {
  const tokens: Token[] = [];
  let directive = false;
  let fresh = true;
  for (const match of code.matchAll(PIECE)) {
    const [text, comment, newline, space, number, word] = match;
    const kind: TokenKind =
      comment !== undefined ? "comment" : newline !== undefined ? "newline" : space !== undefined ? "space" : number !== undefined ? "number" : word !== undefined ? "word" : "sign";
    if (kind === "newline") {
      directive = false;
      fresh = true;
    } else if (fresh && kind !== "space" && kind !== "comment") {
      directive = text === "#";
      fresh = false;
    }
    tokens.push({ kind, text, from: match.index, to: match.index + text.length, directive });
  }
  return tokens;
}

/** Whether a token means something to a compiler. */
export const matters = ({ kind }: Token): boolean => kind === "word" || kind === "number" || kind === "sign";

/** The lines of `code` as the editor has them: every kind of line end is "\n". */
export const asEdited = (code: string): string => code.replace(/\r\n?/g, "\n");

/** What can be the name of something of one's own. */
export const isName = (text: string): boolean => /^[A-Za-z_]\w*$/.test(text);
