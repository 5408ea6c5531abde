// A page with nothing on it yet: what would be here, and the one thing to do.
import type { ReactNode } from "react";
import { cx } from "../lib/cx";
import { Ember } from "./Ember";

export interface EmptyStateProps {
  title: string;
  children?: ReactNode;
  /** One Button or link. */
  action?: ReactNode;
  /** What is seen above the words; by itself the mark's living fragments. */
  picture?: ReactNode;
  /** Fills the screen below the header instead of a part of a page. */
  full?: boolean;
}

export function EmptyState({ title, children, action, picture, full }: EmptyStateProps) {
  return (
    <div className={cx("flex flex-col items-center justify-center px-6 text-center", full ? "min-h-[calc(100dvh-var(--header)-var(--bottom-bar))] py-12" : "py-20")}>
      {picture ?? <Ember className="mb-5" />}
      <h2 className="text-lg font-medium text-ink">{title}</h2>
      {children && <div className="mt-1.5 max-w-[26rem] text-base text-ink-2">{children}</div>}
      {action && <div className="mt-6">{action}</div>}
    </div>
  );
}
