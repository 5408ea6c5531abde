/** Fitting: finds the size at which a device can follow a player, before anything is shown and from then on. */
import { gpuDone } from "./fence";
import type { Player } from "./player";
import { AdaptivePixels, fitPixels } from "./scale";

export interface FittingEvents {
  /** The picture has this size now, in pixels. */
  size?(width: number, height: number): void;
  /** Even the smallest picture takes so many milliseconds: the player has paused. `play()` goes on all the same. */
  tooHeavy?(frameMs: number): void;
}

/** While frames are this long apart, something else than drawing kept the page: they tell nothing. */
const LAPSE_MS = 5000;

export class Fitting {
  private most: [number, number] = [1, 1];
  private pixels: AdaptivePixels | null = null;
  private feeling: AbortController | null = null;
  private paintedMs: number | null = null;
  private told = false;
  private given = false;

  /** `gl`: the context that `player` draws with. */
  constructor(
    private readonly player: Player,
    private readonly gl: WebGL2RenderingContext,
    private readonly on: FittingEvents = {},
  ) {}

  /** The most pixels that the picture may have; `exact`: it has as many, however slow it becomes. */
  allow(width: number, height: number, exact = false): void {
    this.most = [Math.max(1, Math.round(width)), Math.max(1, Math.round(height))];
    this.given = exact;
    this.pixels?.setFull(this.most[0] * this.most[1]);
    this.apply();
  }

  /**
   * After a load: draws unseen frames, the first at 32×18 pixels, each at most four times as large as the one before, until they
   * become slow or the room is full, and then begins the work anew. `stateful`: it has buffers, which a change of size would break.
   */
  async begin(stateful: boolean): Promise<"done" | "lost" | "superseded"> {
    this.stop();
    const { player } = this;
    const { signal } = (this.feeling = new AbortController());
    const moves = player.playing;
    player.pause();
    const pixels = new AdaptivePixels(this.most[0] * this.most[1], stateful);
    this.pixels = pixels;
    this.told = false;
    while (pixels.growing && !this.given) {
      this.apply();
      const sentMs = performance.now();
      player.step();
      const state = await gpuDone(this.gl, signal);
      if (state !== "done") return state;
      pixels.note(performance.now() - sentMs);
    }
    this.feeling = null;
    this.apply();
    player.reset();
    if (pixels.hopelessMs !== null) this.warn(pixels.hopelessMs);
    else if (moves) player.play();
    return "done";
  }

  /** To be called after each painted frame, with its moment in milliseconds. */
  painted(nowMs: number): void {
    const { pixels, player } = this;
    const before = this.paintedMs;
    this.paintedMs = player.playing ? nowMs : null;
    if (!pixels || pixels.growing || this.feeling || this.given || before === null || !player.playing || nowMs - before > LAPSE_MS) return;
    if (pixels.note(nowMs - before)) this.apply();
    if (pixels.hopelessMs !== null) this.warn(pixels.hopelessMs);
  }

  stop(): void {
    this.feeling?.abort();
    this.feeling = null;
    this.paintedMs = null;
  }

  private apply(): void {
    const [width, height] = this.given || !this.pixels ? this.most : fitPixels(this.most[0], this.most[1], this.pixels.current);
    this.player.resize(width, height);
    if (!this.feeling) this.on.size?.(width, height);
  }

  private warn(frameMs: number): void {
    if (this.told) return;
    this.told = true;
    this.player.pause();
    this.on.tooHeavy?.(frameMs);
  }
}
