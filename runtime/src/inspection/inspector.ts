/** Inspector: looks into a player: other pictures in the image's place, the numbers under a pixel, heat, uniforms, thumbnails. */
import { IMAGE_NAME } from "../contract";
import type { Seen } from "../engine";
import { drawPlainly } from "../passes";
import { coreOf, type Player } from "../player";
import { texelAt } from "./fit";
import { flatProgramOf, WRITE, type Measured } from "./flat-program";
import { Heat, type HeatReport } from "./heat";
import { ImageLens, type View } from "./lens";
import { bindLook, type Bound, type Look } from "./look";
import { repaintImage } from "./repaint";
import { Target } from "./target";
import { Thumbnails } from "./thumbnails";
import { uniformsOf, type UniformValue } from "./uniform-list";

/** What stands in the image's place: a view, or the heat of a pass. */
export type Shown = { kind: "view"; view: View } | { kind: "heat"; pass: string };

export interface InspectorOptions {
  /** A few times a second what the shown picture holds, while `measuring` or where it is needed to show it. Of heat: loops turned. */
  onMeasured?(measured: Measured): void;
  /** After a copy of a pass that counts was made. */
  onHeat?(report: HeatReport): void;
}

/** Texels around a place: `side`×`side`, RGBA, bottom row first; beside the picture they are 0. */
export interface Texels {
  look: Look;
  /** The texel in the middle, counted from the bottom-left of the picture as it lies flat, and the picture's sides. */
  x: number;
  y: number;
  width: number;
  height: number;
  side: number;
  values: Float32Array;
  /** False where the device can only tell 0…1 in steps of 1/255. */
  exact: boolean;
}

/** Nothing here costs a frame anything while it is not asked for. */
export interface Inspector {
  /** Null, the default: the image. */
  show(shown: Shown | null): void;
  /** While true, the image is kept in numbers so that `around` can read it. */
  setPicking(picking: boolean): void;
  setMeasuring(measuring: boolean): void;
  /** Whether what is to be shown was there with the last frame. */
  readonly found: boolean;
  /** The texels around what is shown at a pixel of the canvas, of heat the turns in red; null beside it, and of the image while nobody picks. `side` is odd, 1 to 31. The page waits for the GPU. */
  around(x: number, y: number, side: number): Texels | null;
  /** What other pictures hold at the same place of the canvas; those that are not there are left out. */
  at(looks: readonly Look[], x: number, y: number): Texels[];
  /** See `Thumbnails.draw`. */
  thumbnails(looks: readonly Look[], width: number, height: number): Promise<(Uint8ClampedArray<ArrayBuffer> | null)[] | null>;
  /** See `uniformsOf`. */
  uniforms(pass: string): UniformValue[];
  /** The player shows its image as before; it is not disposed of. */
  dispose(): void;
}

const MOST_SIDE = 31;

class PlayerInspector implements Inspector {
  private readonly core;
  private readonly ended = new AbortController();
  private readonly lens: ImageLens;
  private readonly small = new Thumbnails();
  private shown: Shown | null = null;
  private picking = false;
  private texels: Target | null = null;

  constructor(
    player: Player,
    private readonly options: InspectorOptions,
  ) {
    this.core = coreOf(player);
    this.lens = new ImageLens(this.core.engine, IMAGE_NAME, (measured) => {
      options.onMeasured?.(measured);
      // A standing picture is drawn with the range that is known now.
      if (!this.core.playing && this.shown) this.lens.redraw();
    });
  }

  show(shown: Shown | null): void {
    const heat = shown?.kind === "heat" ? shown.pass : null;
    if (heat !== (this.lens.heat?.pass ?? null)) {
      this.lens.heat?.dispose();
      this.lens.heat =
        heat === null
          ? null
          : new Heat(this.core.engine, heat, (report) => {
              this.options.onHeat?.(report);
              this.redraw();
            });
    }
    this.shown = shown;
    this.lens.view = shown?.kind === "view" ? shown.view : { look: { pass: IMAGE_NAME }, channels: "rgb", range: "raw" };
    this.lens.forget();
    this.put();
  }

  setPicking(picking: boolean): void {
    if (picking === this.picking) return;
    this.picking = picking;
    this.put();
  }

  setMeasuring(measuring: boolean): void {
    this.lens.measuring = measuring;
    this.lens.forget();
    if (measuring) this.redraw();
  }

  get found(): boolean {
    const { seen } = this.core.engine;
    return this.shown?.kind !== "view" || (seen !== null && bindLook(this.shown.view.look, seen, this.lens.taken) !== null);
  }

  around(x: number, y: number, side: number): Texels | null {
    const look = this.shown?.kind === "view" ? this.shown.view.look : { pass: this.lens.heat?.pass ?? IMAGE_NAME };
    return this.read(look, x, y, side, (seen) => (this.core.engine.lens === this.lens ? this.lens.bind(seen) : null));
  }

  at(looks: readonly Look[], x: number, y: number): Texels[] {
    const image = this.core.engine.lens === this.lens ? this.lens.taken : null;
    return looks.flatMap((look) => this.read(look, x, y, 1, (seen) => bindLook(look, seen, image)) ?? []);
  }

  async thumbnails(looks: readonly Look[], width: number, height: number): Promise<(Uint8ClampedArray<ArrayBuffer> | null)[] | null> {
    const { seen } = this.core.engine;
    if (!seen || this.ended.signal.aborted) return null;
    drawPlainly(seen.device);
    return this.small.draw(seen, looks, width, height, this.core.engine.lens ? this.lens.taken : null, this.ended.signal);
  }

  uniforms(pass: string): UniformValue[] {
    const { seen } = this.core.engine;
    return seen ? uniformsOf(seen, pass) : [];
  }

  dispose(): void {
    this.ended.abort();
    this.shown = null;
    this.picking = false;
    this.put();
    this.lens.heat?.dispose();
    this.lens.dispose();
    this.small.dispose();
    this.texels?.dispose();
  }

  /** Puts the lens before the image, or takes it away. */
  private put(): void {
    const { engine } = this.core;
    const wanted = this.shown !== null || this.picking;
    const lens = wanted ? this.lens : null;
    if (!lens && engine.lens !== this.lens) return;
    engine.lens = lens;
    this.redraw();
  }

  /** A picture that moves draws itself. */
  private redraw(): void {
    if (!this.core.playing) repaintImage(this.core.engine);
  }

  private read(look: Look, x: number, y: number, wantedSide: number, bind: (seen: Seen) => Bound | null): Texels | null {
    const { seen } = this.core.engine;
    if (!seen) return null;
    const side = Math.min(MOST_SIDE, Math.max(1, Math.round(wantedSide) | 1));
    const { device, frame } = seen;
    const bound = bind(seen);
    if (!bound) return null;
    const { kind, size, flat } = bound;
    const place = texelAt(flat, frame.width, frame.height, x, y);
    if (!place) return null;
    if (!this.texels?.fits(device, side, side)) {
      this.texels?.dispose();
      this.texels = new Target(device, side, side);
    }
    drawPlainly(device);
    this.texels.use();
    const half = (side - 1) / 2;
    flatProgramOf(device, kind).draw({ write: WRITE.values, size, flat, left: half - place[0], bottom: half - place[1], texels: 1 });
    return { look, x: place[0], y: place[1], width: flat[0], height: flat[1], side, values: this.texels.read(), exact: this.texels.exact };
  }
}

/** What looks into `player` from now on; one at a time. The caller disposes of it before the player. */
export function createInspector(player: Player, options: InspectorOptions = {}): Inspector {
  return new PlayerInspector(player, options);
}
