/** Cases: every line of the description of Shadertoy that can be checked, one list for the page and for the tests. */
import { buffers } from "./buffers";
import type { Case } from "./expect";
import { inputs } from "./inputs";
import { moments } from "./moments";
import { program } from "./program";
import { sounds } from "./sounds";

export const cases: readonly Case[] = [...program, ...moments, ...buffers, ...inputs, ...sounds].sort((a, b) => Number(a.section) - Number(b.section));

const LONGEST_MS = 20_000;

/** Runs one case: null when its line holds, else what was seen instead. Never rejects. */
export async function verdict({ run }: Case): Promise<string | null> {
  const late = new Promise<string>((resolve) => setTimeout(() => resolve("it did not end in twenty seconds"), LONGEST_MS));
  const result = (async () => {
    try {
      await run();
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  })();
  return Promise.race([result, late]);
}
