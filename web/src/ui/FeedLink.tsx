// The small sign that these works can be followed in a feed reader.
import { Rss } from "lucide-react";
import type { AtomFeed } from "../lib/atom";
import { cx } from "../lib/cx";
import { Tooltip } from "./Tooltip";

export function FeedLink({ feed, className }: { feed: AtomFeed; className?: string }) {
  return (
    <Tooltip label="Follow in a feed reader">
      <a
        href={feed.href}
        type="application/atom+xml"
        aria-label={`${feed.title}, as a feed`}
        className={cx("inline-grid size-9 shrink-0 place-items-center rounded-control text-ink-3 transition hover:bg-wash-strong hover:text-ink", className)}
      >
        <Rss size={16} strokeWidth={1.5} aria-hidden />
      </a>
    </Tooltip>
  );
}
