/** One quiet line below the editor: the first error, and a way to it. */
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import type { ShaderError } from "@fractafrag/runtime";
import { IconButton } from "../../ui/IconButton";
import { plainMessage } from "./diagnostics";
import { useStudio } from "./studio-context";

const none: ShaderError[] = [];

export function ErrorLine({ onJump }: { onJump: (error: ShaderError) => void }) {
  const report = useStudio((state) => state.report);
  const errors = report && !report.ok ? report.errors : none;
  const [at, setAt] = useState(0);
  const index = Math.min(at, Math.max(0, errors.length - 1));
  const error = errors[index];

  function go(by: number): void {
    const next = (index + by + errors.length) % errors.length;
    setAt(next);
    const target = errors[next];
    if (target) onJump(target);
  }

  return (
    <div role="status" aria-live="polite" className={error ? "flex h-9 shrink-0 items-center border-t border-line bg-surface pl-3" : "sr-only"}>
      {error && (
        <>
          <button
            type="button"
            className="flex h-full min-w-0 flex-1 items-center gap-3 text-left font-mono text-xs text-ink-2 -outline-offset-2 hover:text-ink"
            onClick={() => onJump(error)}
          >
            <span className="size-1.5 shrink-0 rounded-full bg-danger" aria-hidden />
            <span className="tabular shrink-0 text-danger">
              {error.pass} {error.line}
              {error.column > 0 && `:${error.column}`}
            </span>
            <span className="truncate">{plainMessage(error.message)}</span>
          </button>
          {errors.length > 1 && (
            <span className="flex shrink-0 items-center pr-1">
              <IconButton size="sm" label="Previous error" side="top" icon={<ChevronLeft size={16} strokeWidth={1.5} />} onClick={() => go(-1)} />
              <span className="tabular text-xs text-ink-3">
                {index + 1}/{errors.length}
              </span>
              <IconButton size="sm" label="Next error" side="top" icon={<ChevronRight size={16} strokeWidth={1.5} />} onClick={() => go(1)} />
            </span>
          )}
        </>
      )}
    </div>
  );
}
