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

export class PageMedia {
  private pictures: Pictures = {};
  private readonly kept = new Map<string, Promise<MediaContent | null>>();

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
    await Promise.all(wanted.map(({ type, source }) => this.load(type, source).catch(() => null)));
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
  // From memory: what is answered in one piece cannot be sought in.
  element.src = URL.createObjectURL(await (await fetched(source)).blob());
  await new Promise<void>((resolve, reject) => {
    element.addEventListener("loadeddata", () => resolve(), { once: true });
    element.addEventListener("error", () => reject(new Error(`${source} cannot be played`)), { once: true });
  });
  return { kind: "video", element };
}
