/** Below the editor: one quiet line with the first problem, and on demand the list of all, or of every use of a name. */
import { ChevronLeft, ChevronRight, ChevronUp, X } from "lucide-react";
import { useMemo } from "react";
import type { ReactNode } from "react";
import type { ShaderError } from "@fractafrag/runtime";
import { cx } from "../../lib/cx";
import { useShortcut } from "../../lib/shortcuts";
import { IconButton } from "../../ui/IconButton";
import type { CodeEditorHandle } from "./CodeEditor";
import { plainMessage } from "./diagnostics";
import { neighbour, problemsOf } from "./problems";
import type { Problem } from "./problems";
import { useStudio, useStudioValue } from "./studio-context";

interface ProblemLineProps {
  editor: () => CodeEditorHandle | null;
  onJump: (problem: ShaderError) => void;
}

const count = (number: number, one: string) => `${number} ${number === 1 ? one : `${one}s`}`;

export function ProblemLine({ editor, onJump }: ProblemLineProps) {
  const { store } = useStudioValue();
  const report = useStudio((state) => state.report);
  const warnings = useStudio((state) => state.warnings);
  const passes = useStudio((state) => state.work.passes);
  const list = useStudio((state) => state.list);
  const problems = useMemo(() => problemsOf(passes, report && !report.ok ? report.errors : [], warnings), [passes, report, warnings]);
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const first = problems.find(({ severity }) => severity === "error") ?? problems[0];

  function go(by: 1 | -1): void {
    const target = neighbour(problems, passes, editor()?.place() ?? { pass: "", line: 0 }, by);
    if (target) onJump(target);
  }
  const toggle = () => store.setState({ list: list === "problems" ? null : "problems" });
  useShortcut({ keys: "f8", label: "Next problem", group: "Studio", always: true }, () => go(1));
  useShortcut({ keys: "shift+f8", label: "Problem before", group: "Studio", always: true }, () => go(-1));
  useShortcut({ keys: "mod+shift+m", label: "List of problems", group: "Studio", always: true }, toggle);

  const summary = [errors > 0 && count(errors, "error"), problems.length > errors && count(problems.length - errors, "warning")].filter(Boolean).join(", ");
  return (
    <>
      {list === "problems" && (
        <List title={summary || "No problems"} onClose={toggle}>
          {problems.map((problem, index) => (
            <Row key={index} pass={problem.pass} line={problem.line} tone={problem.severity} onGo={() => onJump(problem)}>
              {plainMessage(problem.message)}
            </Row>
          ))}
        </List>
      )}
      {list && list !== "problems" && (
        <List title={`${list.name}: ${count(list.uses.length, "use")}`} onClose={() => store.setState({ list: null })}>
          {list.uses.map((use) => (
            <Row key={`${use.pass} ${use.from}`} pass={use.pass} line={use.line} onGo={() => editor()?.open(use)}>
              <code className="font-mono">{use.text}</code>
            </Row>
          ))}
        </List>
      )}
      <div role="status" aria-live="polite" className={first && list !== "problems" ? "flex h-9 shrink-0 items-center border-t border-line bg-surface pl-3" : "sr-only"}>
        {first && list !== "problems" && (
          <>
            <button
              type="button"
              className="flex h-full min-w-0 flex-1 items-center gap-3 text-left font-mono text-xs text-ink-2 -outline-offset-2 hover:text-ink"
              onClick={() => onJump(first)}
            >
              <Dot tone={first.severity} />
              <span className={cx("tabular shrink-0", first.severity === "error" ? "text-danger" : "text-warning")}>
                {first.pass} {first.line}
                {first.column > 0 && `:${first.column}`}
              </span>
              <span className="truncate">{plainMessage(first.message)}</span>
            </button>
            <span className="flex shrink-0 items-center pr-1">
              {problems.length > 1 && (
                <>
                  <IconButton size="sm" label="Problem before" shortcut="shift+f8" side="top" icon={<ChevronLeft size={16} strokeWidth={1.5} />} onClick={() => go(-1)} />
                  <span className="tabular text-xs whitespace-nowrap text-ink-3">{problems.length}</span>
                  <IconButton size="sm" label="Next problem" shortcut="f8" side="top" icon={<ChevronRight size={16} strokeWidth={1.5} />} onClick={() => go(1)} />
                </>
              )}
              <IconButton size="sm" label="List of problems" shortcut="mod+shift+m" side="top" icon={<ChevronUp size={16} strokeWidth={1.5} />} onClick={toggle} />
            </span>
          </>
        )}
      </div>
    </>
  );
}

function Dot({ tone }: { tone: Problem["severity"] }) {
  return <span className={cx("size-1.5 shrink-0 rounded-full", tone === "error" ? "bg-danger" : "bg-warning")} aria-hidden />;
}

function List({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode[] }) {
  return (
    <section aria-label={title} className="flex max-h-[40%] min-h-20 shrink-0 flex-col border-t border-line bg-surface">
      <div className="flex h-9 shrink-0 items-center justify-between pr-1 pl-3">
        <h2 className="text-xs text-ink-2">{title}</h2>
        <IconButton size="sm" label="Close the list" side="top" icon={<X size={16} strokeWidth={1.5} />} onClick={onClose} />
      </div>
      <ul className="min-h-0 flex-1 overflow-y-auto pb-2">{children}</ul>
    </section>
  );
}

function Row({ pass, line, tone, onGo, children }: { pass: string; line: number; tone?: Problem["severity"]; onGo: () => void; children: ReactNode }) {
  return (
    <li>
      <button type="button" className="flex min-h-7 w-full items-baseline gap-3 px-3 py-1 text-left text-xs text-ink-2 -outline-offset-2 hover:bg-wash hover:text-ink" onClick={onGo}>
        {tone && <Dot tone={tone} />}
        <span className="tabular w-24 shrink-0 truncate font-mono text-ink-3">
          {pass} {line}
        </span>
        <span className="min-w-0 break-words">{children}</span>
      </button>
    </li>
  );
}
