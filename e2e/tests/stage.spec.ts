// The stage in space: five things, nothing left behind when it goes, and a headset where the work has `mainVR`.
import { createRequire } from "node:module";
import { expect, test, type Page } from "@playwright/test";
import { ADDRESS } from "../platform";

const FLAT = "void mainImage(out vec4 fragColor, in vec2 fragCoord) { fragColor = vec4(fragCoord / iResolution.xy, 0.5, 1.0); }\n";
const DEEP = `${FLAT}void mainVR(out vec4 fragColor, in vec2 fragCoord, in vec3 ro, in vec3 rd) { fragColor = vec4(step(0.0, rd.y), 0.0, 1.0, 1.0); }\n`;

let token = "";

async function ask<T>(path: string, body: unknown): Promise<T> {
  const headers = { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const answer = await fetch(`${ADDRESS}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  expect(answer.ok, `${path} answered ${answer.status}`).toBe(true);
  return (await answer.json()) as T;
}

const publish = (code: string): Promise<{ id: string }> => ask("/shaders", { title: "A thing", licence: "CC0-1.0", status: "published", passes: [{ type: "image", code }] });

test.beforeAll(async () => {
  const name = `stage${Date.now().toString(36)}`;
  token = (await ask<{ access_token: string }>("/auth/register", { username: name, email: `${name}@example.org`, password: `long and odd ${name}` })).access_token;
});

function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !message.text().includes("GPU stall")) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return complaints;
}

test("a picture goes on five things and off again many times, and no context stays behind", async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 480 });
  const complaints = complaintsOf(page);
  const { id } = await publish(FLAT);
  await page.goto(`/s/${id}`);
  const toggle = page.getByRole("button", { name: "Stage in 3D" });
  await toggle.click();
  await expect(page.getByTestId("stage-3d").locator("canvas")).toBeFocused();
  const things = page.getByRole("radiogroup", { name: "On what" });
  for (const name of ["Cube", "Knot", "Cylinder", "Room", "Sphere"]) {
    await things.getByRole("radio", { name }).click();
    await expect(things.getByRole("radio", { name })).toBeChecked();
  }
  await expect(page.getByRole("button", { name: "Enter in a headset" })).toHaveCount(0);
  // A browser complains when a seventeenth context is opened while sixteen are alive.
  for (let times = 0; times < 18; times++) {
    await toggle.click();
    await expect(things).toHaveCount(0);
    await toggle.click();
    await expect(page.getByTestId("stage-3d").locator("canvas")).toHaveCount(1);
  }
  expect(complaints).toEqual([]);
});

test("a work with mainVR is entered with a headset, drawn for each eye along its rays, and left again", async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 480 });
  await page.addInitScript({ path: createRequire(import.meta.url).resolve("iwer/build/iwer.min.js") });
  await page.addInitScript(() => {
    const { XRDevice, metaQuest3 } = (globalThis as unknown as { IWER: { XRDevice: new (headset: unknown) => { installRuntime(how: { forceInstall: boolean }): void; stereoEnabled: boolean }; metaQuest3: unknown } }).IWER;
    const device = new XRDevice(metaQuest3);
    device.stereoEnabled = true;
    // Chromium has a WebXR of its own, and no headset to go with it.
    device.installRuntime({ forceInstall: true });
  });
  const { id } = await publish(DEEP);
  await page.goto(`/s/${id}`);
  await page.getByRole("button", { name: "Stage in 3D" }).click();
  await page.getByRole("button", { name: "Enter in a headset" }).click();
  await expect(page.getByRole("button", { name: "Leave the headset" })).toHaveCount(1);
  // What the headset shows: above the horizon red and blue, below it blue alone.
  const seen = async (): Promise<number[][]> => {
    const shot = (await page.screenshot()).toString("base64");
    return page.evaluate(async (data) => {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))], { type: "image/png" }));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
      context?.drawImage(bitmap, 0, 0);
      return [0.3, 0.7].flatMap((x) => [0.25, 0.75].map((y) => [...(context?.getImageData(bitmap.width * x, bitmap.height * y, 1, 1).data ?? [])].slice(0, 3)));
    }, shot);
  };
  await expect.poll(seen, { timeout: 30_000 }).toEqual([[255, 0, 255], [0, 0, 255], [255, 0, 255], [0, 0, 255]]);
  await page.getByRole("button", { name: "Leave the headset" }).evaluate((button: HTMLElement) => button.click());
  await expect(page.getByRole("button", { name: "Enter in a headset" })).toHaveCount(1);
});
