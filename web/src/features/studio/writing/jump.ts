/** Going to where something is declared: by key, or by a press with Ctrl or ⌘ on a name, which is underlined meanwhile. */
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";
import type { DecorationSet } from "@codemirror/view";
import { definitionOf, wordAt } from "../language/program";
import type { Place } from "../language/program";
import { deskOf, programIn } from "./desk";

/** Where the word at `at` is declared, here or in Common; null for what the work does not declare. */
function target(view: EditorView, at: number): Place | null {
  const program = programIn(view.state);
  return program && definitionOf(program, at);
}

/** Goes to the definition of the word at the cursor; false where the work does not declare it. */
export function goToDefinition(view: EditorView): boolean {
  const place = target(view, view.state.selection.main.head);
  if (place) view.state.facet(deskOf)?.open(place);
  return place !== null;
}

const link = StateEffect.define<{ from: number; to: number } | null>();

const underlined = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(set, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(link)) return effect.value ? Decoration.set(Decoration.mark({ class: "cm-goes" }).range(effect.value.from, effect.value.to)) : Decoration.none;
    }
    return transaction.docChanged ? Decoration.none : set;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function underline(view: EditorView, span: { from: number; to: number } | null): void {
  const set = view.state.field(underlined);
  let same = span === null && set.size === 0;
  if (span) set.between(span.from, span.to, (from, to) => void (same ||= from === span.from && to === span.to));
  if (!same) view.dispatch({ effects: link.of(span) });
}

const withKey = (event: MouseEvent) => event.ctrlKey || event.metaKey;

const press = EditorView.domEventHandlers({
  mousemove(event, view) {
    const at = withKey(event) ? view.posAtCoords({ x: event.clientX, y: event.clientY }) : null;
    const program = at === null ? null : programIn(view.state);
    const word = program && wordAt(program.own, at ?? 0);
    underline(view, word && target(view, word.from) ? { from: word.from, to: word.to } : null);
  },
  keyup: (_, view) => underline(view, null),
  blur: (_, view) => underline(view, null),
  mousedown(event, view) {
    if (!withKey(event) || event.button !== 0 || event.shiftKey) return false;
    const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
    const place = at === null ? null : target(view, at);
    if (!place) return false;
    event.preventDefault();
    underline(view, null);
    view.state.facet(deskOf)?.open(place);
    return true;
  },
});

export const jumping = [
  underlined,
  press,
  // Ctrl and ⌘ lead to definitions, so further cursors are set with Alt.
  EditorView.clickAddsSelectionRange.of((event) => event.altKey),
];
