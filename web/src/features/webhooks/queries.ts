/** What the server knows of somebody's webhooks. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, ok } from "../../lib/api";

export const webhooksQuery = () => queryOptions({ queryKey: ["webhooks"], queryFn: ({ signal }) => ok(api.GET("/api/v1/webhooks", { signal })), staleTime: 5_000 });

export const deliveriesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["webhooks", id, "deliveries"],
    queryFn: ({ pageParam, signal }) =>
      ok(api.GET("/api/v1/webhooks/{webhook_id}/deliveries", { params: { path: { webhook_id: id }, query: { limit: 20, cursor: pageParam ?? undefined } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? null,
    staleTime: 2_000,
  });
