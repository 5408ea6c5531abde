// The quiet line on top: the mark, three places, search, and who one is. On the feed it lies on the picture and goes with the rest.
import { lazy, Suspense, useState } from "react";
import { Link, NavLink, useLocation, useNavigate } from "react-router";
import { Search } from "lucide-react";
import { useChrome } from "../lib/chrome";
import { cx } from "../lib/cx";
import { useInstance } from "../lib/instance";
import { paths } from "../lib/paths";
import { useShortcut } from "../lib/shortcuts";
import { IconButton } from "../ui/IconButton";
import { Mark } from "../ui/Mark";

const AccountMenu = lazy(async () => ({ default: (await import("../features/accounts/AccountMenu")).AccountMenu }));

const PLACES = [
  { to: paths.feed(), label: "Feed" },
  { to: paths.explore(), label: "Explore" },
  { to: paths.studio(), label: "Create" },
];

export function Header({ onFeed }: { onFeed: boolean }) {
  const quiet = useChrome((state) => state.quiet) && onFeed;
  const navigate = useNavigate();
  // The field on Explore takes the focus when it is asked to by the address's state.
  const onExplore = useLocation().pathname === paths.explore();
  const search = () => void navigate(paths.explore(), { state: { focusSearch: true } });
  useShortcut({ keys: "/", label: "Search", group: "Anywhere" }, search);

  return (
    <header
      className={cx(
        "fixed inset-x-0 top-0 z-40 pt-(--safe-top) transition-opacity duration-200",
        onFeed ? "bg-linear-to-b from-room/85 via-room/45 to-transparent pb-6" : "border-b border-line bg-room",
        quiet && "pointer-events-none opacity-0 focus-within:pointer-events-auto focus-within:opacity-100",
      )}
    >
      <div className="flex h-(--header) items-center gap-1 pr-[max(12px,var(--safe-right))] pl-[max(16px,var(--safe-left))] md:gap-2 md:px-5">
        <Home />
        <nav aria-label="Main" className="ml-4 hidden gap-1 md:flex">
          {PLACES.map(({ to, label }) => (
            <NavLink
              key={to}
              to={to}
              end={to === "/"}
              className={({ isActive }) => cx("rounded-control px-3 py-1.5 text-sm transition-colors hover:text-ink", onFeed && "on-picture", isActive ? "text-ink" : onFeed ? "text-ink/80" : "text-ink-2")}
            >
              {label}
            </NavLink>
          ))}
        </nav>
        <div className="flex-1" />
        {!onExplore && <IconButton label="Search" shortcut="/" icon={<Search size={18} strokeWidth={1.5} />} onClick={search} className={cx(onFeed && "on-picture text-ink")} />}
        <div className="hidden min-w-9 justify-end md:flex">
          <Suspense>
            <AccountMenu />
          </Suspense>
        </div>
      </div>
    </header>
  );
}

function Home() {
  const [awake, setAwake] = useState(false);
  const { name } = useInstance();
  return (
    <Link
      to={paths.feed()}
      aria-label={`${name}, to the feed`}
      className="flex items-center gap-2.5 rounded-control"
      onPointerEnter={() => setAwake(true)}
      onPointerLeave={() => setAwake(false)}
      onFocus={() => setAwake(true)}
      onBlur={() => setAwake(false)}
    >
      <Mark size={32} awake={awake} />
      <span className="on-picture hidden text-base font-medium tracking-[-0.01em] sm:block">{name}</span>
    </Link>
  );
}
