// The viewer inside a chat: a host by the official SDK, the real server's results, a sandbox with the policy that the spec demands.
import { mkdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, test, type FrameLocator, type Page } from "@playwright/test";
import { build } from "vite";
import type { Chat } from "../host/host";
import { ADDRESS } from "../platform";

declare const chat: Chat;

const HOST = resolve(import.meta.dirname, "../host");
const PICTURES = process.env.E2E_PICTURES;
const CHAT = `${ADDRESS}/chat-of-the-test`;
const SANDBOX = "https://sandbox.invalid/viewer";
// What a host must use where a resource asks for nothing (MCP Apps 2026-01-26, "Restrictive Default"), and its further duties.
const POLICY = "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; media-src 'self' data:; connect-src 'none'; frame-src 'none'; object-src 'none'; base-uri 'self'";

const EMBERS = `float hash(vec2 p) { return fract(sin(dot(p, vec2(41.3, 289.1))) * 43758.5453); }
float noise(vec2 p) {
    vec2 i = floor(p), f = fract(p);
    f = f * f * (3.0 - 2.0 * f);
    return mix(mix(hash(i), hash(i + vec2(1, 0)), f.x), mix(hash(i + vec2(0, 1)), hash(i + vec2(1, 1)), f.x), f.y);
}
float clouds(vec2 p) {
    float sum = 0.0, weight = 0.5;
    for (int i = 0; i < 4; i++) { sum += weight * noise(p); p = p * 2.03 + 7.1; weight *= 0.5; }
    return sum;
}
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = fragCoord / iResolution.y;
    float drift = clouds(uv * 3.0 + vec2(0.0, -0.25 * iTime) + 1.6 * clouds(uv * 2.0 + 0.2 * iTime));
    float heat = smoothstep(0.32, 0.95, drift + 0.35 * (1.0 - uv.y));
    fragColor = vec4(pow(vec3(heat), vec3(0.9, 2.4, 6.0)) * vec3(1.4, 1.0, 0.8), 1.0);
}
`;

interface Scene {
  view: FrameLocator;
  /** What the sandboxed page asked of the network, beyond itself. */
  requests: string[];
  /** What went wrong inside it. */
  complaints: string[];
  token: string;
  key: string;
}

let script: string;

test.beforeAll(async () => {
  const result = await build({ configFile: false, logLevel: "error", root: HOST, build: { write: false, lib: { entry: join(HOST, "host.ts"), formats: ["iife"], name: "Host" } } });
  const [output] = Array.isArray(result) ? result : [result];
  if (!output || !("output" in output)) throw new Error("the host was not built");
  script = output.output[0].code;
});

async function ask<T>(path: string, token?: string, body?: unknown): Promise<T> {
  const headers = { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const answer = await fetch(`${ADDRESS}/api/v1${path}`, body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) });
  expect(answer.ok, `${path} answered ${answer.status}`).toBe(true);
  return (await answer.json()) as T;
}

/** A chat with a key of a new person's, and the viewer's page in it, not yet open. */
async function open(page: Page): Promise<Scene> {
  const name = `viewer${Date.now().toString(36)}`;
  const { access_token: token } = await ask<{ access_token: string }>("/auth/register", undefined, { username: name, email: `${name}@example.org`, password: `long and odd ${name}` });
  const { secret: key } = await ask<{ secret: string }>("/keys", token, { name: "Chat", scopes: ["draft"], expires_in_days: 1 });
  const scene: Scene = { view: page.frameLocator("iframe"), requests: [], complaints: [], token, key };
  page.on("console", (message) => {
    if (message.type() === "error") scene.complaints.push(message.text());
  });
  page.on("pageerror", (error) => scene.complaints.push(String(error)));
  page.on("request", (request) => {
    if (request.frame().parentFrame() !== null && request.url() !== SANDBOX && !request.url().startsWith("data:")) scene.requests.push(request.url());
  });
  await page.route(CHAT, async (route) => route.fulfill({ contentType: "text/html", body: await readFile(join(HOST, "host.html"), "utf8") }));
  await page.goto(CHAT);
  await page.addScriptTag({ content: script });
  const html = await page.evaluate((secret) => chat.connect(secret), key);
  await page.route(SANDBOX, (route) => route.fulfill({ contentType: "text/html", headers: { "content-security-policy": POLICY }, body: html }));
  return scene;
}

type Given = Record<string, unknown>;

