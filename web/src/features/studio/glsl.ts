/** GLSL ES 3.00 for the editor: colours, indentation, comments and completion, with the words that a shader here may use. */
import { autocompletion, completeAnyWord } from "@codemirror/autocomplete";
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { HighlightStyle, LanguageSupport, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import type { StringStream } from "@codemirror/language";
import { Tag, tags } from "@lezer/highlight";
import { channels, uniforms } from "./contract";
import { builtins, constants, keywords, types } from "./glsl-words";

const uniformTag = Tag.define(tags.variableName);
const builtinTag = Tag.define(tags.variableName);

const keywordSet = new Set(keywords);
const typeSet = new Set(types);
const builtinSet = new Set(builtins.map(([name]) => name));
const constantSet = new Set(constants);
const uniformSet = new Set([...uniforms.map((uniform) => uniform.name), ...channels.map((channel) => `iChannel${channel}`)]);
const entrySet = new Set(["mainImage", "fragColor", "fragCoord"]);

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
  if (entrySet.has(word)) return word === "mainImage" ? "entry" : "variableName";
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

const completions: Completion[] = [
  ...uniforms.map(({ name, type, count }): Completion => ({ label: name, type: "variable", detail: count ? `${type}[${count}]` : type, boost: 3 })),
  ...channels.map((channel): Completion => ({ label: `iChannel${channel}`, type: "variable", detail: "sampler2D", boost: 2 })),
  ...builtins.map(([label, detail]): Completion => ({ label, type: "function", detail, boost: 1 })),
  ...types.map((label): Completion => ({ label, type: "type" })),
  ...keywords.map((label): Completion => ({ label, type: "keyword" })),
];

/** Offers the words of the language and those of the text; stays away inside comments and numbers. */
async function complete(context: CompletionContext): Promise<CompletionResult | null> {
  const word = context.matchBefore(/[A-Za-z_]\w*/);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  if (/\/\/|\d$/.test(context.state.doc.lineAt(word.from).text.slice(0, word.from - context.state.doc.lineAt(word.from).from))) return null;
  const own = await completeAnyWord(context);
  const known = new Set(completions.map((completion) => completion.label));
  const written = (own?.options ?? []).filter((option) => !known.has(option.label) && /^[A-Za-z_]/.test(option.label));
  return { from: word.from, options: [...completions, ...written], validFor: /^\w*$/ };
}

/** The language with its colours and completion, as one extension. */
export function glsl() {
  return [
    new LanguageSupport(parser, [syntaxHighlighting(colours)]),
    autocompletion({ override: [complete], icons: false, activateOnTypingDelay: 250, maxRenderedOptions: 40 }),
  ];
}

/** The language for reading: its colours, without what helps to write. */
export const glslReading = [parser, syntaxHighlighting(colours)];
