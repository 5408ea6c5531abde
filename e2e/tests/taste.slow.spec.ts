// The feed learns: whoever lingers on one kind of work gets more of it and still meets others, and it follows when they drift; they see what it believes, and say otherwise.
import { writeFile } from "node:fs/promises";
import { expect, test, type Page } from "@playwright/test";
import { ADDRESS } from "../platform";
import { kindOf, sketch, type Kind } from "./kinds";

test.describe.configure({ mode: "serial" });
// Posters are enough to choose by: what is told of watching is the same, and two cores draw nothing meanwhile.
test.use({ contextOptions: { reducedMotion: "reduce" } });

const PASSWORD = "a violet analytical engine";
const MADE: [Kind, number][] = [
  ["tunnel", 18],
  ["plasma", 18],
  ["grid", 6],
];
const LIBRARY = 12;
let names = 0;

async function ask<Answer>(path: string, token?: string, body?: unknown): Promise<Answer> {
  const answer = await fetch(`${ADDRESS}/api/v1${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

const newName = (): string => `kim${(names += 1)}${Date.now().toString(36)}`;
const join = async (): Promise<string> => {
  const username = newName();
  return (await ask<{ access_token: string }>("/auth/register", undefined, { username, email: `${username}@example.org`, password: PASSWORD })).access_token;
};

const caption = (page: Page) => page.getByRole("main").getByRole("heading", { level: 2 }).first();

interface Walk {
  /** Cards at most. */
  cards: number;
  likes: Kind | null;
  /** Ends after so many that it liked. */
  enough?: number;
  /** How long it stays with each of the others, in milliseconds: who goes on within two seconds skips. */
  looks?: number;
}

/** Goes through the next cards; on those that it likes it stays, votes and saves, the others it skips. Answers the titles. */
async function walk(page: Page, { cards, likes, enough = cards, looks = 0 }: Walk): Promise<string[]> {
  const titles: string[] = [];
  while (titles.length < cards && count(titles, likes) < enough) {
    const title = (await caption(page).textContent()) ?? "";
    titles.push(title);
    if (likes !== null && kindOf(title) === likes) {
      await page.keyboard.press("u");
      await page.keyboard.press("b");
      await expect(page.getByRole("button", { name: "Saved; take it out" })).toBeAttached();
      // As long as people stay with what they like; what was watched is valued every few seconds.
      await page.waitForTimeout(3000);
    } else await page.waitForTimeout(looks);
    await page.keyboard.press("j");
    await expect(caption(page)).not.toHaveText(title);
  }
  return titles;
}

interface Shown {
  title: string;
  poster: string;
}

/** Where the posters of all works are, by their titles. */
async function posters(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: { items: { title: string; render: { poster_url: string | null } }[]; next_cursor: string | null } = await ask(`/feed/new?limit=50${cursor}`);
    for (const { title, render } of page.items) if (render.poster_url) found.set(title, render.poster_url);
    cursor = page.next_cursor && `&cursor=${encodeURIComponent(page.next_cursor)}`;
  }
  return found;
}

/** What a person met, as one picture: a row of posters for each part of the walk. */
async function pictured(page: Page, parts: Record<string, readonly string[]>): Promise<Buffer> {
  const where = await posters();
  const rows = Object.entries(parts).map(([name, titles]): [string, Shown[]] => [name, titles.map((title) => ({ title, poster: `${ADDRESS}${where.get(title) ?? ""}` }))]);
  const cell = ({ title, poster }: Shown): string => `<figure><img src="${poster}" alt=""><figcaption>${title}</figcaption></figure>`;
  const style = "body{background:#0b0b10;color:#ddd;font:13px sans-serif;margin:16px}div{display:grid;grid-template-columns:repeat(10,minmax(0,1fr));gap:6px}figure{margin:0}img{width:100%;aspect-ratio:16/9;object-fit:cover}figcaption{font-size:11px;white-space:nowrap;overflow:hidden}";
  await page.setContent(`<style>${style}</style>${rows.map(([name, shown]) => `<h2>${name}</h2><div>${shown.map(cell).join("")}</div>`).join("")}`);
  await page.waitForLoadState("networkidle");
  return page.locator("body").screenshot({ type: "jpeg", quality: 80 });
}

const count = (titles: readonly string[], kind: Kind | null): number => titles.filter((title) => kindOf(title) === kind).length;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  // No author has more than two works of any twenty: of one author there would be hardly any.
  const authors = await Promise.all(Array.from({ length: 20 }, join));
  let turn = 0;
  let last = "";
  for (const [kind, many] of MADE) {
    for (let n = 0; n < many; n += 1) {
      const { title, tags, code } = sketch(kind, n);
      const body = { title, tags, licence: "CC-BY-4.0", status: "published", passes: [{ type: "image", name: "Image", code }] };
      last = (await ask<{ id: string }>("/shaders", authors[turn++ % authors.length], body)).id;
    }
  }
  // Until it was looked at, what is similar is told by its tags.
  await expect.poll(async () => (await ask<{ by: string }>(`/shaders/${last}/similar`)).by, { timeout: 200_000, intervals: [2000] }).not.toBe("tags");
});

/** Makes an account in the page and waits for its feed. */
async function arrive(page: Page): Promise<void> {
  const name = newName();
  await page.goto("/register?next=/");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("E-mail").fill(`${name}@example.org`);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("button", { name: `Account of ${name}` })).toBeVisible();
  await expect(caption(page)).not.toBeEmpty();
}

test("whoever lingers on blue tunnels gets more of them, still meets others, and is followed when they drift", async ({ page }) => {
  test.setTimeout(240_000);
  await arrive(page);

  const first = await walk(page, { cards: 20, likes: "tunnel", enough: 3 });
  const then = await walk(page, { cards: 20, likes: "tunnel" });
  const works = MADE.reduce((sum, [, many]) => sum + many, LIBRARY);
  const byChance = (20 * (18 - count(first, "tunnel"))) / (works - first.length);
  test.info().annotations.push({ type: "tunnels", description: `${count(first, "tunnel")} of ${first.length}, then ${count(then, "tunnel")} of 20, ${byChance.toFixed(1)} by chance` });
  expect(count(then, "tunnel")).toBeGreaterThan(byChance * 1.3);
  expect(20 - count(then, "tunnel")).toBeGreaterThanOrEqual(2);

  const drift = await walk(page, { cards: 14, likes: "plasma" });
  test.info().annotations.push({ type: "plasma", description: `${count(then, "plasma")} of 20, then ${count(drift, "plasma")} of 14` });
  expect(count(drift, "plasma") / 14).toBeGreaterThan(count(then, "plasma") / 20);

  const parts = { "First, staying with tunnels": first, "Then": then, "Staying with plasma from here on": drift };
  const sheet = await pictured(page, parts);
  await writeFile(test.info().outputPath("seen.jpg"), sheet);
  await test.info().attach("seen", { body: sheet, contentType: "image/jpeg" });

  await page.goto("/taste");
  const liked = page.getByRole("list", { name: "What you like" });
  await expect(liked.getByText(/Warm plasma/).first()).toBeVisible();
  await expect(liked.getByText(/Blue tunnel/).first()).toBeVisible();
  const shares = await liked.getByRole("meter").evaluateAll((meters) => meters.map((meter) => Number(meter.getAttribute("aria-valuenow"))));
  expect(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 100)).toBeLessThanOrEqual(shares.length);

  const tunnels = liked.getByRole("listitem").filter({ hasText: /Blue tunnel/ }).first();
  await tunnels.getByRole("button", { name: "Mute" }).click();
  const muted = page.getByRole("list", { name: "Muted", exact: true });
  await expect(muted.getByText(/Blue tunnel/).first()).toBeVisible();
  await page.goto("/");
  await expect(caption(page)).not.toBeEmpty();
  expect(count(await walk(page, { cards: 6, likes: null }), "tunnel")).toBe(0);
  await page.goto("/taste");
  await muted.getByRole("button", { name: "Hear again" }).click();
  await expect(muted).toHaveCount(0);
});

test("who forgets an interest sees it go, may take that back, and then meets less of it", async ({ page }) => {
  test.setTimeout(240_000);
  await arrive(page);
  const first = await walk(page, { cards: 20, likes: "tunnel", enough: 3 });
  const liking = await walk(page, { cards: 8, likes: "tunnel" });

  await page.goto("/taste");
  const liked = page.getByRole("list", { name: "What you like" });
  const tunnels = liked.getByRole("listitem").filter({ hasText: /Blue tunnel/ });
  const steered = () => page.waitForResponse((response) => response.request().method() === "PATCH" && response.url().includes("/api/v1/me/taste/"));
  const forget = async () => {
    while ((await tunnels.count()) > 0) {
      const known = steered();
      await tunnels.first().getByRole("button", { name: "Forget" }).click();
      expect((await known).status()).toBe(200);
    }
  };
  await expect(tunnels.first()).toBeVisible();
  const before = await tunnels.count();
  await forget();
  await expect(tunnels).toHaveCount(0);
  const back = steered();
  await page.getByRole("button", { name: "Undo" }).last().click();
  expect((await back).status()).toBe(200);
  await expect(tunnels.first()).toBeVisible();
  await forget();
  await page.reload();
  await expect(page.getByRole("heading", { name: "How much surprise" })).toBeVisible();
  await expect(tunnels).toHaveCount(0);

  await page.goto("/");
  await expect(caption(page)).not.toBeEmpty();
  const after = await walk(page, { cards: 12, likes: null, looks: 2200 });
  const met = [...first, ...liking];
  const left = 18 - count(met, "tunnel");
  const byChance = (12 * left) / (MADE.reduce((sum, [, many]) => sum + many, LIBRARY) - met.length);
  test.info().annotations.push({ type: "forgotten", description: `${before} interests; ${count(liking, "tunnel")} tunnels of ${liking.length}, then ${count(after, "tunnel")} of ${after.length} (${left} left, ${byChance.toFixed(1)} by chance)` });
  expect(count(after, "tunnel") / after.length).toBeLessThan((0.75 * count(liking, "tunnel")) / liking.length);
});
