// What is searched stands in the address, so that it can be shared and the back button knows it.
import { useMemo } from "react";
import { useSearchParams } from "react-router";
import type { ShaderFilter, ShaderSort } from "../../lib/shaders";

export interface ExploreFilter extends Pick<ShaderFilter, "q" | "tag" | "cost"> {
  sort: ShaderSort;
}

export function useExploreFilter() {
  const [search, setSearch] = useSearchParams();
  const q = search.get("q")?.trim().slice(0, 200) || undefined;
  const tag = search.get("tag")?.trim().slice(0, 64) || undefined;
  const cost = search.get("cost") === "light" ? "light" : undefined;
  const sort = sortOf(search.get("sort"), q !== undefined);
  const filter = useMemo<ExploreFilter>(() => ({ ...(q ? { q } : {}), ...(tag ? { tag } : {}), ...(cost ? { cost } : {}), sort }), [q, tag, cost, sort]);

  /** `replace` for every letter typed; a chosen tag or order is a step that one can go back from. */
  const change = (next: Partial<ExploreFilter>, { replace = false } = {}) => {
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [key, value] of Object.entries(next)) {
          if (value) after.set(key, value);
          else after.delete(key);
        }
        // The order that stands without saying so is left out of the address.
        if (after.get("sort") === usualSort(Boolean(after.get("q")))) after.delete("sort");
        return after;
      },
      { replace },
    );
  };
  return { filter, change, clear: () => setSearch({}) };
}

const usualSort = (words: boolean): ShaderSort => (words ? "relevance" : "trending");

function sortOf(value: string | null, words: boolean): ShaderSort {
  const known = value === "new" || value === "top" || value === "trending" || (value === "relevance" && words);
  return known ? value : usualSort(words);
}
