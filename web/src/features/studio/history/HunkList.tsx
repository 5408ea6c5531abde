/** The stretches of one source that two sides changed: those that came together by themselves, and those to decide. */
import { useRef } from "react";
import type { KeyboardEvent } from "react";
import { cx } from "../../../lib/cx";
import { Button } from "../../../ui/Button";
import { Choice } from "./Choice";
import { choiceOf } from "./merge-text";
import type { Choice as Chosen, Choices, Hunk } from "./merge-text";

/** Lines of what nobody changed that are shown around a change. */
const AROUND = 3;

export interface HunkListProps {
  hunks: readonly Hunk[];
  choices: Choices;
  onChoose: (hunk: number, choice: Chosen) => void;
  theirsName: string;
}

export function HunkList({ hunks, choices, onChoose, theirsName }: HunkListProps) {
  const list = useRef<HTMLOListElement>(null);
  const toDecide = hunks.flatMap(({ kind }, index) => (kind === "conflict" ? [index] : []));

  /** The next collision after the one that has the focus, or the one before it; around at the ends. */
  function step(by: 1 | -1): void {
    const all = [...(list.current?.querySelectorAll<HTMLElement>("[data-conflict]") ?? [])];
    const at = all.findIndex((one) => one.contains(document.activeElement));
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length];
    next?.scrollIntoView({ block: "nearest" });
    (next?.querySelector<HTMLElement>("[role=radio][data-state=checked]") ?? next?.querySelector<HTMLElement>("[role=radio]"))?.focus();
  }
  function onKey(event: KeyboardEvent): void {
    if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      event.stopPropagation();
      step(event.key === "ArrowDown" ? 1 : -1);
    }
  }

  return (
    <div onKeyDown={onKey}>
      {toDecide.length > 0 && (
        <div className="mb-2 flex items-center gap-2 text-xs text-ink-3">
          <span className="tabular">
            {toDecide.filter((index) => choices[index] === undefined).length} of {toDecide.length} to decide
          </span>
          <Button size="sm" variant="ghost" title="Alt ↑" onClick={() => step(-1)}>
            Before
          </Button>
          <Button size="sm" variant="ghost" title="Alt ↓" onClick={() => step(1)}>
            Next
          </Button>
        </div>
      )}
      <ol ref={list} className="flex flex-col gap-1 font-mono text-xs leading-5">
        {hunks.map((hunk, index) => (
          <li key={index} {...(hunk.kind === "conflict" ? { "data-conflict": "" } : {})}>
            {hunk.kind === "same" ? (
              <Unchanged lines={hunk.base} first={index === 0} last={index === hunks.length - 1} />
            ) : (
              <Changed hunk={hunk} choice={choices[index] ?? choiceOf(hunk)} onChoose={(choice) => onChoose(index, choice)} theirsName={theirsName} />
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

function Unchanged({ lines, first, last }: { lines: readonly string[]; first: boolean; last: boolean }) {
  const head = first ? [] : lines.slice(0, AROUND);
  const tail = last ? [] : lines.slice(Math.max(head.length, lines.length - AROUND));
  const hidden = lines.length - head.length - tail.length;
  return (
    <>
      {head.length > 0 && <Lines lines={head} className="text-ink-3" />}
      {hidden > 0 && <p className="rounded-sm bg-surface px-3 font-sans text-ink-3">{hidden === 1 ? "1 line" : `${hidden} lines`} as before</p>}
      {tail.length > 0 && <Lines lines={tail} className="text-ink-3" />}
    </>
  );
}

const KINDS = { mine: "changed by you", both: "changed alike by both", conflict: "changed by both" } as const;

function Changed({ hunk, choice, onChoose, theirsName }: { hunk: Hunk; choice: Chosen | null; onChoose: (choice: Chosen) => void; theirsName: string }) {
  const conflict = hunk.kind === "conflict";
  const words = hunk.kind === "theirs" ? `changed by ${theirsName.toLowerCase()}` : hunk.kind === "same" ? "" : KINDS[hunk.kind];
  const options: { value: Chosen; label: string }[] = conflict
    ? [
        { value: "mine", label: "Mine" },
        { value: "theirs", label: "Theirs" },
        { value: "mine, theirs", label: "Both" },
        { value: "base", label: "Neither" },
      ]
    : [
        { value: hunk.kind === "theirs" ? "theirs" : "mine", label: "Take it" },
        { value: "base", label: "As before" },
      ];
  const shows = (side: Chosen) => choice === null || choice === side || (choice === "mine, theirs" && side !== "base");
  return (
    <div className={cx("rounded-control border bg-room", conflict && choice === null ? "border-warning" : "border-line")}>
      <div className="flex flex-wrap items-center justify-between gap-2 border-b border-line px-2 py-1.5 font-sans">
        <span className={conflict && choice === null ? "text-warning" : "text-ink-3"}>{words}</span>
        <Choice label={`What is taken of the lines ${words}`} value={choice ?? ""} options={options} onChange={onChoose} />
      </div>
      {conflict ? (
        <div className="grid divide-line max-md:divide-y md:grid-cols-3 md:divide-x">
          <Side name="Mine" lines={hunk.mine} on={shows("mine")} tone="bg-[color-mix(in_srgb,var(--color-success)_9%,transparent)]" />
          <Side name="Before both" lines={hunk.base} on={choice === "base"} tone="" />
          <Side name={theirsName} lines={hunk.theirs} on={shows("theirs")} tone="bg-[color-mix(in_srgb,var(--color-warning)_9%,transparent)]" />
        </div>
      ) : (
        <div>
          <Lines lines={hunk.base} className={cx("bg-[color-mix(in_srgb,var(--color-warning)_9%,transparent)]", choice !== "base" && "text-ink-3 line-through decoration-1")} />
          <Lines lines={hunk.kind === "theirs" ? hunk.theirs : hunk.mine} className={cx("bg-[color-mix(in_srgb,var(--color-success)_9%,transparent)]", choice === "base" && "text-ink-3 line-through decoration-1")} />
        </div>
      )}
    </div>
  );
}

function Side({ name, lines, on, tone }: { name: string; lines: readonly string[]; on: boolean; tone: string }) {
  return (
    <div className={cx("min-w-0 transition-opacity", tone, !on && "opacity-45")}>
      <p className="px-3 pt-1 font-sans text-ink-3">{name}</p>
      {lines.length === 0 ? <p className="px-3 pb-1 font-sans text-ink-3 italic">nothing</p> : <Lines lines={lines} />}
    </div>
  );
}

function Lines({ lines, className }: { lines: readonly string[]; className?: string }) {
  if (lines.length === 0) return null;
  return <pre className={cx("overflow-x-auto px-3 py-0.5 whitespace-pre-wrap [overflow-wrap:anywhere]", className)}>{lines.join("\n")}</pre>;
}
