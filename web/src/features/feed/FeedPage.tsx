// The front page: one living work after another, or an honest word when there is none.
import { lazy, Suspense, useEffect, useState } from "react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { useOnline } from "../../lib/media";
import { paths } from "../../lib/paths";
import { useSession } from "../../lib/session";
import { cardsOf, feedQuery, type FeedTab, type Mood } from "../../lib/shaders";
import { useTitle } from "../../lib/title";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { FeedSkeleton } from "./FeedSkeleton";
import { FeedTabs, feedTab } from "./FeedTabs";
import { MoodBar, moodLabel, moodOf } from "./MoodBar";
import { Reel } from "./Reel";
import { openSheet, useSheet } from "./sheets";

const TuneSheet = lazy(() => import("./TuneSheet"));

export function FeedPage() {
  const [search] = useSearchParams();
  const tab = feedTab(search.get("feed"));
  const mood = tab === "mixed" ? moodOf(search.get("mood")) : null;
  const tuning = useSheet(({ sheet }) => sheet === "tune");
  const [asked, setAsked] = useState(false);
  if (tuning && !asked) setAsked(true);
  useEffect(() => () => openSheet(null), []);
  useTitle(mood === null ? undefined : moodLabel(mood));
  return (
    <div className="relative h-dvh overflow-hidden bg-room">
      <h1 className="sr-only">Feed</h1>
      <FeedTabs tab={tab} />
      {tab === "mixed" && <MoodBar mood={mood} />}
      <FeedOf key={`${tab} ${mood}`} tab={tab} mood={mood} />
      <Suspense>{asked && <TuneSheet mood={mood} />}</Suspense>
    </div>
  );
}

function FeedOf({ tab, mood }: { tab: FeedTab; mood: Mood | null }) {
  // A stranger follows nobody: whoever comes by an address is asked to sign in.
  const stranger = useSession((session) => session.status === "anonymous") && tab === "following";
  const feed = useInfiniteQuery({ ...feedQuery(tab, mood), enabled: !stranger });
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
  if (cards.length === 0) return tab === "following" ? <NobodyFollowed /> : mood === null ? <Empty /> : <NoneOfMood mood={mood} />;
  return (
    <Reel
      tab={tab}
      mood={mood}
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

function NoneOfMood({ mood }: { mood: Mood }) {
  return (
    <div className="grid h-full place-items-center">
      <EmptyState
        title={`Nothing of the mood ${moodLabel(mood).toLowerCase()} yet`}
        action={
          <Button variant="primary" asChild>
            <Link to={paths.feed()}>Every mood</Link>
          </Button>
        }
      >
        Moods are told from what works look and sound like. This instance has none of this one that you may see.
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
