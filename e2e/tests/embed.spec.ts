// A work in somebody else's page: the frame draws and plays there, has no rights here, and leads back; the element does it without a frame.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test, type FrameLocator, type Page } from "@playwright/test";
import { ADDRESS } from "../platform";

const CODE = `uniform float green; // @range 0 1 = 0.25
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    fragColor = vec4(1.0, green, fract(iTime), 1.0);
}
`;
const TITLE = `"><img src=x onerror=alert(1)> & 'embers'`;

let foreign: Server;
let elsewhere: string;
let shown: string;
let token: string;
let id: string;
let hidden: string;

async function ask<T>(path: string, body: unknown): Promise<T> {
  const headers = { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const answer = await fetch(`${ADDRESS}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  expect(answer.ok, `${path} answered ${answer.status}: ${await answer.clone().text()}`).toBe(true);
  return (await answer.json()) as T;
}

test.beforeAll(async () => {
  foreign = createServer((_, response) => {
    response.setHeader("content-type", "text/html");
    response.end(shown);
  });
  await new Promise<void>((done) => foreign.listen(0, "127.0.0.1", done));
  // Another host than the platform's, so another site to the browser.
  elsewhere = `http://localhost:${(foreign.address() as AddressInfo).port}/`;
  const name = `embed${Date.now().toString(36)}`;
  token = (await ask<{ access_token: string }>("/auth/register", { username: name, email: `${name}@example.org`, password: `long and odd ${name}` })).access_token;
  const work = { title: TITLE, licence: "CC0-1.0", status: "published", passes: [{ type: "image", code: CODE }] };
  id = (await ask<{ id: string }>("/shaders", work)).id;
  hidden = (await ask<{ id: string }>("/shaders", { ...work, visibility: "private" })).id;
});

test.afterAll(() => new Promise((done) => foreign.close(() => done(undefined))));

async function open(page: Page, inside: string): Promise<{ frame: FrameLocator; complaints: string[] }> {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  shown = `<!doctype html><meta charset="utf-8"><title>Elsewhere</title><link rel="icon" href="data:,">${inside}`;
  await page.goto(elsewhere);
  return { frame: page.frameLocator("iframe"), complaints };
}

const frameOf = (work: string, query = ""): string => `<iframe src="${ADDRESS}/embed/${work}${query}" width="640" height="360"></iframe>`;

/** The pixel in the middle of what the player shows. */
const middle = (player: { evaluate: <T>(ask: (element: Element) => T) => Promise<T> }): Promise<number[]> =>
  player.evaluate((element) => {
    const canvas = element.shadowRoot?.querySelector("canvas");
    return [...(canvas?.getContext("2d")?.getImageData(canvas.width >> 1, canvas.height >> 1, 1, 1).data ?? [])];
  });

test("an embed in a foreign page draws, plays, and is told its parameters by its address", async ({ page }) => {
  const { frame, complaints } = await open(page, frameOf(id, "?autoplay=1&p=green:0.8"));
  const player = frame.locator("fractafrag-player");
  await expect(player).toHaveAttribute("state", "live");
  await expect.poll(() => middle(player).then(([red, green]) => [red, green])).toEqual([255, 204]);
  const time = () => player.evaluate((element) => (element as unknown as { currentTime: number }).currentTime);
  const first = await time();
  await expect.poll(time).toBeGreaterThan(first);
  const back = frame.locator("a.back");
  await expect(back).toContainText(TITLE);
  await expect(back).toHaveAttribute("href", new RegExp(`/s/${id}$`));
  await expect(back).toHaveAttribute("target", "_blank");
  expect(complaints).toEqual([]);
});

test("an embed that was not asked to play waits, and lives when one presses", async ({ page }) => {
  const { frame } = await open(page, frameOf(id));
  const player = frame.locator("fractafrag-player");
  await player.locator(".begin").click();
  await expect(player).toHaveAttribute("state", "live");
  await player.hover();
  await player.getByRole("button", { name: "Pause" }).click();
  const time = () => player.evaluate((element) => (element as unknown as { currentTime: number }).currentTime);
  const stands = await time();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(await time()).toBe(stands);
});

test("somebody who wants less motion is not played at", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const { frame } = await open(page, frameOf(id, "?autoplay=1"));
  const player = frame.locator("fractafrag-player");
  await expect(player.locator(".begin")).toBeVisible();
  expect(await player.evaluate((element) => (element as unknown as { playing: boolean }).playing)).toBe(false);
});

test("in a frame a work has no origin: no cookie, no storage, no session of the person who looks", async ({ page }) => {
  await page.context().addCookies([{ name: "refresh_token", value: "secret", url: ADDRESS }]);
  const { frame } = await open(page, frameOf(id));
  const found = await frame.locator("body").evaluate(() => {
    const tried = (ask: () => unknown): unknown => {
      try {
        return ask();
      } catch (error) {
        return (error as Error).name;
      }
    };
    return { origin: self.origin, cookie: tried(() => document.cookie), storage: tried(() => localStorage.length) };
  });
  expect(found).toEqual({ origin: "null", cookie: "SecurityError", storage: "SecurityError" });
});

test("a private work is not shown, and the app itself cannot be framed", async ({ page }) => {
  const { frame } = await open(page, frameOf(hidden));
  await expect(frame.locator("body")).toContainText("not here, or it is not public");
  const refused = page.waitForEvent("console", (message) => message.text().includes("frame-ancestors"));
  await open(page, `<iframe src="${ADDRESS}/explore"></iframe>`);
  await refused;
});

test("the element draws in a foreign page without a frame", async ({ page }) => {
  const { complaints } = await open(page, `<script src="${ADDRESS}/player.js"></script><fractafrag-player src="${ADDRESS}/api/v1/shaders/${id}" media="${ADDRESS}/media-set/" autoplay style="width: 320px"></fractafrag-player>`);
  const player = page.locator("fractafrag-player");
  await expect(player).toHaveAttribute("state", "live");
  await expect.poll(() => middle(player).then(([red, green]) => [red, green])).toEqual([255, 64]);
  expect(complaints).toEqual([]);
});

test("the page of a work tells other sites of its embed, and its dialog gives the code", async ({ page }) => {
  await page.goto(`/s/${id}`);
  const oembed = await page.locator('link[type="application/json+oembed"]').getAttribute("href");
  const told = (await (await fetch(oembed ?? "")).json()) as { html: string; title: string };
  expect(told.title).toBe(TITLE);
  const { frame } = await open(page, told.html);
  await expect(frame.locator("a.back")).toContainText(TITLE);
  await page.goto(`/s/${id}`);
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("menuitem", { name: "Embed in a page" }).click();
  const dialog = page.getByRole("dialog", { name: "Embed" });
  await expect(dialog.frameLocator("iframe").locator("fractafrag-player")).toHaveAttribute("state", "live");
  const code = await dialog.locator("pre").textContent();
  const { frame: pasted } = await open(page, code ?? "");
  await expect(pasted.locator("a.back")).toContainText(TITLE);
});
