// The page can reach nothing: not this machine, not the world, not even if a script ran in it.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { expect, test } from "vitest";
import { RenderBrowser } from "../src/browser.js";
import { readSettings } from "../src/settings.js";
import { Running } from "./running.js";

const SCRIPT = `globalThis.fractafrag = { renderer: () => "none", run: async ({ url }) => {
  const tries = {};
  tries.fetch = await fetch(url).then(() => "reached", () => "refused");
  tries.image = await new Promise((resolve) => { const picture = new Image(); picture.onload = () => resolve("reached"); picture.onerror = () => resolve("refused"); picture.src = url; });
  tries.beacon = navigator.sendBeacon(url) ? "sent" : "refused";
  tries.socket = await new Promise((resolve) => { try { const socket = new WebSocket(url.replace("http", "ws")); socket.onopen = () => resolve("reached"); socket.onerror = () => resolve("refused"); } catch { resolve("refused"); } });
  tries.eval = (() => { try { return new Function("return 'reached'")(); } catch { return "refused"; } })();
  tries.secrets = typeof process;
  return { ...tries, secure: isSecureContext };
} };`;

test("neither fetch, image, beacon, socket nor eval gets anywhere from the page", async () => {
  const server = await Running.start();
  const folder = mkdtempSync(join(tmpdir(), "isolation "));
  let asked = 0;
  const target = createServer((_request, response) => {
    asked += 1;
    response.end("reached");
  }).listen(0, "127.0.0.1");
  await once(target, "listening");
  const script = join(folder, "page.js");
  writeFileSync(script, SCRIPT);
  const browser = new RenderBrowser(readSettings({ CHROMIUM_PATH: server.chromiumPath }), pino({ level: "silent" }), script);
  try {
    const url = `http://127.0.0.1:${(target.address() as AddressInfo).port}/`;
    const seen = await browser.run({ url } as never, 20_000);
    expect(seen).toMatchObject({ fetch: "refused", image: "refused", socket: "refused", eval: "refused", secrets: "undefined", secure: true });
    expect(asked).toBe(0);
  } finally {
    await browser.close();
    await server.stop();
    target.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
