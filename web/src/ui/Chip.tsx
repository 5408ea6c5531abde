// A small word that can be chosen or followed: a tag, a filter, a state.
import type { ReactNode } from "react";
import { Link } from "react-router";
import { cx } from "../lib/cx";

const LOOK = "inline-flex h-7 shrink-0 items-center gap-1.5 rounded-full px-3 text-sm whitespace-nowrap transition select-none";
const QUIET = "bg-wash text-ink-2 hover:bg-wash-strong hover:text-ink";

export interface ChipProps {
  children: ReactNode;
  /** Chosen: announced as pressed. */
  selected?: boolean;
  onClick?: () => void;
  /** Makes the chip a link. */
  to?: string;
  tone?: "neutral" | "accent" | "warning" | "danger" | "picture";
  className?: string;
}

export function Chip({ children, selected, onClick, to, tone = "neutral", className }: ChipProps) {
  const look = cx(
    LOOK,
    selected ? "bg-ink text-room" : { neutral: QUIET, accent: "bg-wash text-accent", warning: "bg-wash text-warning", danger: "bg-wash text-danger", picture: "bg-glass text-ink backdrop-blur-md hover:bg-glass-strong" }[tone],
    className,
  );
  if (to !== undefined) {
    return (
      <Link to={to} className={look}>
        {children}
      </Link>
    );
  }
  if (onClick) {
    return (
      <button type="button" className={look} aria-pressed={selected} onClick={onClick}>
        {children}
      </button>
    );
  }
  return <span className={cx(look, "pointer-events-none")}>{children}</span>;
}
