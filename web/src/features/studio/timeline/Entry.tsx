/** A number that is read in passing and can be written: Enter takes it, Escape leaves it. */
import { useState } from "react";
import { cx } from "../../../lib/cx";

export interface EntryProps {
  label: string;
  /** As it is now. */
  text: string;
  /** Whether what was written was taken; what was not is marked, and left with the field. */
  onEnter: (text: string) => boolean;
  /** Arrow up is 1, down is -1. */
  onStep?: (by: 1 | -1) => void;
  title?: string;
  className?: string;
}

export function Entry({ label, text, onEnter, onStep, title, className }: EntryProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [refused, setRefused] = useState(false);
  const leave = () => {
    setDraft(null);
    setRefused(false);
  };
  return (
    <input
      aria-label={label}
      aria-invalid={refused || undefined}
      title={title}
      inputMode="decimal"
      autoComplete="off"
      spellCheck={false}
      value={draft ?? text}
      className={cx(
        "tabular h-8 rounded-control border border-transparent bg-transparent px-1.5 font-mono text-xs text-ink-2 outline-none transition hover:bg-wash focus:bg-wash focus:text-ink",
        refused ? "border-danger" : "focus:border-accent",
        className,
      )}
      onFocus={(event) => {
        setDraft(text);
        event.currentTarget.select();
      }}
      onBlur={leave}
      onChange={(event) => {
        setDraft(event.target.value);
        setRefused(false);
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") event.currentTarget.blur();
        else if (event.key === "Enter") {
          if (draft === null || onEnter(draft)) event.currentTarget.blur();
          else setRefused(true);
        } else if (onStep && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
          event.preventDefault();
          setDraft(null);
          onStep(event.key === "ArrowUp" ? 1 : -1);
        }
      }}
    />
  );
}
