/** The small picture of what an input reads. */
import { noisePixels } from "@fractafrag/runtime";
import { Keyboard } from "lucide-react";
import { useEffect, useRef } from "react";
import type { PassInput } from "@fractafrag/runtime";
import { cx } from "../../lib/cx";

export function sourceName(input: Pick<PassInput, "type" | "source">): string {
  if (input.type !== "texture") return input.type === "keyboard" ? "Keyboard" : input.source;
  const [, channels, size] = /^noise-(grey|rgba)-(\d+)$/.exec(input.source) ?? [];
  return channels && size ? `${channels === "grey" ? "Grey" : "RGBA"} ${size}` : input.source;
}

export function Thumbnail({ type, source, className }: { type: PassInput["type"]; source: string; className?: string }) {
  const frame = cx("grid place-items-center overflow-hidden bg-wash", className);
  if (type === "texture") return <Noise source={source} className={frame} />;
  return (
    <span className={frame} aria-hidden>
      {type === "keyboard" ? (
        <Keyboard size={20} strokeWidth={1.5} className="text-ink-2" />
      ) : (
        <span className="font-mono text-lg text-ink-2">{source.replace("Buffer ", "")}</span>
      )}
    </span>
  );
}

const WIDTH = 48;
const HEIGHT = 30;

function Noise({ source, className }: { source: string; className: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const target = canvas.current?.getContext("2d");
    const pixels = noisePixels(source);
    if (!target || !pixels) return;
    const image = target.createImageData(WIDTH, HEIGHT);
    // The larger texture is shown over more of its texels, so that the two sizes can be told apart.
    const step = pixels.size > 64 ? 1 : 0.5;
    for (let y = 0; y < HEIGHT; y += 1) {
      for (let x = 0; x < WIDTH; x += 1) {
        const from = (Math.floor(y * step) * pixels.size + Math.floor(x * step)) * pixels.channels;
        const value = (channel: number) => pixels.data[from + (pixels.channels === 1 ? 0 : channel)] ?? 0;
        image.data.set([value(0), value(1), value(2), 255], (y * WIDTH + x) * 4);
      }
    }
    target.putImageData(image, 0, 0);
  }, [source]);
  return <canvas ref={canvas} width={WIDTH} height={HEIGHT} aria-hidden className={cx(className, "[image-rendering:pixelated]")} />;
}
