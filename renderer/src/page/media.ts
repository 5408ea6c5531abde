// What a shader reads from outside: the media set, from the process around this page; people's own pictures, from the task.
import type { MediaContent, MediaLoader, Pass } from "@fractafrag/runtime";
import document from "../../../contract/media.json";
import type { Pictures } from "../protocol.js";

interface Medium {
  id: string;
  type: string;
  files: string[];
  width: number;
  height: number;
  depth?: number;
  channels: number;
}

const MEDIA = new Map((document.media as Medium[]).map((medium) => [`${medium.type} ${medium.id}`, medium]));
const LISTENED = new Set(["music", "mic"]);
// What a film may need to come to a moment; beyond, the frame that it shows is taken.
const SEEK_MS = 1_500;

export class PageMedia {
  private pictures: Pictures = {};
  private readonly kept = new Map<string, Promise<MediaContent | null>>();
  private films: HTMLVideoElement[] = [];

  /** For the runtime. Camera and microphone are nothing here, and music is read as the runtime's own spectrum. */
  readonly load: MediaLoader = (type, source) => {
    if (LISTENED.has(type) || type === "webcam") return Promise.resolve(null);
    const key = `${type} ${source}`;
    const known = this.kept.get(key);
    if (known) return known;
    const content = source.startsWith("upload:") ? this.own(source) : contentOf(MEDIA.get(key));
    // A person's picture is of one task; the set is kept for all.
    this.kept.set(key, content);
    content.catch(() => this.kept.delete(key));
    return content;
  };

  /** Takes what comes with a task, and has everything at hand that its passes read. */
  async prepare(passes: readonly Pass[], pictures: Pictures): Promise<void> {
    this.pictures = pictures;
    for (const key of this.kept.keys()) if (key.startsWith("texture upload:")) this.kept.delete(key);
    const wanted = passes.flatMap(({ inputs }) => inputs).filter(({ type }) => type !== "buffer" && type !== "keyboard");
    const found = await Promise.all(wanted.map(({ type, source }) => this.load(type, source).catch(() => null)));
    this.films = [...new Set(found.flatMap((content) => (content?.kind === "video" ? [content.element] : [])))];
  }

  /** Brings every film of the task to this second of the shader's clock, its end running into its start. */
  async seek(seconds: number): Promise<void> {
    await Promise.all(this.films.map((film) => seek(film, seconds)));
  }

  private async own(source: string): Promise<MediaContent | null> {
    const data = this.pictures[source];
    if (data === undefined) return null;
    const image = await decoded(new Blob([Uint8Array.from(atob(data), (one) => one.charCodeAt(0))]));
    return { kind: "image", image, width: image.width, height: image.height };
  }
}

async function contentOf(medium: Medium | undefined): Promise<MediaContent | null> {
  if (!medium || medium.files.length === 0) return null;
  const { type, files, width, height } = medium;
  if (type === "video") return film(address(files[0] ?? ""));
  const blobs = await Promise.all(files.map(async (file) => (await fetched(address(file))).blob()));
  if (type === "volume") {
    const data = new Uint8Array(await (blobs[0] ?? new Blob()).arrayBuffer());
    return { kind: "volume", width, height, depth: medium.depth ?? 1, channels: medium.channels === 1 ? 1 : 4, data };
  }
  const faces = await Promise.all(blobs.map(decoded));
  if (type === "cubemap") return { kind: "cubemap", faces, size: width };
  const [image] = faces;
  return image ? { kind: "image", image, width, height, channels: medium.channels === 1 ? 1 : medium.channels === 3 ? 3 : 4 } : null;
}

const address = (file: string): string => `/media-set/${file}`;

async function fetched(path: string): Promise<Response> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
}

const decoded = (file: Blob): Promise<ImageBitmap> => createImageBitmap(file, { premultiplyAlpha: "none", colorSpaceConversion: "none" });

async function film(source: string): Promise<MediaContent> {
  const element = globalThis.document.createElement("video");
  element.muted = true;
  element.preload = "auto";
  element.src = source;
  await new Promise<void>((resolve, reject) => {
    element.addEventListener("loadeddata", () => resolve(), { once: true });
    element.addEventListener("error", () => reject(new Error(`${source} cannot be played`)), { once: true });
  });
  return { kind: "video", element };
}

async function seek(element: HTMLVideoElement, seconds: number): Promise<void> {
  element.pause();
  const length = Number.isFinite(element.duration) && element.duration > 0 ? element.duration : Number.POSITIVE_INFINITY;
  // A little into the frame: at its very edge, rounding could show the one before.
  const wanted = (seconds % length) + 0.001;
  if (Math.abs(element.currentTime - wanted) < 1e-4 && !element.seeking) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, SEEK_MS);
    element.addEventListener(
      "seeked",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
    element.currentTime = wanted;
  });
}
