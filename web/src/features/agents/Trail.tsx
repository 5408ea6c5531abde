/** What a program did, step by step: the latest first. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Archive, CircleHelp, Eye, FileCheck, GitFork, Image, PencilLine, Send, type LucideIcon } from "lucide-react";
import { Link } from "react-router";
import { cx } from "../../lib/cx";
import { ago, count } from "../../lib/format";
import { paths } from "../../lib/paths";
import { shaderQuery } from "../../lib/shaders";
import type { AgentAction } from "../../lib/types";
import { Button } from "../../ui/Button";
import { ErrorState } from "../../ui/ErrorState";
import { Skeleton } from "../../ui/Skeleton";
import { actionWords, refusal, type ActionKind } from "./actions";
import { trailQuery, type AgentKind } from "./queries";

const ICONS: Record<ActionKind, LucideIcon> = { look: Eye, check: FileCheck, draw: Image, write: PencilLine, fork: GitFork, publish: Send, archive: Archive, ask: CircleHelp };
/** While somebody looks on, what the program does appears by itself. */
const WATCH_MS = 5000;

export function Trail({ kind, id, active }: { kind: AgentKind; id: string; active: boolean }) {
  const trail = useInfiniteQuery({ ...trailQuery(kind, id), refetchInterval: ({ state }) => (active && (state.data?.pages.length ?? 1) === 1 ? WATCH_MS : false) });
  const actions = trail.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section aria-labelledby="trail" className="mt-10">
      <h2 id="trail" className="text-base font-medium">
        What it did
      </h2>
      {trail.isPending ? (
        <div role="status" aria-label="Loading" className="mt-4 flex flex-col gap-4">
          {["w-1/2", "w-2/3", "w-2/5"].map((width) => (
            <Skeleton key={width} className={cx("h-5", width)} />
          ))}
        </div>
      ) : trail.isError && actions.length === 0 ? (
        <ErrorState title="The trail did not load" error={trail.error} onRetry={() => void trail.refetch()} />
      ) : actions.length === 0 ? (
        <p className="mt-2 text-base text-ink-2">{active ? "Nothing yet. What it does appears here, step by step." : "Nothing at all."}</p>
      ) : (
        <>
          <ol aria-label="What it did, the latest first" className="mt-2">
            {actions.map((action, index) => (
              <Step key={`${action.at} ${action.via} ${action.action} ${action.status} ${action.target ?? ""} ${index}`} step={action} />
            ))}
          </ol>
          {trail.hasNextPage && (
            <Button size="sm" variant="ghost" className="mt-2 -ml-3" busy={trail.isFetchingNextPage} onClick={() => void trail.fetchNextPage()}>
              Earlier
            </Button>
          )}
        </>
      )}
    </section>
  );
}

function Step({ step }: { step: AgentAction }) {
  const { words, kind } = actionWords(step.action);
  const Icon = ICONS[kind];
  const why = refusal(step.status);
  return (
    <li className="flex items-start gap-3 border-b border-line py-2.5 last:border-b-0">
      <Icon size={16} strokeWidth={1.5} aria-hidden className={cx("mt-1 shrink-0", why ? "text-danger" : "text-ink-3")} />
      <div className="min-w-0 flex-1 text-base">
        <span className={why ? "text-ink-2" : "text-ink"}>{words}</span>
        {step.count > 1 && <span className="tabular text-ink-3"> × {count(step.count)}</span>}
        {why && <span className="text-danger"> · {why}</span>}
        {step.target !== null && <Target id={step.target} />}
      </div>
      <div className="tabular shrink-0 pt-0.5 text-right text-sm text-ink-3">
        <time dateTime={step.at} title={new Date(step.at).toLocaleString()}>
          {step.summed ? `since ${hour(step.at)}` : ago(step.at)}
        </time>
        <span title={step.via === "mcp" ? "As an agent, by MCP" : "As a program, by the REST API"} className="ml-2.5 inline-block w-10 text-xs">{step.via === "mcp" ? "MCP" : "REST"}</span>
      </div>
    </li>
  );
}

/** Reads are summed up by the hour. */
function hour(iso: string): string {
  const start = new Date(iso);
  const today = start.toDateString() === new Date().toDateString();
  return start.toLocaleString("en", today ? { hour: "2-digit", minute: "2-digit", hour12: false } : { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false });
}

/** The work by its title: an identifier says nothing to a person. */
function Target({ id }: { id: string }) {
  const { data, isError } = useQuery({ ...shaderQuery(id), staleTime: 5 * 60_000, retry: false });
  if (isError) return <span className="block text-sm text-ink-3">a work that is gone</span>;
  return (
    <Link to={paths.shader(id)} className="block w-fit max-w-full truncate text-sm text-ink-2 underline decoration-line-strong underline-offset-3 hover:text-ink">
      {data ? data.title || "Untitled" : "…"}
    </Link>
  );
}
