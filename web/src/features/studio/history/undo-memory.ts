/** What the editor can take back, kept as data: so that undo goes on after a reload, where the text is still what it ended in. */
import { history, historyField } from "@codemirror/commands";
import { EditorState } from "@codemirror/state";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/** The text of a pass, and what can be taken back of it, as CodeMirror writes it. */
export interface PassUndo {
  doc: string;
  history: unknown;
}

export interface KeptUndo {
  savedAt: number;
  passes: Record<string, PassUndo>;
}

/** Characters of JSON of the history of one pass; a text is at most 64 kB itself. */
export const MOST_CHARACTERS = 240_000;

interface HistoryJson {
  done: unknown[];
  undone: unknown[];
}

function isHistory(value: unknown): value is HistoryJson {
  const json = value as HistoryJson | null;
  return typeof json === "object" && json !== null && Array.isArray(json.done) && Array.isArray(json.undone);
}

/** The history without its oldest steps, so that it keeps to the bound. What can be done again is given up before what can be taken back. */
export function bounded(json: unknown, most = MOST_CHARACTERS): HistoryJson {
  if (!isHistory(json)) return { done: [], undone: [] };
  const sizes = (steps: readonly unknown[]) => steps.map((step) => JSON.stringify(step).length + 1);
  let room = most;
  const fitting = (steps: readonly unknown[]) => {
    const all = sizes(steps);
    let from = steps.length;
    while (from > 0 && (all[from - 1] ?? 0) <= room) {
      from -= 1;
      room -= all[from] ?? 0;
    }
    return steps.slice(from);
  };
  const done = fitting(json.done);
  return { done, undone: fitting(json.undone) };
}

/** What can be taken back in this state, as data. */
export function undoOf(state: EditorState): PassUndo {
  const json = state.toJSON({ history: historyField }) as { history: unknown };
  return { doc: state.doc.toString(), history: bounded(json.history) };
}

/** The history as CodeMirror holds it; null where what was kept cannot be read. */
function revived({ doc, history: json }: PassUndo): unknown {
  try {
    const state = EditorState.fromJSON({ doc, selection: { ranges: [{ anchor: 0, head: 0 }], main: 0 }, history: json }, { extensions: history() }, { history: historyField });
    return state.field(historyField);
  } catch {
    return null;
  }
}

/**
 * Remembers the histories of the passes of one document. A history is only good for the very text that it ended in: for
 * any other it would put letters where they never stood.
 */
export class UndoMemory {
  private readonly passes = new Map<string, PassUndo>();
  private readonly waiting = new Map<string, EditorState>();

  private readonly listeners = new Set<() => void>();

  /** `kept` are the histories of earlier visits, the best first. */
  constructor(private readonly kept: readonly KeptUndo[]) {}

  /** Calls whenever there is something to keep; answers how to end that. */
  subscribe(onChange: () => void): () => void {
    this.listeners.add(onChange);
    return () => void this.listeners.delete(onChange);
  }

  /** For an editor whose pass is `active`: begins with what is remembered of its text, and remembers what is done. */
  extension(active: () => string): Extension {
    return [
      historyField.init((state) => this.find(state.doc.toString()) ?? EditorState.create({ extensions: history() }).field(historyField)),
      EditorView.updateListener.of((update) => {
        if (!update.docChanged) return;
        this.waiting.set(active(), update.state);
        this.listeners.forEach((listener) => listener());
      }),
    ];
  }

  /** What is to be kept now. */
  snapshot(now: number): KeptUndo {
    this.settle();
    return { savedAt: now, passes: Object.fromEntries(this.passes) };
  }

  private settle(): void {
    for (const [pass, state] of this.waiting) this.passes.set(pass, undoOf(state));
    this.waiting.clear();
  }

  private find(doc: string): unknown {
    this.settle();
    const all = [...this.passes.values(), ...this.kept.flatMap(({ passes }) => Object.values(passes))];
    for (const one of all) {
      if (one.doc !== doc) continue;
      const found = revived(one);
      if (found) return found;
    }
    return null;
  }
}
