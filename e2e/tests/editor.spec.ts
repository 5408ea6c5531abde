// Writing with help: completion, definitions, renaming, format, problems, the palette, and the keys of Vim.
import { expect, test, type Page } from "@playwright/test";

// A machine that does other work besides compiles slowly.
test.describe.configure({ timeout: 180_000 });

const SOURCE = `#define TURN 6.2832
vec3 glow(float t) { return 0.5 + 0.5 * cos(TURN * (t + vec3(0.1, 0.3, 0.5))); }

void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = fragCoord / iResolution.xy;
    fragColor = vec4(glow(uv.x + iTime), 1.0);
}
`;

const code = (page: Page) => page.locator(".cm-content").first();
const text = (page: Page) => code(page).innerText();

/** Opens the studio and waits for what helps to write, which comes after the first picture. */
async function open(page: Page): Promise<void> {
  await page.goto("/studio");
  await expect(page.locator(".cm-foldGutter")).toHaveCount(1, { timeout: 60_000 });
}

async function write(page: Page, source: string): Promise<void> {
  await code(page).click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(source);
}

/** Puts the cursor behind the first place of `mark`, as a press would. */
async function cursor(page: Page, mark: string): Promise<void> {
  await page.evaluate((wanted) => {
    type View = { state: { doc: { toString: () => string } }; dispatch: (spec: unknown) => void; focus: () => void };
    const content = document.querySelector(".cm-content") as HTMLElement & { cmTile?: { view?: View }; cmView?: { view: View } };
    const view = content.cmTile?.view ?? content.cmView?.view;
    const at = view?.state.doc.toString().indexOf(wanted) ?? -1;
    if (!view || at < 0) throw new Error(`there is no ${wanted}`);
    view.dispatch({ selection: { anchor: at + wanted.length } });
    view.focus();
  }, mark);
}

/** Takes what is offered. A list that has just appeared (75 ms) lets no press of Enter take from it, which was meant for the text. */
async function take(page: Page): Promise<void> {
  await page.waitForTimeout(250);
  await page.keyboard.press("Enter");
}

const here = (page: Page) => page.locator(".cm-activeLine").first().innerText();

test("names are completed with what they are, and members of what stands before a dot", async ({ page }) => {
  await open(page);
  await write(page, SOURCE);
  await cursor(page, "iResolution.xy;");
  await page.keyboard.type("\nvec3 c = glo");
  const offered = page.locator(".cm-tooltip-autocomplete");
  await expect(offered.getByRole("option").first()).toContainText("glow");
  await expect(page.locator(".cm-tooltip-autocomplete [aria-selected]")).toContainText("vec3 glow(float t)");
  await take(page);
  await expect(page.locator(".cm-signature-here")).toHaveText("float t");
  await page.keyboard.type("iTi");
  await expect(offered.getByRole("option").first()).toContainText("iTime");
  await take(page);
  await page.keyboard.press("End");
  await page.keyboard.type(".");
  await expect(offered).toContainText("rgb");
  await page.keyboard.type("rgb");
  await page.keyboard.press("Escape");
  await page.keyboard.type(";");
  expect(await text(page)).toContain("vec3 c = glow(iTime).rgb;");
  await expect(page.getByLabel("Status")).toContainText("Compiled");
});

test("definitions are found, also in Common, and a name is changed in both passes as one step", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Add a pass" }).click();
  await page.getByRole("menuitem", { name: /^Common/ }).click();
  await expect(page.getByRole("tab", { name: "Common" })).toHaveAttribute("aria-selected", "true");
  await page.getByRole("tab", { name: /^Image/ }).click();
  await write(page, SOURCE.replace("uv.x + iTime", "(rotate(iTime) * uv).x"));
  await cursor(page, "(rota");
  await page.keyboard.press("F12");
  await expect(page.getByRole("tab", { name: "Common" })).toHaveAttribute("aria-selected", "true");
  await expect.poll(() => here(page)).toContain("mat2 rotate(float a)");
  await page.keyboard.press("F2");
  await page.getByLabel("New name of rotate").fill("mix");
  await expect(page.locator(".cm-rename-no")).toContainText("word of the language");
  await page.getByLabel("New name of rotate").fill("turned");
  await page.keyboard.press("Enter");
  await expect(code(page)).toContainText("mat2 turned(float a)");
  await page.getByRole("tab", { name: /^Image/ }).click();
  await expect(code(page)).toContainText("turned(iTime)");
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Undo pass or input" }).click();
  await expect(code(page)).toContainText("rotate(iTime)");
});

