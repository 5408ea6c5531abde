/** Renaming in place: a field over the name, with the reason beside it where a name cannot be. */
import { StateEffect, StateField } from "@codemirror/state";
import { showTooltip } from "@codemirror/view";
import type { EditorView, Tooltip } from "@codemirror/view";
import { passOf } from "../editor-states";
import { wordAt } from "../language/program";
import type { Place } from "../language/program";
import { nameRefusal, renameAt, renamed } from "../language/rename";
import { deskOf, passesIn, programIn } from "./desk";

const show = StateEffect.define<Tooltip | null>();

const box = StateField.define<Tooltip | null>({
  create: () => null,
  update(tooltip, transaction) {
    for (const effect of transaction.effects) if (effect.is(show)) return effect.value;
    return transaction.docChanged ? null : tooltip;
  },
  provide: (field) => showTooltip.from(field),
});

function commit(view: EditorView, places: readonly Place[], from: string, to: string): void {
  const name = view.state.facet(passOf);
  const desk = view.state.facet(deskOf);
  const here = places.filter(({ pass }) => pass === name);
  const { head } = view.state.selection.main;
  const anchor = head + (to.length - from.length) * here.filter((place) => place.to <= head).length;
  view.dispatch({ effects: show.of(null) });
  if (here.length < places.length || desk?.valued(from)) {
    desk?.rename(renamed(passesIn(view.state), places, to), from, to);
    view.dispatch({ selection: { anchor: Math.min(anchor, view.state.doc.length) } });
  } else view.dispatch({ changes: here.map((place) => ({ from: place.from, to: place.to, insert: to })), userEvent: "input.rename" });
}

function dom(view: EditorView, from: string, places: readonly Place[]): HTMLElement {
  const element = document.createElement("div");
  element.className = "cm-rename";
  const field = document.createElement("input");
  field.className = "cm-textfield";
  field.value = from;
  field.maxLength = 64;
  field.spellcheck = false;
  field.setAttribute("aria-label", `New name of ${from}`);
  const told = document.createElement("span");
  told.setAttribute("role", "status");
  const passes = new Set(places.map(({ pass }) => pass)).size;
  const count = `${places.length} ${places.length === 1 ? "place" : "places"}${passes > 1 ? ` in ${passes} passes` : ""}`;
  told.textContent = count;
  element.append(field, told);
  const close = () => {
    view.dispatch({ effects: show.of(null) });
    view.focus();
  };
  const refusal = () => (field.value === from ? null : nameRefusal(passesIn(view.state), places, field.value));
  field.addEventListener("input", () => {
    const reason = refusal();
    told.textContent = reason ?? count;
    told.className = reason ? "cm-rename-no" : "";
  });
  field.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") close();
    if (event.key !== "Enter" || refusal() !== null) return;
    event.preventDefault();
    if (field.value !== from) commit(view, places, from, field.value);
    close();
  });
  field.addEventListener("blur", () => view.state.field(box, false) && view.dispatch({ effects: show.of(null) }));
  return element;
}

/** Begins to rename what the cursor is on, or answers why that cannot be. */
export function beginRename(view: EditorView): string | null {
  const at = view.state.selection.main.head;
  const found = renameAt(passesIn(view.state), view.state.facet(passOf), at);
  if (!found.ok) return found.reason;
  const program = programIn(view.state);
  const pos = (program && wordAt(program.own, at))?.from ?? at;
  view.dispatch({
    effects: show.of({
      pos,
      above: true,
      create: () => {
        const element = dom(view, found.from, found.places);
        return { dom: element, mount: () => element.querySelector("input")?.select() };
      },
    }),
  });
  return null;
}

export const renaming = box;
