// The process: reads its settings, opens the door, brings the browser up, and leaves in good order.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { createApp } from "./app.js";
import { Renderer } from "./render.js";
import { readSettings, type Settings } from "./settings.js";

const DRAIN_MS = 15_000;
const PARENT_LOOK_MS = 1_000;

function settingsOrExit(): Settings {
  try {
    return readSettings(process.env);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
}

const settings = settingsOrExit();
const log = pino({ level: settings.logLevel, base: { service: "renderer" }, ...(process.stdout.isTTY ? { transport: { target: "pino-pretty" } } : {}) });
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };
const renderer = new Renderer(settings, version, fileURLToPath(new URL("./page.js", import.meta.url)), log);
const server = createApp(renderer, log).listen(settings.port, settings.host);

let leaving = false;

async function leave(reason: string, code: number): Promise<void> {
  if (leaving) return;
  leaving = true;
  log.info({ reason }, "stopping");
  // A job that hangs must not hold the process; its client will ask again.
  setTimeout(() => void renderer.kill().finally(() => process.exit(code)), DRAIN_MS).unref();
  server.close();
  server.closeIdleConnections();
  await renderer.close();
  if (server.listening) await once(server, "close");
  process.exit(code);
}

server.on("error", (error: NodeJS.ErrnoException) => {
  log.fatal({ error: error.message }, error.code === "EADDRINUSE" ? `port ${settings.port} on ${settings.host} is taken; set RENDERER_PORT to another` : "the renderer cannot listen");
  process.exit(1);
});
server.on("listening", () => log.info({ url: `http://${settings.host}:${(server.address() as AddressInfo).port}` }, "listening"));
renderer.start().catch((error: unknown) => log.error({ error: error instanceof Error ? error.message : String(error) }, "the browser does not start"));

for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => void leave(signal, 0));

// A supervisor that was killed outright sends no signal; its children are given to another parent then.
const parent = process.ppid;
if (!settings.detached && parent > 1) {
  setInterval(() => {
    if (process.ppid !== parent) void leave("the parent process is gone", 0);
  }, PARENT_LOOK_MS).unref();
}
