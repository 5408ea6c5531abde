// What went wrong, what was kept, and what to do.
import type { ReactNode } from "react";
import { RotateCcw } from "lucide-react";
import { cx } from "../lib/cx";
import { explain, isProblem } from "../lib/problem";
import { Button } from "./Button";

export interface ErrorStateProps {
  /** "The feed did not load." */
  title: string;
  error?: unknown;
  /** What was kept, for example "Your draft is safe in this browser." */
  children?: ReactNode;
  onRetry?: () => void;
  action?: ReactNode;
  full?: boolean;
}

export function ErrorState({ title, error, children, onRetry, action, full }: ErrorStateProps) {
  return (
    <div role="alert" className={cx("flex flex-col items-center justify-center px-6 text-center", full ? "min-h-[calc(100dvh-var(--header)-var(--bottom-bar))] py-12" : "py-16")}>
      <h2 className="text-lg font-medium text-ink">{title}</h2>
      <div className="mt-1.5 max-w-[26rem] text-base text-ink-2">
        {error !== undefined && error !== null && <p>{explain(error)}</p>}
        {children}
      </div>
      <div className="mt-6 flex gap-2">
        {onRetry && (
          <Button onClick={onRetry} icon={<RotateCcw size={16} strokeWidth={1.5} />}>
            Try again
          </Button>
        )}
        {action}
      </div>
      {isProblem(error) && error.status >= 500 && <p className="tabular mt-4 font-mono text-xs text-ink-3">Status {error.status}</p>}
    </div>
  );
}
