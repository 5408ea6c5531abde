// MP4 and WebM: the browser's own encoder (WebCodecs), and mediabunny around what it gives.
import { BufferTarget, CanvasSource, getFirstEncodableVideoCodec, Mp4OutputFormat, Output, Quality, type VideoCodec, WebMOutputFormat } from "mediabunny";
import { BITS_PER_PIXEL, type FilmExport } from "./wishes";

/** The first that the browser can encode is taken: what plays in most places comes first. */
const CODECS: Record<"mp4" | "webm", VideoCodec[]> = { mp4: ["avc", "hevc", "av1", "vp9"], webm: ["vp9", "av1", "vp8"] };
const LEAST_BITRATE = 200_000;

export interface FilmWriter {
  /** Encodes what stands on the canvas as the next frame; waits where the encoder is behind. */
  add(index: number): Promise<void>;
  /** Bytes so far. */
  readonly bytes: number;
  finish(): Promise<Blob>;
  abandon(): Promise<void>;
}

/** Throws an Error in words for people where this browser writes no such film. */
export async function openFilm(canvas: OffscreenCanvas | HTMLCanvasElement, wish: FilmExport): Promise<FilmWriter> {
  const kind = wish.kind === "webm" ? "webm" : "mp4";
  const { width, height, fps } = wish;
  const bitrate = Math.max(LEAST_BITRATE, Math.round(width * height * fps * BITS_PER_PIXEL[wish.quality]));
  const quality = new Quality({ bitrate, bitrateMode: "variable" });
  // "realtime" may drop frames when the machine is busy; a film must have all of them.
  const how = { quality, latencyMode: "quality" as const };
  const codec = typeof VideoEncoder === "undefined" ? null : await getFirstEncodableVideoCodec(CODECS[kind], { width, height, quality });
  if (codec === null) throw new Error(`This browser cannot encode ${kind === "mp4" ? "MP4" : "WebM"} at ${width} × ${height}.`);
  const target = new BufferTarget();
  const output = new Output({ format: kind === "webm" ? new WebMOutputFormat() : new Mp4OutputFormat({ fastStart: "in-memory" }), target });
  let bytes = 0;
  const source = new CanvasSource(canvas, { codec, ...how, onEncodedPacket: (packet) => (bytes += packet.byteLength) });
  output.addVideoTrack(source, { frameRate: fps });
  await output.start();
  return {
    get bytes() {
      return bytes;
    },
    add: (index) => source.add(index / fps, (index + 1) / fps - index / fps),
    async finish() {
      await output.finalize();
      if (!target.buffer) throw new Error("The film is empty.");
      return new Blob([target.buffer], { type: kind === "webm" ? "video/webm" : "video/mp4" });
    },
    abandon: () => output.cancel().catch(() => undefined),
  };
}
