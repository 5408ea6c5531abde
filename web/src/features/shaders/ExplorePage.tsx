// Explore: everything that was published, as a calm grid that can be searched, sorted and narrowed.
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { atomOf, useAtomFeeds } from "../../lib/atom";
import { cx } from "../../lib/cx";
import { paths } from "../../lib/paths";
import { cardsOf, shadersQuery } from "../../lib/shaders";
import { useTitle } from "../../lib/title";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { ShaderGrid, ShaderGridSkeleton } from "../../ui/ShaderGrid";
import { FilterBar } from "./FilterBar";
import { useExploreFilter } from "./use-explore-filter";

const PENDING_MS = 8000;

export function ExplorePage() {
  const { filter, change, clear } = useExploreFilter();
  useTitle(filter.q ? `“${filter.q}”` : filter.tag ? `#${filter.tag}` : "Explore");
  useAtomFeeds([...(filter.tag ? [atomOf(filter)] : []), atomOf({ sort: "new" }), atomOf({ sort: "trending" })]);
  const list = useInfiniteQuery({
    ...shadersQuery(filter),
    placeholderData: keepPreviousData,
    // On a young instance the posters arrive one after the other.
    refetchInterval: ({ state }) => (state.data && state.data.pages.length <= 2 && cardsOf(state.data.pages).some((card) => card.render.status === "pending") ? PENDING_MS : false),
  });
  const cards = cardsOf(list.data?.pages);
  const narrowed = Boolean(filter.q || filter.tag || filter.cost);

  return (
    <div className="px-4 pb-10 md:px-6">
      <h1 className="sr-only">Explore</h1>
      <FilterBar filter={filter} onChange={change} />
      <div className={cx("transition-opacity", list.isPlaceholderData && "opacity-50")} aria-busy={list.isPlaceholderData}>
        {list.isPending ? (
          <ShaderGridSkeleton />
        ) : list.isError && cards.length === 0 ? (
          <ErrorState title="The works did not load" error={list.error} onRetry={() => void list.refetch()} />
        ) : cards.length === 0 ? (
          narrowed ? (
            <EmptyState title={filter.q ? `Nothing matches “${filter.q}”` : filter.tag ? `Nothing is tagged ${filter.tag}` : "Nothing light was found"} action={<Button onClick={clear}>Clear the search</Button>}>
              Titles, tags, descriptions and authors are searched. Fewer words find more.
            </EmptyState>
          ) : (
            <EmptyState
              title="Nothing has been published yet"
              action={
                <Button variant="primary" asChild>
                  <Link to={paths.studio()}>Write the first shader</Link>
                </Button>
              }
            />
          )
        ) : (
          <ShaderGrid
            label="Shaders"
            cards={cards}
            hasMore={list.hasNextPage}
            loadingMore={list.isFetchingNextPage}
            failed={list.isFetchNextPageError}
            onMore={() => void list.fetchNextPage()}
          />
        )}
      </div>
    </div>
  );
}
