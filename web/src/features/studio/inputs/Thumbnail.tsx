/** The small picture of what an input reads. */
import { noisePixels } from "@fractafrag/runtime";
import { Box, Camera, Keyboard, Mic } from "lucide-react";
import { useEffect, useRef } from "react";
import type { PassInput } from "@fractafrag/runtime";
import { cx } from "../../../lib/cx";
import { mediaAddress, mediumOf } from "../../../lib/media-list";
import { uploadAddress } from "../../../lib/media-set";
import { cubeName } from "../contract";
import { SmallPicture } from "../inspection/SmallPicture";

export interface ThumbnailProps {
  type: PassInput["type"];
  source: string;
  className?: string;
}

const ICONS = { keyboard: Keyboard, webcam: Camera, mic: Mic, cubemap: Box } as const;

export function Thumbnail({ type, source, className }: ThumbnailProps) {
  const frame = cx("grid place-items-center overflow-hidden bg-wash", className);
  const medium = mediumOf(type, source);
  const address = source.startsWith("upload:") ? uploadAddress(source) : medium?.preview ? mediaAddress(medium.preview) : null;
  if (address) return <img src={address} alt="" draggable={false} loading="lazy" decoding="async" className={cx(className, "bg-wash object-cover")} />;
  if (medium) return <Noise source={source} className={frame} />;
  if (type === "buffer" || (type === "cubemap" && source === cubeName)) return <SmallPicture pass={source} letter className={className} />;
  const Icon = type in ICONS ? ICONS[type as keyof typeof ICONS] : null;
  return (
    <span className={frame} aria-hidden>
      {Icon && <Icon size={20} strokeWidth={1.5} className="text-ink-2" />}
    </span>
  );
}

const SIDE = 48;

function Noise({ source, className }: { source: string; className: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const target = canvas.current?.getContext("2d");
    const pixels = noisePixels(source);
    if (!target || !pixels) return;
    const image = target.createImageData(SIDE, SIDE);
    // The larger texture is shown over more of its texels, so that the two sizes can be told apart.
    const step = pixels.size > 64 ? 1 : 0.5;
    for (let y = 0; y < SIDE; y += 1) {
      for (let x = 0; x < SIDE; x += 1) {
        const from = (Math.floor(y * step) * pixels.size + Math.floor(x * step)) * pixels.channels;
        const value = (channel: number) => pixels.data[from + (pixels.channels === 1 ? 0 : channel)] ?? 0;
        image.data.set([value(0), value(1), value(2), 255], (y * SIDE + x) * 4);
      }
    }
    target.putImageData(image, 0, 0);
  }, [source]);
  return <canvas ref={canvas} width={SIDE} height={SIDE} aria-hidden className={cx(className, "object-cover [image-rendering:pixelated]")} />;
}
