// A work in the studio is led to any moment, goes around in a range, and is looked into: buffers, numbers, heat, uniforms.
import { expect, test, type Locator, type Page } from "@playwright/test";

const IMAGE = `void mainImage(out vec4 c, in vec2 p) {
    float s = 0.0;
    for (int i = 0; i < 12; i++) s += 0.01;
    c = vec4(p.x / iResolution.x, s, 0.25, 1.0);
}
`;
// Red counts the frames since the first, green is a constant beyond what a screen shows.
const BUFFER = `void mainImage(out vec4 c, in vec2 p) {
    c = vec4(texelFetch(iChannel0, ivec2(p), 0).r + 1.0, 4.5, -1.0, 1.0);
}
`;

const status = (page: Page): Locator => page.getByLabel("Status");
const time = (page: Page): Locator => page.getByLabel("Time in seconds");
const frame = (page: Page): Locator => page.getByLabel("Frame", { exact: true });

async function write(page: Page, text: string): Promise<void> {
  const code = page.locator(".cm-content").first();
  await code.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
  await expect(code).toContainText(text.split("\n")[1]?.trim() ?? "");
  await expect(status(page)).toContainText(/Compiled/);
}

async function enter(field: Locator, text: string): Promise<void> {
  await field.fill(text);
  await field.press("Enter");
}

async function open(page: Page): Promise<void> {
  await page.goto("/studio");
  // The machine may have other things to do: the first compile waits for all of it, and a small picture is soon painted.
  await expect(status(page)).toContainText("Compiled", { timeout: 60_000 });
  await page.getByRole("button", { name: /^Resolution/ }).click();
  await page.getByRole("button", { name: "¼ × screen" }).click();
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await write(page, IMAGE);
}

test.setTimeout(240_000);

test("moments are written, stepped through, dragged and gone around", async ({ page }) => {
  await open(page);
  await enter(time(page), "2");
  await expect(time(page)).toHaveValue("0:02.00");
  await expect(frame(page)).toHaveValue("120");

  await page.keyboard.press(".");
  await expect(frame(page)).toHaveValue("121");
  await page.keyboard.press(",");
  await page.keyboard.press(",");
  await expect(frame(page)).toHaveValue("119");
  await expect(time(page)).toHaveValue("0:01.98");
  await enter(frame(page), "30");
  await expect(time(page)).toHaveValue("0:00.50");
  await page.keyboard.press("Home");
  await expect(frame(page)).toHaveValue("0");

  const moment = page.getByRole("slider", { name: "Moment" });
  const box = await moment.boundingBox();
  if (!box) throw new Error("there is no time line");
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height / 2, { steps: 3 });
  await page.mouse.up();
  await expect(time(page)).toHaveValue(/^0:0(3\.9|4\.0)/);

  await enter(time(page), "1");
  await page.keyboard.press("[");
  await enter(time(page), "2");
  await page.keyboard.press("]");
  await expect(page.getByRole("slider", { name: "The loop begins" })).toHaveAttribute("aria-valuetext", "0:01.00");
  await expect(page.getByRole("slider", { name: "The loop ends" })).toHaveAttribute("aria-valuetext", "0:02.00");
  const now = async () => Number((await time(page).inputValue()).slice(2));
  await enter(time(page), "1.9");
  await page.keyboard.press("Space");
  await expect.poll(now).toBeLessThan(1.9);
  for (let look = 0; look < 5; look += 1) {
    const seconds = await now();
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThan(2);
  }
});

test("speed and size are chosen or written, and the size stands in the status line", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: /^Speed/ }).click();
  await page.getByLabel("Exact speed").fill("1/8");
  await page.getByRole("button", { name: "Set" }).click();
  await expect(page.getByRole("button", { name: "Speed: 0.125 times" })).toBeVisible();

  await page.getByRole("button", { name: /^Resolution/ }).click();
  await page.getByRole("button", { name: "640 × 360" }).click();
  await expect(status(page)).toContainText("640 × 360 fixed");
  await expect.poll(() => page.getByTestId("stage").evaluate((canvas: HTMLCanvasElement) => `${canvas.width} ${canvas.height}`)).toBe("640 360");
  await page.getByRole("button", { name: /^Resolution/ }).click();
  await page.getByRole("button", { name: "½ × screen" }).click();
  await expect(status(page)).toContainText("at ½×");
});

test("buffers are replayed to a moment, seen alone, read texel by texel, and live in small", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Add a pass" }).click();
  await page.getByRole("menuitem", { name: /^Buffer A/ }).click();
  await write(page, BUFFER);
  await page.getByRole("button", { name: /^iChannel0/ }).click();
  await page.getByRole("dialog", { name: "iChannel0" }).getByRole("button", { name: /^Buffer A/ }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "iChannel0: Buffer A. Change" })).toBeVisible();
  await expect(status(page)).toContainText("Compiled");

  await enter(frame(page), "9");
  await expect(frame(page)).toHaveValue("9");
  await expect(page.locator("canvas[data-small='Buffer A'][data-alive=true]").first()).toBeAttached();

  await page.getByRole("tab", { name: "Inspect" }).click();
  const panel = page.getByTestId("inspection");
  await panel.getByLabel("What is shown").click();
  await page.getByRole("option", { name: "Buffer A", exact: true }).click();
  await expect(page.getByTestId("badge")).toContainText("Buffer A");
  await expect(panel).toContainText("-1 … 10");

  await panel.getByRole("button", { name: "Pick a pixel" }).click();
  const cross = page.getByTestId("crosshair");
  await expect(cross).toBeVisible();
  await cross.hover({ position: { x: 120, y: 80 } });
  await expect(panel.getByTestId("value-r")).toHaveText("10");
  await expect(panel.getByTestId("value-g")).toHaveText("4.5");
  await cross.press("Escape");

  // One frame back is one count less: the frames before it were painted anew.
  await page.keyboard.press(",");
  await expect(panel).toContainText("-1 … 9");
  await page.getByRole("button", { name: "Back to the image" }).click();
  await expect(page.getByTestId("badge")).toHaveCount(0);
});

test("heat counts the turns of loops, and uniforms are told as they are", async ({ page }) => {
  await open(page);
  await enter(frame(page), "90");
  await page.getByRole("tab", { name: "Inspect" }).click();
  const panel = page.getByTestId("inspection");
  await expect(panel.locator("[data-uniform=iTime]")).toContainText("1.500");
  await expect(panel.locator("[data-uniform=iFrame]")).toContainText("90");
  await panel.getByLabel("What is shown").click();
  await page.getByRole("option", { name: /^Heat of Image/ }).click();
  await expect(panel).toContainText("12 on average, 12 to 12");
  await expect(panel).toContainText("1 loop");
});
