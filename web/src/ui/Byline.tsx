// Who made it: a person, or a program that acted for them. The one place where this is said, whatever shows the work.
import { Bot } from "lucide-react";
import { Link } from "react-router";
import { cx } from "../lib/cx";
import { authorName } from "../lib/format";
import { paths } from "../lib/paths";
import type { Author } from "../lib/types";
import { Avatar } from "./Avatar";

export interface BylineProps {
  author: Author;
  /** The size of the face in pixels; without it there is none. */
  avatar?: number;
  /** Leads to the person's page; without it this is only text. */
  link?: boolean;
  className?: string;
}

export function Byline({ author, avatar, link = false, className }: BylineProps) {
  const inside = (
    <>
      {avatar !== undefined && <Avatar name={author.username} size={avatar} />}
      <span className="min-w-0 truncate">
        {authorName(author)}
        {author.agent !== null && (
          <>
            ’s agent <AgentGlyph /> {author.agent}
          </>
        )}
      </span>
    </>
  );
  const look = cx("min-w-0", avatar === undefined ? "block truncate" : "flex items-center gap-2", className);
  if (!link) return <span className={look}>{inside}</span>;
  return (
    <Link to={paths.person(author.username)} className={cx(look, avatar !== undefined && "rounded-full")}>
      {inside}
    </Link>
  );
}

/** The mark of a program, as tall as the words beside it. */
export function AgentGlyph({ className }: { className?: string }) {
  return <Bot aria-hidden strokeWidth={1.75} className={cx("inline-block size-[1.05em] shrink-0 -translate-y-[0.08em]", className)} />;
}
