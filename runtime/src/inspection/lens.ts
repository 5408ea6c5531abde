/** Lens: another picture in the image's place on the canvas: what a pass writes or reads, with its numbers made visible, or heat. */
import type { Engine, Lens, Seen } from "../engine";
import { drawPlainly } from "../passes";
import { placed, texelsOf } from "./fit";
import { BLOCKS, flatProgramOf, measured, WRITE, type Measured } from "./flat-program";
import type { Heat } from "./heat";
import { bindLook, type Bound, type Look } from "./look";
import { Target } from "./target";

/** red, green and blue together, or one channel as grey. */
export type Channels = "rgb" | "r" | "g" | "b" | "a";

/**
 * raw: 0 is black and 1 is white, as on the screen. unit: the same, and what lies outside is striped. signed: -1 is black and 1 is
 * white, and what lies outside is striped. auto: from the smallest number of the picture to its largest.
 */
export type ValueRange = "raw" | "unit" | "signed" | "auto";

export interface View {
  look: Look;
  channels: Channels;
  range: ValueRange;
}

const CHANNELS: readonly Channels[] = ["rgb", "r", "g", "b", "a"];
const IMAGE: View = { look: { pass: "Image" }, channels: "rgb", range: "raw" };
// How long a picture is not summed up again, milliseconds.
const MEASURE_EVERY_MS = 200;

export class ImageLens implements Lens {
  view: View = IMAGE;
  heat: Heat | null = null;
  /** What the picture holds, summed up a few times a second, and whether that was asked for. */
  measuring = false;
  private lastMeasured: Measured | null = null;
  private image: Target | null = null;
  private blocks: Target | null = null;
  private measuredAtMs = -Infinity;
  private underWay = false;
  /** The picture is another than the one that was summed up. */
  private fresh = true;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly ended = new AbortController();

  constructor(
    private readonly engine: Engine,
    private readonly imagePass: string,
    /** Something new is known of the picture, which therefore may have to be drawn again. */
    private readonly onMeasured: (measured: Measured) => void,
  ) {}

  /** Where the image is, in numbers, while the lens is before it. */
  get taken(): Target | null {
    return this.image;
  }

  /** What was measured is another picture's. */
  forget(): void {
    this.lastMeasured = null;
    this.measuredAtMs = -Infinity;
    this.fresh = true;
  }

  target(): WebGLFramebuffer | null {
    const { device } = this.engine;
    const [width, height] = this.engine.size;
    if (!this.image?.fits(device, width, height)) {
      this.image?.dispose();
      this.image = new Target(device, width, height);
    }
    return this.image.framebuffer;
  }

  painted(): void {
    this.fresh = true;
    this.redraw();
  }

  /** The same picture once more, with what is known of it by now. */
  redraw(): void {
    const { seen } = this.engine;
    if (seen && this.engine.lens === this) this.draw(seen);
  }

  /** What stands on the canvas now, bound to unit 0; counts, where that is their heat. */
  bind(seen: Seen): Bound | null {
    return this.heat?.bind() ?? bindLook(this.view.look, seen, this.image) ?? bindLook({ pass: this.imagePass }, seen, this.image);
  }

  dispose(): void {
    this.ended.abort();
    clearTimeout(this.timer);
    this.image?.dispose();
    this.blocks?.dispose();
  }

  private draw(seen: Seen): void {
    const { device, frame } = seen;
    const { gl } = device;
    const counts = this.heat?.draw(seen) ?? false;
    drawPlainly(device);
    const bound = this.bind(seen);
    if (!bound) return;
    const { kind, size, flat } = bound;
    const { channels, range } = counts ? { channels: "r" as const, range: "auto" as const } : this.view;
    const known = this.lastMeasured;
    const span = range === "signed" ? [-1, 1] : range === "auto" && known ? [counts ? 0 : known.low, known.high] : [0, 1];
    const [low = 0, high = 1] = span;
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.viewport(0, 0, frame.width, frame.height);
    flatProgramOf(device, kind).draw({
      write: counts ? WRITE.heat : WRITE.colours,
      size,
      flat,
      ...placed(flat, frame.width, frame.height),
      channel: CHANNELS.indexOf(channels),
      low,
      high: high > low ? high : low + 1,
      bounded: range === "unit" || range === "signed",
    });
    if (this.measuring || range === "auto") this.measure(seen, bound, CHANNELS.indexOf(channels));
  }

  private measure({ device }: Seen, { kind, size, flat }: Bound, channel: number): void {
    const nowMs = performance.now();
    const early = MEASURE_EVERY_MS - (nowMs - this.measuredAtMs);
    if (!this.fresh || this.underWay) return;
    clearTimeout(this.timer);
    if (early > 0) {
      // While it stands still, no other frame will come to be summed up in its place.
      this.timer = setTimeout(() => this.redraw(), early);
      return;
    }
    const [width, height] = BLOCKS;
    if (!this.blocks?.fits(device, width, height)) {
      this.blocks?.dispose();
      this.blocks = new Target(device, width, height);
    }
    if (!this.blocks.exact) return;
    this.blocks.use();
    flatProgramOf(device, kind).draw({ write: WRITE.sums, size, flat, left: 0, bottom: 0, texels: 1, channel });
    this.underWay = true;
    this.fresh = false;
    this.measuredAtMs = nowMs;
    void this.blocks.readLater(this.ended.signal).then((sums) => {
      this.underWay = false;
      if (this.fresh && !this.ended.signal.aborted) this.timer = setTimeout(() => this.redraw(), MEASURE_EVERY_MS);
      // Forgotten meanwhile: what was summed up is not looked at any more.
      if (!(sums instanceof Float32Array) || this.measuredAtMs !== nowMs) return;
      this.lastMeasured = measured(sums, texelsOf(kind, size));
      this.onMeasured(this.lastMeasured);
    });
  }
}
