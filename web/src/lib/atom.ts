// Tells feed readers, while a screen is open, where its works can be followed (Atom).
import { useEffect } from "react";
import { paths } from "./paths";

export interface AtomFeed {
  title: string;
  href: string;
}

/** The feed that holds what a list shows, as near as there is one: a tag's before an order's. */
export function atomOf({ tag, sort }: { tag?: string; sort?: string }): AtomFeed {
  if (tag) return { title: `Shaders tagged ${tag}`, href: paths.atom.tag(tag) };
  return sort === "trending" ? { title: "Trending shaders", href: paths.atom.trending() } : { title: "New shaders", href: paths.atom.new() };
}

/** Keeps `<link rel="alternate">` in the head for each of the feeds; one that stands there already is left alone. */
export function useAtomFeeds(feeds: readonly AtomFeed[]): void {
  const known = JSON.stringify(feeds);
  useEffect(() => {
    const added: HTMLLinkElement[] = [];
    for (const { title, href } of JSON.parse(known) as AtomFeed[]) {
      if (document.head.querySelector(`link[rel="alternate"][href="${CSS.escape(href)}"]`)) continue;
      const link = document.createElement("link");
      Object.assign(link, { rel: "alternate", type: "application/atom+xml", title, href });
      document.head.append(link);
      added.push(link);
    }
    return () => added.forEach((link) => link.remove());
  }, [known]);
}
