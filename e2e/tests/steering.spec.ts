// The feed is steered: a card says why it came and takes an answer, moods stay in the address, the dial is kept; and what plays by itself ends at a key.
import { expect, test, type Page } from "@playwright/test";

const caption = (page: Page) => page.getByRole("main").getByRole("heading", { level: 2 }).first();

test("a card says why it came, and takes an answer; moods stay in the address, the dial is kept", async ({ page }) => {
  await page.goto("/");
  await expect(caption(page)).not.toBeEmpty();
  const before = await caption(page).textContent();
  await page.keyboard.press("w");
  const sheet = page.getByRole("dialog", { name: "Why this?" });
  const told = page.waitForRequest((request) => request.url().endsWith("/api/v1/events") && (request.postData() ?? "").includes('"more_like"'));
  await sheet.getByRole("button", { name: "More like this" }).click();
  expect((await (await told).response())?.status()).toBe(200);
  await expect(sheet).toHaveCount(0);
  await expect(caption(page)).toHaveText(before ?? "");

  await page.mouse.move(300, 300);
  const served = page.waitForResponse((response) => new URL(response.url()).searchParams.get("mood") === "dark");
  await page.getByRole("navigation", { name: "Moods" }).getByRole("link", { name: "Dark" }).click();
  await expect(page).toHaveURL(/\?mood=dark$/);
  expect((await served).status()).toBe(200);
  await page.mouse.move(310, 310);
  await page.getByRole("navigation", { name: "Moods" }).getByRole("link", { name: "Dark" }).click();
  await expect(page).toHaveURL(/\/$/);
  await expect(caption(page)).not.toBeEmpty();

  await page.keyboard.press("t");
  const tune = page.getByRole("dialog", { name: "Tune the feed" });
  const kept = page.waitForResponse((response) => response.url().endsWith("/api/v1/me/taste/dial"));
  await tune.getByRole("slider", { name: "How much surprise" }).press("End");
  expect(((await (await kept).json()) as { surprise: number }).surprise).toBe(1);
  await expect(tune.getByText("Surprise me")).toBeVisible();
});

test("a stranger's first card comes with the page, and what plays by itself ends at a key", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => new URL(request.url()).pathname === "/api/v1/feed" && asked.push(request.url()));
  await page.goto("/");
  await expect(caption(page)).not.toBeEmpty();
  expect(asked).toEqual([]);

  await page.keyboard.press("l");
  const before = (await caption(page).textContent()) ?? "";
  await expect(caption(page)).not.toHaveText(before);
  await page.keyboard.press("Escape");

  await page.keyboard.press("z");
  await expect(page.getByRole("timer", { name: "Screensaver" })).toContainText(/\d:\d\d/);
  const resting = await caption(page).textContent();
  await page.keyboard.press("j");
  await expect(page.getByRole("timer")).toHaveCount(0);
  await expect(caption(page)).toHaveText(resting ?? "");
});
