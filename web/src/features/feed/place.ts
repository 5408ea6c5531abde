// Where in each feed one is, so that coming back from a work's page finds the same card.
import { create } from "zustand";
import type { FeedTab } from "../../lib/shaders";

export const usePlace = create<Record<FeedTab, number>>(() => ({ mixed: 0, following: 0, new: 0, trending: 0 }));

export function setPlace(tab: FeedTab, index: number): void {
  usePlace.setState({ [tab]: index });
}
