// What one saved, and whom one follows: one small list that every heart and follow button reads, changed at once and put right by the server.
import { queryOptions, useMutation, useQuery, type QueryClient } from "@tanstack/react-query";
import { api, ok } from "./api";
import { explain } from "./problem";
import { useSession } from "./session";
import { requireUser } from "./signin";
import { toast } from "./toast";
import type { Marks } from "./types";

export type MarkList = keyof Marks;

const marksQuery = queryOptions({
  queryKey: ["marks"],
  queryFn: ({ signal }) => ok(api.GET("/api/v1/me/marks", { signal })),
  staleTime: 5 * 60_000,
});

const PATHS = { saved: "/api/v1/shaders/{shader_id}/save", hidden: "/api/v1/shaders/{shader_id}/hide", following: "/api/v1/users/{username}/follow", muted: "/api/v1/users/{username}/mute" } as const;

/** The asking for it, as in "Sign in to …". */
const REASONS: Record<MarkList, string> = { saved: "save it", hidden: "choose what you see", following: "follow", muted: "choose what you see" };

export function useMarked(list: MarkList, name: string): boolean {
  const signedIn = useSession((session) => session.status === "signedIn");
  const { data } = useQuery({ ...marksQuery, enabled: signedIn });
  return signedIn && (data?.[list].includes(name) ?? false);
}

function send(list: MarkList, name: string, on: boolean): Promise<unknown> {
  const path = PATHS[list];
  if (path === PATHS.saved || path === PATHS.hidden) {
    const options = { params: { path: { shader_id: name } } };
    return on ? api.PUT(path, options) : api.DELETE(path, options);
  }
  const options = { params: { path: { username: name } } };
  return on ? api.PUT(path, options) : api.DELETE(path, options);
}

export function withMark(marks: Marks, list: MarkList, name: string, on: boolean): Marks {
  const others = marks[list].filter((one) => one !== name);
  return { ...marks, [list]: on ? [name, ...others] : others };
}

function change(client: QueryClient, list: MarkList, name: string, on: boolean): void {
  client.setQueryData(marksQuery.queryKey, (marks) => marks && withMark(marks, list, name, on));
}

/** Lists that show what was marked: they are asked for anew when next looked at. */
const SHOWING: Partial<Record<MarkList, readonly string[]>> = { saved: ["saves"], following: ["feed", "following"] };

/** Gives a function that makes or takes away a mark; false when somebody must sign in first. */
export function useMark(list: MarkList): (name: string, on: boolean) => boolean {
  const { mutate } = useMutation({
    mutationFn: ({ name, on }: { name: string; on: boolean }) => send(list, name, on),
    scope: { id: "marks" },
    onMutate: async ({ name, on }, { client }) => {
      // A list that is on its way would tell what was before.
      await client.cancelQueries(marksQuery);
      change(client, list, name, on);
    },
    onSuccess: (_answer, _asked, _kept, { client }) => {
      const key = SHOWING[list];
      if (key) void client.invalidateQueries({ queryKey: key });
    },
    onError: (error, { name, on }, _kept, { client }) => {
      change(client, list, name, !on);
      toast(`That was not kept. ${explain(error)}`, { tone: "danger" });
    },
    onSettled: (_answer, _error, _asked, _kept, { client }) => {
      if (client.getQueryData(marksQuery.queryKey) === undefined) void client.invalidateQueries(marksQuery);
    },
  });
  return (name, on) => {
    const may = requireUser(REASONS[list]);
    if (may) mutate({ name, on });
    return may;
  };
}
