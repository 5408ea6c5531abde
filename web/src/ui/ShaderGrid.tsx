// A calm grid of works that goes on as far as one scrolls.
import { useEffect, useRef } from "react";
import type { ShaderCard } from "../lib/types";
import { Button } from "./Button";
import { ShaderTile, ShaderTileSkeleton, gridLook } from "./ShaderTile";

export interface ShaderGridProps {
  label: string;
  cards: readonly ShaderCard[];
  /** More pages exist. */
  hasMore?: boolean;
  loadingMore?: boolean;
  /** The last attempt to load more failed: a button takes the place of the automatic loading. */
  failed?: boolean;
  onMore?: () => void;
}

export function ShaderGrid({ label, cards, hasMore = false, loadingMore = false, failed = false, onMore }: ShaderGridProps) {
  return (
    <>
      <ul aria-label={label} className={gridLook}>
        {cards.map((card, index) => (
          <li key={card.id} className="min-w-0">
            <ShaderTile card={card} eager={index < 6} />
          </li>
        ))}
        {loadingMore && Array.from({ length: 6 }, (_, index) => <li key={`more ${index}`}><ShaderTileSkeleton /></li>)}
      </ul>
      {hasMore && !failed && onMore && <Edge onReach={onMore} busy={loadingMore} />}
      {failed && (
        <p role="alert" className="flex items-center justify-center gap-3 py-10 text-sm text-ink-2">
          More did not load.
          <Button size="sm" onClick={onMore}>
            Try again
          </Button>
        </p>
      )}
    </>
  );
}

export function ShaderGridSkeleton({ count = 12 }: { count?: number }) {
  return (
    <div className={gridLook} role="status" aria-label="Loading">
      {Array.from({ length: count }, (_, index) => (
        <ShaderTileSkeleton key={index} />
      ))}
    </div>
  );
}

/** Calls `onReach` before its place in the page scrolls into view. */
function Edge({ onReach, busy }: { onReach: () => void; busy: boolean }) {
  const edge = useRef<HTMLDivElement>(null);
  const latest = useRef(onReach);
  useEffect(() => {
    latest.current = onReach;
  });
  useEffect(() => {
    if (busy || !edge.current) return undefined;
    const watcher = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && latest.current(), { rootMargin: "1200px 0px" });
    watcher.observe(edge.current);
    return () => watcher.disconnect();
  }, [busy]);
  return <div ref={edge} aria-hidden className="h-px" />;
}
