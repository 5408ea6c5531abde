/** Where an editor stands: which pass it shows, of which work, and how it gets to another place of it. */
import { Facet } from "@codemirror/state";
import type { EditorState, Text } from "@codemirror/state";
import type { Pass } from "@fractafrag/runtime";
import { passOf } from "../editor-states";
import { programOf } from "../language/program";
import type { Place, Program } from "../language/program";

export interface Desk {
  passes: () => readonly Pass[];
  /** Opens the pass of a place and puts the cursor there. */
  open: (place: Place) => void;
  /** Whether values are kept under the name of a parameter. */
  valued: (name: string) => boolean;
  /** Writes passes in which a name became another, and what is kept under it, as one step. */
  rename: (passes: Pass[], from: string, to: string) => void;
}

const first = <Value>(values: readonly Value[]): Value | null => values[0] ?? null;

export const deskOf = Facet.define<Desk, Desk | null>({ combine: first });

const texts = new WeakMap<Text, string>();

/** The text of a document, made once. */
export function codeOf(doc: Text): string {
  const before = texts.get(doc);
  if (before !== undefined) return before;
  const code = doc.toString();
  texts.set(doc, code);
  return code;
}

/** The passes of the work, with what this very state reads in its own. */
export function passesIn(state: EditorState): Pass[] {
  const name = state.facet(passOf);
  const code = codeOf(state.doc);
  return (state.facet(deskOf)?.passes() ?? []).map((pass) => (pass.name === name && pass.code !== code ? { ...pass, code } : pass));
}

export function programIn(state: EditorState): Program | null {
  return programOf(passesIn(state), state.facet(passOf));
}
