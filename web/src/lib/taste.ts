// What the feed believes that one likes, and what one says to it: of people by their account, of strangers by their cookie.
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, ok } from "./api";
import { explain } from "./problem";
import { useSession } from "./session";
import { toast } from "./toast";
import type { Taste } from "./types";

/** Under whose name the taste is kept in the cache. */
export const useWhose = (): string => useSession((session) => session.user?.id ?? session.status);

export const tasteQuery = (whose: string) =>
  queryOptions({
    queryKey: ["me", "taste", whose],
    queryFn: ({ signal }) => ok(api.GET("/api/v1/me/taste", { signal })),
    enabled: whose !== "unknown",
    staleTime: 10_000,
  });

export interface Steer {
  /** The interest, or any work that belongs to it. */
  interest: string;
  muted?: boolean;
  pinned?: boolean;
  /** `false` takes it back. */
  forgotten?: boolean;
}

/** The taste as it will be when the server has heard it. */
export function withSteer(taste: Taste, { interest, muted, pinned, forgotten }: Steer): Taste {
  if (forgotten) return { ...taste, interests: taste.interests.filter(({ id }) => id !== interest) };
  const change = (one: Taste["interests"][number]) => {
    if (one.id !== interest) return one;
    return { ...one, muted: pinned ? false : (muted ?? one.muted), pinned: muted ? false : (pinned ?? one.pinned) };
  };
  return { ...taste, interests: taste.interests.map(change) };
}

/** Gives a function that mutes, pins, forgets, or takes that back; `done` runs once the server knows. */
export function useSteer(done?: () => void): (steer: Steer) => void {
  const client = useQueryClient();
  const { queryKey } = tasteQuery(useWhose());
  const { mutate } = useMutation({
    scope: { id: "taste" },
    mutationFn: ({ interest, ...body }: Steer) => ok(api.PATCH("/api/v1/me/taste/{interest}", { params: { path: { interest } }, body })),
    onMutate: async (steer) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData(queryKey);
      if (before) client.setQueryData(queryKey, withSteer(before, steer));
      return before;
    },
    onSuccess: (taste) => {
      client.setQueryData(queryKey, taste);
      done?.();
    },
    onError: (error, _steer, before) => {
      if (before) client.setQueryData(queryKey, before);
      toast(`That was not kept. ${explain(error)}`, { tone: "danger" });
    },
  });
  return (steer) => mutate(steer);
}
