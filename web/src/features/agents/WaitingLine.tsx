/** The moment of truth: waits until the agent has used its key for the first time, and says so. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { CircleCheck } from "lucide-react";
import { Link } from "react-router";
import { ago } from "../../lib/format";
import { paths } from "../../lib/paths";
import { api, ok } from "../../lib/api";
import { actionWords } from "./actions";
import { grantsQuery, keysQuery } from "./queries";

const POLL_MS = 2000;

/** For a key: its first use. */
export function WaitingForKey({ id }: { id: string }) {
  const keys = useQuery({ ...keysQuery(), refetchInterval: POLL_MS, staleTime: 0 });
  const key = keys.data?.items.find((one) => one.id === id);
  const used = key?.last_used_at ?? null;
  const noticed = useNoticed(used !== null, key !== undefined);
  const latest = useQuery({
    queryKey: ["keys", id, "latest", used],
    queryFn: ({ signal }) => ok(api.GET("/api/v1/keys/{key_id}/actions", { params: { path: { key_id: id }, query: { limit: 1 } }, signal })),
    enabled: used !== null,
    staleTime: Infinity,
  });
  const action = latest.data?.items[0];
  if (key?.state === "revoked") return null;
  return (
    <Line
      waiting="Waiting for the first call…"
      done={noticed ?? used}
      words={action ? `Your agent is here: ${actionWords(action.action).words.toLowerCase()}` : "Your agent is here"}
      to={paths.key(id)}
    />
  );
}

/** When the page saw it turn true: the server tells a use only to the minute. Null when it was true from the start. */
function useNoticed(there: boolean, known: boolean): string | null {
  const [before, setBefore] = useState<boolean | null>(null);
  const [noticed, setNoticed] = useState<string | null>(null);
  if (known && before !== there) {
    if (before === false) setNoticed(new Date().toISOString());
    setBefore(there);
  }
  return noticed;
}

/** For programs that sign in: the newest grant since the page was opened. */
export function WaitingForGrant() {
  const [since] = useState(() => Date.now() - 5000);
  const grants = useQuery({ ...grantsQuery(), refetchInterval: POLL_MS, staleTime: 0 });
  const grant = grants.data?.items.find((one) => one.state === "active" && Date.parse(one.created_at) > since);
  return <Line waiting="Waiting for it to ask…" done={grant?.created_at ?? null} words={grant ? `${grant.client.name} is connected` : ""} to={grant ? paths.app(grant.id) : ""} />;
}

function Line({ waiting, done, words, to }: { waiting: string; done: string | null; words: string; to: string }) {
  return (
    <div role="status" className="flex min-h-12 items-center gap-3 rounded-card border border-line bg-surface px-4 py-2.5 text-base">
      {done === null ? (
        <>
          <span aria-hidden className="grid size-5 place-items-center">
            <span className="size-2.5 animate-breathe rounded-full bg-accent" />
          </span>
          <span className="text-ink-2">{waiting}</span>
        </>
      ) : (
        <>
          <CircleCheck size={20} strokeWidth={1.75} aria-hidden className="shrink-0 animate-rise text-success" />
          <span className="min-w-0 flex-1 text-ink">
            {words}
            <span className="tabular text-ink-3">
              {" "}
              · <Since iso={done} />
            </span>
          </span>
          <Link to={to} className="shrink-0 text-sm text-ink-2 underline decoration-line-strong underline-offset-3 hover:text-ink">
            What it does
          </Link>
        </>
      )}
    </div>
  );
}

/** "2 s ago", counted on the spot for the first minute. */
function Since({ iso }: { iso: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 1000);
    return () => window.clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.round((now - Date.parse(iso)) / 1000));
  return <>{seconds < 60 ? `${seconds} s ago` : ago(iso, now)}</>;
}
