/** Small pictures: what passes write, drawn a few times a second into every canvas that asks for one of them. */
import type { Player } from "@fractafrag/runtime";
import type { Inside } from "./inside";

export const SMALL_WIDTH = 96;
export const SMALL_HEIGHT = 54;
const EVERY_MS = 350;

export class SmallPictures {
  private readonly wanted = new Map<string, Set<HTMLCanvasElement>>();
  private timer = 0;
  private drawn = "";

  constructor(
    private readonly player: () => Player | null,
    private readonly open: () => Promise<Inside | null>,
  ) {}

  /** Keeps `canvas` at what `pass` writes, until the answer is called. */
  follow(pass: string, canvas: HTMLCanvasElement): () => void {
    const canvases = this.wanted.get(pass) ?? new Set();
    this.wanted.set(pass, canvases.add(canvas));
    this.drawn = "";
    this.timer ||= window.setInterval(() => void this.draw(), EVERY_MS);
    return () => {
      canvases.delete(canvas);
      if (canvases.size === 0) this.wanted.delete(pass);
      if (this.wanted.size > 0) return;
      window.clearInterval(this.timer);
      this.timer = 0;
    };
  }

  private async draw(): Promise<void> {
    const player = this.player();
    const passes = [...this.wanted.keys()];
    // A picture that stands is drawn once.
    const now = `${player?.frame} ${passes.join()}`;
    if (document.hidden || !player || player.frame === 0 || now === this.drawn) return;
    const inside = await this.open();
    const pictures = await inside?.inspector.thumbnails(passes.map((pass) => ({ pass })), SMALL_WIDTH, SMALL_HEIGHT);
    if (!pictures) return;
    this.drawn = now;
    passes.forEach((pass, index) => {
      const picture = pictures[index];
      const image = picture && new ImageData(picture, SMALL_WIDTH, SMALL_HEIGHT);
      for (const canvas of this.wanted.get(pass) ?? []) {
        canvas.dataset.alive = String(Boolean(image));
        if (image) canvas.getContext("2d")?.putImageData(image, 0, 0);
      }
    });
  }
}
