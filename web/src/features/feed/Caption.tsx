// Lower left: what it is called, who made it, two words about how, and why it came.
import { Link } from "react-router";
import { Sparkles } from "lucide-react";
import { paths } from "../../lib/paths";
import type { FeedCard } from "../../lib/types";
import { Byline } from "../../ui/Byline";
import { Chip } from "../../ui/Chip";
import { openSheet } from "./sheets";

export function Caption({ card }: { card: FeedCard }) {
  return (
    <div className="on-picture pointer-events-auto flex max-w-[min(34rem,calc(100vw-6.5rem))] min-w-0 flex-col items-start gap-2.5">
      <h2 className="max-w-full text-xl leading-tight font-medium tracking-[-0.01em] text-balance [overflow-wrap:anywhere]">
        <Link to={paths.shader(card.id)} className="rounded-sm">
          {card.title}
        </Link>
      </h2>
      <div className="flex max-w-full flex-wrap items-center gap-x-3 gap-y-2">
        <Byline author={card.author} avatar={26} link className="text-base text-ink" />
        <span className="flex gap-1.5 text-shadow-none">
          {card.tags.slice(0, 2).map((tag) => (
            <Chip key={tag} tone="picture" to={paths.explore({ tag })}>
              {tag}
            </Chip>
          ))}
        </span>
      </div>
      <Why reason={card.reason} />
    </div>
  );
}

const ORDERS = ["new", "trending", "following"];

/** Lists in a fixed order say why by their name; for all others a press tells more. */
function Why({ reason: { code, words } }: { reason: FeedCard["reason"] }) {
  if (ORDERS.includes(code)) return null;
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-keyshortcuts="w"
      title="Why this? (W)"
      onClick={() => openSheet("why")}
      className="-mx-2 -my-1 flex max-w-[calc(100%+1rem)] items-center gap-1.5 rounded-control px-2 py-1.5 text-sm text-ink/80 transition hover:bg-wash-strong hover:text-ink"
    >
      <Sparkles size={14} strokeWidth={1.5} className="shrink-0" aria-hidden />
      <span className="sr-only">Why this: </span>
      <span className="min-w-0 truncate">{words}</span>
    </button>
  );
}
