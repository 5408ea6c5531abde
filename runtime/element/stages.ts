/** Stages: one WebGL2 context for all players of a page that read the same media, and one more for those that sound. */
import { createSharedStage, type SharedStage } from "../src/index";
import { loaderOf } from "./media";

const stages = new Map<string, SharedStage>();

/** The stage whose works read their media from the folder at `base`; null: only what the runtime makes by itself. */
export function stageFor(base: string | null, muted: boolean): SharedStage {
  const key = `${muted ? "muted" : "heard"} ${base ?? ""}`;
  const known = stages.get(key);
  if (known) return known;
  const made = createSharedStage(base === null ? { muted } : { muted, media: loaderOf(base) });
  stages.set(key, made);
  return made;
}
