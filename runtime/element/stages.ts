/** Stages: one WebGL2 context for all players of a page that read the same media, and one more for those that sound. */
import { createSharedStage, type SharedStage } from "../src/index";
import { filesAt, filesWithin, loaderOf } from "./media";

/** Media by the address of their folder, or carried within the page; null: only what the runtime makes by itself. */
export type MediaPlace = string | Readonly<Record<string, string>> | null;

const stages = new Map<MediaPlace, Map<boolean, SharedStage>>();

/** The stage whose works read their media from `place`. */
export function stageFor(place: MediaPlace, muted: boolean): SharedStage {
  const both = stages.get(place) ?? new Map<boolean, SharedStage>();
  stages.set(place, both);
  const known = both.get(muted);
  if (known) return known;
  const made = createSharedStage(place === null ? { muted } : { muted, media: loaderOf(typeof place === "string" ? filesAt(place) : filesWithin(place)) });
  both.set(muted, made);
  return made;
}
