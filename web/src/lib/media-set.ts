// What works read from outside: the media set, people's own pictures, camera and microphone, fetched and decoded for the runtime.
import type { MediaContent, MediaLoader } from "@fractafrag/runtime";
import { wishFor, type Device } from "./devices";
import type { Medium } from "./media-list";

/** Decoded pictures that are kept for the next work that reads them; about 4 bytes a pixel. */
const KEPT_BYTES = 64 * 1024 * 1024;
const MOST_FILE_BYTES = 8 * 1024 * 1024;
const ELEMENT_PATIENCE_MS = 15_000;

export interface MediaAccess {
  load: MediaLoader;
  /** Stops what plays, ends what is under way, lets the devices go. */
  dispose: () => void;
}

export interface MediaChoices {
  /** Whether works may wish for camera and microphone; they get them only when the person opens them. */
  devices?: boolean;
}

interface Kept {
  content: Promise<MediaContent | null>;
  bytes: number;
}

// Oldest first; what is dropped here lives on in whoever has it.
const kept = new Map<string, Kept>();

/** A loader for one player or stage: pictures are shared by all, films and music are its own. */
export function openMedia({ devices = false }: MediaChoices = {}): MediaAccess {
  const leaving = new AbortController();
  const endings: (() => void)[] = [];
  const own = new Map<string, Promise<MediaContent | null>>();

  async function load(type: string, source: string): Promise<MediaContent | null> {
    if (type === "webcam" || type === "mic") return devices ? device(type) : null;
    if (type === "texture" && source.startsWith("upload:")) return shared(type, source, () => upload(source));
    const { mediumOf } = await import("./media-list");
    const medium = mediumOf(type, source);
    if (!medium || medium.files.length === 0 || leaving.signal.aborted) return null;
    if (medium.type === "video" || medium.type === "music") return element(medium);
    return shared(type, source, () => still(medium));
  }

  async function element(medium: Medium): Promise<MediaContent | null> {
    const { mediaAddress } = await import("./media-list");
    const made = document.createElement(medium.type === "video" ? "video" : "audio");
    made.loop = true;
    // Of music the runtime asks only when sound was switched on; a muted element would give it silence to listen to.
    made.muted = medium.type === "video";
    made.preload = "auto";
    if (made instanceof HTMLVideoElement) made.playsInline = true;
    endings.push(() => {
      made.pause();
      made.removeAttribute("src");
      made.load();
    });
    made.src = mediaAddress(medium.files[0] ?? "");
    await ready(made, leaving.signal);
    return made instanceof HTMLVideoElement ? { kind: "video", element: made } : { kind: "audio", element: made };
  }

  async function device(type: Device): Promise<MediaContent | null> {
    const wish = wishFor(type);
    endings.push(wish.leave);
    const stream = await wish.stream;
    if (leaving.signal.aborted) return null;
    if (type === "mic") return { kind: "audio", element: null, stream };
    const made = document.createElement("video");
    made.muted = true;
    made.playsInline = true;
    made.srcObject = stream;
    endings.push(() => {
      made.pause();
      made.srcObject = null;
    });
    await ready(made, leaving.signal);
    return { kind: "video", element: made };
  }

  return {
    load: (type, source) => {
      const key = `${type} ${source}`;
      const known = own.get(key);
      if (known) return known;
      const loading = load(type, source);
      own.set(key, loading);
      loading.catch(() => own.delete(key));
      return loading;
    },
    dispose: () => {
      leaving.abort();
      for (const end of endings.splice(0)) end();
      own.clear();
    },
  };
}

/** Where the file of a person's own picture lies. */
export function uploadAddress(source: string): string {
  return `/renders/${source.slice("upload:".length, "upload:".length + 32)}.webp`;
}

/** The decoded content from the shelf, or made now and put there. A failure is not kept: the next work tries again. */
function shared(type: string, source: string, make: () => Promise<{ content: MediaContent; bytes: number }>): Promise<MediaContent | null> {
  const key = `${type} ${source}`;
  const found = kept.get(key);
  if (found) {
    kept.delete(key);
    kept.set(key, found);
    return found.content;
  }
  const entry: Kept = { bytes: 0, content: Promise.resolve(null) };
  entry.content = make().then(
    ({ content, bytes }) => {
      entry.bytes = bytes;
      tidy();
      return content;
    },
    (error: unknown) => {
      kept.delete(key);
      throw error;
    },
  );
  kept.set(key, entry);
  return entry.content;
}

function tidy(): void {
  let bytes = [...kept.values()].reduce((sum, entry) => sum + entry.bytes, 0);
  for (const [key, entry] of kept) {
    if (bytes <= KEPT_BYTES) break;
    if (entry.bytes === 0) continue;
    kept.delete(key);
    bytes -= entry.bytes;
  }
}

async function still(medium: Medium): Promise<{ content: MediaContent; bytes: number }> {
  const { mediaAddress } = await import("./media-list");
  const files = await Promise.all(medium.files.map((file) => fetched(mediaAddress(file))));
  const { width, height } = medium;
  if (medium.type === "volume") {
    const depth = medium.depth ?? 1;
    const channels = medium.channels === 1 ? 1 : 4;
    const data = new Uint8Array((await files[0]?.arrayBuffer()) ?? new ArrayBuffer(0));
    if (data.length !== width * height * depth * channels) throw new Error(`${medium.id} is not of the size that the list says`);
    return { content: { kind: "volume", width, height, depth, channels, data }, bytes: data.length };
  }
  const faces = await Promise.all(files.map(decoded));
  if (medium.type === "cubemap") return { content: { kind: "cubemap", faces, size: width }, bytes: width * height * 24 };
  const [image] = faces;
  if (!image) throw new Error(`${medium.id} has no file`);
  return { content: picture(image, medium.channels), bytes: width * height * 4 };
}

async function upload(source: string): Promise<{ content: MediaContent; bytes: number }> {
  const image = await decoded(await fetched(uploadAddress(source)));
  return { content: picture(image, 4), bytes: image.width * image.height * 4 };
}

function picture(image: ImageBitmap, channels: number): MediaContent {
  return { kind: "image", image, width: image.width, height: image.height, channels: channels === 1 ? 1 : channels === 3 ? 3 : 4 };
}

async function fetched(address: string): Promise<Blob> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  if (Number(response.headers.get("Content-Length") ?? 0) > MOST_FILE_BYTES) throw new Error(`${address} is too large`);
  return response.blob();
}

// A texture is read as it was stored: neither multiplied by its alpha nor fitted to the screen's colours.
const decoded = (file: Blob): Promise<ImageBitmap> => createImageBitmap(file, { premultiplyAlpha: "none", colorSpaceConversion: "none" });

/** Waits until there is something to show or hear. */
function ready(element: HTMLMediaElement, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (element.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) return resolve();
    const settle = (end: () => void) => () => {
      window.clearTimeout(timer);
      end();
    };
    const timer = window.setTimeout(() => reject(new Error("the medium did not come")), ELEMENT_PATIENCE_MS);
    element.addEventListener("loadeddata", settle(resolve), { once: true });
    element.addEventListener("error", settle(() => reject(new Error("the medium cannot be played"))), { once: true });
    signal.addEventListener("abort", settle(() => reject(new Error("nobody waits any more"))), { once: true });
  });
}
