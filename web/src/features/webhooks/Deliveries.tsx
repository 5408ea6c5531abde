/** What was sent: each message with what became of it, its body, the answer, and a way to send it again. */
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { ChevronDown, RotateCcw } from "lucide-react";
import { useState } from "react";
import { api, ok } from "../../lib/api";
import { cx } from "../../lib/cx";
import { ago } from "../../lib/format";
import { explain } from "../../lib/problem";
import { toast } from "../../lib/toast";
import type { Delivery } from "../../lib/types";
import { Button } from "../../ui/Button";
import { ErrorState } from "../../ui/ErrorState";
import { Skeleton } from "../../ui/Skeleton";
import { Snippet } from "../../ui/Snippet";
import { deliveriesQuery } from "./queries";
import { fate, readable } from "./words";

/** While something waits one looks often; else now and then, for what happens elsewhere. */
const WAITING_MS = 1500;
const CALM_MS = 10_000;

export function Deliveries({ id }: { id: string }) {
  const log = useInfiniteQuery({
    ...deliveriesQuery(id),
    refetchInterval: ({ state }) => {
      const pages = state.data?.pages ?? [];
      if (pages.length > 2) return false;
      return pages.some(({ items }) => items.some(({ status }) => status === "waiting")) ? WAITING_MS : CALM_MS;
    },
  });
  const deliveries = log.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section aria-labelledby="log" className="mt-10">
      <h2 id="log" className="text-base font-medium">
        What was sent
      </h2>
      {log.isPending ? (
        <div role="status" aria-label="Loading" className="mt-4 flex flex-col gap-3">
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
        </div>
      ) : log.isError && deliveries.length === 0 ? (
        <ErrorState title="The log did not load" error={log.error} onRetry={() => void log.refetch()} />
      ) : deliveries.length === 0 ? (
        <p className="mt-2 text-base text-ink-2">Nothing yet. Send a test to see whether your server listens.</p>
      ) : (
        <>
          <ol aria-label="What was sent, the latest first" className="mt-2">
            {deliveries.map((delivery) => (
              <One key={delivery.id} webhook={id} delivery={delivery} />
            ))}
          </ol>
          {log.hasNextPage && (
            <Button size="sm" variant="ghost" className="mt-2 -ml-3" busy={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
              Earlier
            </Button>
          )}
        </>
      )}
    </section>
  );
}

const TONES: Record<Delivery["status"], string> = { delivered: "bg-success", failed: "bg-danger", waiting: "bg-warning animate-breathe" };

function One({ webhook, delivery }: { webhook: string; delivery: Delivery }) {
  const [open, setOpen] = useState(false);
  const inside = `delivery-${delivery.id}`;
  return (
    <li className="border-b border-line last:border-b-0">
      <button type="button" aria-expanded={open} aria-controls={inside} onClick={() => setOpen(!open)} className="flex w-full items-center gap-3 py-3 text-left -outline-offset-2">
        <span aria-hidden className={cx("size-2 shrink-0 rounded-full", TONES[delivery.status])} />
        <span className="min-w-0 flex-1">
          <code className="block truncate font-mono text-sm text-ink">{delivery.event}</code>
          <span className="block truncate text-sm text-ink-3">{fate(delivery)}</span>
        </span>
        <time dateTime={delivery.created_at} className="tabular shrink-0 text-sm text-ink-3">
          {ago(delivery.created_at)}
        </time>
        <ChevronDown size={16} strokeWidth={1.5} aria-hidden className={cx("shrink-0 text-ink-3 transition-transform", open && "rotate-180")} />
      </button>
      {open && (
        <div id={inside} className="flex flex-col gap-3 pb-4 pl-5">
          <dl className="tabular flex flex-wrap gap-x-6 gap-y-1 text-sm">
            <Fact name="Attempts" value={String(delivery.attempts)} />
            {delivery.response_status !== null && <Fact name="Answer" value={String(delivery.response_status)} />}
            {delivery.duration_ms !== null && <Fact name="Took" value={`${Math.round(delivery.duration_ms)} ms`} />}
            {delivery.error !== null && <Fact name="Error" value={delivery.error} />}
          </dl>
          <Snippet label="Message" code={readable(delivery.body)} className="[&_pre]:max-h-80" />
          {delivery.response_excerpt && <Snippet label="Answer, its beginning" code={delivery.response_excerpt} wrap className="[&_pre]:max-h-56" />}
          <Replay webhook={webhook} delivery={delivery} />
        </div>
      )}
    </li>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div className="flex min-w-0 gap-2">
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0 text-ink-2 [overflow-wrap:anywhere]">{value}</dd>
    </div>
  );
}

function Replay({ webhook, delivery }: { webhook: string; delivery: Delivery }) {
  const replay = useMutation({
    mutationFn: () =>
      ok(api.POST("/api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/replay", { params: { path: { webhook_id: webhook, delivery_id: delivery.id } } })),
    onSuccess: async (_again, _sent, _kept, { client }) => {
      toast("The same message is on its way again.");
      await client.invalidateQueries({ queryKey: ["webhooks"] });
    },
    onError: (error) => toast(`It was not sent again. ${explain(error)}`, { tone: "danger" }),
  });
  return (
    <Button size="sm" className="self-start" icon={<RotateCcw size={14} strokeWidth={1.5} aria-hidden />} busy={replay.isPending} onClick={() => replay.mutate()}>
      Send again
    </Button>
  );
}
