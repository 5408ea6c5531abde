// GIF: hands frames to the worker that writes them, one at a time.
import type { GifAnswer, GifMessage } from "./gif-worker";

export interface GifWriter {
  /** Takes the pixels away: RGBA, top row first. */
  add(index: number, rgba: Uint8ClampedArray<ArrayBuffer>): Promise<void>;
  readonly bytes: number;
  finish(): Promise<Blob>;
  abandon(): void;
}

export function openGif({ width, height, fps }: { width: number; height: number; fps: number }): GifWriter {
  const worker = new Worker(new URL("./gif-worker.ts", import.meta.url), { type: "module" });
  let bytes = 0;
  const ask = (message: GifMessage, transfer: Transferable[] = []): Promise<GifAnswer> =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<GifAnswer>) => resolve(data);
      worker.onerror = (event) => reject(new Error(event.message || "The GIF could not be written."));
      worker.postMessage(message, transfer);
    });
  return {
    get bytes() {
      return bytes;
    },
    async add(index, rgba) {
      const said = await ask({ rgba, width, height, fps, index }, [rgba.buffer]);
      if ("bytes" in said) bytes = said.bytes;
    },
    async finish() {
      const said = await ask("finish");
      worker.terminate();
      if (!("file" in said)) throw new Error("The GIF could not be written.");
      return new Blob([said.file], { type: "image/gif" });
    },
    abandon: () => worker.terminate(),
  };
}