/** Renders with the real server and shows the result; `told` is laid over what the server said. */
async function show(page: Page, given: Given, { theme = "dark", told = {} }: { theme?: "dark" | "light"; told?: Given } = {}): Promise<void> {
  await page.evaluate(
    async ({ address, given, theme, told }) => {
      const result = await chat.render(given);
      Object.assign(result.structuredContent ?? {}, told);
      await chat.show(address, given, result, { theme, displayMode: "inline", availableDisplayModes: ["inline", "fullscreen"], containerDimensions: { maxHeight: 900 } });
    },
    { address: SANDBOX, given, theme, told },
  );
}

const asked = (page: Page, method: string): Promise<{ method: string; params: unknown }[]> => page.evaluate((wanted) => chat.asked.filter((one) => one.method === wanted), method);

/** A number for what the living picture shows now. */
const look = (view: FrameLocator): Promise<number> =>
  view.locator("canvas").evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [0] };
    let sum = 0;
    for (let at = 0; at < data.length; at++) sum = (sum * 31 + (data[at] ?? 0)) % 1_000_003;
    return sum;
  });

const seconds = async (view: FrameLocator): Promise<number> => {
  const [minutes = "0", rest = "0"] = ((await view.locator(".time").textContent()) ?? "").split(":");
  return 60 * Number(minutes) + Number(rest);
};

async function picture(page: Page, name: string): Promise<void> {
  if (!PICTURES) return;
  mkdirSync(resolve(PICTURES), { recursive: true });
  await page.screenshot({ path: join(resolve(PICTURES), `${name}.png`) });
}

test("a shader lives in the chat, goes to its moments, and is saved once as a draft that opens", async ({ page }) => {
  const scene = await open(page);
  const { view } = scene;
  await show(page, { code: EMBERS, times: [0, 1.5, 4, 8] });
  await expect(view.locator(".stage")).toHaveAttribute("data-condition", "live");
  const first = await look(view);
  await expect.poll(() => look(view)).not.toBe(first);

  await view.getByRole("button", { name: "Go to 8 s" }).click();
  await expect.poll(() => seconds(view)).toBeGreaterThanOrEqual(8);
  await view.getByRole("button", { name: "Pause" }).click();
  await expect(view.getByRole("button", { name: "Play" })).toBeVisible();
  await view.getByRole("button", { name: "Go to 1.5 s" }).click();
  await expect(view.locator(".time")).toHaveText("0:01.5");
  await view.getByRole("button", { name: "Play" }).click();
  await expect.poll(() => seconds(view)).toBeGreaterThan(1.6);
  await picture(page, "viewer-chat");

  await view.getByRole("button", { name: "Save draft" }).click();
  await expect(view.getByRole("status")).toContainText("Saved as a draft");
  const [call, ...more] = await asked(page, "tools/call");
  expect(more).toEqual([]);
  expect(call?.params).toMatchObject({ name: "save_draft", arguments: { title: "Untitled", passes: [{ type: "image", code: EMBERS }] } });
  await view.getByRole("button", { name: "Open draft" }).click();
  await expect.poll(() => asked(page, "ui/open-link")).toHaveLength(1);
  const [link] = await asked(page, "ui/open-link");
  const url = new URL((link?.params as { url: string }).url);
  expect(url.origin).toBe(new URL(ADDRESS).origin);
  const stored = await ask<{ status: string; passes: { code: string }[] }>(`/shaders/${url.pathname.split("/").at(-1)}`, scene.token);
  expect(stored).toMatchObject({ status: "draft", passes: [{ code: EMBERS }] });
  await picture(page, "viewer-saved");

  await view.getByRole("button", { name: "Full screen" }).click();
  await expect(view.getByRole("button", { name: "Leave full screen" })).toBeVisible();
  await expect.poll(() => view.locator(".stage").evaluate((stage) => stage.clientHeight)).toBeGreaterThan(600);
  await picture(page, "viewer-full");
  await view.getByRole("button", { name: "Leave full screen" }).click();
  await page.evaluate(() => chat.leave());
  expect(scene.requests).toEqual([]);
  expect(scene.complaints).toEqual([]);
});

test("what does not compile is shown with its line, and told to the chat only when one says so", async ({ page }) => {
  const { view, complaints } = await open(page);
  await show(page, { code: EMBERS.replace("smoothstep(0.32", "smoothstap(0.32") });
  const alert = view.getByRole("alert");
  await expect(alert).toContainText("It does not compile.");
  await expect(alert).toContainText("Image, line 15");
  await expect(alert).toContainText("smoothstap");
  await expect(view.locator("canvas")).toHaveCount(0);
  await picture(page, "viewer-broken");
  expect(await asked(page, "ui/message")).toEqual([]);
  await alert.getByRole("button", { name: "Tell the chat" }).click();
  await expect(alert.getByRole("button", { name: "Told" })).toBeVisible();
  const [message] = await asked(page, "ui/message");
  expect(JSON.stringify(message)).toContain("Image, line 15");
  expect(complaints).toEqual([]);
});

