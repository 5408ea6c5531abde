/** A program asks to act for somebody: who it is, what it wants, where it leads back to, and the answer. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { ArrowRight, BadgeCheck, ShieldQuestionMark } from "lucide-react";
import { useEffect, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { api, ok } from "../../lib/api";
import { authorName } from "../../lib/format";
import { paths } from "../../lib/paths";
import { explain, isProblem } from "../../lib/problem";
import { signOut } from "../../lib/sign-out";
import { useTitle } from "../../lib/title";
import type { ConsentRequest, Me, Scope } from "../../lib/types";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import { Checkbox } from "../../ui/Checkbox";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { Mark } from "../../ui/Mark";
import { RequireSession } from "../../ui/RequireSession";
import { Skeleton } from "../../ui/Skeleton";
import { mayLeaveTo, provedHost } from "./hosts";
import { scopeName } from "./scopes";

const FRAME = "mx-auto flex min-h-[calc(100dvh-var(--header)-var(--bottom-bar))] w-full max-w-[28rem] flex-col justify-center px-4 py-8";

export function ConsentPage() {
  useTitle("Let an app in");
  return <RequireSession skeleton={<ConsentSkeleton />}>{(user) => <Asking key={user.id} user={user} />}</RequireSession>;
}

function Asking({ user }: { user: Me }) {
  const [search] = useSearchParams();
  const id = search.get("request") ?? "";
  const request = useQuery({
    queryKey: ["consent", id],
    queryFn: ({ signal }) => ok(api.GET("/api/v1/oauth/requests/{request_id}", { params: { path: { request_id: id } }, signal })),
    enabled: id !== "",
    staleTime: Infinity,
    retry: (failures, error) => failures < 2 && !isProblem(error),
  });
  if (id === "" || isProblem(request.error, 404) || isProblem(request.error, 410) || isProblem(request.error, 422)) return <Gone />;
  if (request.isError) return <ErrorState full title="The question did not load" error={request.error} onRetry={() => void request.refetch()} />;
  if (!request.data) return <ConsentSkeleton />;
  return <Question user={user} request={request.data} />;
}

function Question({ user, request }: { user: Me; request: ConsentRequest }) {
  const [wanted, setWanted] = useState<readonly Scope[]>(() => request.scopes.map(({ scope }) => scope));
  const [left, setLeft] = useState<string | null>(null);
  const expired = useExpired(request.expires_at);
  const answer = useMutation({
    mutationFn: (allowed: readonly Scope[] | null) => {
      const params = { path: { request_id: request.id } };
      return allowed === null
        ? ok(api.POST("/api/v1/oauth/requests/{request_id}/deny", { params }))
        : ok(api.POST("/api/v1/oauth/requests/{request_id}/approve", { params, body: { scopes: [...allowed] } }));
    },
    onSuccess: async ({ redirect_to: to }, _allowed, _kept, { client }) => {
      setLeft(to);
      if (mayLeaveTo(to)) location.assign(to);
      await client.invalidateQueries({ queryKey: ["grants"] });
    },
  });
  if (left !== null) return <Left to={left} name={request.client.name} />;
  if (expired || isProblem(answer.error, 404) || isProblem(answer.error, 410)) return <Gone />;
  const { client } = request;
  return (
    <div className={FRAME}>
      <div aria-hidden className="mb-6 flex items-center justify-center gap-4">
        <span className="grid size-14 place-items-center rounded-card border border-line bg-surface text-xl font-medium text-ink">{initial(client.name)}</span>
        <ArrowRight size={20} strokeWidth={1.5} className="text-ink-3" />
        <span className="grid size-14 place-items-center rounded-card border border-line bg-surface">
          <Mark size={34} />
        </span>
      </div>
      <h1 className="text-center text-xl font-medium text-balance [overflow-wrap:anywhere]">Let {client.name} act for you?</h1>
      <Origin client={client} />

      <fieldset className="mt-7 flex flex-col gap-4 rounded-card border border-line bg-surface px-4 py-4">
        <legend className="sr-only">What it may do</legend>
        {request.scopes.map(({ scope, meaning }) => (
          <Checkbox
            key={scope}
            name={scope}
            label={scopeName(scope)}
            note={meaning}
            checked={wanted.includes(scope)}
            disabled={scope === "browse"}
            onChange={(checked) => setWanted((before) => request.scopes.map((one) => one.scope).filter((one) => (one === scope ? checked : before.includes(one))))}
          />
        ))}
      </fieldset>

      <div className="mt-4 flex items-center gap-3 px-1 text-sm text-ink-2">
        <Avatar name={user.username} size={24} />
        <span className="min-w-0 flex-1 truncate">
          As <span className="text-ink">{authorName(user)}</span>
        </span>
        <button type="button" className="rounded-sm underline decoration-line-strong underline-offset-3 hover:text-ink" onClick={() => void signOut()}>
          Not you? Switch
        </button>
      </div>

      {answer.isError && (
        <p role="alert" className="mt-4 rounded-control bg-wash px-3 py-2.5 text-sm text-danger">
          Your answer did not arrive. {explain(answer.error)}
        </p>
      )}
      <div className="mt-7 grid grid-cols-2 gap-3">
        <Button size="lg" disabled={answer.isPending} onClick={() => answer.mutate(null)}>
          Deny
        </Button>
        <Button size="lg" variant="primary" busy={answer.isPending} onClick={() => answer.mutate(wanted)}>
          Approve
        </Button>
      </div>
      <p className="mt-5 text-center text-sm text-ink-3">
        Then back to <span className="text-ink-2 [overflow-wrap:anywhere]">{request.redirect_host}</span>. You can take this back in Settings → Connected apps.
      </p>
    </div>
  );
}

/** Whether its name can be believed: a document proves its address, a registration proves nothing. */
function Origin({ client }: { client: ConsentRequest["client"] }) {
  const host = client.kind === "document" ? provedHost(client) : null;
  const proved = host !== null;
  const Icon = proved ? BadgeCheck : ShieldQuestionMark;
  return (
    <p className={`mt-2 text-center text-sm text-balance [overflow-wrap:anywhere] ${proved ? "text-ink-2" : "text-warning"}`}>
      <Icon size={16} strokeWidth={1.5} aria-hidden className="mr-1.5 inline-block -translate-y-px" />
        {proved ? `From ${host}, proved by its own page` : "Unverified name: any program could call itself so. Approve only what you started yourself."}
    </p>
  );
}

