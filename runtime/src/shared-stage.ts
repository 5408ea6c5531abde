/** Shared stage: one WebGL2 context draws all cards of a page; each card's own 2D canvas receives a copy of its picture. */
import { StageCardPlayer, type CardEvents, type CardState, type StagePlayer } from "./stage-card";
import { openContext, watchContext, type AnyCanvas } from "./context";
import type { Pass, ShaderError } from "./contract";
import { FramePacer } from "./fence";
import type { MediaOptions } from "./media";
import { MediaStore } from "./media-store";

export interface SharedStageOptions extends MediaOptions {
  /** Pixels that all live cards together may have. Default 2 100 000 (a full-HD picture). */
  pixelBudget?: number;
  /** Pixels that one card may have. Default: the whole budget. */
  maxPixelsPerCard?: number;
}

export interface StageCard {
  /** live: drawing. ready: compiled and waiting. idle: its GPU memory is given back; the canvas keeps its last picture. */
  setState(state: CardState): void;
  readonly player: StagePlayer;
  /** Measures the canvas again; its box on the page (not its width and height attributes) says how large it is. */
  resize(): void;
  unmount(): void;
}

/** What gives frames: a window. */
export type Frames = Pick<Window, "requestAnimationFrame" | "cancelAnimationFrame">;

export interface SharedStage {
  /** Puts a work on a card, idle. `canvas` must be sized by CSS and never have had a WebGL context. */
  mount(canvas: HTMLCanvasElement, passes: Pass[], on?: CardEvents): StageCard;
  /**
   * Whose frames the cards move with: those of another window that shows a picture of theirs, and that is seen also while this
   * page is hidden; null, as at first: this page's own, and none while it is hidden.
   */
  follow(frames: Frames | null): void;
  dispose(): void;
}

const PIXEL_BUDGET = 1920 * 1080;
const NO_WEBGL: ShaderError = { pass: "Image", line: 1, column: 0, message: "This browser has no WebGL2 to draw with." };

function hiddenCanvas(): AnyCanvas {
  return typeof OffscreenCanvas === "undefined" ? document.createElement("canvas") : new OffscreenCanvas(32, 18);
}

class Stage implements SharedStage {
  private readonly cards = new Set<StageCardPlayer>();
  private readonly pacer: FramePacer | null;
  private readonly undo = new AbortController();
  private readonly unwatch: () => void;
  private readonly calm = matchMedia("(prefers-reduced-motion: reduce)");
  private readonly sizes: ResizeObserver;
  private readonly budget: number;
  private readonly perCard: number;
  private readonly media: MediaStore;
  private preparing: StageCardPlayer | null = null;
  private request: number | null = null;
  private frames: Frames | null = null;
  private drawn: StageCardPlayer[] = [];

  constructor(
    private readonly surface: AnyCanvas,
    private readonly gl: WebGL2RenderingContext | null,
    options: SharedStageOptions,
  ) {
    this.budget = Math.max(1, options.pixelBudget ?? PIXEL_BUDGET);
    this.perCard = Math.max(1, options.maxPixelsPerCard ?? this.budget);
    this.media = new MediaStore(options);
    this.pacer = gl ? new FramePacer(gl) : null;
    this.unwatch = watchContext(surface, { lost: () => this.onLost(), restored: () => this.onRestored() });
    const { signal } = this.undo;
    document.addEventListener("visibilitychange", () => this.onVisibility(), { signal });
    this.calm.addEventListener("change", () => this.cards.forEach((card) => card.setCalm(this.calm.matches)), { signal });
    this.sizes = new ResizeObserver((entries) => {
      for (const card of this.cards) if (entries.some(({ target }) => target === card.canvas)) card.measure();
      this.share();
    });
  }

  mount(canvas: HTMLCanvasElement, passes: Pass[], on: CardEvents = {}): StageCard {
    const { gl } = this;
    if (!gl) queueMicrotask(() => on.failed?.([NO_WEBGL]));
    const card = new StageCardPlayer(canvas, this.surface, gl, this.media, passes, on, () => this.schedule());
    card.setCalm(this.calm.matches);
    this.cards.add(card);
    this.sizes.observe(canvas);
    return {
      player: card.player,
      setState: (state) => {
        if (!this.cards.has(card)) return;
        card.setState(state);
        this.share();
        void this.prepare();
      },
      resize: () => {
        card.measure();
        this.share();
      },
      unmount: () => {
        if (!this.cards.delete(card)) return;
        this.sizes.unobserve(canvas);
        card.dispose();
        this.share();
        void this.prepare();
      },
    };
  }

