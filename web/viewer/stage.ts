// The picture: one card on the runtime's stage, its poster, and a guard that lets nothing heavy run by itself or for ever.
import { attachInput, createSharedStage, type ShaderError, type SharedStage, type StageCard } from "@fractafrag/runtime";
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
  private detach = (): void => undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly on: { changed(): void; failed(errors: readonly ShaderError[]): void }) {
    this.begin = button("Play", "begin", () => this.play(), icon("play", 28));
    this.element.append(this.still, this.warning, this.begin);
  }

  /** Shows another work: alive at once, or its poster where it is very heavy or motion is not wanted. */
  show(work: Work): void {
    this.leave();
    this.work = work;
    this.still.classList.remove("cell");
    this.still.style.backgroundImage = work.poster ? `url("${work.poster.url}")` : "";
    if (work.poster) void frameFirst(this.still, work.poster, work.times.length);
    const heavy = work.tier === "extreme";
    this.warning.textContent = heavy ? "Very heavy to draw. It may slow this device down." : "";
    if (!heavy && work.errors.length === 0) this.play();
    else this.become("resting");
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
    });
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

/** Where cell `index` of a contact sheet of these pixels lies; the sheet's cells stand `GAP` pixels apart. */
export function cellAt(index: number, { columns, rows }: { columns: number; rows: number }, sheetWidth: number, sheetHeight: number): Cell {
  const [width, height] = [(sheetWidth - (columns - 1) * GAP) / columns, (sheetHeight - (rows - 1) * GAP) / rows];
  return { x: (index % columns) * (width + GAP), y: Math.floor(index / columns) * (height + GAP), width, height };
}

/** Lets `element`, of a cell's shape, show one cell of the sheet that is its background. */
export async function frame(element: HTMLElement, poster: Poster, index: number, cells: number): Promise<void> {
  const grid = cells === 1 ? { columns: 1, rows: 1 } : { columns: poster.columns, rows: poster.rows };
  if (grid.columns === null || grid.rows === null) return;
  const picture = new Image();
  picture.src = poster.url;
  try {
    await picture.decode();
  } catch {
    return;
  }
  const { naturalWidth: wide, naturalHeight: high } = picture;
  const cell = cellAt(index, { columns: grid.columns, rows: grid.rows }, wide, high);
  const share = (offset: number, whole: number, part: number): string => (whole - part < 1 ? "0%" : `${(100 * offset) / (whole - part)}%`);
  element.style.backgroundImage = `url("${poster.url}")`;
  element.style.backgroundSize = `${(100 * wide) / cell.width}% ${(100 * high) / cell.height}%`;
  element.style.backgroundPosition = `${share(cell.x, wide, cell.width)} ${share(cell.y, high, cell.height)}`;
  element.classList.add("cell");
}

const frameFirst = (element: HTMLElement, poster: Poster, cells: number): Promise<void> => frame(element, poster, 0, Math.max(1, cells));
