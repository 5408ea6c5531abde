// Voting: the number moves at once in every list that shows the work, and moves back if the server refuses.
import { useMutation, type QueryClient } from "@tanstack/react-query";
import { toast } from "./toast";
import { api, ok } from "./api";
import { explain } from "./problem";
import { requireUser } from "./signin";
import type { ShaderCard, VoteValue } from "./types";

type Voted = Pick<ShaderCard, "my_vote" | "stats">;

/** What a card shows after its vote became `value`, before the server has spoken. */
export function withVote<Card extends Voted>(card: Card, value: VoteValue): Card {
  const change = (sign: 1 | -1) => Number(value === sign) - Number(card.my_vote === sign);
  const up = card.stats.up + change(1);
  const down = card.stats.down + change(-1);
  return { ...card, my_vote: value, stats: { ...card.stats, up, down } };
}

/** Replaces the card in whatever the cache holds: a page, a list, an endless list, a lineage. The same object when it is not in there. */
export function replaceCard(data: unknown, id: string, change: (card: ShaderCard) => ShaderCard): unknown {
  if (Array.isArray(data)) {
    const next = data.map((entry) => replaceCard(entry, id, change));
    return next.some((entry, index) => entry !== data[index]) ? next : data;
  }
  if (typeof data !== "object" || data === null) return data;
  const record = data as Record<string, unknown>;
  if (record.id === id && "my_vote" in record && "stats" in record) return change(record as unknown as ShaderCard);
  let next: Record<string, unknown> | null = null;
  for (const key of ["pages", "items", "ancestors", "forks"]) {
    if (!Array.isArray(record[key])) continue;
    const replaced = replaceCard(record[key], id, change);
    if (replaced !== record[key]) next = { ...(next ?? record), [key]: replaced };
  }
  return next ?? data;
}

export function changeCardEverywhere(client: QueryClient, id: string, change: (card: ShaderCard) => ShaderCard): void {
  const holdsCards = ({ queryKey }: { queryKey: readonly unknown[] }) => HOLDERS.has(queryKey[0] as string);
  client.setQueriesData({ predicate: holdsCards }, (data: unknown) => replaceCard(data, id, change));
}

const HOLDERS = new Set(["feed", "shader", "shaders", "similar", "lineage", "mine", "saves"]);

/** The card with the counts that the server told last; the same object when they have not moved. */
export function withCounts<Card extends Voted>(card: Card, stats: Voted["stats"]): Card {
  const moved = (Object.keys(stats) as (keyof Voted["stats"])[]).some((name) => stats[name] !== card.stats[name]);
  return moved ? { ...card, stats } : card;
}

/** Whether a vote is on its way: until it has arrived, what the server tells is older than what the screen shows. */
export const isVoting = (client: QueryClient): boolean => client.isMutating({ predicate: ({ options }) => options.scope?.id === VOTES.id }) > 0;

const VOTES = { id: "vote" };

interface Ballot {
  card: Voted & { id: string };
  value: VoteValue;
}

/** Gives a function that votes; pressing the same direction again takes the vote back. False when somebody must sign in first. */
export function useVote(): (card: Ballot["card"], direction: 1 | -1) => boolean {
  const { mutate } = useMutation({
    mutationFn: ({ card, value }: Ballot) => ok(api.PUT("/api/v1/shaders/{shader_id}/vote", { params: { path: { shader_id: card.id } }, body: { value } })),
    scope: VOTES,
    onMutate: ({ card, value }, { client }) => changeCardEverywhere(client, card.id, (held) => withVote(held, value)),
    onSuccess: (result, { card }, _kept, { client }) =>
      changeCardEverywhere(client, card.id, (held) => ({ ...held, my_vote: result.my_vote, stats: result.stats })),
    onError: (error, { card }, _kept, { client }) => {
      changeCardEverywhere(client, card.id, (held) => ({ ...held, my_vote: card.my_vote, stats: card.stats }));
      toast(`Your vote was not kept. ${explain(error)}`, { tone: "danger" });
    },
  });
  return (card, direction) => {
    const may = requireUser("vote");
    if (may) mutate({ card, value: card.my_vote === direction ? 0 : direction });
    return may;
  };
}
