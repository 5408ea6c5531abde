// Serves the media set of library/media at /media-set/ while developing, and lays it into web/dist when building.
import { readdirSync, readFileSync } from "node:fs";
import { extname, resolve } from "node:path";
import type { Plugin } from "vite";

const FOLDER = resolve(import.meta.dirname, "../library/media");
const TYPES: Record<string, string> = { ".webp": "image/webp", ".webm": "video/webm", ".bin": "application/octet-stream" };

export function mediaSet(): Plugin {
  const files = () => readdirSync(FOLDER).filter((name) => extname(name) in TYPES);
  return {
    name: "media-set",
    configureServer(server) {
      server.middlewares.use("/media-set/", (request, response, next) => {
        const name = files().find((file) => request.url === `/${file}`);
        if (name === undefined) return next();
        response.setHeader("Content-Type", TYPES[extname(name)] ?? "application/octet-stream");
        response.end(readFileSync(resolve(FOLDER, name)));
      });
    },
    generateBundle() {
      for (const name of files()) this.emitFile({ type: "asset", fileName: `media-set/${name}`, source: readFileSync(resolve(FOLDER, name)) });
    },
  };
}
