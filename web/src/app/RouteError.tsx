// A screen that could not be shown: its code did not load, or it broke.
import { isRouteErrorResponse, useRouteError } from "react-router";
import { ErrorState } from "../ui/ErrorState";
import { NotFound } from "./NotFound";

export function RouteError() {
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFound />;
  const unloaded = error instanceof TypeError && /import|module|fetch/i.test(error.message);
  return (
    <ErrorState
      full
      title={unloaded ? "This part of the site did not load" : "This screen broke"}
      onRetry={() => location.reload()}
      error={unloaded ? undefined : error}
    >
      <p>{unloaded ? "You may be offline, or the site was updated a moment ago. Loading the page again helps in both cases." : "Nothing that was saved is lost. Load the page again."}</p>
    </ErrorState>
  );
}
