// A work leaves: as one file that plays from a disk, as text, as JSON, all of one's own as one archive, and as pictures and films.
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { expect, test, type Page } from "@playwright/test";
import { ADDRESS } from "../platform";

const CODE = `uniform float green; // @range 0 1 = 0.2
void mainImage(out vec4 o, in vec2 p) {
  o = vec4(0.5, green, texture(iChannel0, vec2(0.5)).a, 1.0);
  // In the feed, where other tests meet it, it is no still.
  if (p.y < 0.5 * iResolution.y) o.r = fract(iTime);
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

test("all of one's own works leave in one archive, which the studio reads back", async ({ page }, info) => {
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

  await page.goto("/studio");
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Import" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.locator("input[type=file]").setInputFiles(file);
  await expect(dialog.getByText("Leaving <home>")).toBeVisible();
  await expect(dialog.getByText("MIT", { exact: false }).first()).toBeVisible();
  await dialog.getByRole("button", { name: "Keep 1 work" }).click();
  await expect(page).toHaveURL(/\/studio\/\w+/);
  expect(page.url()).not.toContain(id);
  await expect(page.locator(".cm-content").first()).toContainText("texture(iChannel0, vec2(0.5)).a");
});

// Each pixel says where it is.
const PLACES = `void mainImage(out vec4 o, in vec2 p) {
    ivec2 at = ivec2(p);
    o = vec4(at.x & 255, at.x >> 8, at.y, 255) / 255.0;
}
`;
// Each frame says when it is.
const MOMENTS = `void mainImage(out vec4 o, in vec2 p) {
    o = vec4(vec3(iTime), 1.0);
}
`;
const COMES_BACK = `void mainImage(out vec4 o, in vec2 p) {
    o = vec4(0.5 + 0.5 * sin(6.2831853 / 3.0 * iTime + 0.01 * p.xyx), 1.0);
}
`;

/** The studio with this work, standing still, and its export panel. */
async function toExport(page: Page, source: string): Promise<void> {
  await page.goto("/studio");
  const status = page.getByLabel("Status");
  await expect(status).toContainText("Compiled", { timeout: 60_000 });
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await page.locator(".cm-content").first().click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(source);
  await page.getByRole("tab", { name: "Export" }).click();
}

/** Asks for a file and reads it. */
async function made(page: Page, kind: string, fields: Record<string, number>): Promise<Buffer> {
  await page.getByRole("tab", { name: kind, exact: true }).click();
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(String(value));
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const file = await coming;
  expect(file.suggestedFilename()).toBe(`untitled.${kind === "Picture" ? "png" : kind.toLowerCase()}`);
  return readFile(await file.path());
}

interface Seen {
  width: number;
  height: number;
  /** Seconds. */
  duration: number;
  /** Grey in the middle of each frame. */
  greys: number[];
}

/** A GIF or a film as the browser decodes it, frame by frame. */
const seen = (page: Page, file: Buffer, type: string, fps: number, count: number): Promise<Seen> =>
  page.evaluate(
    async ([data, kind, rate, frames]) => {
      const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
      const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true }) as OffscreenCanvasRenderingContext2D;
      const middle = (picture: CanvasImageSource, width: number, height: number): number => {
        context.drawImage(picture, width >> 1, height >> 1, 1, 1, 0, 0, 1, 1);
        return context.getImageData(0, 0, 1, 1).data[0] ?? -1;
      };
      if (kind === "image/gif") {
        const decoder = new ImageDecoder({ data: bytes, type: kind });
        await Promise.all([decoder.completed, decoder.tracks.ready]);
        const found = { width: 0, height: 0, duration: 0, greys: [] as number[] };
        for (let frameIndex = 0; frameIndex < (decoder.tracks.selectedTrack?.frameCount ?? 0); frameIndex++) {
          const { image } = await decoder.decode({ frameIndex });
          [found.width, found.height] = [image.displayWidth, image.displayHeight];
          found.duration += (image.duration ?? 0) / 1e6;
          found.greys.push(middle(image, image.displayWidth, image.displayHeight));
        }
        return found;
      }
      const film = document.createElement("video");
      film.muted = true;
      film.src = URL.createObjectURL(new Blob([bytes], { type: kind }));
      await new Promise((resolve, reject) => {
        film.onloadeddata = resolve;
        film.onerror = () => reject(new Error(film.error?.message));
      });
      const greys: number[] = [];
      for (let frame = 0; frame < frames; frame++) {
        const began = performance.now();
        const seeked = new Promise((resolve) => (film.onseeked = resolve));
        // What is drawn may for a while after the seek be the frame before it, or nothing.
        const presented = new Promise<void>((resolve) => {
          const look: VideoFrameRequestCallback = (_now, { presentationTime }) =>
            presentationTime >= began ? resolve() : film.requestVideoFrameCallback(look);
          film.requestVideoFrameCallback(look);
        });
        film.currentTime = (frame + 0.5) / rate;
        await seeked;
        await Promise.race([presented, new Promise((resolve) => setTimeout(resolve, 2000))]);
        greys.push(middle(film, film.videoWidth, film.videoHeight));
      }
      return { width: film.videoWidth, height: film.videoHeight, duration: film.duration, greys };
    },
    [file.toString("base64"), type, fps, count] as const,
  );

/** How many frames a film says that it has: in MP4 the samples of its table, in WebM the blocks of its clusters. */
function framesIn(file: Buffer): number {
  const table = file.indexOf("stsz", 0, "latin1");
  if (file.toString("latin1", 4, 8) === "ftyp") return file.readUInt32BE(table + 12);
  const number = (at: number, keepsMark: boolean): [value: number, next: number] => {
    const length = Math.clz32(file[at] ?? 0) - 23;
    let value = keepsMark ? (file[at] ?? 0) : (file[at] ?? 0) & (0xff >> length);
    for (let byte = 1; byte < length; byte++) value = value * 256 + (file[at + byte] ?? 0);
    return [value, at + length];
  };
  let blocks = 0;
  const walk = (from: number, to: number): void => {
    for (let at = from; at < to; ) {
      const [id, sized] = number(at, true);
      const [size, inside] = number(sized, false);
      const end = Math.min(to, inside + size);
      if (id === 0x18538067 || id === 0x1f43b675) walk(inside, end);
      else if (id === 0xa3 || id === 0xa0) blocks++;
      at = end;
    }
  };
  walk(0, file.length);
  return blocks;
}

test("a picture leaves the studio at any size, each pixel of it at its place", async ({ page }) => {
  await toExport(page, PLACES);
  const most = await page.evaluate(() => {
    const gl = document.createElement("canvas").getContext("webgl2");
    return gl ? Math.min(gl.getParameter(gl.MAX_TEXTURE_SIZE) as number, gl.getParameter(gl.MAX_RENDERBUFFER_SIZE) as number) : 0;
  });
  for (const [width, height] of [[320, 180], [most + 16, 24]] as const) {
    const file = await made(page, "Picture", { Width: width, Height: height });
    const wrong = await page.evaluate(
      async ([data, across, up]) => {
        const blob = new Blob([Uint8Array.from(atob(data), (one) => one.charCodeAt(0))], { type: "image/png" });
        const whole = await createImageBitmap(blob);
        if (whole.width !== across || whole.height !== up) return [`${whole.width} × ${whole.height}`];
        const found: string[] = [];
        const context = new OffscreenCanvas(512, up).getContext("2d", { willReadFrequently: true }) as OffscreenCanvasRenderingContext2D;
        for (let left = 0; left < across; left += 512) {
          const wide = Math.min(512, across - left);
          context.drawImage(whole, left, 0, wide, up, 0, 0, wide, up);
          const { data: pixels } = context.getImageData(0, 0, wide, up);
          for (let at = 0; at < pixels.length; at += 4) {
            const [x, y] = [left + ((at / 4) % wide), up - 1 - Math.floor(at / 4 / wide)];
            if (pixels[at] !== (x & 255) || pixels[at + 1] !== x >> 8 || pixels[at + 2] !== y || pixels[at + 3] !== 255) found.push(`${x}, ${y}: ${pixels.slice(at, at + 4).join()}`);
          }
        }
        return found.slice(0, 5);
      },
      [file.toString("base64"), width, height] as const,
    );
    expect(wrong).toEqual([]);
  }
});

test("films and GIFs leave with exactly the frames that were asked for, and an export that is stopped leaves nothing", async ({ page }) => {
  await toExport(page, MOMENTS);
  // GIF's rates are its own: it begins with 20 frames a second.
  for (const [kind, type, fps] of [["WebM", "video/webm", 30], ["MP4", "video/mp4", 30], ["GIF", "image/gif", 20]] as const) {
    const [from, seconds] = [0.2, 0.4];
    const count = fps * seconds;
    const file = await made(page, kind, { Width: 160, Height: 90, "From second": from, Seconds: seconds });
    if (kind !== "GIF") expect(framesIn(file)).toBe(count);
    const { greys, duration, ...size } = await seen(page, file, type, fps, count);
    expect(size).toEqual({ width: 160, height: 90 });
    expect(duration).toBeCloseTo(seconds, 2);
    expect(greys).toHaveLength(count);
    // Two frames are 8.5 apart at the least: none is another one's.
    greys.forEach((grey, frame) => expect(Math.abs(grey - 255 * (from + frame / fps)), `frame ${frame} of the ${kind}: ${greys.join()}`).toBeLessThan(4.2));
  }

  let downloads = 0;
  page.on("download", () => downloads++);
  await page.getByRole("tab", { name: "WebM" }).click();
  await page.getByLabel("Seconds", { exact: true }).fill("200");
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const progress = page.getByRole("progressbar", { name: "Export" });
  await expect(page.getByText(/^[1-9]\d* of 6000/)).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(progress).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Export", exact: true })).toBeEnabled();
  expect(downloads).toBe(0);
});

test("the best loop of a work that comes back is found", async ({ page }) => {
  await toExport(page, COMES_BACK);
  await page.getByRole("tab", { name: "MP4" }).click();
  await page.getByRole("button", { name: "Find the best loop" }).click();
  await expect(page.getByText("The end runs into the beginning unseen.")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByLabel("Seconds", { exact: true })).toHaveValue("3");
});
