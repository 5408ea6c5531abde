// Every address inside the site, written in one place.

export const paths = {
  feed: (tab?: string) => (tab && tab !== "mixed" ? `/?feed=${encodeURIComponent(tab)}` : "/"),
  mood: (mood: string) => `/?mood=${encodeURIComponent(mood)}`,
  taste: () => "/taste",
  explore: (search: { q?: string; tag?: string; sort?: string } = {}) => {
    const query = new URLSearchParams(Object.entries(search).filter((entry): entry is [string, string] => Boolean(entry[1])));
    return query.size > 0 ? `/explore?${query.toString()}` : "/explore";
  },
  shader: (id: string) => `/s/${encodeURIComponent(id)}`,
  shaderVersion: (id: string, version: number) => `/s/${encodeURIComponent(id)}/v/${version}`,
  studio: (id?: string) => (id ? `/studio/${encodeURIComponent(id)}` : "/studio"),
  /** The studio with the history open, at a version where one is named. */
  history: (id: string, version?: number) => `/studio/${encodeURIComponent(id)}?history${version === undefined ? "" : `=${version}`}`,
  /** The studio with a copy of a work; what is saved there is a fork. */
  fork: (id: string) => `/studio?fork=${encodeURIComponent(id)}`,
  person: (username: string) => `/u/${encodeURIComponent(username)}`,
  mine: () => "/me",
  saves: () => "/saved",
  privacy: () => "/privacy",
  settings: (section?: "profile" | "keys" | "apps" | "webhooks") => (section ? `/settings/${section}` : "/settings"),
  key: (id: string) => `/settings/keys/${encodeURIComponent(id)}`,
  app: (id: string) => `/settings/apps/${encodeURIComponent(id)}`,
  webhook: (id: string) => `/settings/webhooks/${encodeURIComponent(id)}`,
  /** How to connect an agent; `client` opens the words for one program. */
  connect: (client?: string) => (client ? `/connect?client=${encodeURIComponent(client)}` : "/connect"),
  /** The REST API, described. */
  apiDocs: () => "/api/docs",
  atom: {
    new: () => "/feeds/new.atom",
    trending: () => "/feeds/trending.atom",
    person: (username: string) => `/feeds/people/${encodeURIComponent(username)}.atom`,
    tag: (tag: string) => `/feeds/tags/${encodeURIComponent(tag)}.atom`,
  },
  login: (next?: string) => withNext("/login", next),
  register: (next?: string) => withNext("/register", next),
};

function withNext(path: string, next: string | undefined): string {
  return next ? `${path}?next=${encodeURIComponent(next)}` : path;
}

/** Where to go after signing in: only ever a path of this site. */
export function nextPath(search: string): string {
  const next = new URLSearchParams(search).get("next") ?? "/";
  return /^\/(?![/\\])/.test(next) ? next : "/";
}
