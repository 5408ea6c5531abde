// Which of ANGLE's backends draws films: software for stills is slow with steady frames, a GPU or llvmpipe is not.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Logger } from "pino";
import { BrowserUnavailable, RenderBrowser } from "./browser.js";
import type { Settings } from "./settings.js";

// Where the drivers that EGL may choose from are written down (libglvnd).
const VENDORS = ["/usr/share/glvnd/egl_vendor.d", "/etc/glvnd/egl_vendor.d"];
const AUTO = "gl-egl";

function hasEgl(env: NodeJS.ProcessEnv): boolean {
  const folders = env.__EGL_VENDOR_LIBRARY_DIRS?.split(":") ?? VENDORS;
  return folders.some((folder) => existsSync(folder) && readdirSync(folder).some((name) => existsSync(join(folder, name)) && name.endsWith(".json")));
}

export interface FilmBackend {
  angle: string;
  /** What the driver calls itself. */
  renderer: string;
}

/**
 * The backend for films, tried out in a browser of its own; null where films are drawn as stills are.
 * Throws BrowserUnavailable where the operator asks for one that this machine does not have.
 */
export async function findFilmBackend(settings: Settings, log: Logger, pageScript: string, env: NodeJS.ProcessEnv = process.env): Promise<FilmBackend | null> {
  const wish = settings.filmAngle;
  if (wish === settings.angle || (wish === "auto" && (settings.angle !== "swiftshader" || !hasEgl(env)))) return null;
  const angle = wish === "auto" ? AUTO : wish;
  const browser = new RenderBrowser(settings, log, pageScript, angle);
  try {
    await browser.ensure();
    const name = browser.rendererString ?? "";
    // A Chromium without this backend takes SwiftShader and says nothing.
    if (/swiftshader/i.test(name)) throw new BrowserUnavailable(`Chromium answers with ${name}`);
    log.info({ angle, renderer: name }, "films are drawn by another backend than stills");
    return { angle, renderer: name };
  } catch (error) {
    if (wish !== "auto") throw new BrowserUnavailable(`RENDERER_FILM_ANGLE asks for "${wish}", which does not work here: ${String(error)}`);
    log.info({ angle, error: String(error) }, "there is no faster backend for films here");
    return null;
  } finally {
    await browser.close();
  }
}
