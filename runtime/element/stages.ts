/** Stages: one WebGL2 context for all players of a page that read the same media. */
import { createSharedStage, type SharedStage } from "../src/index";

const stages = new Map<string, SharedStage>();

/** The stage whose works read their media from the folder at `base`; null: only what the runtime makes by itself. */
export function stageFor(base: string | null): SharedStage {
  const key = base ?? "";
  const known = stages.get(key);
  if (known) return known;
  const made = createSharedStage();
  stages.set(key, made);
  return made;
}
