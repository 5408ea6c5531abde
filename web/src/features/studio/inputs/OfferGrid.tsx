/** A grid of what can be read, one tile each; the pointer or the focus on a tile shows it larger beside the grid. */
import type { ReactNode } from "react";
import type { PassInput } from "@fractafrag/runtime";
import { cx } from "../../../lib/cx";
import type { Offer } from "./catalogue";
import { moveAmongTiles } from "./grid-keys";
import { Thumbnail } from "./Thumbnail";

export interface OfferGridProps {
  label: string;
  offers: readonly Offer[];
  input: PassInput | undefined;
  onChoose: (offer: Offer) => void;
  onLook: (offer: Offer | null) => void;
  /** Stands on a tile, for example to delete it. */
  corner?: (offer: Offer) => ReactNode;
  children?: ReactNode;
}

export function OfferGrid({ label, offers, input, onChoose, onLook, corner, children }: OfferGridProps) {
  const chosenAt = offers.findIndex((offer) => isChosen(offer, input));
  return (
    <div role="group" aria-label={label} className="grid grid-cols-[repeat(auto-fill,minmax(76px,1fr))] gap-2" onKeyDown={moveAmongTiles} onPointerLeave={() => onLook(null)}>
      {offers.map((offer, at) => {
        const chosen = at === chosenAt;
        return (
          <div key={`${offer.type} ${offer.source}`} className="group/tile relative min-w-0">
            <button
              type="button"
              data-tile=""
              tabIndex={at === Math.max(0, chosenAt) ? 0 : -1}
              aria-pressed={chosen}
              aria-label={`${offer.title}. ${offer.facts}`}
              className={cx("block w-full overflow-hidden rounded-control border text-left transition hover:border-line-strong", chosen && "border-accent!")}
              onClick={() => onChoose(offer)}
              onPointerEnter={() => onLook(offer)}
              onFocus={() => onLook(offer)}
            >
              <Thumbnail type={offer.type} source={offer.source} className="aspect-square w-full" />
              <span className={cx("block truncate px-1.5 py-1 text-xs", chosen ? "text-ink" : "text-ink-2")}>{offer.title}</span>
            </button>
            {corner?.(offer)}
          </div>
        );
      })}
      {children}
    </div>
  );
}

function isChosen(offer: Offer, input: PassInput | undefined): boolean {
  return input?.type === offer.type && input.source === offer.source;
}
