// Lower left: what it is called, who made it, two words about how.
import { Link } from "react-router";
import { paths } from "../../lib/paths";
import type { ShaderCard } from "../../lib/types";
import { Byline } from "../../ui/Byline";
import { Chip } from "../../ui/Chip";

export function Caption({ card }: { card: ShaderCard }) {
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
    </div>
  );
}
