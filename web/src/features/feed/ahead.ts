// What was fetched but not yet reached is dropped when somebody has said what they want: what comes next is chosen anew.
import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { components } from "../../lib/api.gen";
import { feedQuery, type Mood } from "../../lib/shaders";
import { signals } from "../../lib/signals";
import { placeOf, setPlace } from "./place";

type Page = components["schemas"]["FeedPage"];
type Pages = InfiniteData<Page, string | null>;

/** The pages up to the one with the card at `index`; the same object where there is nothing behind it. */
export function withoutAhead(data: Pages, index: number): Pages {
  let behind = 0;
  const last = data.pages.findIndex((page) => (behind += page.items.length) > index);
  if (last === -1 || last === data.pages.length - 1) return data;
  return { pages: data.pages.slice(0, last + 1), pageParams: data.pageParams.slice(0, last + 1) };
}

/** The server makes of events what they are worth every three seconds. */
const VALUED_MS = 4000;

/** Tells the server what waits to be told, and once that is known there lets go of what it chose without knowing it. */
export async function learnAnew(client: QueryClient, mood: Mood | null): Promise<void> {
  await signals.flush();
  await new Promise((done) => setTimeout(done, VALUED_MS));
  await chooseAnew(client, mood);
}

/** Lets go of what the server chose before it was told otherwise. */
export async function chooseAnew(client: QueryClient, mood: Mood | null): Promise<void> {
  const { queryKey } = feedQuery("mixed", mood);
  await client.cancelQueries({ queryKey });
  client.setQueryData<Pages>(queryKey, (data) => data && withoutAhead(data, placeOf("mixed", mood)));
}

/** A scroll keeps the dial that it began with: the feed begins again. */
export function beginAgain(client: QueryClient, mood: Mood | null): void {
  setPlace("mixed", mood, 0);
  void client.resetQueries({ queryKey: ["feed", "mixed"] });
}
