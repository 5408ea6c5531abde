// A program with the official MCP SDK, in both generations of the protocol: search, fork, break, read, mend, see, publish.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { ADDRESS } from "../platform";

const ROOT = resolve(import.meta.dirname, "../..");
const run = promisify(execFile);

interface Outcome {
  id: string;
  title: string;
  parent: string;
  username: string;
  agent: string;
  line: number;
  sheet: { width: number; height: number; columns: number; rows: number };
  mime_type: string;
  asked: string[];
}

async function ask<T>(path: string, token?: string, body?: unknown): Promise<T> {
  const headers = { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const answer = await fetch(`${ADDRESS}/api/v1${path}`, body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) });
  expect(answer.ok, `${path} answered ${answer.status}`).toBe(true);
  return (await answer.json()) as T;
}

for (const mode of ["auto", "legacy"]) {
  test(`a scripted agent forks a work, errs, mends, looks and publishes (${mode})`, async ({ page }) => {
    test.setTimeout(150_000);
    const name = `agent${Date.now().toString(36)}`;
    const form = { username: name, email: `${name}@example.org`, password: `long and odd ${name}` };
    const { access_token } = await ask<{ access_token: string }>("/auth/register", undefined, form);
    const wish = { name: "Painter", scopes: ["draft", "publish"], expires_in_days: 1 };
    const key = await ask<{ secret: string }>("/keys", access_token, wish);
    const folder = await mkdtemp(join(tmpdir(), "fractafrag agent "));
    try {
      const file = join(folder, "sheet");
      const env = { ...process.env, FRACTAFRAG_URL: ADDRESS, FRACTAFRAG_KEY: key.secret, MCP_MODE: mode };
      const { stdout } = await run(join(ROOT, ".venv/bin/python"), [join(ROOT, "e2e/agent.py"), file], { env });
      const outcome = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Outcome;
      expect(outcome).toMatchObject({ username: name, agent: "Painter" });
      expect(outcome.asked).toHaveLength(1);

      // The picture, decoded by a browser: as large as was said, and no flat colour in any cell.
      const data = `data:${outcome.mime_type};base64,${(await readFile(file)).toString("base64")}`;
      const seen = await page.evaluate(
        async ({ data, columns, rows }) => {
          const picture = await createImageBitmap(await (await fetch(data)).blob());
          const { width, height } = picture;
          const context = new OffscreenCanvas(width, height).getContext("2d");
          context?.drawImage(picture, 0, 0);
          const colours: number[] = [];
          for (let cell = 0; cell < columns * rows; cell++) {
            const [wide, high] = [Math.floor(width / columns), Math.floor(height / rows)];
            const pixels = context?.getImageData((cell % columns) * wide, Math.floor(cell / columns) * high, wide, high).data ?? [];
            const found = new Set<number>();
            for (let at = 0; at < pixels.length; at += 4) found.add(((pixels[at] ?? 0) >> 4) * 256 + ((pixels[at + 1] ?? 0) >> 4) * 16 + ((pixels[at + 2] ?? 0) >> 4));
            colours.push(found.size);
          }
          return { width, height, colours };
        },
        { data, columns: outcome.sheet.columns, rows: outcome.sheet.rows },
      );
      expect(seen).toMatchObject({ width: outcome.sheet.width, height: outcome.sheet.height });
      expect(seen.colours).toHaveLength(4);
      for (const colours of seen.colours) expect(colours).toBeGreaterThan(8);

      // What the world sees: in the list, in the person's name, through the key.
      const list = await ask<{ items: { id: string; author: { username: string; agent: string | null } }[] }>(`/shaders?author=${name}`);
      expect(list.items).toEqual([expect.objectContaining({ id: outcome.id, author: expect.objectContaining({ username: name, agent: "Painter" }) })]);
      const whole = await ask<{ parent: { id: string } }>(`/shaders/${outcome.id}`);
      expect(whole.parent.id).toBe(outcome.parent);
      await page.goto(`/s/${outcome.id}`);
      await expect(page.getByRole("heading", { level: 1, name: outcome.title })).toBeVisible();
      await expect(page.getByText(/agent/).filter({ hasText: "Painter" }).first()).toBeVisible();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}
