/** After publishing: the work waits for its poster and film, and then shows them. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { paths } from "../../lib/paths";
import { shaderQuery } from "../../lib/shaders";
import { toast } from "../../lib/toast";
import { explain } from "../../lib/problem";
import { Button } from "../../ui/Button";
import { CostBadge } from "../../ui/CostBadge";
import { renderAgain } from "./shader-api";
import { plainMessage } from "./diagnostics";

const POLL_MS = 1500;
/** After this long the author is told that it goes on without them. */
const PATIENCE_MS = 60_000;

export function PublishProgress({ id, onClose }: { id: string; onClose: () => void }) {
  const [since, setSince] = useState(() => Date.now());
  const { data, dataUpdatedAt, refetch } = useQuery({
    ...shaderQuery(id),
    staleTime: 0,
    refetchInterval: (query) => (query.state.data?.render.status === "pending" || !query.state.data ? POLL_MS : false),
  });
  const render = data?.render;
  const inFeed = data?.visibility !== "unlisted" && data?.visibility !== "private";
  const failed = render?.status === "failed";
  const late = render?.status === "pending" && dataUpdatedAt - since > PATIENCE_MS;

  async function retry(): Promise<void> {
    try {
      await renderAgain(id);
      setSince(Date.now());
      await refetch();
    } catch (error) {
      toast(explain(error), { tone: "danger" });
    }
  }

  return (
    <div className="flex flex-col gap-5" aria-live="polite">
      <div className="relative aspect-video w-full overflow-hidden rounded-card bg-wash">
        {render?.poster_url && <img src={render.poster_url} alt={`Poster of ${data?.title ?? "the work"}`} className="absolute inset-0 size-full animate-fade-in object-cover" />}
        {render?.status === "ready" && render.films.length > 0 && (
          <video autoPlay muted loop playsInline poster={render.poster_url ?? undefined} className="absolute inset-0 size-full animate-fade-in object-cover motion-reduce:hidden">
            {render.films.map((film) => (
              <source key={film.url} src={film.url} type={film.type} />
            ))}
          </video>
        )}
        {(!render || render.status === "pending") && (
          <div className="absolute inset-0 grid animate-breathe place-items-center text-sm text-ink-2">{render?.poster_url ? "" : "Making the poster"}</div>
        )}
      </div>

      {(!render || render.status === "pending") && (
        <p className="text-base text-ink-2">
          {late ? "This takes longer than usual. It goes on without you; the work is published." : "It is published. The poster and the film are being made; this takes some seconds."}
        </p>
      )}
      {render?.status === "ready" && (
        <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-base text-ink-2">
          The poster and the film are ready{inFeed ? ", and it plays in the feed" : ""}.
          <CostBadge passport={render.facts} className="text-sm text-ink-3" />
        </p>
      )}
      {failed && (
        <div role="alert" className="text-base text-ink-2">
          <p className="text-ink">No poster could be made.</p>
          <p className="mt-1">{render.error?.message || "The renderer did not say why."}</p>
          {render.error?.errors.slice(0, 3).map((error) => (
            <p key={`${error.pass}${error.line}${error.message}`} className="mt-1 font-mono text-xs">
              <span className="text-danger">
                {error.pass} {error.line}
              </span>{" "}
              {plainMessage(error.message)}
            </p>
          ))}
          <p className="mt-1">
            {render.error?.reason === "unavailable" ? "Your work is published; only its picture is missing." : "Your work is saved. It stays out of the feed until it has a picture."}
          </p>
        </div>
      )}

      <div className="flex flex-wrap gap-2">
        <Button asChild variant={render?.status === "ready" ? "primary" : "secondary"}>
          {inFeed && !failed ? <Link to={paths.feed("new")}>See it in the feed</Link> : <Link to={paths.shader(id)}>See its page</Link>}
        </Button>
        {inFeed && !failed && (
          <Button asChild variant="ghost">
            <Link to={paths.shader(id)}>Its page</Link>
          </Button>
        )}
        {failed && <Button onClick={() => void retry()}>Try again</Button>}
        <Button variant="ghost" className="ml-auto" onClick={onClose}>
          Go on writing
        </Button>
      </div>
    </div>
  );
}
