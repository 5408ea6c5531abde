/** GLSL ES 3.00 for the editor: colours, indentation and comments. What helps to write stands in writing/ and is loaded later. */
import { HighlightStyle, LanguageSupport, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import type { StringStream } from "@codemirror/language";
import { Tag, tags } from "@lezer/highlight";
import { channels, soundUniforms, uniforms } from "./contract";
import { builtinNames, constants, keywords, types } from "./glsl-words";

const uniformTag = Tag.define(tags.variableName);
const builtinTag = Tag.define(tags.variableName);

const keywordSet = new Set(keywords);
const typeSet = new Set(types);
const builtinSet = new Set(builtinNames);
const constantSet = new Set(constants);
const uniformSet = new Set([...[...uniforms, ...soundUniforms].map((uniform) => uniform.name), ...channels.flatMap((channel) => [`iChannel${channel}`, `iCh${channel}`])]);
const entries = new Set(["mainImage", "mainSound", "mainCubemap", "mainVR"]);

interface State {
  comment: boolean;
  depth: number;
}

function token(stream: StringStream, state: State): string | null {
  if (state.comment) {
    state.comment = !stream.skipTo("*/");
    if (state.comment) stream.skipToEnd();
    else stream.match("*/");
    return "comment";
  }
  if (stream.eatSpace()) return null;
  if (stream.match("//")) {
    stream.skipToEnd();
    return "comment";
  }
  if (stream.match("/*")) {
    state.comment = true;
    return token(stream, state);
  }
  if (stream.string.slice(0, stream.pos).trim() === "" && stream.match(/^#\s*\w*/)) return "meta";
  if (stream.match(/^(?:0[xX][\da-fA-F]+[uU]?|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?:[uUfF]|lf|LF)?)/)) return "number";
  if (stream.match(/^\.[xyzwrgbastpq]{1,4}\b/)) return "propertyName";
  const word = stream.match(/^[A-Za-z_]\w*/);
  if (word && typeof word !== "boolean") return wordStyle(word[0], stream);
  const character = stream.next();
  if (character === "{" || character === "(" || character === "[") {
    state.depth += character === "{" ? 1 : 0;
    return "bracket";
  }
  if (character === "}" || character === ")" || character === "]") {
    state.depth = Math.max(0, state.depth - (character === "}" ? 1 : 0));
    return "bracket";
  }
  return character && /[+\-*/%<>=!&|^~?:]/.test(character) ? "operator" : "punctuation";
}

function wordStyle(word: string, stream: StringStream): string {
  if (keywordSet.has(word)) return "keyword";
  if (typeSet.has(word)) return "typeName";
  if (constantSet.has(word)) return "atom";
  if (uniformSet.has(word)) return "uniform";
  if (builtinSet.has(word)) return "glslBuiltin";
  if (entries.has(word)) return "entry";
  return stream.match(/^\s*\(/, false) ? "call" : "variableName";
}

const parser = StreamLanguage.define<State>({
  name: "glsl",
  startState: () => ({ comment: false, depth: 0 }),
  copyState: (state) => ({ ...state }),
  token,
  indent(state, after, context) {
    if (state.comment) return null;
    const closes = /^\s*\}/.test(after) ? 1 : 0;
    return Math.max(0, state.depth - closes) * context.unit;
  },
  languageData: {
    commentTokens: { line: "//", block: { open: "/*", close: "*/" } },
    indentOnInput: /^\s*[{}]$/,
    closeBrackets: { brackets: ["(", "[", "{"] },
  },
  tokenTable: {
    uniform: uniformTag,
    // "builtin" itself is a name that CodeMirror has given another meaning.
    glslBuiltin: builtinTag,
    entry: tags.definition(tags.function(tags.variableName)),
    call: tags.function(tags.variableName),
  },
});

/** The colours come from the tokens of the page (`--color-code-*`), so a light theme reaches them too. */
const colours = HighlightStyle.define([
  { tag: tags.comment, color: "var(--color-ink-3)", fontStyle: "italic" },
  { tag: tags.keyword, color: "var(--color-code-keyword)" },
  { tag: tags.typeName, color: "var(--color-code-type)" },
  { tag: tags.number, color: "var(--color-code-number)" },
  { tag: tags.atom, color: "var(--color-code-number)" },
  { tag: tags.meta, color: "var(--color-code-directive)" },
  { tag: uniformTag, color: "var(--color-code-uniform)" },
  { tag: builtinTag, color: "var(--color-code-builtin)" },
  { tag: tags.definition(tags.function(tags.variableName)), color: "var(--color-code-uniform)" },
  { tag: tags.function(tags.variableName), color: "var(--color-ink)" },
  { tag: tags.propertyName, color: "var(--color-code-type)" },
  { tag: [tags.operator, tags.punctuation, tags.bracket], color: "var(--color-ink-2)" },
]);

/** The language with its colours, for writing. */
export const glsl = new LanguageSupport(parser, [syntaxHighlighting(colours)]);

/** The same for reading. */
export const glslReading = [parser, syntaxHighlighting(colours)];
