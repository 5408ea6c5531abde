// Which of the feed's sheets is open.
import { create } from "zustand";

export type FeedSheet = "why" | "tune" | null;

export const useSheet = create<{ sheet: FeedSheet }>(() => ({ sheet: null }));

export const openSheet = (sheet: FeedSheet): void => useSheet.setState({ sheet });
