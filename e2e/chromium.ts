// Which Chromium plays the person: the one from the environment, the system's, or the one that npm brought.
import { accessSync, constants } from "node:fs";
import sparticuz from "@sparticuz/chromium";

const SYSTEM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The path of a Chromium that can be started. */
export async function chromiumPath(): Promise<string> {
  return process.env.CHROMIUM_PATH ?? SYSTEM.find(runs) ?? (await sparticuz.executablePath());
}

/** WebGL2 on SwiftShader, and no traffic of the browser's own. */
export const FLAGS = [
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--ignore-gpu-blocklist",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--no-first-run",
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];
