/** The merged source of a pass, written by hand. */
import { history, historyKeymap, defaultKeymap, indentWithTab } from "@codemirror/commands";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { editorTheme } from "../editor-theme";
import { glslReading } from "../glsl";

export function FreeText({ start, label, onChange }: { start: string; label: string; onChange: (text: string) => void }) {
  const host = useRef<HTMLDivElement>(null);
  const first = useRef(start);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    if (!host.current) return undefined;
    const view = new EditorView({
      state: EditorState.create({
        doc: first.current,
        extensions: [
          glslReading,
          editorTheme,
          lineNumbers(),
          history(),
          EditorView.lineWrapping,
          keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
          EditorView.contentAttributes.of({ "aria-label": label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current(update.state.doc.toString());
          }),
        ],
      }),
      parent: host.current,
    });
    view.focus();
    return () => view.destroy();
  }, [label]);
  return <div ref={host} className="h-[46dvh] overflow-hidden rounded-control border border-line bg-room" />;
}
