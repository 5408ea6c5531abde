// What stands on the picture in the small window: its name, and the two things that one does without going back.
import { createPortal } from "react-dom";
import { ArrowBigUp, ChevronDown } from "lucide-react";
import { byline } from "../../lib/format";
import type { FeedCard } from "../../lib/types";
import { IconButton } from "../../ui/IconButton";

export interface SmallWindowProps {
  page: Window;
  card: FeedCard | undefined;
  onLike: () => void;
  onNext: () => void;
}

const ICON = { size: 18, strokeWidth: 1.5, "aria-hidden": true } as const;

export default function SmallWindow({ page, card, onLike, onNext }: SmallWindowProps) {
  return createPortal(
    <div className="group fixed inset-0">
      <div className="absolute inset-x-0 bottom-0 flex items-end gap-1.5 bg-linear-to-t from-room/80 to-transparent p-2.5 pt-10 opacity-0 transition-opacity duration-200 group-hover:opacity-100 focus-within:opacity-100">
        <p className="on-picture min-w-0 flex-1 truncate pb-1.5 text-sm text-ink">{card ? `${card.title} by ${byline(card.author)}` : "The end of the feed"}</p>
        {card && <IconButton label="Vote up" tooltip={false} look="picture" size="sm" pressed={card.my_vote === 1} icon={<ArrowBigUp {...ICON} fill={card.my_vote === 1 ? "currentColor" : "none"} />} onClick={onLike} />}
        <IconButton label="Next" tooltip={false} look="picture" size="sm" icon={<ChevronDown {...ICON} />} onClick={onNext} />
      </div>
    </div>,
    page.document.body,
  );
}
