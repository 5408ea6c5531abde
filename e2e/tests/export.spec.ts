// A work leaves: as one file that plays from a disk, as text, as JSON, and all of one's own as one archive.
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { expect, test, type Page } from "@playwright/test";
import { ADDRESS } from "../platform";

const CODE = `uniform float green; // @range 0 1 = 0.2
void mainImage(out vec4 o, in vec2 p) {
  o = vec4(0.5, green, texture(iChannel0, vec2(0.5)).a, 1.0);
}
`;

async function ask<T>(path: string, token?: string, body?: unknown): Promise<T> {
  const headers = { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const answer = await fetch(`${ADDRESS}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  expect(answer.ok, `${path} answered ${answer.status}`).toBe(true);
  return (await answer.json()) as T;
}

/** Signs somebody new in, with one work that reads a texture and has a parameter; its id. */
async function withWork(page: Page): Promise<string> {
  const name = `leaver${Date.now().toString(36)}`;
  const password = `long and odd ${name}`;
  const { access_token: token } = await ask<{ access_token: string }>("/auth/register", undefined, { username: name, email: `${name}@example.org`, password });
  const { id } = await ask<{ id: string }>("/shaders", token, {
    title: "Leaving <home>",
    licence: "MIT",
    status: "published",
    passes: [{ type: "image", code: CODE, inputs: [{ channel: 0, type: "texture", source: "wood" }] }],
  });
  await page.goto("/login");
  await page.getByLabel("Name or e-mail").fill(name);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await expect(page).not.toHaveURL(/login/);
  return id;
}

const colour = (page: Page): Promise<string> =>
  page.locator("fractafrag-player").evaluate((player) => {
    const canvas = player.shadowRoot?.querySelector("canvas");
    return canvas?.getContext("2d")?.getImageData(4, 4, 1, 1).data.join() ?? "";
  });

test("a work leaves its page in every form, and plays from a disk without anybody", async ({ page, browser }, info) => {
  test.slow();
  const id = await withWork(page);
  await page.goto(`/s/${id}?p=green:0.6`);
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("menuitem", { name: "Export" }).click();
  await page.getByRole("tab", { name: "Source" }).click();
  const take = async (name: string): Promise<string> => {
    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name: `Save ${name}` }).click();
    const file = info.outputPath((await coming).suggestedFilename());
    await (await coming).saveAs(file);
    return file;
  };

  const html = await take("One HTML file");
  expect(html).toMatch(/leaving-home\.html$/);
  const text = await readFile(html, "utf8");
  expect(text).toContain("MIT");
  expect(text).toContain(`/s/${id}`);
  const alone = await browser.newContext({ offline: true });
  const disk = await alone.newPage();
  const asked: string[] = [];
  disk.on("request", (request) => asked.push(request.url()));
  const complaints: string[] = [];
  disk.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await disk.goto(pathToFileURL(html).href);
  // What was turned in the page is turned in the file, and the texture is there.
  await expect.poll(() => colour(disk)).toBe("128,153,255,255");
  await disk.getByText("Parameters").click();
  await disk.getByLabel("Green").fill("1");
  await expect.poll(() => colour(disk)).toBe("128,255,255,255");
  expect(asked.filter((url) => !/^(file|data|blob):/.test(url))).toEqual([]);
  expect(complaints).toEqual([]);
  await alone.close();

  expect(await readFile(await take("GLSL"), "utf8")).toContain(CODE.trim());
  const api = JSON.parse(await readFile(await take("JSON, as Shadertoy’s API"), "utf8")) as { Shader: { renderpass: unknown[]; fractafrag: { licence: string } } };
  expect(api.Shader.fractafrag.licence).toBe("MIT");
  const site = JSON.parse(await readFile(await take("JSON, as Shadertoy’s site"), "utf8")) as { renderpass: { outputs: { id: string }[] }[] };
  expect(site.renderpass[0]?.outputs[0]?.id).toBe("4dfGRr");
});

test("all of one's own works leave in one archive", async ({ page }, info) => {
  const id = await withWork(page);
  await page.goto("/me");
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export all" }).click();
  const file = info.outputPath((await coming).suggestedFilename());
  await (await coming).saveAs(file);
  const bytes = await readFile(file);
  expect(bytes.subarray(0, 4).toString("latin1")).toBe("PK\x03\x04");
  for (const name of [`works/leaving-home-${id}.json`, "README.md", "LICENCES.md"]) expect(bytes.includes(name)).toBe(true);
  await expect(page.getByText("reads it back").first()).toBeVisible();
});
