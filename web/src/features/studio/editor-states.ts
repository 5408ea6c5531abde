/** One CodeMirror state for each pass, so that each keeps its own undo history, selection and scroll. */
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { lintGutter } from "@codemirror/lint";
import { Compartment, EditorState, Facet } from "@codemirror/state";
import type { ChangeSpec, Extension, StateEffect, Text } from "@codemirror/state";
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
  highlightActiveLine(),
  EditorState.tabSize.of(4),
  keymap.of([
    ...defaultKeymap.filter((binding) => !STUDIO_KEYS.has(binding.key ?? "")),
    ...historyKeymap,
    escapeHatch,
    indentWithTab,
  ]),
  glsl,
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

/** Which pass an editor shows. */
export const passOf = Facet.define<string, string>({ combine: (names) => names[0] ?? "" });

/** What comes to an editor later, or changes with the author's settings. */
export type Part = "keys" | "look" | "writing";

export class EditorStates {
  private readonly states = new Map<string, { state: EditorState; top: number }>();
  // Keys and look come first: those that an author chose go before all others.
  private readonly parts = { keys: new Compartment(), look: new Compartment(), writing: new Compartment() };
  private readonly now: Record<Part, Extension> = { keys: [], look: [], writing: [] };

  constructor(private readonly onChange: Extension) {}

  /** Gives every editor, those of passes that are not open too, another part; answers what to tell the open one. */
  set(part: Part, extension: Extension): StateEffect<unknown> {
    this.now[part] = extension;
    return this.parts[part].reconfigure(extension);
  }

  keep(pass: string, state: EditorState, top: number): void {
    this.states.set(pass, { state, top });
  }

  /** The state of a pass, reading `code`; what was changed outside of the editor becomes one undoable step. */
  take(pass: string, code: string): { state: EditorState; top: number } {
    const kept = this.states.get(pass);
    if (!kept) return { state: this.fresh(pass, code), top: 0 };
    const changes = changeTo(kept.state.doc, code);
    const effects = (Object.keys(this.parts) as Part[]).flatMap((part) => (this.parts[part].get(kept.state) === this.now[part] ? [] : [this.parts[part].reconfigure(this.now[part])]));
    if (!changes && effects.length === 0) return kept;
    return { state: kept.state.update({ ...(changes ? { changes } : {}), effects }).state, top: kept.top };
  }

  private fresh(pass: string, code: string): EditorState {
    return EditorState.create({
      doc: code,
      extensions: [
        this.parts.keys.of(this.now.keys),
        this.parts.look.of(this.now.look),
        shared,
        this.parts.writing.of(this.now.writing),
        passOf.of(pass),
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
