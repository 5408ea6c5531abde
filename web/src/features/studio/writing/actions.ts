/** What the editor can do, one entry each: registered with the studio's other actions, so that keys, sheet and palette share them. */
import { snippet, startCompletion } from "@codemirror/autocomplete";
import { addCursorAbove, addCursorBelow, copyLineDown, copyLineUp, deleteLine, toggleBlockComment, toggleComment } from "@codemirror/commands";
import { foldAll, foldCode, unfoldAll, unfoldCode } from "@codemirror/language";
import { gotoLine, openSearchPanel, selectNextOccurrence, selectSelectionMatches } from "@codemirror/search";
import type { EditorView } from "@codemirror/view";
import { register } from "../../../lib/shortcuts";
import type { Shortcut } from "../../../lib/shortcuts";
import { toast } from "../../../lib/toast";
import { passOf } from "../editor-states";
import { editsBetween, formatted } from "../language/format";
import { lineOf, usesOf, wordAt } from "../language/program";
import type { StudioStore } from "../store";
import { codeOf, passesIn, programIn } from "./desk";
import { goToDefinition } from "./jump";
import { beginRename } from "./rename-box";
import { showSignature } from "./signature";
import { snippets, snippetTemplate } from "./snippets";

const GROUP = "Editor";

function format(view: EditorView): void {
  const before = codeOf(view.state.doc);
  const changes = editsBetween(before, formatted(before));
  if (changes.length > 0) view.dispatch({ changes, userEvent: "input.format" });
  else toast("It is formatted.");
}

function listUses(view: EditorView, store: StudioStore): void {
  const passes = passesIn(view.state);
  const at = view.state.selection.main.head;
  const program = programIn(view.state);
  const word = program && wordAt(program.own, at);
  const uses = usesOf(passes, view.state.facet(passOf), at);
  if (!word || uses.length === 0) toast("Nothing of this work is named here.");
  else store.setState({ list: { name: word.text, uses: uses.map((use) => ({ ...use, ...lineOf(passes, use) })) } });
}

function rename(view: EditorView): void {
  const reason = beginRename(view);
  if (reason) toast(reason);
}

function insert(view: EditorView, code: string): void {
  const { from, to } = view.state.selection.main;
  snippet(snippetTemplate(code))(view, null, from, to);
}

type Entry = [keys: string | readonly string[], label: string, run: (view: EditorView) => unknown];

function entries(store: StudioStore): Entry[] {
  return [
    ["f12", "Go to definition", (view) => goToDefinition(view) || toast("This work does not declare it.")],
    ["shift+f12", "Every use of the name", (view) => listUses(view, store)],
    ["f2", "Rename", rename],
    ["alt+shift+f", "Format", format],
    ["mod+ ", "Complete", startCompletion],
    ["mod+shift+ ", "Show arguments", showSignature],
    ["mod+/", "Comment lines", toggleComment],
    ["alt+shift+a", "Comment a block", toggleBlockComment],
    ["mod+f", "Find and replace", openSearchPanel],
    ["mod+alt+g", "Go to line", gotoLine],
    ["mod+d", "Select next occurrence", selectNextOccurrence],
    ["mod+shift+l", "Select every occurrence", selectSelectionMatches],
    ["mod+alt+arrowup", "Add cursor above", addCursorAbove],
    ["mod+alt+arrowdown", "Add cursor below", addCursorBelow],
    ["alt+shift+arrowup", "Copy line upwards", copyLineUp],
    ["alt+shift+arrowdown", "Copy line downwards", copyLineDown],
    ["mod+shift+k", "Delete line", deleteLine],
    ["mod+shift+[", "Fold", foldCode],
    ["mod+shift+]", "Unfold", unfoldCode],
    [[], "Fold everything", foldAll],
    [[], "Unfold everything", unfoldAll],
  ];
}

/** Registers what the editor can do; answers how to take it back. */
export function registerActions(view: EditorView, store: StudioStore): () => void {
  const add = (shortcut: Shortcut, run: (view: EditorView) => unknown) =>
    register({
      ...shortcut,
      within: ".cm-editor",
      run: () => {
        view.focus();
        run(view);
      },
    });
  const taken = [
    ...entries(store).map(([keys, label, run]) => add({ keys, label, group: GROUP }, run)),
    ...snippets.map(({ title, code }) => add({ label: `Insert: ${title}`, group: "Snippets" }, (open) => insert(open, code))),
  ];
  return () => taken.forEach((back) => back());
}
