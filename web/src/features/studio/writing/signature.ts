/** Signature help: while arguments are written, how the function wants them, with the present one marked. */
import { StateEffect, StateField } from "@codemirror/state";
import type { EditorState } from "@codemirror/state";
import { keymap, showTooltip } from "@codemirror/view";
import type { EditorView, Tooltip } from "@codemirror/view";
import { builtinOf } from "../language/builtins";
import { seenAt } from "../language/program";
import type { Program } from "../language/program";
import { partsOf } from "../language/types";
import { programIn } from "./desk";

export interface Call {
  name: string;
  /** Where the parenthesis stands. */
  open: number;
  /** Which argument the place is in, from 0. */
  argument: number;
}

const MOST_BACK = 400;

/** The call whose arguments `at` stands in, or null. */
export function callAt({ own }: Program, at: number): Call | null {
  const { read } = own;
  let index = read.length - 1;
  while (index >= 0 && (read[index]?.from ?? 0) >= at) index -= 1;
  let depth = 0;
  let argument = 0;
  for (let back = 0; index >= 0 && back < MOST_BACK; index -= 1, back += 1) {
    const { text, kind, from } = read[index] ?? { text: "", kind: "sign", from: 0 };
    if (kind !== "sign") continue;
    if (text === ")" || text === "]") depth += 1;
    else if ((text === "(" || text === "[") && depth > 0) depth -= 1;
    else if (text === "(") {
      const name = read[index - 1];
      return name?.kind === "word" && !["if", "for", "while", "switch", "return"].includes(name.text) ? { name: name.text, open: from, argument } : null;
    } else if (text === "," && depth === 0) argument += 1;
    else if (text === ";" || text === "{" || text === "}") return null;
  }
  return null;
}

export interface Signature {
  /** What stands before the arguments, "float mix(". */
  head: string;
  arguments: string[];
  meaning: string;
}

/** How `name` may be called at `at`, all overloads. */
export function signaturesOf(program: Program, name: string, at: number): Signature[] {
  const own = [program.own, program.common].flatMap((outline) => outline?.declared.filter((one) => one.global && one.name === name && one.parameters !== undefined) ?? []);
  const local = seenAt(program, at).find(({ declared }) => declared.name === name)?.declared;
  if (local && !local.global) return [];
  if (own.length > 0) {
    const unlike = own.filter((one, index) => own.findIndex((other) => other.text === one.text) === index);
    return unlike.map((one) => ({ head: `${one.type ? `${one.type} ` : ""}${name}(`, arguments: one.parameters ?? [], meaning: one.comment }));
  }
  const fields = [program.own, program.common].flatMap((outline) => outline?.declared.filter((one) => one.kind === "field" && one.owner === name) ?? []);
  if (fields.length > 0) return [{ head: `${name}(`, arguments: fields.map(({ text }) => text), meaning: "" }];
  const builtin = builtinOf(name);
  if (builtin) {
    return builtin.signatures.map((text) => {
      const open = text.indexOf("(") + 1;
      return { head: text.slice(0, open), arguments: text.slice(open, -1).split(", "), meaning: builtin.meaning };
    });
  }
  const parts = partsOf(name);
  return parts > 0 ? [{ head: `${name}(`, arguments: ["x", "y", "z", "w"].slice(0, parts), meaning: "Also of one number for all parts, or of shorter vectors put together." }] : [];
}

function signatureDom(signatures: readonly Signature[], argument: number): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "cm-card cm-signature";
  const fitting = signatures.filter((one) => one.arguments.length > argument);
  for (const { head, arguments: list } of (fitting.length > 0 ? fitting : signatures).slice(0, 4)) {
    const line = document.createElement("div");
    line.className = "cm-card-code";
    line.append(head);
    list.forEach((text, index) => {
      const part = document.createElement("span");
      part.textContent = text;
      if (index === argument) part.className = "cm-signature-here";
      line.append(index > 0 ? ", " : "", part);
    });
    line.append(")");
    dom.append(line);
  }
  const meaning = signatures[0]?.meaning ?? "";
  if (meaning) {
    const told = document.createElement("div");
    told.className = "cm-card-meaning";
    told.textContent = meaning;
    dom.append(told);
  }
  return dom;
}

const ask = StateEffect.define<boolean>();

function tooltipFor(state: EditorState): Tooltip | null {
  const { head } = state.selection.main;
  const program = programIn(state);
  const call = program && callAt(program, head);
  if (!program || !call) return null;
  const signatures = signaturesOf(program, call.name, call.open);
  if (signatures.length === 0) return null;
  return { pos: call.open, above: true, create: () => ({ dom: signatureDom(signatures, call.argument) }) };
}

const shown = StateField.define<Tooltip | null>({
  create: () => null,
  update(tooltip, transaction) {
    for (const effect of transaction.effects) if (effect.is(ask)) return effect.value ? tooltipFor(transaction.state) : null;
    if (!transaction.docChanged && !transaction.selection) return tooltip;
    if (tooltip) return tooltipFor(transaction.state);
    if (!transaction.isUserEvent("input.type")) return null;
    let asked = false;
    transaction.changes.iterChanges((_, __, ___, ____, inserted) => (asked ||= /^[(,]/.test(inserted.sliceString(0, 1))));
    return asked ? tooltipFor(transaction.state) : null;
  },
  provide: (field) => showTooltip.from(field),
});

/** Shows how the call around the cursor wants its arguments. */
export function showSignature(view: EditorView): boolean {
  view.dispatch({ effects: ask.of(true) });
  return true;
}

export const signature = [
  shown,
  keymap.of([
    {
      key: "Escape",
      run(view) {
        if (!view.state.field(shown, false)) return false;
        view.dispatch({ effects: ask.of(false) });
        return true;
      },
    },
  ]),
];
