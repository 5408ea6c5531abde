// A few lines to copy: a command, a piece of a settings file, an address.
import { Fragment } from "react";
import { cx } from "../lib/cx";
import { CopyButton } from "./CopyButton";

export interface SnippetProps {
  code: string;
  /** What it is: the name of a file, "Terminal". Also what the button says it copies. */
  label: string;
  /** A part that stands out: the secret, or the place where one belongs. */
  mark?: string;
  /** Breaks long lines instead of scrolling: for one long line. */
  wrap?: boolean;
  className?: string;
}

export function Snippet({ code, label, mark, wrap = false, className }: SnippetProps) {
  const parts = mark ? code.split(mark) : [code];
  return (
    <div className={cx("overflow-hidden rounded-card border border-line bg-surface", className)}>
      <div className="flex h-10 items-center justify-between gap-3 border-b border-line pr-1 pl-4">
        <span className="truncate font-mono text-xs text-ink-3">{label}</span>
        <CopyButton text={code} name={label} />
      </div>
      {/* A scrolling region must be reachable by keyboard. */}
      <pre tabIndex={0} aria-label={label} className={cx("overflow-x-auto px-4 py-3 font-mono text-sm leading-[21px] text-ink -outline-offset-2 max-md:[overflow-wrap:anywhere] max-md:whitespace-pre-wrap", wrap && "break-all whitespace-pre-wrap")}>
        <code>
          {parts.map((part, index) => (
            <Fragment key={index}>
              {index > 0 && <mark className="bg-transparent text-code-uniform">{mark}</mark>}
              {part}
            </Fragment>
          ))}
        </code>
      </pre>
    </div>
  );
}
