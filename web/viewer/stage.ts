// The picture: one card on the runtime's stage, its poster, and a guard that lets nothing heavy run by itself or for ever.
import { attachInput, createSharedStage, heldBack, type ParameterValues, type ShaderError, type SharedStage, type StageCard } from "@fractafrag/runtime";
import { button, icon, make } from "./elements";
import type { Poster, Work } from "./work";

export type Condition = "resting" | "coming" | "live" | "failed";

// A device on which no picture came by then is left in peace: the host's chat shares its graphics with us.
const PATIENCE_MS = 12_000;

export class PictureStage {
  readonly element = make("div", "stage");
  condition: Condition = "resting";
  private readonly still = make("div", "still");
  private readonly begin: HTMLButtonElement;
  private readonly warning = make("p", "warning");
  private shared: SharedStage | null = null;
  private card: StageCard | null = null;
  private canvas: HTMLCanvasElement | null = null;
  private work: Work | null = null;
  private parameters: ParameterValues = {};
  private detach = (): void => undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly on: { changed(): void; failed(errors: readonly ShaderError[]): void }) {
    this.begin = button("Play", "begin", () => this.play(), icon("play", 28));
    this.element.append(this.still, this.warning, this.begin);
  }

  /** Shows another work: alive at once, or its poster where it is very heavy or flashes. */
  show(work: Work): void {
    this.leave();
    this.work = work;
    this.still.removeAttribute("style");
    if (work.poster) frame(this.still, work.poster, withoutLabel(cellAt(0, work.poster)));
    const shape = work.poster ? cellAt(0, work.poster) : { width: 16, height: 9 };
    this.element.style.setProperty("--shape", String(shape.width / shape.height));
    // What the server could not draw in time would hold up this device, too.
    const heavy = work.tier === "extreme" || work.refusal !== null || (work.errors.length === 0 && heldBack(work.passes) !== null);
    if (work.errors.length > 0) return this.become("failed");
    this.warning.textContent = work.refusal ?? (work.flashes ? "May contain flashing light." : heavy ? "Very heavy to draw. It may slow this device down." : "");
    if (heavy || work.flashes) this.become("resting");
    else this.play();
  }

  get paused(): boolean {
    return this.condition !== "live" || (this.card?.player.paused ?? true);
  }

  get time(): number {
    return this.card?.player.time ?? 0;
  }

  /** Width and height of what is drawn, in pixels. */
  get size(): [number, number] | null {
    return this.condition === "live" && this.canvas ? [this.canvas.width, this.canvas.height] : null;
  }

  /** The values of the work's parameters from now on. */
  setParameters(values: ParameterValues): void {
    this.parameters = values;
    this.card?.player.setParameters(values);
  }

  toggle(): void {
    if (this.condition === "live" && this.card) this.card.player.paused = !this.card.player.paused;
    else this.play();
    this.on.changed();
  }

  restart(): void {
    this.card?.player.reset();
    if (this.condition === "resting") this.play();
  }

  seek(seconds: number): void {
    if (this.condition === "resting") this.play();
    this.card?.player.seek(seconds);
  }

  dispose(): void {
    this.leave();
    this.shared?.dispose();
    this.shared = null;
  }

  private play(): void {
    if (!this.work || this.condition === "coming" || this.condition === "failed") return;
    this.card ??= this.mount(this.work);
    this.become("coming");
    this.warning.textContent = "";
    this.card.setState("live");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.card?.setState("idle");
      this.warning.textContent = "No picture came within twelve seconds: it is too heavy for this device.";
      this.become("resting");
    }, PATIENCE_MS);
  }

  private mount(work: Work): StageCard {
    this.shared ??= createSharedStage();
    const canvas = make("canvas", "picture");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `Living picture of ${work.title}`);
    this.element.insertBefore(canvas, this.warning);
    this.canvas = canvas;
    const card = this.shared.mount(canvas, work.passes, {
      live: () => {
        clearTimeout(this.timer);
        this.become("live");
      },
      failed: (errors) => {
        clearTimeout(this.timer);
        this.become("failed");
        this.on.failed(errors);
      },
      // Slow, and somebody looks at this one work alone: it goes on, and can be paused.
      tooHeavy: () => (card.player.paused = false),
    });
    card.player.setParameters(this.parameters);
    this.detach = attachInput(canvas, card.player);
    return card;
  }

  private leave(): void {
    clearTimeout(this.timer);
    this.detach();
    this.card?.unmount();
    this.canvas?.remove();
    this.card = null;
    this.canvas = null;
    this.condition = "resting";
  }

  private become(condition: Condition): void {
    this.condition = condition;
    this.element.dataset.condition = condition;
    this.on.changed();
  }
}

const GAP = 4;

interface Cell {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where cell `index` of a contact sheet lies, in pixels; the renderer lets its cells stand `GAP` pixels apart. */
export function cellAt(index: number, { width: wide, height: high, columns, rows }: Poster): Cell {
  const [width, height] = [(wide - (columns - 1) * GAP) / columns, (high - (rows - 1) * GAP) / rows];
  return { x: (index % columns) * (width + GAP), y: Math.floor(index / columns) * (height + GAP), width, height };
}

// The renderer prints each time into the cell's upper left corner, 18 pixels high in a large cell, 9 in a small one.
const LABEL = (width: number): number => (width < 160 ? 9 : 18);

/** `cell` without its label, in the same shape: for where it is too small to be read. */
export function withoutLabel({ x, y, width, height }: Cell): Cell {
  const cut = Math.min(0.5, LABEL(width) / height);
  return { x: x + cut * width, y: y + cut * height, width: width * (1 - cut), height: height * (1 - cut) };
}

/** Lets `element` show one cell of the sheet, in the cell's own shape. */
export function frame(element: HTMLElement, poster: Poster, cell: Cell): void {
  const share = (offset: number, whole: number, part: number): string => (whole - part < 1 ? "0%" : `${(100 * offset) / (whole - part)}%`);
  element.style.aspectRatio = `${cell.width} / ${cell.height}`;
  element.style.backgroundImage = `url("${poster.url}")`;
  element.style.backgroundSize = `${(100 * poster.width) / cell.width}% ${(100 * poster.height) / cell.height}%`;
  element.style.backgroundPosition = `${share(cell.x, poster.width, cell.width)} ${share(cell.y, poster.height, cell.height)}`;
}
