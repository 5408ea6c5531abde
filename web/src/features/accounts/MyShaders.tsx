/** What one has made: drafts, published and archived works, each with its picture and what can be done with it. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Bookmark, Plus, Settings2, Sparkles } from "lucide-react";
import type { ReactNode } from "react";
import { Link, useSearchParams } from "react-router";
import { api, ok } from "../../lib/api";
import { paths } from "../../lib/paths";
import { useUser } from "../../lib/session";
import { cardsOf } from "../../lib/shaders";
import { useTitle } from "../../lib/title";
import { Button } from "../../ui/Button";
import { Chip } from "../../ui/Chip";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { Skeleton } from "../../ui/Skeleton";
import { RequireSession } from "../../ui/RequireSession";
import { MyTile } from "./MyTile";
import { TakeAlong } from "./TakeAlong";

const STATUSES = ["all", "draft", "published", "archived"] as const;
type Filter = (typeof STATUSES)[number];
const NAMES: Record<Filter, string> = { all: "All", draft: "Drafts", published: "Published", archived: "Archived" };
const GRID = "grid grid-cols-1 gap-x-4 gap-y-6 sm:grid-cols-2 lg:grid-cols-3";
const RENDERING_MS = 3000;

export function MyShaders() {
  useTitle("My shaders");
  const [search, setSearch] = useSearchParams();
  const filter = STATUSES.find((status) => status === search.get("status")) ?? "all";
  const user = useUser();
  return (
    <div className="mx-auto w-full max-w-[1120px] px-4 py-8 md:px-8 md:py-10">
      <div className="mb-6 flex flex-wrap items-center gap-x-6 gap-y-4">
        <h1 className="text-xl font-medium">My shaders</h1>
        <div role="group" aria-label="Show" className="no-scrollbar flex gap-1.5 overflow-x-auto max-sm:order-last max-sm:w-full">
          {STATUSES.map((status) => (
            <Chip key={status} selected={status === filter} onClick={() => setSearch(status === "all" ? {} : { status }, { replace: true })}>
              {NAMES[status]}
            </Chip>
          ))}
        </div>
        <div className="ml-auto flex items-center gap-1">
          {user && <TakeAlong />}
          <Button asChild size="sm">
            <Link to={paths.studio()}>
              <Plus size={16} strokeWidth={1.75} aria-hidden />
              New shader
            </Link>
          </Button>
          {/* A phone has no menu in its header. */}
          <Link to={paths.saves()} aria-label="Saved" className="grid size-9 place-items-center rounded-control text-ink-2 hover:text-ink md:hidden">
            <Bookmark size={18} strokeWidth={1.5} aria-hidden />
          </Link>
          <Link to={paths.taste()} aria-label="My taste" className="grid size-9 place-items-center rounded-control text-ink-2 hover:text-ink md:hidden">
            <Sparkles size={18} strokeWidth={1.5} aria-hidden />
          </Link>
          <Link to={paths.settings()} aria-label="Settings" className="grid size-9 place-items-center rounded-control text-ink-2 hover:text-ink md:hidden">
            <Settings2 size={18} strokeWidth={1.5} aria-hidden />
          </Link>
        </div>
      </div>
      <RequireSession skeleton={<GridSkeleton />}>{() => <Works filter={filter} />}</RequireSession>
    </div>
  );
}

function Works({ filter }: { filter: Filter }) {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ["mine", filter],
    queryFn: ({ pageParam, signal }) =>
      ok(api.GET("/api/v1/me/shaders", { params: { query: { status: filter === "all" ? undefined : filter, cursor: pageParam ?? undefined, limit: 24 } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? null,
    staleTime: 0,
    refetchInterval: (query) => (cardsOf(query.state.data?.pages).some((card) => card.status === "published" && card.render.status === "pending") ? RENDERING_MS : false),
  });
  const cards = cardsOf(data?.pages);

  if (isPending) return <GridSkeleton />;
  if (error && !data) {
    return (
      <ErrorState title="Your shaders did not load." error={error} onRetry={() => void refetch()}>
        <p>They are safe on the server.</p>
      </ErrorState>
    );
  }
  if (cards.length === 0) return <Nothing filter={filter} />;
  return (
    <>
      <ul aria-label={`${NAMES[filter]}: my shaders`} className={GRID}>
        {cards.map((card) => (
          <li key={card.id} className="min-w-0">
            <MyTile card={card} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <div className="flex justify-center py-8">
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

function Nothing({ filter }: { filter: Filter }) {
  const words: Record<Filter, [string, ReactNode]> = {
    all: ["Nothing here yet", "Start from a small living picture and change a number."],
    draft: ["No drafts", "What you save without publishing waits here."],
    published: ["Nothing published yet", "Publish a draft, and it plays in everybody's feed."],
    archived: ["Nothing archived", "What you put away can be brought back from here."],
  };
  const [title, text] = words[filter];
  return (
    <EmptyState
      title={title}
      action={
        <Button asChild variant={filter === "archived" ? "secondary" : "primary"}>
          <Link to={filter === "published" ? `${paths.mine()}?status=draft` : filter === "archived" ? paths.mine() : paths.studio()}>
            {filter === "published" ? "See the drafts" : filter === "archived" ? "Show all" : "Open the studio"}
          </Link>
        </Button>
      }
    >
      {text}
    </EmptyState>
  );
}

function GridSkeleton() {
  return (
    <div role="status" aria-label="Loading" className={GRID}>
      {Array.from({ length: 6 }, (_, index) => (
        <div key={index}>
          <Skeleton className="aspect-[16/10] rounded-card!" />
          <Skeleton className="mt-3 h-4 w-1/2" />
        </div>
      ))}
    </div>
  );
}
