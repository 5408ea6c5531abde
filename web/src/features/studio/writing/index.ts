/** What helps to write, as one extension: loaded after the first picture. */
import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import type { Extension } from "@codemirror/state";
import { keymap, rectangularSelection } from "@codemirror/view";
import { completion } from "./completion";
import { deskOf } from "./desk";
import type { Desk } from "./desk";
import { folding } from "./folding";
import { hover } from "./hover";
import { jumping } from "./jump";
import { renaming } from "./rename-box";
import { signature } from "./signature";
import { writingTheme } from "./writing-theme";

const words = EditorState.phrases.of({
  next: "Next",
  previous: "Previous",
  all: "All",
  "match case": "Match case",
  regexp: "Pattern",
  "by word": "Whole words",
  replace: "Replace",
  "replace all": "Replace all",
  "Go to line": "Line",
  go: "Go",
});

export { registerActions } from "./actions";

export function writing(desk: Desk): Extension {
  return [
    deskOf.of(desk),
    EditorState.allowMultipleSelections.of(true),
    rectangularSelection(),
    closeBrackets(),
    highlightSelectionMatches({ minSelectionLength: 2, highlightWordAroundCursor: true }),
    search({ top: true }),
    words,
    keymap.of([...closeBracketsKeymap, ...searchKeymap, ...completionKeymap]),
    completion,
    hover,
    signature,
    jumping,
    renaming,
    folding,
    writingTheme,
  ];
}
