// What one saved, the last first.
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { api, ok } from "../../lib/api";
import { paths } from "../../lib/paths";
import { cardsOf } from "../../lib/shaders";
import { useTitle } from "../../lib/title";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { RequireSession } from "../../ui/RequireSession";
import { ShaderGrid, ShaderGridSkeleton } from "../../ui/ShaderGrid";

export function SavesPage() {
  useTitle("Saved");
  return (
    <div className="px-4 py-8 md:px-6 md:py-10">
      <h1 className="mb-6 text-xl font-medium">Saved</h1>
      <RequireSession skeleton={<ShaderGridSkeleton count={8} />}>{() => <Saves />}</RequireSession>
    </div>
  );
}

function Saves() {
  const saves = useInfiniteQuery({
    queryKey: ["saves"],
    queryFn: ({ pageParam, signal }) => ok(api.GET("/api/v1/me/saves", { params: { query: { limit: 24, cursor: pageParam ?? undefined } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? null,
  });
  const cards = cardsOf(saves.data?.pages);
  if (saves.isPending) return <ShaderGridSkeleton count={8} />;
  if (saves.isError && cards.length === 0) return <ErrorState title="What you saved did not load" error={saves.error} onRetry={() => void saves.refetch()} />;
  if (cards.length === 0 && !saves.hasNextPage) {
    return (
      <EmptyState
        title="Nothing saved yet"
        action={
          <Button variant="primary" asChild>
            <Link to={paths.feed()}>Open the feed</Link>
          </Button>
        }
      >
        The bookmark beside a work puts it here.
      </EmptyState>
    );
  }
  return (
    <ShaderGrid label="Saved shaders" cards={cards} hasMore={saves.hasNextPage} loadingMore={saves.isFetchingNextPage} failed={saves.isFetchNextPageError} onMore={() => void saves.fetchNextPage()} />
  );
}
