// The road of a newcomer: see moving shaders, register, err on a line, mend it, publish, and meet it in the feed.
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test, type Page } from "@playwright/test";

const BROKEN = `void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = fragCoord / iResolution.xy;
    vec3 glow = 0.5 + 0.5 * cos(iTime + 4.0 * uv.xyx + vec3(0.0, 2.0, 4.0)
    fragColor = vec4(glow, 1.0);
}
`;
const MENDED = BROKEN.replace("vec3(0.0, 2.0, 4.0)\n", "vec3(0.0, 2.0, 4.0));\n");
const PICTURES = process.env.E2E_PICTURES;

/** Keeps a screenshot when asked for: they go to docs/ when somebody means to renew them. */
async function picture(page: Page, name: string): Promise<void> {
  if (!PICTURES) return;
  const folder = resolve(PICTURES);
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.jpg`), type: "jpeg", quality: 82 });
}

/** Replaces the whole source in the editor, as a paste does. */
async function write(page: Page, source: string): Promise<void> {
  const editor = page.locator(".cm-content").first();
  await editor.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(source);
}

/** Whether the picture before one's eyes, drawn live or (where the machine is too slow for that) filmed, changes. */
async function moves(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const inSight = (one: HTMLElement): number => {
      const box = one.getBoundingClientRect();
      const width = Math.min(box.right, innerWidth) - Math.max(box.left, 0);
      const height = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
      return width > 0 && height > 0 && Number(getComputedStyle(one).opacity) > 0.5 ? width * height : 0;
    };
    const look = (): string | null => {
      const pictures = [...document.querySelectorAll<HTMLCanvasElement | HTMLVideoElement>("canvas, video")];
      const [shown] = pictures.sort((one, other) => inSight(other) - inSight(one));
      const copy = document.createElement("canvas");
      copy.width = copy.height = 24;
      const context = copy.getContext("2d");
      if (!shown || inSight(shown) === 0 || !context) return null;
      context.drawImage(shown, 0, 0, 24, 24);
      return context.getImageData(0, 0, 24, 24).data.join();
    };
    const first = look();
    for (let frame = 0; first !== null && frame < 30; frame++) {
      await new Promise((done) => requestAnimationFrame(done));
      const now = look();
      if (now !== null && now !== first) return true;
    }
    return false;
  });
}

test("a stranger sees a moving shader, and the next one by a key", async ({ page }) => {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto("/");
  await expect(page.getByRole("main")).toBeVisible();
  await expect.poll(() => moves(page)).toBe(true);
  const title = page.getByRole("main").getByRole("heading", { level: 2 }).first();
  // What is too heavy for this machine, and not filmed yet, stands still as its poster: one of the next moves.
  let moved = false;
  for (let tries = 0; tries < 6 && !moved; tries++) {
    const before = await title.textContent();
    await page.keyboard.press("j");
    await expect(title).not.toHaveText(before ?? "");
    moved = await expect.poll(() => moves(page), { timeout: 15_000 }).toBe(true).then(() => true, () => false);
  }
  expect(moved).toBe(true);
  await picture(page, "feed");
  expect(complaints).toEqual([]);
});

test("a newcomer registers, errs, mends, publishes, and meets the work in the feed", async ({ page }) => {
  test.setTimeout(150_000);
  const name = `ada${Date.now().toString(36)}`;
  const title = `First light of ${name}`;

  await page.goto("/register?next=/studio");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("E-mail").fill(`${name}@example.org`);
  await page.getByLabel("Password", { exact: true }).fill("a long enough phrase");
  await picture(page, "register");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL(/\/studio/);

  await write(page, BROKEN);
  const line = page.getByRole("button", { name: /^Image 4/ });
  await expect(line).toBeVisible();
  await expect(page.locator(".cm-lint-marker-error")).toHaveCount(1);
  await expect(page.locator(".cm-line .cm-lintRange-error")).toHaveCount(1);
  await picture(page, "studio-error");

  await write(page, MENDED);
  await expect(line).toBeHidden();
  await expect.poll(() => moves(page)).toBe(true);
  await picture(page, "studio");

  await page.getByRole("button", { name: "Publish" }).first().click();
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("Title").fill(title);
  await sheet.getByLabel("Description").fill("Three waves of light, the first that I wrote here.");
  await sheet.getByLabel("Tags").fill("calm,");
  await sheet.getByRole("combobox", { name: "Licence" }).click();
  await page.getByRole("option", { name: /CC0/ }).first().click();
  await picture(page, "publish");
  await sheet.getByRole("button", { name: "Publish" }).click();
  await expect(sheet.getByText("The poster and the film are ready")).toBeVisible({ timeout: 90_000 });
  await picture(page, "published");

  await sheet.getByRole("link", { name: "See it in the feed" }).click();
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
  await expect.poll(() => moves(page)).toBe(true);

  // The film is real, and what the server says of it is what the browser plays.
  const card = await page.evaluate(async (wanted) => {
    const answer = (await (await fetch("/api/v1/feed/new")).json()) as { items: { title: string; id: string; render: { poster_url: string; films: { url: string; type: string }[] } }[] };
    return answer.items.find((item) => item.title === wanted);
  }, title);
  expect(card?.render.films.map((film) => film.type).sort()).toEqual(["video/mp4", "video/webm"]);
  const length = await page.evaluate(
    (url) =>
      new Promise<number>((done, failed) => {
        const film = document.createElement("video");
        film.onloadedmetadata = () => done(film.duration);
        film.onerror = () => failed(new Error(film.error?.message));
        film.src = url;
      }),
    card?.render.films.find((film) => film.type === "video/webm")?.url ?? "",
  );
  expect(length).toBeGreaterThan(2.5);
  // A light work may be filmed for a whole period of its own.
  expect(length).toBeLessThan(12.7);

  await page.goto(`/s/${card?.id}`);
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
  await picture(page, "shader");
});

test("on a phone the feed fills the screen and a swipe brings the next", async ({ browser }) => {
  const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const page = await phone.newPage();
  await page.goto("/");
  const title = page.getByRole("main").getByRole("heading", { level: 2 }).first();
  await expect(title).toBeVisible();
  const before = await title.textContent();
  await expect.poll(() => moves(page)).toBe(true);
  await picture(page, "feed-phone");
  const touch = await phone.newCDPSession(page);
  const finger = (type: "touchStart" | "touchMove" | "touchEnd", y?: number) =>
    touch.send("Input.dispatchTouchEvent", { type, touchPoints: y === undefined ? [] : [{ x: 190, y }] });
  await finger("touchStart", 650);
  for (let y = 600; y >= 150; y -= 50) await finger("touchMove", y);
  await finger("touchEnd");
  await expect(title).not.toHaveText(before ?? "");
  await phone.close();
});

test("work that was not saved is offered again after a closed tab", async ({ page, context }) => {
  await page.goto("/studio");
  await write(page, MENDED.replace("4.0 * uv", "5.5 * uv"));
  await expect(page.locator(".cm-content")).toContainText("5.5 * uv");
  await expect
    .poll(() => page.evaluate(() => JSON.stringify({ ...localStorage }).includes("5.5 * uv")))
    .toBe(true);
  await page.close({ runBeforeUnload: false });
  const again = await context.newPage();
  await again.goto("/studio");
  await again.getByRole("button", { name: /restore/i }).first().click();
  await expect(again.locator(".cm-content")).toContainText("5.5 * uv");
});