test("a title that is markup is a title, whoever wrote it, and a stored work is opened rather than saved", async ({ page }) => {
  const scene = await open(page);
  const title = "<img src=x onerror=document.title='lost'> </script><b>&amp;";
  const { id } = await ask<{ id: string }>("/shaders", scene.token, { title, passes: [{ type: "image", code: EMBERS }] });
  await show(page, { id }, { told: { title: `${title}\u202egnp\u0000.exe`, url: "javascript:alert(1)" } });
  await expect(scene.view.getByRole("heading")).toHaveText(`${title} gnp .exe`);
  await expect(scene.view.locator("img, b")).toHaveCount(0);
  await expect(scene.view.getByRole("button", { name: /Save draft|Open/ })).toHaveCount(0);
  await show(page, { id });
  await expect(scene.view.getByRole("heading")).toHaveText(title);
  await scene.view.getByRole("button", { name: "Open in Fractafrag" }).click();
  await expect.poll(() => asked(page, "ui/open-link")).toEqual([{ method: "ui/open-link", params: { url: expect.stringContaining(id) as unknown } }]);
  expect(await scene.view.locator("html").evaluate(() => document.title)).toBe("Fractafrag viewer");
  expect(scene.requests).toEqual([]);
  expect(scene.complaints).toEqual([]);
});

test("what is very heavy waits behind its picture until one wants it", async ({ page }) => {
  const { view } = await open(page);
  await show(page, { code: EMBERS }, { told: { facts: { tier: "extreme" } } });
  await expect(view.getByText("Very heavy to draw")).toBeVisible();
  await expect(view.locator("canvas")).toHaveCount(0);
  await picture(page, "viewer-heavy");
  await view.locator(".begin").click();
  await expect(view.locator(".stage")).toHaveAttribute("data-condition", "live");
  await expect(view.getByText("Very heavy to draw")).toBeHidden();
});

test("a stored work that flashes waits, and says so, until one wants it", async ({ page }) => {
  const { view } = await open(page);
  await show(page, { code: EMBERS }, { told: { flashing: true } });
  await expect(view.getByText("May contain flashing light.")).toBeVisible();
  await expect(view.locator("canvas")).toHaveCount(0);
  await view.locator(".begin").click();
  await expect(view.locator(".stage")).toHaveAttribute("data-condition", "live");
  await expect(view.getByText("May contain flashing light.")).toBeHidden();
});

test("a refusal to save is told in its own words, and can be tried again", async ({ page }) => {
  const scene = await open(page);
  await show(page, { code: EMBERS });
  await ask("/keys", scene.token);
  const { items } = await ask<{ items: { id: string }[] }>("/keys", scene.token);
  await fetch(`${ADDRESS}/api/v1/keys/${items[0]?.id}`, { method: "DELETE", headers: { authorization: `Bearer ${scene.token}` } });
  await scene.view.getByRole("button", { name: "Save draft" }).click();
  await expect(scene.view.getByRole("status")).toContainText("Not saved.");
  await expect(scene.view.getByRole("button", { name: "Save draft" })).toBeEnabled();
});

for (const theme of ["dark", "light"] as const) {
  test(`fits a phone, ${theme}`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    const { view } = await open(page);
    await show(page, { code: EMBERS, times: [0, 1, 2, 3, 4, 5, 6, 7, 8], aspect: "16:9" }, { theme });
    await expect(view.locator(".stage")).toHaveAttribute("data-condition", "live");
    expect(await view.locator("html").getAttribute("data-theme")).toBe(theme);
    await picture(page, `viewer-phone-${theme}`);
    await page.setViewportSize({ width: 352, height: 700 });
    await expect.poll(() => view.locator("html").evaluate((root) => root.clientWidth)).toBe(320);
    expect(await view.locator("html").evaluate((root) => root.scrollWidth)).toBe(320);
    await expect(view.getByRole("button", { name: "Save draft" })).toBeInViewport();
    const ground = await view.locator("body").evaluate((body) => getComputedStyle(body.parentElement ?? body).backgroundColor);
    expect(ground).toBe(theme === "dark" ? "rgb(10, 11, 15)" : "rgb(255, 255, 255)");
  });
}
