/** One CodeMirror state for each pass, so that each keeps its own undo history, selection and scroll. */
import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import type { ChangeSpec, Extension, Text } from "@codemirror/state";
import { drawSelection, dropCursor, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import type { KeyBinding } from "@codemirror/view";
import { editorTheme } from "./editor-theme";
import { glsl } from "./glsl";

/** Keys of the studio itself, which the editor would otherwise keep to itself. */
const STUDIO_KEYS = new Set(["Alt-ArrowUp", "Alt-ArrowDown", "Mod-Enter"]);

/** Tab indents here, so Escape has to open the way out for whoever has no pointer. */
const escapeHatch: KeyBinding = {
  key: "Escape",
  run: (view) => {
    view.setTabFocusMode(2000);
    return false;
  },
};

const shared: Extension = [
  lineNumbers(),
  lintGutter({ hoverTime: 150 }),
  highlightActiveLineGutter(),
  history(),
  drawSelection(),
  dropCursor(),
  indentOnInput(),
  indentUnit.of("    "),
  bracketMatching(),
  closeBrackets(),
  highlightActiveLine(),
  highlightSelectionMatches({ minSelectionLength: 2 }),
  EditorState.tabSize.of(4),
  keymap.of([
    ...closeBracketsKeymap,
    ...defaultKeymap.filter((binding) => !STUDIO_KEYS.has(binding.key ?? "")),
    ...searchKeymap,
    ...historyKeymap,
    ...completionKeymap,
    ...lintKeymap,
    escapeHatch,
    indentWithTab,
  ]),
  glsl(),
  editorTheme,
];

/** The smallest single change that makes `doc` read `next`, or null where it does already. */
export function changeTo(doc: Text, next: string): ChangeSpec | null {
  const before = doc.toString();
  if (before === next) return null;
  const shortest = Math.min(before.length, next.length);
  let start = 0;
  while (start < shortest && before.charCodeAt(start) === next.charCodeAt(start)) start += 1;
  let end = 0;
  while (end < shortest - start && before.charCodeAt(before.length - 1 - end) === next.charCodeAt(next.length - 1 - end)) end += 1;
  return { from: start, to: before.length - end, insert: next.slice(start, next.length - end) };
}

export class EditorStates {
  private readonly states = new Map<string, { state: EditorState; top: number }>();

  constructor(private readonly onChange: Extension) {}

  keep(pass: string, state: EditorState, top: number): void {
    this.states.set(pass, { state, top });
  }

  /** The state of a pass, reading `code`; what was changed outside of the editor becomes one undoable step. */
  take(pass: string, code: string): { state: EditorState; top: number } {
    const kept = this.states.get(pass);
    if (!kept) return { state: this.fresh(pass, code), top: 0 };
    const change = changeTo(kept.state.doc, code);
    return change ? { state: kept.state.update({ changes: change }).state, top: kept.top } : kept;
  }

  private fresh(pass: string, code: string): EditorState {
    return EditorState.create({
      doc: code,
      extensions: [
        shared,
        this.onChange,
        EditorView.contentAttributes.of({
          "aria-label": `GLSL source of ${pass}. Escape, then Tab, leaves the editor.`,
          autocapitalize: "off",
          autocorrect: "off",
          spellcheck: "false",
        }),
      ],
    });
  }
}
