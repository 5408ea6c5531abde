/** The keys of Vim, with what they do in a studio: :w saves, gd goes to the definition, gR renames. */
import { Vim, vim } from "@replit/codemirror-vim";
import type { Extension } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { goToDefinition } from "./jump";
import { beginRename } from "./rename-box";

let onSave: () => void = () => undefined;

Vim.defineEx("write", "w", () => onSave());
Vim.defineAction("goToDefinition", ({ cm6 }) => void goToDefinition(cm6 as EditorView));
Vim.mapCommand("gd", "action", "goToDefinition", {}, { context: "normal" });
Vim.defineAction("renameName", ({ cm6 }) => void beginRename(cm6 as EditorView));
Vim.mapCommand("gR", "action", "renameName", {}, { context: "normal" });

/** Vim's keys, with the line that says its mode; `save` is what :w does. */
export function vimKeys(save: () => void): Extension {
  onSave = save;
  return vim({ status: true });
}
