/** Repaint: the image of the present frame once more; buffers, clock and iFrame stay as they are. */
import type { Engine } from "../engine";
import { paintPasses } from "../passes";

export function repaintImage(engine: Engine): void {
  const { seen } = engine;
  if (!seen) return;
  const { width, height } = seen.frame;
  const part = { x: 0, y: 0, width, height, imageOnly: true };
  paintPasses(seen.passes, seen.sources, { ...seen.frame, live: false, part }, engine.lens?.target() ?? null);
  engine.lens?.painted();
}
