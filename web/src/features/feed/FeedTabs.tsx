// The ways through the feed, on top of the picture.
import { Link } from "react-router";
import { useChrome } from "../../lib/chrome";
import { cx } from "../../lib/cx";
import { paths } from "../../lib/paths";
import { useSession } from "../../lib/session";
import type { FeedTab } from "../../lib/shaders";

const TABS: { tab: FeedTab; label: string }[] = [
  { tab: "mixed", label: "For you" },
  { tab: "following", label: "Following" },
  { tab: "new", label: "New" },
  { tab: "trending", label: "Trending" },
];

export function feedTab(value: string | null): FeedTab {
  return TABS.find(({ tab }) => tab === value)?.tab ?? "mixed";
}

export function FeedTabs({ tab }: { tab: FeedTab }) {
  const quiet = useChrome((state) => state.quiet);
  const signedIn = useSession((session) => session.status === "signedIn");
  return (
    <nav
      aria-label="Feeds"
      className={cx(
        "pointer-events-none fixed inset-x-0 top-(--safe-top) z-41 flex h-(--header) items-center justify-center transition-opacity duration-200",
        quiet && "opacity-0 focus-within:opacity-100 *:pointer-events-none!",
      )}
    >
      <div className="on-picture pointer-events-auto flex">
        {TABS.filter((one) => signedIn || one.tab !== "following").map((one) => (
          <Link
            key={one.tab}
            to={paths.feed(one.tab)}
            replace
            aria-current={one.tab === tab ? "page" : undefined}
            className={cx(
              "relative rounded-control px-2 py-2 text-sm sm:px-2.5 sm:text-base transition-colors hover:text-ink md:px-3",
              one.tab === tab ? "text-ink after:absolute after:inset-x-3 after:bottom-1 after:h-px after:bg-ink" : "text-ink/80",
            )}
          >
            {one.label}
          </Link>
        ))}
      </div>
    </nav>
  );
}
