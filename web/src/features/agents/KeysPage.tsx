/** The keys by which programs act for somebody: make one, see what each is worth, open one to see what it did. */
import { useQuery } from "@tanstack/react-query";
import { Bot, ChevronRight, Plus } from "lucide-react";
import { useState } from "react";
import { Link } from "react-router";
import { cx } from "../../lib/cx";
import { paths } from "../../lib/paths";
import { useTitle } from "../../lib/title";
import type { ApiKey } from "../../lib/types";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { AgentPicture } from "./AgentPicture";
import { CreateKey } from "./CreateKey";
import { ending, endsSoon, lastUse, ScopeChips } from "./KeyState";
import { ListSkeleton } from "./ListSkeleton";
import { keysQuery } from "./queries";

export function KeysPage() {
  useTitle("Keys & agents");
  const [creating, setCreating] = useState(false);
  const keys = useQuery(keysQuery());
  const all = keys.data?.items ?? [];
  const active = all.filter(({ state }) => state === "active");
  const past = all.filter(({ state }) => state !== "active");
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
        <div className="min-w-[17rem] flex-1">
          <h1 className="text-xl font-medium">Keys & agents</h1>
          <p className="mt-1 text-base text-ink-2">With a key, a program acts for you here. Give each its own: then you see what it did, and can take it back.</p>
        </div>
        {all.length > 0 && (
          <div className="flex gap-2">
            <Button asChild>
              <Link to={paths.connect()}>
                <Bot size={16} strokeWidth={1.5} aria-hidden />
                Connect an agent
              </Link>
            </Button>
            <Button variant="primary" icon={<Plus size={16} strokeWidth={1.75} aria-hidden />} onClick={() => setCreating(true)}>
              New key
            </Button>
          </div>
        )}
      </div>

      {keys.isPending ? (
        <ListSkeleton />
      ) : keys.isError && !keys.data ? (
        <ErrorState title="Your keys did not load" error={keys.error} onRetry={() => void keys.refetch()}>
          <p>They go on working.</p>
        </ErrorState>
      ) : all.length === 0 ? (
        <EmptyState
          picture={<AgentPicture className="mb-5" />}
          title="No program acts for you yet"
          action={
            <div className="flex flex-wrap justify-center gap-2">
              <Button variant="primary" asChild>
                <Link to={paths.connect()}>Connect your agent</Link>
              </Button>
              <Button onClick={() => setCreating(true)}>Only make a key</Button>
            </div>
          }
        >
          Let an agent find shaders, write its own, compile them for real and look at what came out.
        </EmptyState>
      ) : (
        <>
          <Keys label="Keys" keys={active} />
          {active.length === 0 && <p className="mt-8 text-base text-ink-2">None of your keys works any more.</p>}
          {past.length > 0 && (
            <>
              <h2 className="mt-10 text-sm text-ink-3">No longer valid</h2>
              <Keys label="Keys that are no longer valid" keys={past} />
            </>
          )}
        </>
      )}
      <CreateKey open={creating} onOpenChange={setCreating} />
    </>
  );
}

function Keys({ label, keys }: { label: string; keys: readonly ApiKey[] }) {
  if (keys.length === 0) return null;
  return (
    <ul aria-label={label} className="mt-4 overflow-hidden rounded-card border border-line bg-surface">
      {keys.map((key) => (
        <li key={key.id} className="border-b border-line last:border-b-0">
          <Link to={paths.key(key.id)} className="flex items-center gap-4 px-4 py-3.5 transition -outline-offset-2 hover:bg-wash">
            <div className={cx("min-w-0 flex-1", key.state !== "active" && "opacity-60")}>
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
                <span className="min-w-0 truncate text-base font-medium text-ink">{key.name}</span>
                <ScopeChips scopes={key.scopes} />
              </div>
              <p className="tabular mt-1 flex flex-wrap gap-x-4 text-sm text-ink-3">
                <span>{lastUse(key)}</span>
                <span className={endsSoon(key) ? "text-warning" : undefined}>{ending(key)}</span>
                <code className="font-mono text-xs leading-5">{key.shown}</code>
              </p>
            </div>
            <ChevronRight size={18} strokeWidth={1.5} aria-hidden className="shrink-0 text-ink-3" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
