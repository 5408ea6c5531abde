// A work as a small living picture: its poster at once, and the shared stage's picture over it while it is in view.
import { useEffect, useRef, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { cx } from "../lib/cx";
import { useReducedMotion } from "../lib/media";
import { isExtreme } from "../lib/passport";
import { useHold, useSentinel } from "../lib/safety";
import { shaderQuery } from "../lib/shaders";
import type { ShaderCard } from "../lib/types";
import { LiveCanvas } from "./LiveCanvas";
import { Poster } from "./Poster";

export interface LiveTileProps {
  card: ShaderCard;
  /** Stands still all the same. */
  still?: boolean;
  className?: string;
}

export function LiveTile({ card, still = false, className }: LiveTileProps) {
  const box = useRef<HTMLDivElement>(null);
  const seen = useSeen(box);
  const reduced = useReducedMotion();
  const wanted = seen && !still && !reduced && !isExtreme(card.render.facts);
  const { data } = useQuery({ ...shaderQuery(card.id), enabled: wanted, staleTime: 5 * 60_000 });
  const hold = useHold(card, wanted ? data?.passes : undefined);
  const [live, setLive] = useState(false);
  const [broken, setBroken] = useState(false);
  const moves = wanted && hold === null && !broken;
  useSentinel(card, moves, live);
  return (
    <div ref={box} className={cx("relative overflow-hidden bg-surface", className)}>
      <Poster render={card.render} sizes="(min-width: 768px) 340px, 50vw" className="absolute inset-0" />
      {data && moves && (
        <LiveCanvas
          passes={data.passes}
          parameters={data.parameters.values}
          state="live"
          onLive={(canvas) => (canvas.width < canvas.clientWidth / 3 ? setBroken(true) : setLive(true))}
          onFailed={() => setBroken(true)}
          onTooHeavy={() => setBroken(true)}
          onUnavailable={() => setBroken(true)}
          className={cx("absolute inset-0 size-full transition-opacity duration-200", live ? "opacity-100" : "opacity-0")}
        />
      )}
    </div>
  );
}

/** Whether the box is on the screen now. */
function useSeen(box: React.RefObject<Element | null>): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const watcher = new IntersectionObserver((entries) => setSeen(entries.some(({ isIntersecting }) => isIntersecting)));
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [box]);
  return seen;
}
