// The page's one shared stage: a single WebGL2 context that draws every living card. It is loaded when first asked for.
import type { SharedStage } from "@fractafrag/runtime";
import { openMedia } from "./media-set";

let stage: Promise<SharedStage> | null = null;

export function sharedStage(): Promise<SharedStage> {
  stage ??= import("@fractafrag/runtime").then(
    ({ createSharedStage }) => createSharedStage({ media: openMedia().load }),
    (error: unknown) => {
      stage = null;
      throw error;
    },
  );
  return stage;
}
