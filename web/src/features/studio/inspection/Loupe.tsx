/** Loupe: the texels around a pixel, each a square as large as a fingernail. */
import type { Texels } from "@fractafrag/runtime/inspection";
import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import { cx } from "../../../lib/cx";
import { useStudio, useStudioValue } from "../studio-context";
import { colourOf } from "./numbers";

export function Loupe({ texels, className }: { texels: Texels; className?: string }) {
  const { engine } = useStudioValue();
  const shown = useStudio((state) => state.shown);
  const measured = useStore(engine.inside, (state) => state.measured);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { side, values } = texels;
  useEffect(() => {
    const target = canvas.current?.getContext("2d");
    if (!target) return;
    const image = target.createImageData(side, side);
    for (let row = 0; row < side; row += 1) {
      for (let column = 0; column < side; column += 1) {
        const from = (row * side + column) * 4;
        image.data.set([...colourOf(values.subarray(from, from + 4), shown, measured), 255], ((side - 1 - row) * side + column) * 4);
      }
    }
    target.putImageData(image, 0, 0);
  }, [side, values, shown, measured]);
  return (
    <span className={cx("relative block aspect-square overflow-hidden rounded-control border border-line-strong", className)} aria-hidden>
      <canvas ref={canvas} width={side} height={side} className="block size-full [image-rendering:pixelated]" />
      <span className="absolute border border-ink shadow-lift outline outline-room" style={{ left: `${(100 * (side - 1)) / 2 / side}%`, top: `${(100 * (side - 1)) / 2 / side}%`, width: `${100 / side}%`, height: `${100 / side}%` }} />
    </span>
  );
}