function Left({ to, name }: { to: string; name: string }) {
  const possible = mayLeaveTo(to);
  return (
    <EmptyState
      full
      title={possible ? `Back to ${name}` : "It gave no address to go back to"}
      action={
        possible && (
          <Button asChild>
            <a href={to}>Go back now</a>
          </Button>
        )
      }
    >
      You can close this page.
    </EmptyState>
  );
}

function Gone() {
  return (
    <EmptyState
      full
      title="This question is no longer open"
      action={
        <Button asChild>
          <Link to={paths.settings("apps")}>Connected apps</Link>
        </Button>
      }
    >
      It was answered already, or it waited too long. Start again from the program that brought you here; nothing was allowed by this page.
    </EmptyState>
  );
}

function ConsentSkeleton() {
  return (
    <div role="status" aria-label="Loading" className={FRAME}>
      <div className="mb-6 flex justify-center gap-4">
        <Skeleton className="size-14" />
        <Skeleton className="size-14" />
      </div>
      <Skeleton className="mx-auto h-8 w-3/4" />
      <Skeleton className="mt-8 h-48" />
      <Skeleton className="mt-7 h-11" />
    </div>
  );
}

function initial(name: string): string {
  return [...name.trim()][0]?.toUpperCase() ?? "?";
}

/** Turns true when the time is over while the page is open. */
function useExpired(at: string): boolean {
  const [expired, setExpired] = useState(() => Date.parse(at) <= Date.now());
  useEffect(() => {
    const timer = window.setTimeout(() => setExpired(true), Math.max(0, Date.parse(at) - Date.now()));
    return () => window.clearTimeout(timer);
  }, [at]);
  return expired;
}
