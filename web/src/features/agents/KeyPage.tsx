/** One key: what it may do, how long, what it did, and the way to take it back. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { api, ok } from "../../lib/api";
import { ago, date } from "../../lib/format";
import { paths } from "../../lib/paths";
import { explain } from "../../lib/problem";
import { useTitle } from "../../lib/title";
import { toast } from "../../lib/toast";
import type { ApiKey } from "../../lib/types";
import { Button } from "../../ui/Button";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { Facts } from "./Facts";
import { ending, endsSoon, ScopeChips } from "./KeyState";
import { ListSkeleton } from "./ListSkeleton";
import { keysQuery, refreshAgents } from "./queries";
import { Trail } from "./Trail";

const WATCH_MS = 10_000;

export function KeyPage() {
  const { id = "" } = useParams();
  const keys = useQuery({ ...keysQuery(), refetchInterval: WATCH_MS });
  const key = keys.data?.items.find((one) => one.id === id);
  useTitle(key?.name ?? "Key");
  if (keys.isPending) return <ListSkeleton />;
  if (!keys.data) return <ErrorState title="The key did not load" error={keys.error} onRetry={() => void keys.refetch()} />;
  if (!key) {
    return (
      <EmptyState title="There is no such key" action={<Button asChild><Link to={paths.settings("keys")}>All keys</Link></Button>}>
        It may belong to another account.
      </EmptyState>
    );
  }
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="text-xl font-medium [overflow-wrap:anywhere]">{key.name}</h1>
          <div className="mt-2">
            <ScopeChips scopes={key.scopes} />
          </div>
        </div>
        {key.state === "active" && <Revoke of={key} />}
      </div>
      <Facts
        facts={[
          ["Key", <code key="shown" className="font-mono text-sm">{key.shown}</code>],
          ["Last use", key.last_used_at ? ago(key.last_used_at) : "never"],
          ["Valid", <span key="valid" className={endsSoon(key) ? "text-warning" : undefined}>{ending(key)}</span>],
          ["Made", date(key.created_at)],
          ["Limit", key.per_minute === null ? "As yours" : `${key.per_minute} requests a minute`],
        ]}
      />
      <Trail kind="keys" id={key.id} active={key.state === "active"} />
    </>
  );
}

function Revoke({ of: key }: { of: ApiKey }) {
  const [asking, setAsking] = useState(false);
  const revoke = useMutation({
    mutationFn: () => ok(api.DELETE("/api/v1/keys/{key_id}", { params: { path: { key_id: key.id } } })),
    onSuccess: async (_nothing, _sent, _kept, { client }) => {
      await refreshAgents(client, "keys");
      setAsking(false);
      toast(`${key.name} may do nothing here any more.`, { tone: "success" });
    },
    onError: (error) => toast(`It was not revoked. ${explain(error)}`, { tone: "danger" }),
  });
  return (
    <>
      <Button variant="danger" onClick={() => setAsking(true)}>
        Revoke
      </Button>
      <ConfirmDialog open={asking} onOpenChange={setAsking} title={`Revoke the key of ${key.name}`} action="Revoke" busy={revoke.isPending} onConfirm={() => revoke.mutate()}>
        From its next request on it is refused, for good. What it made stays yours, and its trail stays here.
      </ConfirmDialog>
    </>
  );
}
