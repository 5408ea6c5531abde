// From pixels to files: stills by the canvas, films by WebCodecs, muxed by mediabunny.
import { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Mp4OutputFormat, Output, WebMOutputFormat } from "mediabunny";
import type { FilmType, StillType } from "../protocol.js";

// The muxer writes the present time into MP4, and the same work must give the same bytes.
Date.now = () => 0;

const STILL_QUALITY = 0.86;
// 0.16 bits a pixel: 3 s of 480×270 at 30 fps come to about 230 kB.
const BITS_PER_PIXEL = 0.16;
const LEAST_BITRATE = 120_000;
// 250 kB for 3 s at 480×270, and in proportion for others.
const BYTES_PER_PIXEL_SECOND = 250_000 / (480 * 270 * 3);
// What the lowest rate may come to.
const LEAST_BYTES_SECOND = (1.5 * LEAST_BITRATE) / 8;
const KEPT_BYTES = 128 * 1024 * 1024;
const QUEUE = 8;

type MuxedCodec = "vp9" | "vp8" | "avc";

interface Choice {
  muxed: MuxedCodec;
  codec: string;
}

const CHOICES: Record<FilmType, readonly Choice[]> = {
  webm: [
    { muxed: "vp9", codec: "vp09.00.31.08" },
    { muxed: "vp8", codec: "vp8" },
  ],
  mp4: [
    { muxed: "avc", codec: "avc1.640028" },
    { muxed: "avc", codec: "avc1.4d0028" },
    { muxed: "avc", codec: "avc1.42e028" },
  ],
};

// What to try, in this order, with a film that came out too large. Below some rate an encoder only gets uglier, not smaller;
// what then still is too large is noise, of which fewer pixels and frames show as much.
const SMALLER = [
  { halvings: 0, every: 1 },
  { halvings: 1, every: 1 },
  { halvings: 1, every: 2 },
  { halvings: 2, every: 2 },
] as const;
type Smaller = (typeof SMALLER)[number];

export interface EncodedFilm {
  type: FilmType;
  bytes: Uint8Array;
  /** What was encoded in the end; smaller than asked for where the film was too large. */
  shape: FilmShape;
}

export interface FilmShape {
  width: number;
  height: number;
  fps: number;
}

function canvasOf(picture: Uint8ClampedArray<ArrayBuffer>, width: number): { canvas: OffscreenCanvas; context: OffscreenCanvasRenderingContext2D } {
  const height = picture.length / 4 / width;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  if (!context) throw new Error("This Chromium gives no 2D canvas");
  context.putImageData(new ImageData(picture, width, height), 0, 0);
  return { canvas, context };
}

export async function encodeStill(picture: Uint8ClampedArray<ArrayBuffer>, width: number, type: StillType): Promise<Uint8Array> {
  return encodeCanvas(canvasOf(picture, width).canvas, type, STILL_QUALITY);
}

/** A picture brought to another size and cut in the middle where the shapes differ; RGBA, top row first. */
export function scaled(picture: { width: number; height: number; pixels: Uint8ClampedArray<ArrayBuffer> }, width: number, height: number): Uint8ClampedArray<ArrayBuffer> {
  const { canvas } = canvasOf(picture.pixels, picture.width);
  const context = new OffscreenCanvas(width, height).getContext("2d", { alpha: false, willReadFrequently: true });
  if (!context) throw new Error("This Chromium gives no 2D canvas");
  const scale = Math.max(width / picture.width, height / picture.height);
  const [wide, high] = [width / scale, height / scale];
  context.imageSmoothingQuality = "high";
  context.drawImage(canvas, (picture.width - wide) / 2, (picture.height - high) / 2, wide, high, 0, 0, width, height);
  return context.getImageData(0, 0, width, height).data;
}

/** `quality`: 0…1, without meaning for PNG. */
export async function encodeCanvas(canvas: OffscreenCanvas, type: StillType, quality: number | undefined): Promise<Uint8Array> {
  const blob = await canvas.convertToBlob({ type, quality });
  if (blob.type !== type) throw new Error(`This Chromium does not write ${type}`);
  return new Uint8Array(await blob.arrayBuffer());
}

