/** Media: reads the pictures, rooms, volumes, films and music of an instance's media set from the folder that the element names. */
import set from "../../contract/media.json";
import type { MediaContent, MediaLoader } from "../src/index";

interface Medium {
  id: string;
  type: string;
  files: string[];
  width: number;
  height: number;
  depth?: number;
  channels: number;
}

const MOST_BYTES = 8 * 1024 * 1024;
const PATIENCE_MS = 20_000;

const media = new Map((set.media as Medium[]).map((medium) => [`${medium.type} ${medium.id}`, medium]));
const ids = new Map(set.media.flatMap(({ id, shadertoy }) => shadertoy.map(({ file }) => [file, id])));

/** What one of Shadertoy's files is called in our set; null where there is nothing like it. */
export function sourceOfFile(file: string): string | null {
  return ids.get(file) ?? null;
}

/** A loader of the set in the folder at `base`; camera and microphone are never opened: a page that embeds a work must not ask for them. */
export function loaderOf(base: string): MediaLoader {
  const folder = new URL(base.endsWith("/") ? base : `${base}/`, document.baseURI);
  return async (type, source) => {
    if (type === "texture" && /^upload:[0-9a-f]{64}$/.test(source)) return picture(await bitmap(new URL(`../renders/${source.slice(7, 39)}.webp`, folder)), 4);
    const medium = media.get(`${type} ${source}`);
    if (!medium || medium.files.length === 0) return null;
    const addresses = medium.files.map((file) => new URL(encodeURIComponent(file), folder));
    const [first] = addresses;
    if (!first) return null;
    if (medium.type === "video" || medium.type === "music") return playable(medium.type, first);
    if (medium.type === "volume") return volume(medium, await fetched(first));
    const images = await Promise.all(addresses.map(bitmap));
    const [image] = images;
    if (medium.type === "cubemap") return { kind: "cubemap", faces: images, size: medium.width };
    return image ? picture(image, medium.channels) : null;
  };
}

function picture(image: ImageBitmap, channels: number): MediaContent {
  return { kind: "image", image, width: image.width, height: image.height, channels: channels === 1 ? 1 : channels === 3 ? 3 : 4 };
}

async function volume({ width, height, depth = 1, channels }: Medium, file: Blob): Promise<MediaContent | null> {
  const data = new Uint8Array(await file.arrayBuffer());
  const each = channels === 1 ? 1 : 4;
  return data.length === width * height * depth * each ? { kind: "volume", width, height, depth, channels: each, data } : null;
}

async function fetched(address: URL): Promise<Blob> {
  const answer = await fetch(address, { credentials: "omit", signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!answer.ok || Number(answer.headers.get("content-length") ?? 0) > MOST_BYTES) throw new Error(`${address.pathname} did not load`);
  return answer.blob();
}

// A texture is read as it was stored: neither multiplied by its alpha nor fitted to the screen's colours.
const bitmap = async (address: URL): Promise<ImageBitmap> => createImageBitmap(await fetched(address), { premultiplyAlpha: "none", colorSpaceConversion: "none" });

async function playable(type: "video" | "music", address: URL): Promise<MediaContent> {
  const element = document.createElement(type === "video" ? "video" : "audio");
  // From another site, its pictures may be read only when that site was asked.
  element.crossOrigin = "anonymous";
  element.loop = true;
  element.muted = true;
  if (element instanceof HTMLVideoElement) element.playsInline = true;
  element.src = address.href;
  await new Promise<void>((resolve, reject) => {
    element.addEventListener("loadeddata", () => resolve(), { once: true });
    element.addEventListener("error", () => reject(new Error(`${address.pathname} cannot be played`)), { once: true });
    setTimeout(() => reject(new Error(`${address.pathname} did not come`)), PATIENCE_MS);
  });
  return element instanceof HTMLVideoElement ? { kind: "video", element } : { kind: "audio", element };
}
