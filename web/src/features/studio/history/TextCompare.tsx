/** Two sources with what differs marked: side by side on a wide window, in one column on a phone. Loaded only when asked for. */
import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { editorTheme } from "../editor-theme";
import { glslReading } from "../glsl";

export interface TextCompareProps {
  before: string;
  after: string;
  beforeName: string;
  afterName: string;
  /** One column, what went above what came. */
  unified: boolean;
}

const collapseUnchanged = { margin: 3, minSize: 6 };

export default function TextCompare({ before, after, beforeName, afterName, unified }: TextCompareProps) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return undefined;
    const shared = (label: string) => [
      glslReading,
      editorTheme,
      lineNumbers(),
      EditorState.readOnly.of(true),
      EditorView.editable.of(false),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
    ];
    const view = unified
      ? new EditorView({
          doc: after,
          extensions: [shared(`${beforeName} and ${afterName}`), unifiedMergeView({ original: before, mergeControls: false, gutter: false, collapseUnchanged, allowInlineDiffs: true })],
          parent: host.current,
        })
      : new MergeView({ a: { doc: before, extensions: shared(beforeName) }, b: { doc: after, extensions: shared(afterName) }, parent: host.current, gutter: false, collapseUnchanged });
    return () => view.destroy();
  }, [before, after, beforeName, afterName, unified]);
  return (
    <div
      ref={host}
      data-testid="text-compare"
      className="overflow-hidden rounded-control border border-line bg-room [&_.cm-collapsedLines]:bg-surface! [&_.cm-collapsedLines]:bg-none! [&_.cm-collapsedLines]:text-ink-3! [&_.cm-content]:pb-3!"
    />
  );
}
