/** The addresses that are told when something happens. */
import { useQuery } from "@tanstack/react-query";
import { ChevronRight, Plus } from "lucide-react";
import { useState } from "react";
import { Link } from "react-router";
import { cx } from "../../lib/cx";
import { ago } from "../../lib/format";
import { paths } from "../../lib/paths";
import { useTitle } from "../../lib/title";
import type { Webhook } from "../../lib/types";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { Skeleton } from "../../ui/Skeleton";
import { CreateWebhook } from "./CreateWebhook";
import { webhooksQuery } from "./queries";
import { WebhookPicture } from "./WebhookPicture";
import { eventName } from "./words";

export function WebhooksPage() {
  useTitle("Webhooks");
  const [creating, setCreating] = useState(false);
  const webhooks = useQuery(webhooksQuery());
  const all = webhooks.data?.items ?? [];
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
        <div className="max-w-[30rem]">
          <h1 className="text-xl font-medium">Webhooks</h1>
          <p className="mt-1 text-base text-ink-2">Your own server hears at once when a shader is published or rendered.</p>
        </div>
        {all.length > 0 && (
          <Button variant="primary" icon={<Plus size={16} strokeWidth={1.75} aria-hidden />} onClick={() => setCreating(true)}>
            New webhook
          </Button>
        )}
      </div>
      {webhooks.isPending ? (
        <div role="status" aria-label="Loading" className="mt-6 flex flex-col gap-2">
          <Skeleton className="h-18" />
          <Skeleton className="h-18" />
        </div>
      ) : webhooks.isError && !webhooks.data ? (
        <ErrorState title="Your webhooks did not load" error={webhooks.error} onRetry={() => void webhooks.refetch()}>
          <p>They go on working.</p>
        </ErrorState>
      ) : all.length === 0 ? (
        <EmptyState
          picture={<WebhookPicture className="mb-5" />}
          title="Nobody is told yet"
          action={
            <Button variant="primary" onClick={() => setCreating(true)}>
              New webhook
            </Button>
          }
        >
          Post new works to your chat, start your own pipeline, keep a mirror. Each message is signed.
        </EmptyState>
      ) : (
        <ul aria-label="Webhooks" className="mt-6 overflow-hidden rounded-card border border-line bg-surface">
          {all.map((webhook) => (
            <li key={webhook.id} className="border-b border-line last:border-b-0">
              <Row webhook={webhook} />
            </li>
          ))}
        </ul>
      )}
      <CreateWebhook open={creating} onOpenChange={setCreating} />
    </>
  );
}

function Row({ webhook }: { webhook: Webhook }) {
  const { last_delivery: last } = webhook;
  const tone = !webhook.active ? "bg-ink-3" : last?.status === "failed" ? "bg-danger" : last?.status === "delivered" ? "bg-success" : "bg-ink-3";
  const words = !webhook.active ? (webhook.disabled_reason ?? "Switched off") : last ? `${last.status === "failed" ? "Failed" : last.status === "delivered" ? "Delivered" : "On its way"} ${ago(last.at)}` : "Nothing sent yet";
  return (
    <Link to={paths.webhook(webhook.id)} className="flex items-center gap-4 px-4 py-3.5 transition -outline-offset-2 hover:bg-wash">
      <span aria-hidden className={cx("size-2 shrink-0 rounded-full", tone)} />
      <div className="min-w-0 flex-1">
        <p className={cx("truncate font-mono text-sm", webhook.active ? "text-ink" : "text-ink-2")}>{webhook.url}</p>
        <p className="mt-1 flex flex-wrap gap-x-4 text-sm text-ink-3">
          <span>{webhook.events.map(eventName).join(", ")}</span>
          <span>{webhook.about === "mine" ? "my own" : "everybody’s"}</span>
          <span className={webhook.active && last?.status === "failed" ? "text-danger" : undefined}>{words}</span>
        </p>
      </div>
      <ChevronRight size={18} strokeWidth={1.5} aria-hidden className="shrink-0 text-ink-3" />
    </Link>
  );
}
