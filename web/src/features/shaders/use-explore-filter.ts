// What is searched stands in the address, so that it can be shared and the back button knows it.
import { useMemo } from "react";
import { useSearchParams } from "react-router";
import type { ShaderFilter, ShaderSort } from "../../lib/shaders";

export interface ExploreFilter extends Pick<ShaderFilter, "q" | "tag"> {
  sort: ShaderSort;
}

export function useExploreFilter() {
  const [search, setSearch] = useSearchParams();
  const q = search.get("q")?.trim().slice(0, 200) || undefined;
  const tag = search.get("tag")?.trim().slice(0, 64) || undefined;
  const sort = sortOf(search.get("sort"));
  const filter = useMemo<ExploreFilter>(() => ({ ...(q ? { q } : {}), ...(tag ? { tag } : {}), sort }), [q, tag, sort]);

  /** `replace` for every letter typed; a chosen tag or order is a step that one can go back from. */
  const change = (next: Partial<ExploreFilter>, { replace = false } = {}) => {
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [key, value] of Object.entries(next)) {
          if (value && !(key === "sort" && value === "trending")) after.set(key, value);
          else after.delete(key);
        }
        return after;
      },
      { replace },
    );
  };
  return { filter, change, clear: () => setSearch({}) };
}

function sortOf(value: string | null): ShaderSort {
  return value === "new" || value === "top" ? value : "trending";
}
