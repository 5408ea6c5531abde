/** Two sources side by side, with what differs marked; loaded only when asked for. */
import { MergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { editorTheme } from "./editor-theme";
import { glslReading } from "./glsl";

export default function Compare({ theirs, mine }: { theirs: string; mine: string }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return undefined;
    const shared = (label: string) => [
      glslReading,
      editorTheme,
      EditorState.readOnly.of(true),
      EditorView.editable.of(false),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
    ];
    const view = new MergeView({
      a: { doc: theirs, extensions: shared("Theirs") },
      b: { doc: mine, extensions: shared("Mine") },
      parent: host.current,
      gutter: false,
      collapseUnchanged: { margin: 3, minSize: 6 },
    });
    return () => view.destroy();
  }, [theirs, mine]);
  return <div ref={host} className="max-h-[52dvh] overflow-y-auto rounded-control border border-line bg-room [&_.cm-content]:pb-3! [&_.cm-collapsedLines]:bg-surface! [&_.cm-collapsedLines]:bg-none! [&_.cm-collapsedLines]:text-ink-3!" />;
}
