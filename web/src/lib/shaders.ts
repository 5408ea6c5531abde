// How the screens ask for works: keys and fetchers shared by the feed, the shader's page, the lists and the studio.
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, ok } from "./api";
import type { Tier } from "./passport";
import type { ShaderCard } from "./types";

export type FeedTab = "mixed" | "following" | "new" | "trending";
/** What "mixed" may be narrowed to. */
export type Mood = "calm" | "dark" | "hypnotic" | "colourful" | "3d" | "audio";
/** "relevance" means something only while words are searched. */
export type ShaderSort = "relevance" | "trending" | "new" | "top";

export interface ShaderFilter {
  q?: string;
  tag?: string;
  author?: string;
  /** Only works that cost at most this to draw. */
  cost?: Tier;
  sort?: ShaderSort;
}

const nextCursor = (page: { next_cursor: string | null }): string | null => page.next_cursor ?? null;
const FIRST = null as string | null;

const FEED = { mixed: "/api/v1/feed", following: "/api/v1/feed/following", new: "/api/v1/feed/new", trending: "/api/v1/feed/trending" } as const;

export const shaderQuery = (id: string) =>
  queryOptions({
    queryKey: ["shader", id],
    queryFn: ({ signal }) => ok(api.GET("/api/v1/shaders/{shader_id}", { params: { path: { shader_id: id } }, signal })),
  });

export const feedQuery = (tab: FeedTab, mood: Mood | null = null, limit = 8) =>
  infiniteQueryOptions({
    queryKey: ["feed", tab, mood],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit, cursor: pageParam ?? undefined };
      return tab === "mixed" ? ok(api.GET(FEED.mixed, { params: { query: { ...query, mood: mood ?? undefined } }, signal })) : ok(api.GET(FEED[tab], { params: { query }, signal }));
    },
    initialPageParam: FIRST,
    getNextPageParam: nextCursor,
    staleTime: 5 * 60_000,
  });

export const shadersQuery = (filter: ShaderFilter, limit = 24) =>
  infiniteQueryOptions({
    queryKey: ["shaders", filter],
    queryFn: ({ pageParam, signal }) => ok(api.GET("/api/v1/shaders", { params: { query: { ...filter, limit, cursor: pageParam ?? undefined } }, signal })),
    initialPageParam: FIRST,
    getNextPageParam: nextCursor,
    staleTime: 60_000,
  });

export const tagsQuery = () =>
  queryOptions({ queryKey: ["tags"], queryFn: ({ signal }) => ok(api.GET("/api/v1/tags", { signal })), staleTime: 5 * 60_000 });

export const personQuery = (username: string) =>
  queryOptions({
    queryKey: ["person", username],
    queryFn: ({ signal }) => ok(api.GET("/api/v1/users/{username}", { params: { path: { username } }, signal })),
  });

export const versionsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["versions", id],
    queryFn: ({ pageParam, signal }) =>
      ok(api.GET("/api/v1/shaders/{shader_id}/versions", { params: { path: { shader_id: id }, query: { limit: 20, cursor: pageParam ?? undefined } }, signal })),
    initialPageParam: FIRST,
    getNextPageParam: (page) => page.next_cursor ?? null,
  });

export const versionQuery = (id: string, number: number) =>
  queryOptions({
    queryKey: ["version", id, number],
    queryFn: ({ signal }) => ok(api.GET("/api/v1/shaders/{shader_id}/versions/{number}", { params: { path: { shader_id: id, number } }, signal })),
    staleTime: Infinity,
  });

export const lineageQuery = (id: string) =>
  queryOptions({
    queryKey: ["lineage", id],
    queryFn: ({ signal }) => ok(api.GET("/api/v1/shaders/{shader_id}/lineage", { params: { path: { shader_id: id } }, signal })),
  });

export const similarQuery = (id: string) =>
  queryOptions({
    queryKey: ["similar", id],
    queryFn: ({ signal }) => ok(api.GET("/api/v1/shaders/{shader_id}/similar", { params: { path: { shader_id: id }, query: { limit: 12 } }, signal })),
    staleTime: 5 * 60_000,
  });

/** All cards of a keyset list in order, each once: a card that moved between two pages is not shown twice. */
export function cardsOf<Card extends ShaderCard>(pages: readonly { items: Card[] }[] | undefined): Card[] {
  const seen = new Set<string>();
  return (pages ?? []).flatMap((page) => page.items).filter((card) => !seen.has(card.id) && seen.add(card.id));
}
