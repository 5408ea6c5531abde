// GIF, off the page's thread: a palette for each frame, with an ordered dither so that soft gradients show no bands.
import { applyPalette, GIFEncoder, quantize } from "gifenc";
import { delaysOf, dither } from "./gif-frames";

export interface GifFrame {
  rgba: Uint8ClampedArray<ArrayBuffer>;
  width: number;
  height: number;
  fps: number;
  index: number;
}
export type GifMessage = GifFrame | "finish";
export type GifAnswer = { bytes: number } | { file: Uint8Array<ArrayBuffer> };

const gif = GIFEncoder();
const answer = (message: GifAnswer, transfer: Transferable[] = []): void => self.postMessage(message, { transfer });

self.onmessage = ({ data }: MessageEvent<GifMessage>): void => {
  if (data === "finish") {
    gif.finish();
    const file = gif.bytes();
    answer({ file }, [file.buffer]);
    return;
  }
  const { rgba, width, height, fps, index } = data;
  dither(rgba, width);
  const palette = quantize(rgba, 256, { format: "rgb565" });
  gif.writeFrame(applyPalette(rgba, palette, "rgb565"), width, height, { palette, delay: delaysOf(fps, index), repeat: 0 });
  answer({ bytes: gif.stream.bytesView().length });
};
