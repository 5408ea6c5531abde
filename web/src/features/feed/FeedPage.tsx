// The front page: one living work after another, or an honest word when there is none.
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { useOnline } from "../../lib/media";
import { paths } from "../../lib/paths";
import { useSession } from "../../lib/session";
import { cardsOf, feedQuery, type FeedTab } from "../../lib/shaders";
import { useTitle } from "../../lib/title";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { FeedSkeleton } from "./FeedSkeleton";
import { FeedTabs, feedTab } from "./FeedTabs";
import { Reel } from "./Reel";

export function FeedPage() {
  const [search] = useSearchParams();
  const tab = feedTab(search.get("feed"));
  useTitle();
  return (
    <div className="relative h-dvh overflow-hidden bg-room">
      <h1 className="sr-only">Feed</h1>
      <FeedTabs tab={tab} />
      <FeedOf key={tab} tab={tab} />
    </div>
  );
}

function FeedOf({ tab }: { tab: FeedTab }) {
  // A stranger follows nobody: whoever comes by an address is asked to sign in.
  const stranger = useSession((session) => session.status === "anonymous") && tab === "following";
  const feed = useInfiniteQuery({ ...feedQuery(tab), enabled: !stranger });
  const online = useOnline();
  const cards = cardsOf(feed.data?.pages);

  if (stranger) return <NobodyFollowed />;
  if (feed.isPending) return feed.fetchStatus === "paused" || !online ? <Offline onRetry={() => void feed.refetch()} /> : <FeedSkeleton />;
  if (feed.isError && cards.length === 0) {
    return (
      <div className="grid h-full place-items-center">
        <ErrorState title="The feed did not load" error={feed.error} onRetry={() => void feed.refetch()} />
      </div>
    );
  }
  if (cards.length === 0) return tab === "following" ? <NobodyFollowed /> : <Empty />;
  return (
    <Reel
      tab={tab}
      cards={cards}
      hasMore={feed.hasNextPage}
      failed={feed.isFetchNextPageError ? feed.error : null}
      onMore={() => {
        if (!feed.isFetchingNextPage) void feed.fetchNextPage();
      }}
      onRefresh={() => void feed.refetch()}
    />
  );
}

function Empty() {
  return (
    <div className="grid h-full place-items-center">
      <EmptyState
        title="Nothing has been published yet"
        action={
          <Button variant="primary" asChild>
            <Link to={paths.studio()}>Write the first shader</Link>
          </Button>
        }
      >
        This instance is new. What is published here plays on this page within seconds.
      </EmptyState>
    </div>
  );
}

function NobodyFollowed() {
  return (
    <div className="grid h-full place-items-center">
      <EmptyState
        title="Nothing here yet"
        action={
          <Button variant="primary" asChild>
            <Link to={paths.explore()}>Find somebody to follow</Link>
          </Button>
        }
      >
        What the people publish whom you follow plays here, the newest first.
      </EmptyState>
    </div>
  );
}

function Offline({ onRetry }: { onRetry: () => void }) {
  return (
    <div className="grid h-full place-items-center">
      <ErrorState title="You are offline" onRetry={onRetry}>
        <p>The feed goes on as soon as there is a connection.</p>
      </ErrorState>
    </div>
  );
}
