/** Folding: braces, comments over several lines, and what stands between #if and #endif. */
import { codeFolding, foldGutter, foldKeymap, foldService } from "@codemirror/language";
import { keymap } from "@codemirror/view";
import { outlineOf } from "../language/outline";
import { codeOf } from "./desk";

const byBegin = foldService.of((state, lineStart, lineEnd) => {
  const outline = outlineOf(codeOf(state.doc));
  let open = -1;
  outline.read.forEach((token, index) => {
    if (token.from >= lineStart && token.from < lineEnd && token.text === "{") open = index;
  });
  if (open >= 0) {
    const close = outline.read[outline.partners.get(open) ?? -1];
    if (close && close.from > lineEnd) return { from: (outline.read[open]?.to ?? 0), to: close.from };
  }
  const comment = outline.tokens.find((token) => token.kind === "comment" && token.from >= lineStart && token.from < lineEnd && token.to > lineEnd);
  if (comment) return { from: lineEnd, to: comment.to };
  const text = state.sliceDoc(lineStart, lineEnd);
  return /^\s*#\s*(?:if|else|elif)/.test(text) ? branch(codeOf(state.doc), lineStart, lineEnd) : null;
});

/** From the end of a line with #if, #else or #elif to the line before what ends it. */
function branch(code: string, start: number, from: number): { from: number; to: number } | null {
  let depth = 0;
  for (const { 1: word = "", index } of code.slice(from).matchAll(/^[^\S\n]*#\s*(if|ifdef|ifndef|else|elif|endif)\b/gm)) {
    if (word.startsWith("if")) depth += 1;
    else if (depth === 0) return from + index - 1 > from && start < from ? { from, to: from + index - 1 } : null;
    else if (word === "endif") depth -= 1;
  }
  return null;
}

function marker(open: boolean): HTMLElement {
  const dom = document.createElement("span");
  dom.className = open ? "cm-fold cm-fold-open" : "cm-fold";
  dom.textContent = "›";
  dom.title = open ? "Fold" : "Unfold";
  return dom;
}

export const folding = [byBegin, codeFolding({ placeholderText: "…" }), foldGutter({ markerDOM: marker }), keymap.of(foldKeymap)];
