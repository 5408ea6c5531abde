/** The editor of the active pass. */
import { isolateHistory } from "@codemirror/commands";
import { setDiagnostics } from "@codemirror/lint";
import { EditorView } from "@codemirror/view";
import { forwardRef, useEffect, useImperativeHandle, useRef } from "react";
import type { ShaderError } from "@fractafrag/runtime";
import { changeTo, EditorStates } from "./editor-states";
import { diagnosticsOf, positionOf } from "./diagnostics";
import { scrub } from "./parameters/scrub";
import type { StudioStore } from "./store";
import { useStudioValue } from "./studio-context";

export interface CodeEditorHandle {
  /** Opens the pass of an error and puts the cursor on it. */
  jumpTo: (error: ShaderError) => void;
  focus: () => void;
}

function codeOf(store: StudioStore, pass: string): string {
  return store.getState().work.passes.find((other) => other.name === pass)?.code ?? "";
}

export const CodeEditor = forwardRef<CodeEditorHandle, { className?: string }>(function CodeEditor({ className }, ref) {
  const { store, engine, undo } = useStudioValue();
  const { compileNow } = engine;
  const host = useRef<HTMLDivElement>(null);
  const mounted = useRef<EditorView | null>(null);

  useEffect(() => {
    if (!host.current) return undefined;
    let shown = store.getState().active;
    const states = new EditorStates(
      [
        EditorView.updateListener.of((update) => {
          if (update.docChanged) store.getState().setCode(shown, update.state.doc.toString());
        }),
        scrub(compileNow),
        undo.extension(() => shown),
      ],
    );
    const view = new EditorView({ state: states.take(shown, codeOf(store, shown)).state, parent: host.current });
    mounted.current = view;

    const mark = () => {
      const errors = store.getState().report?.errors ?? [];
      view.dispatch(setDiagnostics(view.state, diagnosticsOf(view.state.doc, shown, errors)));
    };
    const unsubscribe = store.subscribe((state, before) => {
      if (state.active !== shown) {
        states.keep(shown, view.state, view.scrollDOM.scrollTop);
        shown = state.active;
        const next = states.take(shown, codeOf(store, shown));
        view.setState(next.state);
        view.requestMeasure({ read: () => undefined, write: () => void (view.scrollDOM.scrollTop = next.top) });
        mark();
      } else if (state.work.passes !== before.work.passes) {
        const change = changeTo(view.state.doc, codeOf(store, shown));
        // What came from outside, as by restoring a version, is a step of its own.
        if (change) view.dispatch({ changes: change, annotations: isolateHistory.of("full") });
      }
      if (state.report !== before.report) mark();
    });
    mark();
    return () => {
      unsubscribe();
      mounted.current = null;
      view.destroy();
    };
  }, [store, compileNow, undo]);

  useImperativeHandle(
    ref,
    () => ({
      jumpTo(error) {
        store.getState().setActive(error.pass);
        const view = mounted.current;
        if (!view || store.getState().active !== error.pass) return;
        const { from } = positionOf(view.state.doc, error);
        view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
        view.focus();
      },
      focus: () => mounted.current?.focus(),
    }),
    [store],
  );

  return <div ref={host} className={className} data-testid="code" />;
});
