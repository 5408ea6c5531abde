/** One webhook: on or off, a test, a new secret, and the log of what was sent. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { EllipsisVertical, KeyRound, Send, Trash2 } from "lucide-react";
import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { api, ok } from "../../lib/api";
import { date } from "../../lib/format";
import { paths } from "../../lib/paths";
import { explain } from "../../lib/problem";
import { useTitle } from "../../lib/title";
import { toast } from "../../lib/toast";
import type { Webhook } from "../../lib/types";
import { Button } from "../../ui/Button";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Dialog } from "../../ui/Dialog";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { IconButton } from "../../ui/IconButton";
import { Menu, MenuItem, MenuSeparator } from "../../ui/Menu";
import { SecretOnce } from "../../ui/SecretOnce";
import { Skeleton } from "../../ui/Skeleton";
import { Switch } from "../../ui/Switch";
import { Deliveries } from "./Deliveries";
import { webhooksQuery } from "./queries";
import { eventName } from "./words";

export function WebhookPage() {
  const { id = "" } = useParams();
  const webhooks = useQuery(webhooksQuery());
  const webhook = webhooks.data?.items.find((one) => one.id === id);
  useTitle("Webhook");
  if (webhooks.isPending) return <Skeleton className="h-24" />;
  if (!webhooks.data) return <ErrorState title="The webhook did not load" error={webhooks.error} onRetry={() => void webhooks.refetch()} />;
  if (!webhook) return <EmptyState title="There is no such webhook" action={<Button asChild><Link to={paths.settings("webhooks")}>All webhooks</Link></Button>} />;
  return <Opened webhook={webhook} />;
}

function Opened({ webhook }: { webhook: Webhook }) {
  const client = useQueryClient();
  const path = { webhook_id: webhook.id };
  const settle = () => client.invalidateQueries({ queryKey: ["webhooks"] });
  const change = useMutation({
    mutationFn: (active: boolean) => ok(api.PATCH("/api/v1/webhooks/{webhook_id}", { params: { path }, body: { active } })),
    onError: (error) => toast(`It stayed as it was. ${explain(error)}`, { tone: "danger" }),
    onSettled: settle,
  });
  const test = useMutation({
    mutationFn: () => ok(api.POST("/api/v1/webhooks/{webhook_id}/test", { params: { path } })),
    onSuccess: () => toast("A test message is on its way."),
    onError: (error) => toast(`No test was sent. ${explain(error)}`, { tone: "danger" }),
    onSettled: settle,
  });
  const active = change.isPending ? change.variables : webhook.active;
  return (
    <>
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <h1 className="font-mono text-lg leading-7 font-medium break-all">{webhook.url}</h1>
          <p className="mt-1 text-sm text-ink-3">
            {webhook.events.map(eventName).join(", ")} · {webhook.about === "mine" ? "my own shaders" : "everybody’s public shaders"} · since {date(webhook.created_at)}
          </p>
        </div>
        <More webhook={webhook} />
      </div>
      <div className="mt-5 flex flex-wrap items-center gap-x-6 gap-y-3 rounded-card border border-line bg-surface px-4 py-3">
        <span className="flex items-center gap-3">
          <Switch label="Send messages" checked={active} onChange={(next) => change.mutate(next)} disabled={change.isPending} />
          <span className="text-base text-ink">{active ? "On" : "Off"}</span>
        </span>
        <span className="min-w-0 flex-1 text-sm text-ink-3">{!active && webhook.disabled_reason}</span>
        <Button icon={<Send size={15} strokeWidth={1.5} aria-hidden />} busy={test.isPending} onClick={() => test.mutate()}>
          Send a test
        </Button>
      </div>
      <Deliveries id={webhook.id} />
    </>
  );
}

function More({ webhook }: { webhook: Webhook }) {
  const [asking, setAsking] = useState<"secret" | "delete" | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const client = useQueryClient();
  const navigate = useNavigate();
  const path = { webhook_id: webhook.id };
  const renew = useMutation({
    mutationFn: () => ok(api.POST("/api/v1/webhooks/{webhook_id}/secret", { params: { path } })),
    onSuccess: ({ secret: made }) => {
      setAsking(null);
      setSecret(made);
    },
    onError: (error) => toast(`The secret stayed. ${explain(error)}`, { tone: "danger" }),
  });
  const remove = useMutation({
    mutationFn: () => ok(api.DELETE("/api/v1/webhooks/{webhook_id}", { params: { path } })),
    onSuccess: async () => {
      await navigate(paths.settings("webhooks"), { replace: true });
      await client.invalidateQueries({ queryKey: ["webhooks"] });
      toast("The webhook is gone.");
    },
    onError: (error) => toast(`It is still there. ${explain(error)}`, { tone: "danger" }),
  });
  return (
    <>
      <Menu trigger={<IconButton label="More" tooltip={false} icon={<EllipsisVertical size={18} strokeWidth={1.5} />} />}>
        <MenuItem icon={<KeyRound size={16} strokeWidth={1.5} />} onSelect={() => setAsking("secret")}>
          New secret
        </MenuItem>
        <MenuSeparator />
        <MenuItem danger icon={<Trash2 size={16} strokeWidth={1.5} />} onSelect={() => setAsking("delete")}>
          Delete
        </MenuItem>
      </Menu>
      <ConfirmDialog open={asking === "secret"} onOpenChange={(open) => !open && setAsking(null)} title="Make a new secret" action="New secret" busy={renew.isPending} onConfirm={() => renew.mutate()}>
        From now on messages are signed with the new one. For a day the old one signs beside it, so that your server has time to change.
      </ConfirmDialog>
      <ConfirmDialog open={asking === "delete"} onOpenChange={(open) => !open && setAsking(null)} title="Delete this webhook" action="Delete" busy={remove.isPending} onConfirm={() => remove.mutate()}>
        Nothing more is sent, and its log goes with it.
      </ConfirmDialog>
      <Dialog open={secret !== null} onOpenChange={(open) => !open && setSecret(null)} stays width="md" title="The new secret" footer={<Button onClick={() => setSecret(null)}>Done</Button>}>
        {secret !== null && <SecretOnce secret={secret} name="The secret" />}
      </Dialog>
    </>
  );
}
