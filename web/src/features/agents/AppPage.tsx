/** One connected app: what it may do, what it did, and the way to take that back. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { api, ok } from "../../lib/api";
import { ago, date } from "../../lib/format";
import { paths } from "../../lib/paths";
import { explain } from "../../lib/problem";
import { useTitle } from "../../lib/title";
import { toast } from "../../lib/toast";
import type { Grant } from "../../lib/types";
import { Button } from "../../ui/Button";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { Facts } from "./Facts";
import { provedHost } from "./hosts";
import { ending, ScopeChips } from "./KeyState";
import { ListSkeleton } from "./ListSkeleton";
import { grantsQuery, refreshAgents } from "./queries";
import { Trail } from "./Trail";

export function AppPage() {
  const { id = "" } = useParams();
  const grants = useQuery(grantsQuery());
  const grant = grants.data?.items.find((one) => one.id === id);
  useTitle(grant?.client.name ?? "Connected app");
  if (grants.isPending) return <ListSkeleton />;
  if (!grants.data) return <ErrorState title="The app did not load" error={grants.error} onRetry={() => void grants.refetch()} />;
  if (!grant) return <EmptyState title="There is no such app" action={<Button asChild><Link to={paths.settings("apps")}>All apps</Link></Button>} />;
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="text-xl font-medium [overflow-wrap:anywhere]">{grant.client.name}</h1>
          <div className="mt-2">
            <ScopeChips scopes={grant.scopes} />
          </div>
        </div>
        {grant.state === "active" && <Disconnect grant={grant} />}
      </div>
      <Facts
        facts={[
          ["From", provedHost(grant.client) ?? "Unverified name"],
          ["Last use", grant.last_used_at ? ago(grant.last_used_at) : "never"],
          ["Connected", date(grant.created_at)],
          ["Valid", ending(grant)],
        ]}
      />
      <Trail kind="grants" id={grant.id} active={grant.state === "active"} />
    </>
  );
}

function Disconnect({ grant }: { grant: Grant }) {
  const [asking, setAsking] = useState(false);
  const revoke = useMutation({
    mutationFn: () => ok(api.DELETE("/api/v1/grants/{grant_id}", { params: { path: { grant_id: grant.id } } })),
    onSuccess: async (_nothing, _sent, _kept, { client }) => {
      await refreshAgents(client, "grants");
      setAsking(false);
      toast(`${grant.client.name} is disconnected.`, { tone: "success" });
    },
    onError: (error) => toast(`It stayed connected. ${explain(error)}`, { tone: "danger" }),
  });
  return (
    <>
      <Button variant="danger" onClick={() => setAsking(true)}>
        Disconnect
      </Button>
      <ConfirmDialog open={asking} onOpenChange={setAsking} title={`Disconnect ${grant.client.name}`} action="Disconnect" busy={revoke.isPending} onConfirm={() => revoke.mutate()}>
        It can do nothing here any more until you let it in again. What it made stays yours.
      </ConfirmDialog>
    </>
  );
}
