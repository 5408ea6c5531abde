// A person: who they are in a line, and what they made.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { useAtomFeeds } from "../../lib/atom";
import { authorName, date } from "../../lib/format";
import { paths } from "../../lib/paths";
import { isProblem } from "../../lib/problem";
import { useUser } from "../../lib/session";
import { cardsOf, personQuery, shadersQuery } from "../../lib/shaders";
import { useTitle } from "../../lib/title";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { FeedLink } from "../../ui/FeedLink";
import { FollowButton } from "../../ui/FollowButton";
import { ShaderGrid, ShaderGridSkeleton } from "../../ui/ShaderGrid";
import { Skeleton } from "../../ui/Skeleton";

export function PersonPage() {
  const { username = "" } = useParams();
  const person = useQuery(personQuery(username));
  const works = useInfiniteQuery(shadersQuery({ author: username, sort: "new" }));
  const user = useUser();
  const cards = cardsOf(works.data?.pages);
  const own = user?.username === username;
  const feed = { title: `Shaders by ${person.data ? authorName(person.data) : username}`, href: paths.atom.person(username) };
  useAtomFeeds(person.data ? [feed] : []);
  useTitle(person.data ? authorName(person.data) : username);

  if (isProblem(person.error, 404)) {
    return (
      <EmptyState full title="Nobody here goes by this name" action={<Button asChild><Link to={paths.explore()}>Explore</Link></Button>}>
        The name may have been changed.
      </EmptyState>
    );
  }
  if (person.isError) return <ErrorState full title="This page did not load" error={person.error} onRetry={() => void person.refetch()} />;

  return (
    <div className="px-4 pb-10 md:px-6">
      <header className="flex items-center gap-4 py-8 md:gap-6 md:py-12">
        <Avatar name={username} size={84} className="max-md:size-16" />
        <div className="min-w-0 flex-1">
          {person.data ? (
            <>
              <div className="flex items-center gap-1">
                <h1 className="truncate text-xl font-medium tracking-[-0.01em]">{authorName(person.data)}</h1>
                <FeedLink feed={feed} />
              </div>
              <p className="tabular text-sm text-ink-3">
                {person.data.display_name ? `@${username} · ` : ""}
                Here since {date(person.data.created_at)}
              </p>
              {person.data.bio && <p className="mt-2 max-w-[38rem] text-base whitespace-pre-line text-ink-2 [overflow-wrap:anywhere]">{person.data.bio}</p>}
            </>
          ) : (
            <div role="status" aria-label="Loading" className="flex flex-col gap-2">
              <Skeleton className="h-7 w-44" />
              <Skeleton className="h-4 w-56" />
            </div>
          )}
        </div>
        {person.data && !own && <FollowButton username={person.data.username} />}
        {own && (
          <Button asChild>
            <Link to={paths.settings()}>Edit profile</Link>
          </Button>
        )}
      </header>
      {works.isPending ? (
        <ShaderGridSkeleton count={8} />
      ) : works.isError && cards.length === 0 ? (
        <ErrorState title="The works did not load" error={works.error} onRetry={() => void works.refetch()} />
      ) : cards.length === 0 ? (
        <EmptyState
          title={own ? "You have not published anything yet" : "Nothing published yet"}
          action={own && <Button variant="primary" asChild><Link to={paths.studio()}>Open the studio</Link></Button>}
        />
      ) : (
        <ShaderGrid
          label={`Shaders by ${username}`}
          cards={cards}
          hasMore={works.hasNextPage}
          loadingMore={works.isFetchingNextPage}
          failed={works.isFetchNextPageError}
          onMore={() => void works.fetchNextPage()}
        />
      )}
    </div>
  );
}
