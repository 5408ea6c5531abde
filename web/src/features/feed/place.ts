// Where in each feed one is, so that coming back from a work's page finds the same card.
import { create } from "zustand";
import type { FeedTab, Mood } from "../../lib/shaders";

const usePlaces = create<Record<string, number>>(() => ({}));

const nameOf = (tab: FeedTab, mood: Mood | null): string => (mood === null ? tab : `${tab} ${mood}`);

export const usePlace = (tab: FeedTab, mood: Mood | null): number => usePlaces((places) => places[nameOf(tab, mood)] ?? 0);

export function setPlace(tab: FeedTab, mood: Mood | null, index: number): void {
  usePlaces.setState({ [nameOf(tab, mood)]: index });
}

/** Where the reel of a feed stands now, outside of React. */
export const placeOf = (tab: FeedTab, mood: Mood | null): number => usePlaces.getState()[nameOf(tab, mood)] ?? 0;
