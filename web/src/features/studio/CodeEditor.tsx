/** The editor of the active pass. */
import { isolateHistory } from "@codemirror/commands";
import { setDiagnostics } from "@codemirror/lint";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { forwardRef, useEffect, useImperativeHandle, useRef } from "react";
import type { ShaderError } from "@fractafrag/runtime";
import { toast } from "../../lib/toast";
import { useEditorSettings } from "./editor-settings";
import type { EditorSettings } from "./editor-settings";
import { changeTo, EditorStates } from "./editor-states";
import type { Part } from "./editor-states";
import { diagnosticsOf, positionOf } from "./diagnostics";
import { problemsOf } from "./problems";
import { scrub } from "./parameters/scrub";
import { renamedValues } from "./document";
import type { Place } from "./language/program";
import type { StudioStore } from "./store";
import { useStudioValue } from "./studio-context";
import type { Desk } from "./writing/desk";

export interface CodeEditorHandle {
  /** Opens the pass of an error and puts the cursor on it. */
  jumpTo: (error: ShaderError) => void;
  focus: () => void;
  open: (place: Place) => void;
  /** Where the cursor is. */
  place: () => { pass: string; line: number };
}

/** Help is fetched when the first picture is there, or when somebody begins to write before. */
const LATEST_MS = 4000;

function codeOf(store: StudioStore, pass: string): string {
  return store.getState().work.passes.find((other) => other.name === pass)?.code ?? "";
}

/** Puts the cursor there, in the middle of what is seen. */
function show(view: EditorView, place: number): void {
  const at = Math.min(place, view.state.doc.length);
  view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
  view.focus();
}

export const CodeEditor = forwardRef<CodeEditorHandle, { className?: string }>(function CodeEditor({ className }, ref) {
  const { store, engine, saving, undo } = useStudioValue();
  const { compileNow } = engine;
  const host = useRef<HTMLDivElement>(null);
  const mounted = useRef<EditorView | null>(null);
  const opener = useRef<Desk["open"] | null>(null);
  const save = useRef(saving.save);
  useEffect(() => {
    save.current = saving.save;
  });

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
      const { work, report, warnings } = store.getState();
      view.dispatch(setDiagnostics(view.state, diagnosticsOf(view.state.doc, shown, problemsOf(work.passes, report?.errors ?? [], warnings))));
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
      if (state.report !== before.report || state.warnings !== before.warnings) mark();
    });
    mark();
    const desk: Desk = {
      passes: () => store.getState().work.passes,
      open(place) {
        store.getState().setActive(place.pass);
        if (shown === place.pass) show(view, place.from);
      },
      valued(name) {
        const { parameters } = store.getState().work;
        return parameters !== undefined && renamedValues(parameters, name, `${name}_`) !== parameters;
      },
      rename(passes, from, to) {
        const { work } = store.getState();
        const parameters = work.parameters && renamedValues(work.parameters, from, to);
        store.getState().replaceWork({ ...work, passes, ...(parameters ? { parameters } : {}) }, `${from} renamed to ${to}`);
        toast(`${from} is ${to} now, wherever it is named.`, { action: { label: "Undo", run: () => store.getState().undo() } });
      },
    };
    opener.current = desk.open;

    const put = (part: Part, extension: Extension) => {
      if (mounted.current === view) view.dispatch({ effects: states.set(part, extension) });
    };
    let dropActions: () => void = () => undefined;
    const dropHelp = afterFirstPicture(store, view, () =>
      void import("./writing").then(({ registerActions, writing }) => {
        if (mounted.current !== view) return;
        put("writing", writing(desk));
        dropActions = registerActions(view, store);
      }),
    );
    const dropSettings = followSettings((settings, before) => {
      if (settings.size !== before?.size || settings.wrap !== before.wrap) put("look", lookOf(settings));
      if (settings.keys === "vim") void import("./writing/vim").then(({ vimKeys }) => useEditorSettings.getState().keys === "vim" && put("keys", vimKeys(() => void save.current())));
      else if (before) put("keys", []);
    });
    return () => {
      dropSettings();
      dropHelp();
      dropActions();
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
        show(view, positionOf(view.state.doc, error).from);
      },
      focus: () => mounted.current?.focus(),
      open: (place) => opener.current?.(place),
      place() {
        const state = mounted.current?.state;
        return { pass: store.getState().active, line: state ? state.doc.lineAt(state.selection.main.head).number : 0 };
      },
    }),
    [store],
  );

  return <div ref={host} className={className} data-testid="code" />;
});

/** Runs `then` once; answers how to call it off. */
function afterFirstPicture(store: StudioStore, view: EditorView, then: () => void): () => void {
  const away = new AbortController();
  const go = () => {
    if (away.signal.aborted) return;
    away.abort();
    then();
  };
  const unsubscribe = store.subscribe((state) => state.report && go());
  const timer = window.setTimeout(go, LATEST_MS);
  view.contentDOM.addEventListener("focus", go, { signal: away.signal });
  away.signal.addEventListener("abort", () => {
    unsubscribe();
    window.clearTimeout(timer);
  });
  return () => away.abort();
}

/** Calls now and at each change. */
function followSettings(apply: (settings: EditorSettings, before: EditorSettings | null) => void): () => void {
  apply(useEditorSettings.getState(), null);
  return useEditorSettings.subscribe(apply);
}

function lookOf({ size, wrap }: EditorSettings): Extension {
  const line = `${Math.round(size * 1.6)}px`;
  return [EditorView.theme({ "&": { fontSize: `${size}px` }, ".cm-scroller": { lineHeight: line } }), wrap ? EditorView.lineWrapping : []];
}
