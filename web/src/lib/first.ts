// What the server put into the page for a stranger: the first page of the feed, and its first poster, which stands until the app's own does.
import type { QueryClient } from "@tanstack/react-query";
import { mayHaveSession } from "./session";
import { feedQuery } from "./shaders";
import type { components } from "./api.gen";

type Page = components["schemas"]["FeedPage"];

/** Puts the page into the cache, as if it had been asked for; where somebody may be signed in it is not theirs. */
export function takeFirstPage(client: QueryClient): void {
  const script = document.getElementById("first-page");
  script?.remove();
  if (!script?.textContent || mayHaveSession()) return dropFirstPicture();
  const page = JSON.parse(script.textContent) as Page;
  client.setQueryData(feedQuery("mixed").queryKey, { pages: [page], pageParams: [null] });
  if (!page.items[0]?.render.poster_url) dropFirstPicture();
}

export function dropFirstPicture(): void {
  document.getElementById("first-picture")?.remove();
}
