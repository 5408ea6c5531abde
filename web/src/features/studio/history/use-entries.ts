/** What the history lists of the open work, and the state behind each line. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { versionQuery, versionsQuery } from "../../../lib/shaders";
import type { Version } from "../../../lib/types";
import type { Work } from "../document";
import { workOfVersion } from "../shader-api";
import { useStudio, useStudioValue } from "../studio-context";
import { momentsOf } from "./device";
import type { Moment } from "./moments";

/** "now" is what is open; a version by its number; a moment by its time. */
export type Entry = "now" | `v${number}` | `m${number}`;

export const numberOf = (entry: Entry): number => Number(entry.slice(1));

export interface Entries {
  /** The work whose versions are listed: one's own, or what this one is a fork of; null without any. */
  source: string | null;
  /** Whether the versions are of the open work itself. */
  own: boolean;
  versions: readonly Version[];
  moments: readonly Moment[];
  loading: boolean;
  failed: unknown;
  retry: () => void;
  /** Loads older versions; absent where there are none. */
  more?: () => void;
}

export function useEntries(): Entries {
  const { moments: kept } = useStudioValue();
  const origin = useStudio((state) => state.origin);
  const parent = useStudio((state) => state.parent);
  const source = origin?.id ?? parent?.id ?? null;
  const list = useInfiniteQuery({ ...versionsQuery(source ?? ""), enabled: source !== null });
  const [moments, setMoments] = useState<readonly Moment[] | null>(null);
  useEffect(() => {
    let gone = false;
    void momentsOf(kept.document()).then((found) => {
      if (!gone) setMoments(found);
    });
    return () => {
      gone = true;
    };
  }, [kept]);
  const versions = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data]);
  return {
    source,
    own: origin !== null,
    versions,
    moments: moments ?? [],
    loading: moments === null || (source !== null && list.isPending),
    failed: list.isError && versions.length === 0 ? list.error : null,
    retry: () => void list.refetch(),
    more: list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : undefined,
  };
}

/** The state behind a line; null while it is loaded. */
export function useEntryWork(entry: Entry | null, { source, moments }: Entries): { work: Work | null; failed: unknown } {
  const present = useStudio((state) => state.work);
  const isVersion = entry?.startsWith("v") ?? false;
  const version = useQuery({ ...versionQuery(source ?? "", entry ? numberOf(entry) : 0), enabled: isVersion && source !== null });
  const { details } = present;
  const work = useMemo(() => {
    if (entry === null) return null;
    if (entry === "now") return present;
    if (isVersion) return version.data ? workOfVersion(version.data, details) : null;
    return moments.find(({ at }) => at === numberOf(entry))?.work ?? null;
  }, [entry, isVersion, present, details, version.data, moments]);
  return { work, failed: isVersion ? version.error : null };
}
