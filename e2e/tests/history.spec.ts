// What was done in the studio can be gone back to: by undo after a reload, by versions, from another tab, and in a fork.
import { expect, test, type Page } from "@playwright/test";

const source = (line: string) => `void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    vec2 uv = fragCoord / iResolution.xy;
    float first = 1.0;
    float wave = sin(6.0 * uv.x + iTime);
    float second = 2.0;
    ${line}
    float third = 3.0;
    fragColor = vec4(color * (0.5 + 0.5 * wave), 1.0);
}
`;
const RED = source("vec3 color = vec3(1.0, 0.2, 0.1);");

async function write(page: Page, text: string): Promise<void> {
  await page.locator(".cm-content").first().click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}

const code = (page: Page) => page.locator(".cm-content").first();

/** Replaces one word of the source, as typing it would. */
async function edit(page: Page, from: string, to: string): Promise<void> {
  await page.evaluate(
    ([before, after]) => {
      const content = document.querySelector(".cm-content") as HTMLElement & { cmTile?: { view?: { state: { doc: { toString: () => string } }; dispatch: (spec: unknown) => void } }; cmView?: { view: { state: { doc: { toString: () => string } }; dispatch: (spec: unknown) => void } } };
      const view = content.cmTile?.view ?? content.cmView?.view;
      if (!view) throw new Error("there is no editor");
      const at = view.state.doc.toString().indexOf(before ?? "");
      if (at < 0) throw new Error(`there is no ${before}`);
      view.dispatch({ changes: { from: at, to: at + (before ?? "").length, insert: after }, userEvent: "input.type" });
    },
    [from, to],
  );
  await expect(code(page)).toContainText(to);
}

async function register(page: Page): Promise<string> {
  const name = `eve${Date.now().toString(36)}`;
  await page.goto("/register?next=/studio");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("E-mail").fill(`${name}@example.org`);
  await page.getByLabel("Password", { exact: true }).fill("a long enough phrase");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL(/\/studio/);
  return name;
}

async function save(page: Page, version: number): Promise<void> {
  await page.getByRole("button", { name: /^Save/ }).first().click();
  await expect(page.getByLabel("Status")).toContainText(`Saved · version ${version}`);
}

/** How many passes of undo the browser's disk holds, so that a reload is not quicker than the disk. */
async function undoKept(page: Page, text: string): Promise<boolean> {
  return page.evaluate(
    (wanted) =>
      new Promise<boolean>((done) => {
        const opening = indexedDB.open("fractafrag.studio");
        opening.onsuccess = () => {
          const all = opening.result.transaction("undo").objectStore("undo").getAll();
          all.onsuccess = () => {
            opening.result.close();
            done(JSON.stringify(all.result).includes(wanted));
          };
        };
      }),
    text,
  );
}

test("what was written is there after a reload, and undo goes on", async ({ page }) => {
  page.on("dialog", (dialog) => void dialog.accept());
  await page.goto("/studio");
  await write(page, RED);
  await edit(page, "first = 1.0", "first = 1.5");
  await expect.poll(() => undoKept(page, "first = 1.5")).toBe(true);
  await page.reload();
  await expect(code(page)).toContainText("first = 1.5");
  await code(page).click();
  for (let step = 0; step < 3; step += 1) await page.keyboard.press("ControlOrMeta+z");
  await expect(code(page)).toContainText("A first light");
  for (let step = 0; step < 3; step += 1) await page.keyboard.press("ControlOrMeta+y");
  await expect(code(page)).toContainText("first = 1.5");

  await page.keyboard.press("Alt+h");
  const history = page.getByRole("dialog", { name: "History" });
  await expect(history.getByRole("heading", { name: "On this device" })).toBeVisible();
});

