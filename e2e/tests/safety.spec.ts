// What could harm does not start by itself: a work that took its tab down, one that is too heavy, one that flashes.
import { expect, test, type Page } from "@playwright/test";
import { ADDRESS } from "../platform";

const CHEAP = "void mainImage(out vec4 c, in vec2 p) {\n    c = vec4(0.2, 0.5, fract(iTime), 1.0);\n}\n";
/** Its text says nothing of how often the loop turns; a picture of 32 × 18 pixels takes a software GPU a good while. */
const SLOW = "void mainImage(out vec4 c, in vec2 p) {\n    int turns = 1500000 + int(0.0 * iTime);\n    float s = 0.0;\n    for (int i = 0; i < turns; i++) s += sin(float(i) + p.x);\n    c = vec4(s);\n}\n";
/** Its text promises a million turns; it takes four. */
const SEEMS_HEAVY = "void mainImage(out vec4 c, in vec2 p) {\n    c = vec4(0.2, 0.5, fract(iTime), 1.0);\n    for (int i = 0; i < 1000000; i++) {\n        if (i > 3) break;\n        c.r += 0.01;\n    }\n}\n";
/** Eight times a second, all of it. */
const STROBE = "void mainImage(out vec4 c, in vec2 p) {\n    c = vec4(vec3(step(0.5, fract(8.0 * iTime))), 1.0);\n}\n";

interface Author {
  name: string;
  password: string;
  token: string;
}

async function ask<T>(path: string, token?: string, body?: unknown): Promise<T> {
  const headers = { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const answer = await fetch(`${ADDRESS}/api/v1${path}`, body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) });
  expect(answer.ok, `${path} answered ${answer.status}`).toBe(true);
  return (await answer.json()) as T;
}

async function somebody(): Promise<Author> {
  const name = `careful${Date.now().toString(36)}`;
  const password = `long and odd ${name}`;
  const { access_token: token } = await ask<{ access_token: string }>("/auth/register", undefined, { username: name, email: `${name}@example.org`, password });
  return { name, password, token };
}

async function publish(token: string, title: string, code: string): Promise<string> {
  return (await ask<{ id: string }>("/shaders", token, { title, licence: "CC0-1.0", status: "published", passes: [{ type: "image", code }] })).id;
}

/** Ends the page's process at once, as a driver that hangs does in the end. */
async function crash(page: Page): Promise<void> {
  const gone = page.waitForEvent("crash");
  const session = await page.context().newCDPSession(page);
  void session.send("Page.crash").catch(() => undefined);
  await gone;
}

const remembered = (page: Page, prefix: string): Promise<number> => page.evaluate((wanted) => Object.keys(localStorage).filter((key) => key.startsWith(wanted)).length, prefix);

/** Lets the work come with another text than the one that was rendered. */
async function comesAs(page: Page, id: string, code: string): Promise<void> {
  await page.route(`**/api/v1/shaders/${id}`, async (route) => {
    const answer = await route.fetch();
    const work = (await answer.json()) as { passes: { code: string }[] };
    for (const pass of work.passes) pass.code = code;
    await route.fulfill({ response: answer, json: work });
  });
}

const held = (page: Page, title: string) => page.getByRole("group", { name: title });

test("a source that took the studio's tab down is offered without running, and runs when it was changed", async ({ page, context }) => {
  const { name, password, token } = await somebody();
  const id = await publish(token, "Too much", CHEAP);
  await page.goto("/login");
  await page.getByLabel("Name or e-mail").fill(name);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await expect(page).not.toHaveURL(/login/);
  await page.goto(`/studio/${id}`);
  await expect(page.getByLabel("Status")).toContainText("Compiled", { timeout: 60_000 });
  // What draws for a while is trusted.
  await expect.poll(() => remembered(page, "fractafrag.studio.running.")).toBe(0);
  await page.locator(".cm-content").first().click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(SLOW);
  await expect.poll(() => remembered(page, `fractafrag.studio.running.${id}.`)).toBe(1);
  // What was written is kept in this browser a moment later.
  await expect.poll(() => page.evaluate(() => Object.values(localStorage as unknown as Record<string, string>).some((kept) => kept.includes("1500000")))).toBe(true);
  await crash(page);

  const next = await context.newPage();
  await next.goto(`/studio/${id}`);
  await next.getByRole("region", { name: "Unsaved work" }).getByRole("button", { name: "Restore" }).click();
  await expect(next.locator(".cm-content").first()).toContainText("1500000");
  await expect(next.getByText("Open without running")).toBeVisible();
  await expect(next.getByLabel("Status")).not.toContainText("Compiled");
  await next.locator(".cm-content").first().click();
  await next.keyboard.press("ControlOrMeta+a");
  await next.keyboard.insertText(CHEAP);
  await next.getByRole("alert").getByRole("button", { name: "Run" }).click();
  await expect(next.getByLabel("Status")).toContainText("Compiled");
  await expect(next.getByText("Open without running")).toHaveCount(0);
  await expect.poll(() => remembered(next, "fractafrag.studio.running.")).toBe(0);
});

