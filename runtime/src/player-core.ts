/** Player core: what leads a player, or looks into it, may touch; that lies in inspection/ and is loaded apart, for those who ask for it. */
import type { FrameClock } from "./clock";
import type { Engine } from "./engine";
import type { Playback } from "./playback";

export interface PlayerCore {
  readonly engine: Engine;
  readonly playback: Playback;
  readonly playing: boolean;
  /** Asked before each frame that would be painted; true: not now. */
  guide: ((nowMs: number) => boolean) | null;
  /** Paints now, at the size that was asked for last, if there is something to paint. */
  now(paint: () => FrameClock): void;
  /** Sound follows the clock; `anew`: it was moved. */
  sound(anew: boolean): void;
}
