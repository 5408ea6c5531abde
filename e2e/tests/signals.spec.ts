// What people watch and mark: it is told to the server, felt where it should be, and ends where they say no.
import { readFile } from "node:fs/promises";
import { expect, test, type Page } from "@playwright/test";

const title = (page: Page) => page.getByRole("main").getByRole("heading", { level: 2 }).first();

interface Told {
  accepted: number;
  dropped: unknown[];
}

test("what a stranger watches is told, copied, erased, and no longer told once they say no", async ({ page }) => {
  await page.goto("/");
  await expect(title(page)).not.toBeEmpty();
  const before = await title(page).textContent();
  const answer = page.waitForResponse((response) => response.url().endsWith("/api/v1/events"));
  await page.keyboard.press("j");
  await expect(title(page)).not.toHaveText(before ?? "");
  const told = (await (await answer).json()) as Told;
  expect(told.accepted).toBeGreaterThan(0);
  expect(told.dropped).toEqual([]);

  await page.goto("/privacy");
  const copied = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  const copy = JSON.parse(await readFile(await (await copied).path(), "utf8")) as { viewer: string; events: unknown[] };
  expect(copy.viewer).toMatch(/^v-/);
  expect(copy.events.length).toBeGreaterThan(0);

  await page.getByRole("button", { name: "Erase" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Erase" }).click();
  await expect(page.getByText("Erased. The feed knows nothing of you.", { exact: true })).toBeVisible();

  const choice = page.getByRole("switch", { name: "Learn from what I watch" });
  await expect(choice).toBeChecked();
  await choice.click();
  await expect(choice).not.toBeChecked();
  // A stranger's first cards come within the page.
  const html = (await (await page.goto("/"))?.text()) ?? "";
  const { items } = JSON.parse(/id="first-page">(.*?)<\/script>/.exec(html)?.[1] ?? "{}") as { items: { impression: string | null }[] };
  expect(items.length).toBeGreaterThan(0);
  expect(new Set(items.map(({ impression }) => impression))).toEqual(new Set([null]));
});

test("a person saves a work, follows its author, and says what is not for them", async ({ page }) => {
  test.setTimeout(120_000);
  const name = `eve${Date.now().toString(36)}`;
  await page.goto("/register?next=/");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("E-mail").fill(`${name}@example.org`);
  await page.getByLabel("Password", { exact: true }).fill("a violet analytical engine");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("button", { name: `Account of ${name}` })).toBeVisible();

  const kept = (await title(page).textContent()) ?? "";
  await page.keyboard.press("b");
  await expect(page.getByRole("button", { name: "Saved; take it out" })).toBeAttached();

  await page.keyboard.press("j");
  await expect(title(page)).not.toHaveText(kept);
  const refused = (await title(page).textContent()) ?? "";
  await page.keyboard.press("x");
  await expect(page.getByText(`${refused} will not come again.`)).toBeVisible();
  await expect(title(page)).not.toHaveText(refused);
  const undone = page.waitForResponse((response) => response.request().method() === "DELETE" && response.url().endsWith("/hide"));
  await page.getByRole("button", { name: "Undo" }).click();
  expect((await undone).status()).toBe(204);

  await page.goto("/saved");
  const works = page.getByRole("list", { name: "Saved shaders" });
  await expect(works.getByRole("listitem")).toHaveCount(1);
  await works.getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1, name: kept })).toBeVisible();
  await page.getByRole("button", { name: "Follow", exact: true }).click();
  await expect(page.getByRole("button", { name: "Following", exact: true })).toBeVisible();
  await page.goto("/?feed=following");
  await expect(title(page)).not.toBeEmpty();
});
