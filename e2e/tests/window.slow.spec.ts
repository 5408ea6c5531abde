// The small window where a browser shows nothing but films in one: a stream of the picture, which follows the feed until it is closed.
import { expect, test, type Page } from "@playwright/test";

test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => void Reflect.deleteProperty(globalThis, "documentPictureInPicture"));
  await page.goto("/");
  await expect(caption(page)).not.toBeEmpty();
});

const caption = (page: Page) => page.getByRole("main").getByRole("heading", { level: 2 }).first();
const CARD = '[data-shows]:not([aria-hidden="true"])';

async function next(page: Page): Promise<void> {
  const before = (await caption(page).textContent()) ?? "";
  await page.keyboard.press("j");
  await expect(caption(page)).not.toHaveText(before);
}

/** What the browser's window shows, small, and how far each of its colours is from the card's on average. */
const shown = (page: Page) =>
  page.evaluate((selector) => {
    const video = document.pictureInPictureElement as HTMLVideoElement | null;
    const [width, height] = [16, 9];
    const colours = (source: HTMLVideoElement | HTMLCanvasElement | HTMLImageElement, wide: number, high: number): number[] => {
      const context = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
      if (!context || !wide || !high) return [];
      const scale = Math.max(width / wide, height / high);
      context.imageSmoothingQuality = "high";
      context.drawImage(source, (wide - width / scale) / 2, (high - height / scale) / 2, width / scale, height / scale, 0, 0, width, height);
      return [...context.getImageData(0, 0, width, height).data];
    };
    const card = document.querySelector<HTMLElement>(selector);
    const [canvas, film, still] = [card?.querySelector("canvas"), card?.querySelector("video"), card?.querySelector("img")];
    const is = card?.dataset.shows;
    const own = is === "live" && canvas ? colours(canvas, canvas.width, canvas.height) : is === "film" && film ? colours(film, film.videoWidth, film.videoHeight) : still ? colours(still, still.naturalWidth, still.naturalHeight) : [];
    const there = video ? colours(video, video.videoWidth, video.videoHeight) : [];
    return { size: [video?.videoWidth, video?.videoHeight], picture: there.join(), off: own.reduce((sum, one, at) => sum + Math.abs(one - (there[at] ?? 0)), 0) / own.length };
  }, CARD);

/** The recorded film that the window plays; empty while it shows the stream. */
const film = (page: Page) => page.evaluate(() => document.pictureInPictureElement?.getAttribute("src") ?? "");
const cardsFilm = (page: Page) => page.evaluate((selector) => document.querySelector<HTMLElement>(selector)?.dataset.film ?? "none", CARD);
const hide = (page: Page, hidden: boolean) =>
  page.evaluate((value) => {
    Object.defineProperty(document, "hidden", { get: () => value, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);

test("a window that shows films alone shows the picture, goes on with the feed, and closes", async ({ page }) => {
  await page.keyboard.press("p");
  await expect.poll(async () => (await shown(page)).size).toEqual([960, 540]);
  const { picture } = await shown(page);
  await expect.poll(async () => (await shown(page)).picture).not.toBe(picture);
  await next(page);
  await expect.poll(async () => (await shown(page)).off).toBeLessThan(12);

  // In an instance that has just begun, films are still being drawn.
  await expect.poll(() => cardsFilm(page), { timeout: 60_000 }).not.toBe("none");
  await hide(page, true);
  expect(await film(page)).toBe(await cardsFilm(page));
  await next(page);
  await expect.poll(async () => (await film(page)) === (await cardsFilm(page))).toBe(true);
  await hide(page, false);
  expect(await film(page)).toBe("");

  const stream = await page.evaluateHandle(() => (document.pictureInPictureElement as HTMLVideoElement).srcObject as MediaStream);
  const tracks = () => stream.evaluate((one) => one.getTracks().map(({ readyState }) => readyState));
  expect(await tracks()).toEqual(["live"]);
  await page.keyboard.press("m");
  await page.getByRole("menuitem", { name: "Close the small window" }).click();
  await expect.poll(tracks).toEqual(["ended"]);
  expect(await page.evaluate(() => document.pictureInPictureElement)).toBeNull();
  await page.keyboard.press("m");
  await expect(page.getByRole("menuitem", { name: "Small window" })).toHaveText(/^Small window/);
});

test("a window that is refused leaves nothing running", async ({ page }) => {
  const stream = await page.evaluateHandle(() => {
    const tracks: MediaStreamTrack[] = [];
    HTMLVideoElement.prototype.requestPictureInPicture = function () {
      tracks.push(...(this.srcObject as MediaStream).getTracks());
      return Promise.reject(new DOMException("", "NotAllowedError"));
    };
    return tracks;
  });
  await page.keyboard.press("p");
  await expect(page.getByText("The browser did not allow a small window.", { exact: true })).toBeVisible();
  expect(await stream.evaluate((tracks) => tracks.map(({ readyState }) => readyState))).toEqual(["ended"]);
});
