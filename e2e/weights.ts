// What a page makes a browser load before it shows its picture, read from the files that the build left and its manifest.
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";

const DIST = resolve(import.meta.dirname, "../web/dist");
/** As the server compresses (doors/http.py). */
const LEVEL = 5;

interface Chunk {
  file: string;
  src?: string;
  name?: string;
  isEntry?: boolean;
  imports?: string[];
  dynamicImports?: string[];
}
export type Manifest = Record<string, Chunk>;

export interface Weight {
  page: string;
  files: number;
  /** Bytes, compressed. */
  script: number;
  style: number;
}

export const manifest = (): Manifest => JSON.parse(readFileSync(join(DIST, ".vite/manifest.json"), "utf8")) as Manifest;

/** The files of some chunks and of everything that they import before they run. Throws an Error for a chunk that is not there. */
export function filesOf(all: Manifest, keys: readonly string[]): string[] {
  const found = new Map<string, string>();
  const take = (key: string): void => {
    const chunk = all[key];
    if (!chunk) throw new Error(`the build has no ${key}`);
    if (found.has(key)) return;
    found.set(key, chunk.file);
    chunk.imports?.forEach(take);
  };
  keys.forEach(take);
  return [...found.values()];
}

export const compressed = (path: string): number => gzipSync(readFileSync(path), { level: LEVEL }).length;

/** The chunk made for a module. */
function chunkOf(all: Manifest, source: string): string {
  const key = Object.keys(all).find((one) => one === source || all[one]?.src === source);
  if (!key) throw new Error(`the build has no chunk for ${source}`);
  return key;
}

/** The chunk with the engine: it is shared by many pages, and has no name of its own. */
function engineOf(all: Manifest): string {
  const holds = ({ file }: Chunk): boolean => file.endsWith(".js") && readFileSync(join(DIST, file), "utf8").includes("KHR_parallel_shader_compile");
  const [key] = Object.entries(all).find(([, chunk]) => holds(chunk)) ?? [];
  if (!key) throw new Error("the build has no engine");
  return key;
}

/** What each page loads at first: the app and its screen, and the engine that draws the first picture. */
export function weights(): Weight[] {
  const all = manifest();
  const engine = engineOf(all);
  const pages: [string, string[]][] = [
    // The way to sign in is loaded after the screen, but stands on it.
    ["feed", ["index.html", chunkOf(all, "src/features/feed/index.tsx"), chunkOf(all, "src/features/accounts/AccountMenu.tsx"), engine]],
    ["studio", ["index.html", chunkOf(all, "src/features/studio/index.tsx"), engine]],
    ["shader page", ["index.html", chunkOf(all, "src/features/shaders/page.tsx"), engine]],
    ["explore", ["index.html", chunkOf(all, "src/features/shaders/explore.tsx")]],
  ];
  const assets = readdirSync(join(DIST, "assets"));
  const styles = assets.filter((name) => /^index-.*\.css$/.test(name));
  const sum = (files: readonly string[]): number => files.reduce((bytes, file) => bytes + compressed(join(DIST, file)), 0);
  const told = pages.map(([page, keys]) => {
    const files = filesOf(all, keys).filter((file) => file.endsWith(".js"));
    return { page, files: files.length, script: sum(files), style: sum(styles.map((name) => `assets/${name}`)) };
  });
  const html = readFileSync(join(DIST, "embed.html"), "utf8");
  const embed = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, file]) => file ?? "");
  const scripts = embed.filter((file) => file.endsWith(".js"));
  told.push({ page: "embed", files: scripts.length, script: sum(scripts), style: sum(embed.filter((file) => file.endsWith(".css"))) });
  told.push({ page: "player.js", files: 1, script: sum(["player.js"]), style: 0 });
  return told;
}