test("versions are named, compared in picture and code, and restored; two tabs collide and merge; a fork takes what is unsaved", async ({ page, context }) => {
  test.setTimeout(180_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("dialog", (dialog) => void dialog.accept());
  await register(page);
  await write(page, RED);
  await page.getByLabel("Title").first().fill("Two lights");
  await save(page, 1);
  await edit(page, "vec3(1.0, 0.2, 0.1)", "vec3(0.1, 0.2, 1.0)");
  await save(page, 2);
  const address = page.url();

  await test.step("a version gets a name", async () => {
    await page.keyboard.press("Alt+h");
    const history = page.getByRole("dialog", { name: "History" });
    await history.getByRole("button", { name: "Name version 1" }).click();
    await history.getByLabel("Name of version 1").fill("The red one");
    await page.keyboard.press("Enter");
    await expect(history.getByRole("button", { name: /^The red one/ })).toBeVisible();
  });

  await test.step("its picture and its code differ from what is open", async () => {
    const history = page.getByRole("dialog", { name: "History" });
    await history.getByRole("button", { name: /^The red one/ }).click();
    // Blue for red: every lit point of the picture is another.
    await expect(history.getByTestId("differs")).toContainText(/\d+ % of the picture differs/);
    const border = history.getByRole("slider", { name: /Border between/ });
    await border.focus();
    await page.keyboard.press("End");
    await expect(border).toHaveAttribute("aria-valuenow", "100");
    await history.getByRole("radio", { name: "Difference" }).click();
    await expect(history.getByRole("slider", { name: /Border between/ })).toBeHidden();
    await history.getByRole("tab", { name: /^Code/ }).click();
    const compared = history.getByTestId("text-compare");
    await expect(compared).toContainText("vec3(1.0, 0.2, 0.1)");
    await expect(compared).toContainText("vec3(0.1, 0.2, 1.0)");
  });

  await test.step("it is restored as a new version, and one step back leads to what was before", async () => {
    await page.getByRole("button", { name: "Save as newest" }).click();
    await expect(page.getByLabel("Status")).toContainText("Saved · version 3");
    await expect(code(page)).toContainText("vec3(1.0, 0.2, 0.1)");
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(code(page)).toContainText("vec3(0.1, 0.2, 1.0)");
    await code(page).click();
    await page.keyboard.press("ControlOrMeta+z");
  });

  await page.goto(address);
  const second = await context.newPage();
  second.on("dialog", (dialog) => void dialog.accept());
  await second.goto(address);

  await test.step("two tabs of one work know of each other", async () => {
    await expect(page.getByText("Also open in another tab.")).toBeVisible();
    await expect(second.getByText("Also open in another tab.")).toBeVisible();
  });

  await test.step("what they change in different places comes together by itself; one line of both is asked for", async () => {
    await expect(code(page)).toContainText("vec3(1.0, 0.2, 0.1)");
    await edit(page, "first = 1.0", "first = 1.25");
    await edit(page, "third = 3.0", "third = 3.25");
    await edit(second, "second = 2.0", "second = 2.5");
    await edit(second, "third = 3.0", "third = 3.75");
    await second.getByRole("button", { name: /^Save/ }).first().click();
    await expect(second.getByLabel("Status")).toContainText("Saved · version 4");
    await expect(page.getByText("Version 4 was saved in another tab")).toBeVisible();
    await page.getByRole("button", { name: /^Save/ }).first().click();
    const merge = page.getByRole("dialog", { name: "There is a newer version" });
    await expect(merge.getByRole("status")).toHaveText("1 to decide");
    await expect(merge.getByRole("button", { name: "Save both together" })).toBeDisabled();
    // By the keyboard alone.
    await merge.getByRole("button", { name: "Next" }).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Space");
    // Held for a moment, as a finger does: the choice follows the focus while the key is down.
    await page.keyboard.press("ArrowRight", { delay: 80 });
    await expect(merge.getByRole("radio", { name: "Theirs" })).toBeChecked();
    await merge.getByRole("button", { name: "Save both together" }).click();
    await expect(page.getByLabel("Status")).toContainText("Saved · version 5");
    for (const text of ["first = 1.25", "second = 2.5", "third = 3.75"]) await expect(code(page)).toContainText(text);
    await expect(second.getByLabel("Status")).toContainText("Saved · version 5");
    await expect(code(second)).toContainText("first = 1.25");
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(code(page)).toContainText("third = 3.25");
    await expect(code(page)).toContainText("second = 2.0");
  });

  await test.step("one tab goes on with what is unsaved in the other", async () => {
    await second.getByRole("button", { name: "Go on here" }).click();
    await expect(code(second)).toContainText("third = 3.25");
    await expect(page.getByText("You went on with this in another tab.")).toBeVisible();
    await page.close({ runBeforeUnload: false });
  });

  await test.step("a fork takes along what is unsaved, and the original stays as it was saved", async () => {
    await edit(second, "first = 1.25", "first = 9.0");
    await second.getByRole("button", { name: "More" }).click();
    await second.getByRole("menuitem", { name: /^Fork/ }).click();
    await expect(second.getByRole("link", { name: "forked from Two lights" })).toBeVisible();
    expect(second.url()).not.toBe(address);
    await expect(code(second)).toContainText("first = 9.0");
    await expect(second.getByLabel("Title").first()).toHaveValue("Two lights");
    await expect(second.getByLabel("Status")).toContainText("Saved · version 1");
    await second.goto(address);
    await expect(code(second)).toContainText("first = 1.25");
    await expect(second.getByRole("region", { name: "Unsaved work" })).toBeHidden();
  });
  expect(complaints).toEqual([]);
});

test("what a stranger turned and wrote in a copy is in their fork after they signed up on the way", async ({ page, browser, request }) => {
  const name = `ivy${Date.now().toString(36)}`;
  const account = { username: name, email: `${name}@example.org`, password: "a long enough phrase" };
  const { access_token: token } = (await (await request.post("/api/v1/auth/register", { data: account })).json()) as { access_token: string };
  const waves = `uniform float speed; // @range 0 4 = 1\n${RED.replace("iTime", "speed * iTime")}`;
  const draft = { title: "Turning", tags: ["calm"], description: "Slow.", licence: "CC-BY-SA-4.0", status: "published", passes: [{ type: "image", code: waves }], parameters: { values: { speed: 1 }, presets: [{ name: "Storm", values: { speed: 4 } }] } };
  const made = (await (await request.post("/api/v1/shaders", { data: draft, headers: { Authorization: `Bearer ${token}` } })).json()) as { id: string };

  const stranger = await (await browser.newContext()).newPage();
  stranger.on("dialog", (dialog) => void dialog.accept());
  await stranger.goto(`/s/${made.id}`);
  const slider = stranger.getByRole("slider", { name: "Speed" });
  await slider.focus();
  await stranger.keyboard.press("End");
  await expect(stranger).toHaveURL(/p=speed:4/);
  await stranger.getByRole("link", { name: "Fork", exact: true }).click();
  await expect(stranger).toHaveURL(/studio\?fork=/);
  await expect(code(stranger)).toContainText("speed * iTime");
  await expect(stranger.getByRole("slider", { name: "Speed" })).toHaveAttribute("aria-valuenow", "4");
  await edit(stranger, "first = 1.0", "first = 7.0");
  await stranger.getByRole("button", { name: /^Save/ }).first().click();
  await stranger.getByRole("link", { name: "Create an account" }).click();
  await stranger.getByLabel("Name", { exact: true }).fill(`${name}two`);
  await stranger.getByLabel("E-mail").fill(`${name}two@example.org`);
  await stranger.getByLabel("Password", { exact: true }).fill("a long enough phrase");
  await stranger.getByRole("button", { name: "Create account" }).click();
  await expect(code(stranger)).toContainText("first = 7.0");
  await save(stranger, 1);
  await expect(stranger.getByRole("link", { name: "forked from Turning" })).toBeVisible();
  const id = /studio\/(\w+)/.exec(stranger.url())?.[1];
  expect(id).toBeTruthy();
  await stranger.reload();
  await expect(code(stranger)).toContainText("first = 7.0");
  await expect(stranger.getByLabel("Title").first()).toHaveValue("Turning");
  await expect(stranger.getByRole("slider", { name: "Speed" })).toHaveAttribute("aria-valuenow", "4");
  await expect(stranger.getByRole("button", { name: "Storm", exact: true })).toBeVisible();
  await page.close();
});
