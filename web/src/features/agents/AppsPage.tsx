/** The programs that somebody let in by signing in. */
import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { Link } from "react-router";
import { cx } from "../../lib/cx";
import { paths } from "../../lib/paths";
import { useTitle } from "../../lib/title";
import type { Grant } from "../../lib/types";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { AgentPicture } from "./AgentPicture";
import { provedHost } from "./hosts";
import { ending, lastUse, ScopeChips } from "./KeyState";
import { ListSkeleton } from "./ListSkeleton";
import { grantsQuery } from "./queries";

export function AppsPage() {
  useTitle("Connected apps");
  const grants = useQuery(grantsQuery());
  const all = grants.data?.items ?? [];
  const active = all.filter(({ state }) => state === "active");
  const past = all.filter(({ state }) => state !== "active");
  return (
    <>
      <h1 className="text-xl font-medium">Connected apps</h1>
      <p className="mt-1 max-w-[30rem] text-base text-ink-2">You let these in yourself, with your own yes. They never saw your password.</p>
      {grants.isPending ? (
        <ListSkeleton />
      ) : grants.isError && !grants.data ? (
        <ErrorState title="The apps did not load" error={grants.error} onRetry={() => void grants.refetch()}>
          <p>They stay connected.</p>
        </ErrorState>
      ) : all.length === 0 ? (
        <EmptyState
          picture={<AgentPicture className="mb-5" />}
          title="No app is connected"
          action={
            <Button variant="primary" asChild>
              <Link to={paths.connect("claude")}>How to connect one</Link>
            </Button>
          }
        >
          Programs such as chat apps need only this site’s address; they bring you here to ask.
        </EmptyState>
      ) : (
        <>
          <Apps label="Connected apps" grants={active} />
          {active.length === 0 && <p className="mt-8 text-base text-ink-2">None is connected any more.</p>}
          {past.length > 0 && (
            <>
              <h2 className="mt-10 text-sm text-ink-3">No longer connected</h2>
              <Apps label="Apps that are no longer connected" grants={past} />
            </>
          )}
        </>
      )}
    </>
  );
}

function Apps({ label, grants }: { label: string; grants: readonly Grant[] }) {
  if (grants.length === 0) return null;
  return (
    <ul aria-label={label} className="mt-4 overflow-hidden rounded-card border border-line bg-surface">
      {grants.map((grant) => (
        <li key={grant.id} className="border-b border-line last:border-b-0">
          <Link to={paths.app(grant.id)} className="flex items-center gap-4 px-4 py-3.5 transition -outline-offset-2 hover:bg-wash">
            <div className={cx("min-w-0 flex-1", grant.state !== "active" && "opacity-60")}>
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
                <span className="min-w-0 truncate text-base font-medium text-ink">{grant.client.name}</span>
                <ScopeChips scopes={grant.scopes} />
              </div>
              <p className="tabular mt-1 flex flex-wrap gap-x-4 text-sm text-ink-3">
                <span>{lastUse(grant)}</span>
                <span>{ending(grant)}</span>
                <span>{provedHost(grant.client) ?? "unverified name"}</span>
              </p>
            </div>
            <ChevronRight size={18} strokeWidth={1.5} aria-hidden className="shrink-0 text-ink-3" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
