// The counts of the card that plays move while one looks: the server is asked now and then, and every list that shows the work follows.
import { useEffect } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { shaderQuery } from "../../lib/shaders";
import { changeCardEverywhere, isVoting, withCounts } from "../../lib/votes";

const EVERY_MS = 12_000;

/** `on`: the picture is watched; a hidden page asks for nothing anyway. */
export function useLiveCounts(id: string | undefined, on: boolean): void {
  const client = useQueryClient();
  const { data } = useQuery({ ...shaderQuery(id ?? ""), enabled: on && id !== undefined, staleTime: Infinity, refetchInterval: EVERY_MS });
  const stats = data?.stats;
  useEffect(() => {
    if (id === undefined || !stats || isVoting(client)) return;
    changeCardEverywhere(client, id, (held) => withCounts(held, stats));
  }, [client, id, stats]);
}