test("a source is formatted, and one step takes that back", async ({ page }) => {
  await open(page);
  const flat = SOURCE.replace(/^ {4}/gm, "").replace("0.5 + 0.5", "0.5+0.5");
  await write(page, flat);
  await page.keyboard.press("Alt+Shift+F");
  await expect.poll(() => text(page)).toContain("    vec2 uv = fragCoord");
  expect(await text(page)).toContain("0.5 + 0.5");
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(() => text(page)).toContain("0.5+0.5");
});

test("problems are listed, lead to their lines, and are gone through by a key", async ({ page }) => {
  await open(page);
  await write(page, SOURCE.replace("fragColor = vec4", "fragColor += texture(iChannel2, uv);\n    fragColor = nothing + vec4"));
  await expect(page.getByRole("button", { name: /^Image 7/ })).toContainText("nothing: undeclared identifier");
  await page.keyboard.press("ControlOrMeta+Shift+M");
  const list = page.getByRole("region", { name: /^1 error, 2 warnings/ });
  await expect(list.getByRole("listitem")).toHaveCount(3);
  await expect(list).toContainText("read before it is written");
  await list.getByRole("button", { name: /undeclared/ }).click();
  await expect.poll(() => here(page)).toContain("nothing");
  await page.keyboard.press("F8");
  await expect.poll(() => here(page)).toContain("iChannel2");
});

test("the palette finds what can be done, and so do its snippets fit together", async ({ page }) => {
  await open(page);
  const run = async (words: string) => {
    await page.keyboard.press("ControlOrMeta+k");
    await page.getByRole("combobox", { name: "Command" }).fill(words);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  };
  await write(page, "");
  const needed = ["a scene of distances", "cosine palette", "rotation in the plane", "rotation around an axis", "random number of a place", "three random numbers", "value noise", "noise in octaves", "cells: distance", "smooth minimum", "distance to a sphere", "distance to a box", "distance to a torus", "distance to a capsule", "distance to a cylinder", "distance to a line", "space that repeats", "march through", "normal of a", "soft shadow", "direction of a ray", "colour from hue", "bright light", "an edge without", "uniform with a slider", "the picture's function"];
  for (const name of needed) {
    await run(`Insert: ${name}`);
    await page.keyboard.press("Escape");
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.press("Enter");
  }
  await expect(page.getByLabel("Status")).toContainText("Compiled", { timeout: 90_000 });
  await expect(page.locator(".cm-lintRange-error")).toHaveCount(0);
  await run("pause");
  await expect(page.getByLabel("Status")).toContainText("paused");
});

test("the keys of Vim are there when asked for, also after a reload", async ({ page }) => {
  await open(page);
  await write(page, SOURCE);
  await page.keyboard.press("ControlOrMeta+Shift+P");
  await page.getByRole("combobox", { name: "Command" }).fill("keys of vim");
  await page.keyboard.press("Enter");
  await expect(page.locator(".cm-vim-panel")).toHaveCount(1);
  await page.reload();
  await expect(page.locator(".cm-vim-panel")).toHaveCount(1, { timeout: 60_000 });
  await expect(page.locator(".cm-foldGutter")).toHaveCount(1, { timeout: 60_000 });
  await cursor(page, "vec4(gl");
  await page.keyboard.type("gd");
  await expect.poll(() => here(page)).toContain("vec3 glow");
  await page.keyboard.type("dd");
  await expect(code(page)).not.toContainText("vec3 glow");
  await page.keyboard.type("u");
  await expect(code(page)).toContainText("vec3 glow");
});