test("a work that took its page down is not run again unasked", async ({ page, context }) => {
  const { token } = await somebody();
  const id = await publish(token, "Never came", CHEAP);
  await comesAs(page, id, SLOW);
  await page.goto(`/s/${id}`);
  await expect.poll(() => remembered(page, `fractafrag.running.${id}`)).toBe(1);
  await crash(page);

  const next = await context.newPage();
  // A tab that began it a moment ago may still be on its way; this one comes a minute later.
  await next.addInitScript(() => {
    const now = Date.now;
    Date.now = () => now() + 60_000;
  });
  await next.goto(`/s/${id}`);
  await expect(held(next, "It did not answer the last time")).toBeVisible();
  await expect(next.getByLabel("Living picture").locator("..")).toHaveClass(/opacity-0/);
  await next.getByRole("button", { name: "Run it again" }).click();
  await expect(held(next, "It did not answer the last time")).toHaveCount(0);
  await expect(next.getByLabel("Living picture").locator("..")).toHaveClass(/opacity-100/);
  await expect.poll(() => remembered(next, "fractafrag.running.")).toBe(0);
});

test("what is heavy by its text waits for a press, on its page and in an embed", async ({ page }) => {
  const { token } = await somebody();
  const id = await publish(token, "A million turns", SEEMS_HEAVY);
  await page.goto(`/s/${id}`);
  await expect(held(page, "This work is very heavy")).toBeVisible();
  await expect(page.getByLabel("Living picture").locator("..")).toHaveClass(/opacity-0/);
  await page.getByRole("button", { name: "Run it here" }).click();
  await expect(page.getByLabel("Living picture").locator("..")).toHaveClass(/opacity-100/);

  await page.goto(`/embed/${id}?autoplay=1`);
  const player = page.locator("fractafrag-player");
  await expect(player.getByText("Very heavy to draw.")).toBeVisible();
  await expect(player).toHaveAttribute("state", "resting");
  await player.locator(".begin").click();
  await expect(player).toHaveAttribute("state", "live");
});

test("what turns out to be too heavy for this device stops by itself and is offered", async ({ page }) => {
  const { token } = await somebody();
  const id = await publish(token, "Slower than it looks", CHEAP);
  await comesAs(page, id, SLOW);
  await page.goto(`/s/${id}`);
  await expect(held(page, "Too heavy for this device")).toBeVisible();
  await expect(page.getByRole("button", { name: "Run it anyway" })).toBeVisible();
});

test("what the renderer saw flash is warned of before it plays, wherever it is met", async ({ page }) => {
  const { token } = await somebody();
  const id = await publish(token, "Strobe", STROBE);
  const facts = async () => (await ask<{ render: { facts: { flashing: boolean | null } | null } }>(`/shaders/${id}`)).render.facts?.flashing;
  await expect.poll(facts, { timeout: 120_000, intervals: [1000] }).toBe(true);

  await page.goto("/?feed=new");
  await expect(held(page, "This work flashes")).toBeVisible();
  await expect(page.locator("[aria-hidden=false][data-shows]")).toHaveAttribute("data-shows", "poster");
  await page.goto("/explore?sort=new");
  const tile = page.getByRole("article").filter({ hasText: "Strobe" }).first();
  await tile.hover();
  await expect(tile.getByText("flashes")).toBeVisible();
  await expect(tile.locator("video")).toHaveCount(0);

  await page.goto(`/embed/${id}?autoplay=1`);
  await expect(page.getByText("May contain flashing light.")).toBeVisible();
  const player = page.locator("fractafrag-player");
  await expect(player.locator(".begin")).toBeVisible();
  expect(await player.evaluate((element) => (element as unknown as { playing: boolean }).playing)).toBe(false);
  await player.locator(".begin").click();
  await expect(player).toHaveAttribute("state", "live");

  await page.goto(`/s/${id}`);
  await expect(held(page, "This work flashes")).toBeVisible();
  await page.getByRole("button", { name: "Never offer these" }).click();
  await expect(page.getByRole("button", { name: "Play it" })).toHaveCount(0);
  await page.getByRole("button", { name: "Ask me again" }).click();
  await page.getByRole("button", { name: "Play it" }).click();
  await expect(page.getByLabel("Living picture").locator("..")).toHaveClass(/opacity-100/);
});
