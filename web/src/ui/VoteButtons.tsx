// Up and down, and what everybody said.
import { ArrowBigDown, ArrowBigUp } from "lucide-react";
import { cx } from "../lib/cx";
import type { ShaderCard } from "../lib/types";
import { useVote } from "../lib/votes";
import { Count } from "./Count";
import { Tooltip } from "./Tooltip";

export interface VoteButtonsProps {
  card: Pick<ShaderCard, "id" | "my_vote" | "stats">;
  /** "rail" stands on a picture, one above the other. */
  look?: "line" | "rail";
  upShortcut?: string;
  downShortcut?: string;
}

export function VoteButtons({ card, look = "line", upShortcut, downShortcut }: VoteButtonsProps) {
  const vote = useVote();
  const rail = look === "rail";
  const one = (direction: 1 | -1) => {
    const up = direction === 1;
    const on = card.my_vote === direction;
    const Icon = up ? ArrowBigUp : ArrowBigDown;
    const total = up ? card.stats.up : card.stats.down;
    const label = up ? "Vote up" : "Vote down";
    return (
      <Tooltip label={on ? "Take the vote back" : label} shortcut={up ? upShortcut : downShortcut} side={rail ? "left" : "bottom"}>
        <button
          type="button"
          aria-label={`${label}, ${total} so far`}
          aria-pressed={on}
          onClick={() => vote(card, direction)}
          className={cx(
            "tabular transition select-none",
            rail
              ? "on-picture flex w-12 flex-col items-center gap-0.5 rounded-control py-1.5 text-xs text-ink hover:bg-wash-strong"
              : "flex h-9 items-center gap-1.5 px-3 text-sm text-ink-2 first:rounded-l-control last:rounded-r-control hover:bg-wash-strong hover:text-ink",
            on && "text-ink",
          )}
        >
          <Icon size={rail ? 26 : 18} strokeWidth={1.5} fill={on ? "currentColor" : "none"} aria-hidden />
          <Count value={total} />
        </button>
      </Tooltip>
    );
  };
  return (
    <div role="group" aria-label="Votes" className={rail ? "flex flex-col items-center gap-1" : "flex rounded-control border border-line bg-wash"}>
      {one(1)}
      {!rail && <span aria-hidden className="my-2 w-px bg-line" />}
      {one(-1)}
    </div>
  );
}
