// What one looks for at the end of a page: what is kept of one, and the doors for programs.
import { Link, useLocation } from "react-router";
import { Bot, Braces, Rss, ShieldCheck } from "lucide-react";
import { useInstance } from "../lib/instance";
import { paths } from "../lib/paths";

const ICON = { size: 15, strokeWidth: 1.5, "aria-hidden": true } as const;
const LOOK = "inline-flex items-center gap-1.5 rounded-sm hover:text-ink";
/** Screens that fill the window, or ask for one decision. */
const WITHOUT = /^\/($|studio|login|register|consent|settings)/;

export function Footer() {
  const { pathname } = useLocation();
  const { name } = useInstance();
  if (WITHOUT.test(pathname)) return null;
  return (
    <footer className="flex flex-wrap items-center gap-x-6 gap-y-3 border-t border-line px-4 py-6 text-sm text-ink-3 md:px-6">
      <span className="mr-auto max-sm:hidden">{name}</span>
      <Link to={paths.privacy()} className={LOOK}>
        <ShieldCheck {...ICON} />
        Privacy
      </Link>
      <Link to={paths.connect()} className={LOOK}>
        <Bot {...ICON} />
        Connect your agent
      </Link>
      <a href={paths.apiDocs()} className={LOOK}>
        <Braces {...ICON} />
        API
      </a>
      <a href={paths.atom.new()} type="application/atom+xml" className={LOOK}>
        <Rss {...ICON} />
        Feed
      </a>
    </footer>
  );
}
