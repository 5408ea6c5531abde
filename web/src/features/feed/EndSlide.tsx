// After the last card: more is on its way, more did not come, or this was everything.
import { Link } from "react-router";
import { paths } from "../../lib/paths";
import type { FeedTab, Mood } from "../../lib/shaders";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { FeedSkeleton } from "./FeedSkeleton";
import { moodLabel } from "./MoodBar";

export interface EndSlideProps {
  tab: FeedTab;
  mood: Mood | null;
  loading: boolean;
  error: unknown;
  onMore: () => void;
  onTop: () => void;
  /** The card itself is on screen; its living picture need not run before. */
  shown: boolean;
}

export function EndSlide({ tab, mood, loading, error, onMore, onTop, shown }: EndSlideProps) {
  if (error) {
    return (
      <div className="grid h-full place-items-center">
        <ErrorState title="The next ones did not load" error={error} onRetry={onMore}>
          <p>What you have seen is still above.</p>
        </ErrorState>
      </div>
    );
  }
  if (loading) return <FeedSkeleton />;
  if (!shown) return null;
  return (
    <div className="pointer-events-auto grid h-full place-items-center">
      <EmptyState
        title={mood === null ? "You have seen them all" : `That is all of the mood ${moodLabel(mood).toLowerCase()}`}
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <Button variant="primary" asChild>
              <Link to={paths.studio()}>Write the next one</Link>
            </Button>
            <Button onClick={onTop}>Back to the first</Button>
            {tab === "mixed" && (
              <Button variant="ghost" asChild>
                {mood === null ? <Link to={paths.feed("trending")}>Trending</Link> : <Link to={paths.feed()}>Every mood</Link>}
              </Button>
            )}
          </div>
        }
      >
        New works appear here as soon as they are published.
      </EmptyState>
    </div>
  );
}
