// Where a work comes from and what came out of it, as a small tree of thumbnails.
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { useState } from "react";
import { cx } from "../../lib/cx";
import { paths } from "../../lib/paths";
import { lineageQuery } from "../../lib/shaders";
import type { ShaderCard, ShaderPage } from "../../lib/types";
import { Film } from "../../ui/Film";
import { Poster } from "../../ui/Poster";
import { Button } from "../../ui/Button";
import { Byline } from "../../ui/Byline";
import { useReducedMotion } from "../../lib/media";

const SHOWN = 6;

export function LineageTree({ page }: { page: ShaderPage }) {
  const { data } = useQuery(lineageQuery(page.id));
  const [all, setAll] = useState(false);
  if (!data || (data.ancestors.length === 0 && data.forks.length === 0)) return null;
  const forks = all ? data.forks : data.forks.slice(0, SHOWN);
  return (
    <section aria-labelledby="lineage">
      <h2 id="lineage" className="mb-3 text-sm font-medium text-ink">
        Lineage
      </h2>
      <ol className="flex flex-col">
        {data.ancestors.map((card, depth) => (
          <Branch key={card.id} card={card} depth={depth} />
        ))}
        <Branch card={page} depth={data.ancestors.length} present />
        {forks.map((card, index) => (
          <Branch key={card.id} card={card} depth={data.ancestors.length + 1} goesOn={index < forks.length - 1} />
        ))}
      </ol>
      {forks.length < data.forks.length && (
        <Button size="sm" variant="ghost" className="mt-2" onClick={() => setAll(true)}>
          All {data.forks.length} forks
        </Button>
      )}
    </section>
  );
}

interface BranchProps {
  card: ShaderCard;
  depth: number;
  present?: boolean;
  /** A sibling follows: the line runs on to it. */
  goesOn?: boolean;
}

function Branch({ card, depth, present = false, goesOn = false }: BranchProps) {
  const indent = Math.min(depth, 5) * 18;
  const [near, setNear] = useState(false);
  const still = useReducedMotion();
  const inside = (
    <>
      <span className={cx("relative block aspect-[16/10] w-20 shrink-0 overflow-hidden rounded-control", present && "ring-1 ring-ink-2")}>
        <Poster render={card.render} className="absolute inset-0" />
        {near && !still && <Film films={card.render.films} className="absolute inset-0 size-full" />}
      </span>
      <span className="min-w-0">
        <span className={cx("block truncate text-sm", present ? "text-ink" : "text-ink-2 group-hover:text-ink")}>{card.title}</span>
        <span className="block text-xs text-ink-3">{present ? "This one" : <Byline author={card.author} />}</span>
      </span>
    </>
  );
  return (
    <li className="relative py-1.5" style={{ paddingLeft: indent }} onPointerEnter={() => setNear(true)} onPointerLeave={() => setNear(false)}>
      {depth > 0 && <span aria-hidden className="absolute top-0 h-1/2 w-3 rounded-bl-[6px] border-b border-l border-line-strong" style={{ left: indent - 14 }} />}
      {goesOn && <span aria-hidden className="absolute inset-y-0 w-px bg-line-strong" style={{ left: indent - 14 }} />}
      {present ? (
        <span className="flex items-center gap-3" aria-current="page">
          {inside}
        </span>
      ) : (
        <Link to={paths.shader(card.id)} className="group flex items-center gap-3 rounded-control" onFocus={() => setNear(true)} onBlur={() => setNear(false)}>
          {inside}
        </Link>
      )}
    </li>
  );
}
