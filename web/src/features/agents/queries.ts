/** What the server knows of the programs that act for somebody. */
import { infiniteQueryOptions, queryOptions, type QueryClient } from "@tanstack/react-query";
import { api, ok } from "../../lib/api";

export const keysQuery = () =>
  queryOptions({
    queryKey: ["keys"],
    queryFn: ({ signal }) => ok(api.GET("/api/v1/keys", { signal })),
    staleTime: 5_000,
  });

export const grantsQuery = () =>
  queryOptions({
    queryKey: ["grants"],
    queryFn: ({ signal }) => ok(api.GET("/api/v1/grants", { signal })),
    staleTime: 5_000,
  });

export type AgentKind = "keys" | "grants";

const FIRST = null as string | null;
const TRAIL_PAGE = 30;

/** What one program did, the latest first. */
export const trailQuery = (kind: AgentKind, id: string, limit = TRAIL_PAGE) =>
  infiniteQueryOptions({
    queryKey: [kind, id, "actions", limit],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit, cursor: pageParam ?? undefined };
      return kind === "keys"
        ? ok(api.GET("/api/v1/keys/{key_id}/actions", { params: { path: { key_id: id }, query }, signal }))
        : ok(api.GET("/api/v1/grants/{grant_id}/actions", { params: { path: { grant_id: id }, query }, signal }));
    },
    initialPageParam: FIRST,
    getNextPageParam: (page) => page.next_cursor ?? null,
    staleTime: 5_000,
  });

export async function refreshAgents(client: QueryClient, kind: AgentKind): Promise<void> {
  await client.invalidateQueries({ queryKey: [kind] });
}
