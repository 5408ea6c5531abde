// Whether a work has anything to hear: a Sound pass, or an input that plays.
import type { Pass } from "@fractafrag/runtime";

const PLAYS: readonly string[] = ["music", "video", "mic"];

export function isHeard(passes: readonly Pass[]): boolean {
  return passes.some((pass) => pass.type === "sound" || pass.inputs.some((input) => PLAYS.includes(input.type)));
}
