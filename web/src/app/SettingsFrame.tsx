// The settings: their sections beside the one that is open; on a phone first a list, then one section with the way back.
import { Blocks, ChevronLeft, ChevronRight, KeyRound, LogOut, ShieldCheck, UserRound, Webhook } from "lucide-react";
import { Link, Navigate, NavLink, Outlet, useLocation, useMatch } from "react-router";
import { cx } from "../lib/cx";
import { usePhone } from "../lib/media";
import { paths } from "../lib/paths";
import { signOut } from "../lib/sign-out";
import { useTitle } from "../lib/title";
import { RequireSession } from "../ui/RequireSession";
import { Skeleton } from "../ui/Skeleton";

const SECTIONS = [
  { to: paths.settings("profile"), label: "Profile", note: "How others see you, your password", Icon: UserRound },
  { to: paths.settings("keys"), label: "Keys & agents", note: "Programs that act for you by a key", Icon: KeyRound },
  { to: paths.settings("apps"), label: "Connected apps", note: "Programs that you let in by signing in", Icon: Blocks },
  { to: paths.settings("webhooks"), label: "Webhooks", note: "Tell your own server what happens here", Icon: Webhook },
  { to: paths.privacy(), label: "Privacy", note: "What the feed keeps of you", Icon: ShieldCheck },
];

export function SettingsFrame() {
  const phone = usePhone();
  const { pathname } = useLocation();
  const onList = useMatch(paths.settings()) !== null;
  const parent = pathname.split("/").length > 3 ? pathname.split("/").slice(0, 3).join("/") : paths.settings();
  return (
    <div className="mx-auto grid w-full max-w-[1000px] gap-x-12 px-4 py-6 md:grid-cols-[200px_minmax(0,1fr)] md:px-6 md:py-12">
      <nav aria-label="Settings" className="hidden md:block">
        <p className="px-3 pb-3 text-sm text-ink-3">Settings</p>
        <ul className="sticky top-[calc(var(--header)+24px)] flex flex-col gap-0.5">
          {SECTIONS.map(({ to, label, Icon }) => (
            <li key={to}>
              <NavLink
                to={to}
                className={({ isActive }) => cx("flex h-9 items-center gap-2.5 rounded-control px-3 text-sm transition", isActive ? "bg-wash-strong text-ink" : "text-ink-2 hover:bg-wash hover:text-ink")}
              >
                <Icon size={16} strokeWidth={1.5} aria-hidden />
                {label}
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <div className="max-w-[720px] min-w-0">
        {phone && !onList && (
          <Link to={parent} className="-ml-1.5 mb-3 inline-flex h-9 items-center gap-1 rounded-control pr-2 text-sm text-ink-2">
            <ChevronLeft size={18} strokeWidth={1.5} aria-hidden />
            {SECTIONS.find(({ to }) => to === parent)?.label ?? "Settings"}
          </Link>
        )}
        <RequireSession skeleton={<SectionSkeleton />}>{() => <Outlet />}</RequireSession>
      </div>
    </div>
  );
}

/** What the bare address shows: the list on a phone, the first section where the list stands beside it anyway. */
export function SettingsList() {
  useTitle("Settings");
  if (!usePhone()) return <Navigate to={paths.settings("profile")} replace />;
  return (
    <>
      <h1 className="mb-5 text-xl font-medium">Settings</h1>
      <ul className="overflow-hidden rounded-card border border-line bg-surface">
        {SECTIONS.map(({ to, label, note, Icon }) => (
          <li key={to} className="border-b border-line last:border-b-0">
            <Link to={to} className="flex min-h-16 items-center gap-3.5 px-4 py-3 -outline-offset-2">
              <Icon size={20} strokeWidth={1.5} aria-hidden className="shrink-0 text-ink-2" />
              <span className="min-w-0 flex-1">
                <span className="block text-base text-ink">{label}</span>
                <span className="block text-sm text-ink-3">{note}</span>
              </span>
              <ChevronRight size={18} strokeWidth={1.5} aria-hidden className="shrink-0 text-ink-3" />
            </Link>
          </li>
        ))}
      </ul>
      <button type="button" onClick={() => void signOut()} className="mt-4 flex h-12 w-full items-center gap-3.5 rounded-card border border-line bg-surface px-4 text-base text-ink-2">
        <LogOut size={20} strokeWidth={1.5} aria-hidden />
        Sign out
      </button>
    </>
  );
}

function SectionSkeleton() {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-5">
      <Skeleton className="h-8 w-40" />
      <Skeleton className="h-20" />
      <Skeleton className="h-20" />
    </div>
  );
}