  follow(frames: Frames | null): void {
    this.stop();
    this.frames = frames;
    if (document.hidden && !frames) for (const card of this.cards) card.suspend();
    this.schedule();
  }

  dispose(): void {
    this.undo.abort();
    this.unwatch();
    this.sizes.disconnect();
    this.stop();
    for (const card of this.cards) card.dispose();
    this.cards.clear();
    this.pacer?.clear();
    this.media.dispose();
    this.gl?.getExtension("WEBGL_lose_context")?.loseContext();
  }

  /** Divides the pixel budget among the live cards. */
  private share(): void {
    const live = [...this.cards].filter(({ state }) => state === "live");
    const each = Math.min(this.perCard, Math.floor(this.budget / Math.max(1, live.length)));
    for (const card of live) card.allow(each);
    this.schedule();
  }

  /**
   * Live cards are made ready at once, waiting ones one after the other and only while no live one needs the compiler or feels out
   * its size: what is compiled beside it would be taken for its own slowness, and make its picture small for good.
   */
  private async prepare(): Promise<void> {
    for (const card of this.cards) if (card.state === "live" && card.needsLoad) void card.load().then(() => this.prepare());
    const liveBusy = [...this.cards].some((card) => card.state === "live" && (card.loading || card.growing));
    if (liveBusy || this.preparing) return;
    const next = [...this.cards].find((card) => card.state === "ready" && card.needsLoad);
    if (!next) return;
    this.preparing = next;
    await next.load();
    this.preparing = null;
    await this.prepare();
  }

  private schedule(): void {
    if (this.request !== null || this.undo.signal.aborted || !this.gl || (document.hidden && !this.frames)) return;
    if (![...this.cards].some((card) => card.moving)) return;
    const { frames } = this;
    this.request = (frames ?? window).requestAnimationFrame((atMs) => {
      this.request = null;
      // Another window counts from its own beginning.
      const felt = this.feeling;
      this.turn(frames ? performance.now() : atMs);
      if (felt && !this.feeling) void this.prepare();
      this.schedule();
    });
  }

  private stop(): void {
    if (this.request !== null) (this.frames ?? window).cancelAnimationFrame(this.request);
    this.request = null;
  }

  private turn(nowMs: number): void {
    const { pacer, gl } = this;
    if (!pacer || !gl || gl.isContextLost()) return;
    // While another one is compiled, how long frames take says nothing of who is drawn.
    for (const frameMs of pacer.finished(nowMs)) for (const card of this.drawn) if (card.growing || !this.preparing) card.note(frameMs / this.drawn.length);
    const moving = [...this.cards].filter((card) => card.moving);
    // A card whose size is being felt out is drawn and measured alone, one frame at a time.
    const { feeling } = this;
    if (!(feeling ? pacer.idle : pacer.free(nowMs))) return;
    const cards = feeling ? [feeling] : moving;
    this.fitSurface(cards);
    this.drawn = cards.filter((card) => card.paint(nowMs));
    if (this.drawn.length > 0) pacer.sent(nowMs);
  }

  private get feeling(): StageCardPlayer | undefined {
    return [...this.cards].find((card) => card.moving && card.growing);
  }

  /** The hidden canvas only grows: each card is drawn into its bottom-left corner, and a new size would cost all of them. */
  private fitSurface(cards: readonly StageCardPlayer[]): void {
    const width = Math.max(this.surface.width, ...cards.map(({ size }) => size[0]));
    const height = Math.max(this.surface.height, ...cards.map(({ size }) => size[1]));
    if (this.surface.width !== width) this.surface.width = width;
    if (this.surface.height !== height) this.surface.height = height;
  }

  private onVisibility(): void {
    if (!document.hidden || this.frames) return this.schedule();
    this.stop();
    for (const card of this.cards) card.suspend();
  }

  private onLost(): void {
    this.pacer?.clear();
    this.drawn = [];
    for (const card of this.cards) card.onLost();
  }

  private onRestored(): void {
    for (const card of this.cards) card.onRestored();
    void this.prepare();
  }
}

/**
 * The stage of a page. Where there is no WebGL2, every mounted card reports `failed` and nothing else happens.
 * Cards stand still while the document is hidden; with prefers-reduced-motion a live card shows one still frame until `player.paused` is set to false.
 */
export function createSharedStage(options: SharedStageOptions = {}): SharedStage {
  const surface = hiddenCanvas();
  return new Stage(surface, openContext(surface, false), options);
}
