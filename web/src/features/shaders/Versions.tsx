// Every version that was saved: look at an old one live; the author may make it the newest again.
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import { GitCompareArrows, History } from "lucide-react";
import { useState } from "react";
import { api, ok } from "../../lib/api";
import { cx } from "../../lib/cx";
import { ago, byline, bytes } from "../../lib/format";
import { paths } from "../../lib/paths";
import { explain } from "../../lib/problem";
import { useUser } from "../../lib/session";
import { versionsQuery } from "../../lib/shaders";
import { toast } from "../../lib/toast";
import type { ShaderPage } from "../../lib/types";
import { Button } from "../../ui/Button";
import { AgentGlyph } from "../../ui/Byline";
import { Dialog } from "../../ui/Dialog";
import { Skeleton } from "../../ui/Skeleton";

export function Versions({ page, shown }: { page: ShaderPage; shown: number }) {
  const list = useInfiniteQuery(versionsQuery(page.id));
  const own = useUser()?.username === page.author.username;
  const versions = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section aria-labelledby="versions">
      <h2 id="versions" className="mb-2 text-sm font-medium text-ink">
        Versions
      </h2>
      {list.isPending && <Skeleton className="h-16" />}
      {list.isError && versions.length === 0 && <p className="text-sm text-ink-3">The versions did not load. {explain(list.error)}</p>}
      <ol className="-mx-2.5 flex flex-col">
        {versions.map(({ number, name, created_at: made, title, total_bytes: size, author }) => (
          <li key={number}>
            <Link
              to={number === page.version ? paths.shader(page.id) : paths.shaderVersion(page.id, number)}
              preventScrollReset
              aria-current={number === shown ? "true" : undefined}
              title={`${title}, by ${byline(author)}`}
              className={cx("tabular flex h-9 items-center gap-3 rounded-control px-2.5 text-sm transition", number === shown ? "bg-wash-strong text-ink" : "text-ink-2 hover:bg-wash hover:text-ink")}
            >
              <span className="w-7 shrink-0 font-mono text-xs">{number}</span>
              <span className="min-w-0 truncate">{name ?? (number === page.version ? "Newest" : ago(made))}</span>
              <span className="min-w-0 flex-1 truncate text-xs text-ink-3">
                {author.agent !== null && (
                  <>
                    <AgentGlyph /> {author.agent}
                  </>
                )}
              </span>
              <span className="shrink-0 text-xs text-ink-3">{name || number === page.version ? ago(made) : bytes(size)}</span>
            </Link>
          </li>
        ))}
      </ol>
      {list.hasNextPage && (
        <Button size="sm" variant="ghost" className="mt-1" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Older versions
        </Button>
      )}
      {versions.length > 1 && (
        <Button asChild size="sm" variant="ghost" className="mt-2 -ml-3">
          <Link to={paths.history(page.id, shown === page.version ? undefined : shown)}>
            <GitCompareArrows size={15} strokeWidth={1.5} aria-hidden />
            Compare in the studio
          </Link>
        </Button>
      )}
      {own && shown !== page.version && <Restore page={page} number={shown} />}
    </section>
  );
}

function Restore({ page, number }: { page: ShaderPage; number: number }) {
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const restore = useMutation({
    mutationFn: () => ok(api.POST("/api/v1/shaders/{shader_id}/versions/{number}/restore", { params: { path: { shader_id: page.id, number } } })),
    onSuccess: async (restored, _nothing, _kept, { client }) => {
      client.setQueryData(["shader", page.id], restored);
      setAsking(false);
      toast(`Version ${number} is the newest again, as version ${restored.version}.`, { tone: "success" });
      await navigate(paths.shader(page.id), { preventScrollReset: true });
      await client.invalidateQueries({ queryKey: ["versions", page.id] });
    },
    onError: (error) => toast(`It was not restored. ${explain(error)}`, { tone: "danger" }),
  });
  return (
    <>
      <Button size="sm" className="mt-3" icon={<History size={15} strokeWidth={1.5} />} onClick={() => setAsking(true)}>
        Restore version {number}
      </Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={`Restore version ${number}`}
        description={`Its code becomes a new version on top of version ${page.version}. Nothing is lost.`}
        footer={
          <>
            <Button variant="ghost" onClick={() => setAsking(false)}>
              Cancel
            </Button>
            <Button variant="primary" busy={restore.isPending} onClick={() => restore.mutate()}>
              Restore
            </Button>
          </>
        }
      />
    </>
  );
}
