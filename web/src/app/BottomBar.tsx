// On the phone the places lie under the thumb.
import { CircleUserRound, Compass, Plus, SquarePlay } from "lucide-react";
import { NavLink } from "react-router";
import { useChrome } from "../lib/chrome";
import { cx } from "../lib/cx";
import { paths } from "../lib/paths";
import { useSession } from "../lib/session";

export function BottomBar({ onFeed }: { onFeed: boolean }) {
  const quiet = useChrome((state) => state.quiet) && onFeed;
  const signedIn = useSession((session) => session.status === "signedIn");
  const places = [
    { to: paths.feed(), label: "Feed", Icon: SquarePlay },
    { to: paths.explore(), label: "Explore", Icon: Compass },
    { to: paths.studio(), label: "Create", Icon: Plus },
    signedIn ? { to: paths.mine(), label: "Me", Icon: CircleUserRound } : { to: paths.login(), label: "Sign in", Icon: CircleUserRound },
  ];
  return (
    <nav
      aria-label="Main"
      className={cx(
        "fixed inset-x-0 bottom-0 z-40 grid h-(--bottom-bar) auto-cols-fr grid-flow-col border-t border-line pb-(--safe-bottom) transition-opacity duration-200 md:hidden",
        onFeed ? "border-transparent! bg-linear-to-t from-room/90 via-room/60 to-transparent" : "bg-room",
        quiet && "pointer-events-none opacity-0",
      )}
    >
      {places.map(({ to, label, Icon }) => (
        <NavLink key={label} to={to} end={to === "/"} className={({ isActive }) => cx("flex flex-col items-center justify-center gap-1 text-xs -outline-offset-2", isActive ? "text-ink" : onFeed ? "text-ink/80" : "text-ink-2")}>
          <Icon size={21} strokeWidth={1.5} aria-hidden />
          {label}
        </NavLink>
      ))}
    </nav>
  );
}
