/** Undo across reloads: what was done can be taken back by another editor of the same text, and by none of another. */
import { history, isolateHistory, redo, redoDepth, undo, undoDepth } from "@codemirror/commands";
import { EditorState } from "@codemirror/state";
import type { Extension } from "@codemirror/state";
import { describe, expect, test } from "vitest";
import { bounded, UndoMemory, undoOf } from "./undo-memory";
import type { KeptUndo } from "./undo-memory";

function editor(doc: string, extensions: Extension = []) {
  let state = EditorState.create({ doc, extensions: [history(), extensions] });
  const dispatch = (transaction: { state: EditorState }) => void (state = transaction.state);
  return {
    get state() {
      return state;
    },
    type: (text: string) => void (state = state.update({ changes: { from: state.doc.length, insert: text }, annotations: isolateHistory.of("full") }).state),
    undo: () => undo({ state, dispatch }),
    redo: () => redo({ state, dispatch }),
    text: () => state.doc.toString(),
  };
}

/** As a reload does: what is kept goes through the disk as text. */
const reloaded = (state: EditorState): KeptUndo[] => [JSON.parse(JSON.stringify({ savedAt: 1, passes: { Image: undoOf(state) } })) as KeptUndo];

describe("after a reload", () => {
  test("undo goes on where it was, and redo with it", () => {
    const before = editor("a");
    for (const text of ["b", "c", "d"]) before.type(text);
    before.undo();
    const after = editor("abc", new UndoMemory(reloaded(before.state)).extension(() => "Image"));
    after.redo();
    expect(after.text()).toBe("abcd");
    for (let step = 0; step < 3; step += 1) after.undo();
    expect(after.text()).toBe("a");
    expect(after.undo()).toBe(false);
  });

  test("what is done now can be taken back before what was done then", () => {
    const before = editor("a");
    before.type("b");
    const after = editor("ab", new UndoMemory(reloaded(before.state)).extension(() => "Image"));
    after.type("c");
    after.undo();
    expect(after.text()).toBe("ab");
    after.undo();
    expect(after.text()).toBe("a");
  });

  test("a text that reads otherwise begins anew", () => {
    const before = editor("a");
    before.type("b");
    const after = editor("something else", new UndoMemory(reloaded(before.state)).extension(() => "Image"));
    expect(undoDepth(after.state)).toBe(0);
  });

  test("what cannot be read is as if it were not there", () => {
    for (const broken of [null, 7, {}, { done: [{ changes: "no" }], undone: [] }, { done: [{ changes: [9999, [3]] }], undone: [] }]) {
      const after = editor("ab", new UndoMemory([{ savedAt: 1, passes: { Image: { doc: "ab", history: broken } } }]).extension(() => "Image"));
      expect(() => after.undo()).not.toThrow();
      expect(after.text().length).toBeLessThanOrEqual(2);
    }
  });
});

describe("a long history", () => {
  test("gives up its oldest steps, and is still whole", () => {
    const before = editor("");
    for (let index = 0; index < 200; index += 1) before.type(`${index} ${"x".repeat(60)}\n`);
    const most = 6000;
    const json = bounded((JSON.parse(JSON.stringify(undoOf(before.state))) as { history: unknown }).history, most);
    expect(JSON.stringify(json).length).toBeLessThanOrEqual(most + 50);
    expect(json.done.length).toBeGreaterThan(10);
    const after = editor(before.text(), new UndoMemory([{ savedAt: 1, passes: { Image: { doc: before.text(), history: json } } }]).extension(() => "Image"));
    const depth = undoDepth(after.state);
    for (let step = 0; step < depth; step += 1) expect(after.undo()).toBe(true);
    expect(before.text().startsWith(after.text())).toBe(true);
    expect(redoDepth(after.state)).toBe(depth);
  });
});
