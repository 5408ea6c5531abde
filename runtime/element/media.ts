/** Media: reads the pictures, rooms, volumes, films and music of an instance's media set from a folder, or from a file that holds them. */
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

/** Where the files of the set, and people's own pictures beside it (`../renders/…`), are: each by its name. */
export interface Files {
  blob(name: string): Promise<Blob>;
  /** An address from which a film or music is played. */
  address(name: string): Promise<string>;
}

/** The files in the folder at `base`. */
export function filesAt(base: string): Files {
  const folder = new URL(base.endsWith("/") ? base : `${base}/`, document.baseURI);
  return { blob: (name) => fetched(new URL(name, folder)), address: (name) => Promise.resolve(new URL(name, folder).href) };
}

/** The files that a page carries within itself, as `data:` addresses by their names. Without a fetch: a page's policy may forbid all. */
export function filesWithin(carried: Readonly<Record<string, string>>): Files {
  const blob = (name: string): Promise<Blob> => {
    const found = /^data:([\w/+.-]+);base64,/.exec(carried[name] ?? "");
    if (!found) return Promise.reject(new Error(`${name} was left out`));
    return Promise.resolve(new Blob([Uint8Array.from(atob((carried[name] ?? "").slice(found[0].length)), (letter) => letter.charCodeAt(0))], { type: found[1] ?? "" }));
  };
  return { blob, address: async (name) => URL.createObjectURL(await blob(name)) };
}

/** A loader of the set in `files`; camera and microphone are never opened: a page that embeds a work must not ask for them. */
export function loaderOf(files: Files): MediaLoader {
  return async (type, source) => {
    if (type === "texture" && /^upload:[0-9a-f]{64}$/.test(source)) return picture(await bitmap(files, `../renders/${source.slice(7, 39)}.webp`), 4);
    const medium = media.get(`${type} ${source}`);
    const [first] = medium?.files ?? [];
    if (!medium || first === undefined) return null;
    if (medium.type === "video" || medium.type === "music") return playable(medium.type, await files.address(first), first);
    if (medium.type === "volume") return volume(medium, await files.blob(first));
    const images = await Promise.all(medium.files.map((file) => bitmap(files, file)));
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
const bitmap = async (files: Files, name: string): Promise<ImageBitmap> => createImageBitmap(await files.blob(name), { premultiplyAlpha: "none", colorSpaceConversion: "none" });

async function playable(type: "video" | "music", address: string, name: string): Promise<MediaContent> {
  const element = document.createElement(type === "video" ? "video" : "audio");
  // From another site, its pictures may be read only when that site was asked.
  element.crossOrigin = "anonymous";
  element.loop = true;
  element.muted = true;
  if (element instanceof HTMLVideoElement) element.playsInline = true;
  element.src = address;
  await new Promise<void>((resolve, reject) => {
    element.addEventListener("loadeddata", () => resolve(), { once: true });
    element.addEventListener("error", () => reject(new Error(`${name} cannot be played`)), { once: true });
    setTimeout(() => reject(new Error(`${name} did not come`)), PATIENCE_MS);
  });
  return element instanceof HTMLVideoElement ? { kind: "video", element } : { kind: "audio", element };
}
