// From what one knows to what nobody would have guessed.
import { useEffect, useRef, useState } from "react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, ok } from "../../../lib/api";
import { explain } from "../../../lib/problem";
import { tasteQuery, useWhose } from "../../../lib/taste";
import { toast } from "../../../lib/toast";
import { Slider } from "../../../ui/Slider";
import { beginAgain } from "../ahead";
import type { Mood } from "../../../lib/shaders";

/** A hand that rests has decided. */
const REST_MS = 450;

const WORDS: [upTo: number, words: string][] = [
  [0.15, "Only what you know you like"],
  [0.4, "Mostly what you like"],
  [0.6, "Some of both"],
  [0.85, "Mostly new to you"],
  [1, "Surprise me"],
];

export const dialWords = (surprise: number): string => WORDS.find(([upTo]) => surprise <= upTo)?.[1] ?? "";

export function Dial({ surprise, mood = null }: { surprise: number; mood?: Mood | null }) {
  const client = useQueryClient();
  const { queryKey } = tasteQuery(useWhose());
  const [held, setHeld] = useState<number | null>(null);
  const timer = useRef(0);
  const { mutate } = useMutation({
    mutationFn: (wanted: number) => ok(api.PUT("/api/v1/me/taste/dial", { body: { surprise: wanted } })),
    onSuccess: (kept) => {
      client.setQueryData(queryKey, (taste) => taste && { ...taste, ...kept });
      beginAgain(client, mood);
    },
    onError: (error) => toast(`That was not kept. ${explain(error)}`, { tone: "danger" }),
    onSettled: () => setHeld(null),
  });
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const value = held ?? surprise;
  return (
    <div>
      <Slider
        label="How much surprise"
        min={0}
        max={1}
        step={0.05}
        value={value}
        valueText={dialWords(value)}
        onChange={(next) => {
          setHeld(next);
          window.clearTimeout(timer.current);
          timer.current = window.setTimeout(() => mutate(next), REST_MS);
        }}
      />
      <div className="flex justify-between gap-4 text-xs text-ink-3">
        <span>Familiar</span>
        <span className="text-ink-2" aria-hidden>
          {dialWords(value)}
        </span>
        <span>Surprise</span>
      </div>
    </div>
  );
}