export function base64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x8000) parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  return btoa(parts.join(""));
}

/** One film in one container, fed frame by frame. */
class Encoding {
  private failure: Error | null = null;
  private readonly encoder: VideoEncoder;
  private readonly target = new BufferTarget();
  private readonly output: Output;
  private readonly started: Promise<void>;
  private chain: Promise<void>;

  constructor(
    type: FilmType,
    choice: Choice,
    private readonly shape: FilmShape,
    bitrate: number,
  ) {
    this.output = new Output({ format: type === "webm" ? new WebMOutputFormat() : new Mp4OutputFormat({ fastStart: "in-memory" }), target: this.target });
    const source = new EncodedVideoPacketSource(choice.muxed);
    this.output.addVideoTrack(source, { frameRate: shape.fps });
    this.started = this.output.start();
    this.chain = this.started;
    this.encoder = new VideoEncoder({
      output: (chunk, meta) => {
        const packet = EncodedPacket.fromEncodedChunk(chunk);
        this.chain = this.chain.then(() => source.add(packet, meta));
      },
      error: (error) => (this.failure = error),
    });
    this.encoder.configure(configOf(choice, shape, bitrate));
  }

  async add(frame: VideoFrame, index: number): Promise<void> {
    // One key frame: the film is short and only ever played from its start.
    this.encoder.encode(frame, { keyFrame: index === 0 });
    while (this.encoder.encodeQueueSize > QUEUE && this.failure === null) await new Promise((resolve) => this.encoder.addEventListener("dequeue", resolve, { once: true }));
    if (this.failure) throw this.failure;
  }

  async finish(): Promise<Uint8Array> {
    await this.encoder.flush();
    this.encoder.close();
    await this.chain;
    if (this.failure) throw this.failure;
    await this.output.finalize();
    if (!this.target.buffer) throw new Error("the film is empty");
    return new Uint8Array(this.target.buffer);
  }

  /** Nothing happens to one that is finished. */
  abandon(): void {
    if (this.encoder.state === "closed") return;
    this.encoder.close();
    this.chain.catch(() => undefined);
    this.output.cancel().catch(() => undefined);
  }
}

function configOf(choice: Choice, { width, height, fps }: FilmShape, bitrate: number): VideoEncoderConfig {
  return {
    codec: choice.codec,
    width,
    height,
    bitrate,
    framerate: fps,
    bitrateMode: "variable",
    // "realtime" may drop frames when the machine is busy, and the bytes would differ.
    latencyMode: "quality",
    ...(choice.muxed === "avc" ? { avc: { format: "avc" as const } } : {}),
  };
}

async function choose(type: FilmType, shape: FilmShape, bitrate: number): Promise<Choice | null> {
  for (const choice of CHOICES[type]) {
    const { supported } = await VideoEncoder.isConfigSupported(configOf(choice, shape, bitrate)).catch(() => ({ supported: false }));
    if (supported) return choice;
  }
  return null;
}

/** Encodes one stream of frames into several containers at once, again at a lower rate where one came out too large. */
export class FilmEncoder {
  private readonly kept: Uint8ClampedArray<ArrayBuffer>[] = [];
  private count = 0;
  private keeps = true;

  private constructor(
    private readonly shape: FilmShape,
    private readonly bitrate: number,
    private readonly encodings: { type: FilmType; choice: Choice; encoding: Encoding }[],
  ) {}

  /** Leaves out the types that this Chromium cannot write. */
  static async open(types: readonly FilmType[], shape: FilmShape): Promise<FilmEncoder> {
    const bitrate = Math.max(LEAST_BITRATE, Math.round(shape.width * shape.height * shape.fps * BITS_PER_PIXEL));
    const encodings = [];
    for (const type of new Set(types)) {
      const choice = await choose(type, shape, bitrate);
      if (choice) encodings.push({ type, choice, encoding: new Encoding(type, choice, shape, bitrate) });
    }
    return new FilmEncoder(shape, bitrate, encodings);
  }

