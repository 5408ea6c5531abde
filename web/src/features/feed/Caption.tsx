// Lower left: what it is called, who made it, two words about how, and why it came.
import { Link } from "react-router";
import { Sparkles } from "lucide-react";
import { paths } from "../../lib/paths";
import type { FeedCard } from "../../lib/types";
import { Byline } from "../../ui/Byline";
import { Chip } from "../../ui/Chip";

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

/** Lists in a fixed order say why by their name. */
function Why({ reason: { code, words, because } }: { reason: FeedCard["reason"] }) {
  if (ORDERS.includes(code)) return null;
  // The title stands last, and may hold any words itself.
  const before = because ? words.slice(0, words.length - because.title.length) : words;
  return (
    <p className="flex max-w-full items-center gap-1.5 text-sm text-ink/80">
      <Sparkles size={14} strokeWidth={1.5} className="shrink-0" aria-hidden />
      <span className="sr-only">Why this: </span>
      <span className="min-w-0 truncate">
        {before}
        {because && (
          <Link to={paths.shader(because.id)} className="rounded-sm underline decoration-ink/40 underline-offset-2 hover:decoration-ink">
            {because.title}
          </Link>
        )}
      </span>
    </p>
  );
}
