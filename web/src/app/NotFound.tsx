// An address that leads nowhere.
import { Link } from "react-router";
import { paths } from "../lib/paths";
import { useTitle } from "../lib/title";
import { Button } from "../ui/Button";
import { EmptyState } from "../ui/EmptyState";

export function NotFound() {
  useTitle("Not found");
  return (
    <EmptyState
      full
      title="There is nothing at this address"
      action={
        <Button variant="primary" asChild>
          <Link to={paths.feed()}>Back to the feed</Link>
        </Button>
      }
    >
      The link may be old, or the work was taken back by its author.
    </EmptyState>
  );
}