  get types(): FilmType[] {
    return this.encodings.map(({ type }) => type);
  }

  /** `picture`: RGBA, top row first. */
  async add(picture: Uint8ClampedArray<ArrayBuffer>): Promise<void> {
    if ((this.count + 1) * picture.length > KEPT_BYTES) this.keeps = false;
    if (this.keeps) this.kept.push(picture);
    else this.kept.length = 0;
    const frame = frameOf(picture, this.shape, this.count);
    try {
      for (const { encoding } of this.encodings) await encoding.add(frame, this.count);
    } finally {
      frame.close();
    }
    this.count += 1;
  }

  /** `mayRepeat` says whether there is time to encode once more. */
  async finish(mayRepeat: () => boolean): Promise<EncodedFilm[]> {
    const limit = Math.max(BYTES_PER_PIXEL_SECOND * this.shape.width * this.shape.height, LEAST_BYTES_SECOND) * Math.max(this.count / this.shape.fps, 0.5);
    const films: EncodedFilm[] = [];
    for (const { type, choice, encoding } of this.encodings) {
      let film: EncodedFilm = { type, bytes: await encoding.finish(), shape: this.shape };
      const bitrate = Math.round(this.bitrate * Math.max(0.25, (0.85 * limit) / film.bytes.length));
      for (const smaller of SMALLER) {
        if (film.bytes.length <= limit || !this.keeps || !mayRepeat()) break;
        film = await this.again(type, choice, bitrate, smaller);
      }
      films.push(film);
    }
    return films;
  }

  abandon(): void {
    for (const { encoding } of this.encodings) encoding.abandon();
  }

  private async again(type: FilmType, choice: Choice, bitrate: number, { halvings, every }: Smaller): Promise<EncodedFilm> {
    let { width, height } = this.shape;
    for (let count = 0; count < halvings; count++) [width, height] = halved(width, height);
    const shape = { width, height, fps: this.shape.fps / every };
    const encoding = new Encoding(type, choice, shape, bitrate);
    for (const [index, picture] of this.kept.entries()) {
      if (index % every !== 0) continue;
      let [small, wide, high] = [picture, this.shape.width, this.shape.height];
      for (let count = 0; count < halvings; count++) {
        small = halve(small, wide, high);
        [wide, high] = halved(wide, high);
      }
      const frame = frameOf(small, shape, index / every);
      await encoding.add(frame, index).finally(() => frame.close());
    }
    return { type, bytes: await encoding.finish(), shape };
  }
}

function frameOf(picture: Uint8ClampedArray<ArrayBuffer>, { width, height, fps }: FilmShape, index: number): VideoFrame {
  const at = (count: number): number => Math.round((count * 1e6) / fps);
  return new VideoFrame(picture, { format: "RGBX", codedWidth: width, codedHeight: height, timestamp: at(index), duration: at(index + 1) - at(index) });
}

/** Half of each side, even. */
function halved(width: number, height: number): [number, number] {
  return [Math.max(16, Math.round(width / 4) * 2), Math.max(16, Math.round(height / 4) * 2)];
}

/** Each pixel the mean of four. */
function halve(picture: Uint8ClampedArray<ArrayBuffer>, width: number, height: number): Uint8ClampedArray<ArrayBuffer> {
  const [wide, high] = halved(width, height);
  const small = new Uint8ClampedArray(wide * high * 4);
  for (let y = 0, at = 0; y < high; y++) {
    for (let x = 0; x < wide; x++) {
      const from = 4 * (Math.min(2 * y, height - 2) * width + Math.min(2 * x, width - 2));
      for (let channel = 0; channel < 4; channel++, at++) {
        const [a, b] = [from + channel, from + channel + 4 * width];
        small[at] = ((picture[a] ?? 0) + (picture[a + 4] ?? 0) + (picture[b] ?? 0) + (picture[b + 4] ?? 0) + 2) >> 2;
      }
    }
  }
  return small;
}
