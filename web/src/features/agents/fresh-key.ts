/** The secret of a key that was made a moment ago, on its way to the page that fills it in; it lives in memory only. */
import { create } from "zustand";
import { useSession } from "../../lib/session";
import type { ApiKey } from "../../lib/types";

export interface FreshKey {
  key: ApiKey;
  secret: string;
}

export const useFreshKey = create<{ fresh: FreshKey | null }>(() => ({ fresh: null }));

export function keepFreshKey(fresh: FreshKey | null): void {
  useFreshKey.setState({ fresh });
}

// Whoever sits down next does not find the key of the one before.
useSession.subscribe((session, before) => {
  if (session.user?.id !== before.user?.id) keepFreshKey(null);
});
