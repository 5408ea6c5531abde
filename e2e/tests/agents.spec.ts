// Programs as users: a person makes a key, the program acts with it, the trail tells of it, and the key is taken back.
import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test, type Page } from "@playwright/test";
import { ADDRESS } from "../platform";

const LIGHT = "void mainImage(out vec4 c, in vec2 p) { c = vec4(0.5 + 0.5 * cos(iTime + p.xyx / 200.0), 1.0); }";
const PASSES = [{ name: "Image", type: "image", code: LIGHT, inputs: [] }];

/** A new account, and the page that it wanted to reach. */
async function register(page: Page, next: string): Promise<string> {
  const name = `ada${Date.now().toString(36)}${Math.floor(Math.random() * 1296).toString(36)}`;
  await page.goto(`/register?next=${encodeURIComponent(next)}`);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("E-mail").fill(`${name}@example.org`);
  await page.getByLabel("Password", { exact: true }).fill("a long enough phrase");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL(new RegExp(`${next.replace(/[?]/g, "\\?")}$`));
  return name;
}

/** What a program without a browser does: a call with nothing but its key. */
async function call(secret: string, path: string, body?: unknown): Promise<Response> {
  const headers = { Authorization: `Bearer ${secret}`, "Content-Type": "application/json" };
  return fetch(ADDRESS + path, body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) });
}

test("a key is made, used, watched and revoked", async ({ page }) => {
  const name = await register(page, "/settings/keys");
  await page.getByRole("button", { name: "Only make a key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Make the key" }).click();
  await expect(dialog.getByText("A name, so that you know it again.")).toBeVisible();
  await dialog.getByLabel("Name").fill("Night painter");
  await expect(dialog.getByRole("radio", { name: /Make drafts/ })).toBeChecked();
  await dialog.getByRole("button", { name: "Make the key" }).click();
  const secret = await dialog.getByLabel("The key").inputValue();
  expect(secret).toMatch(/^ffk_/);

  // What shows a secret once is not lost by a press beside it.
  await page.keyboard.press("Escape");
  await expect(dialog.getByLabel("The key")).toBeVisible();
  await dialog.getByRole("button", { name: "Connect an agent with this key" }).click();
  await expect(page).toHaveURL(/\/connect/);
  await expect(page.getByLabel("Terminal", { exact: true }).first()).toContainText(`Authorization: Bearer ${secret}`);
  const line = page.getByRole("status").filter({ hasText: /first call|Your agent/ });
  await expect(line).toContainText("Waiting for the first call");

  const asked = await call(secret, "/api/v1/whoami");
  expect(asked.status).toBe(200);
  expect(await asked.json()).toMatchObject({ username: name, via: "key", agent: { name: "Night painter" } });
  await expect(line).toContainText("Your agent is here: asked who it acts for");

  const made = await call(secret, "/api/v1/shaders", { title: "Made at night", passes: PASSES });
  expect(made.status).toBe(201);
  const work = (await made.json()) as { id: string; author: { agent: string } };
  expect(work.author.agent).toBe("Night painter");

  await line.getByRole("link", { name: "What it does" }).click();
  const trail = page.getByRole("list", { name: "What it did, the latest first" });
  await expect(trail).toContainText("Made a shader");
  await expect(trail).toContainText("Asked who it acts for");

  await page.goto(`/s/${work.id}`);
  await expect(page.getByRole("link", { name: new RegExp(`${name}.s agent Night painter`) })).toBeVisible();

  await page.goto("/settings/keys");
  await page.getByRole("list", { name: "Keys", exact: true }).getByRole("link", { name: /Night painter/ }).click();
  await page.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("Revoked just now")).toBeVisible();
  await expect(page.getByRole("button", { name: "Revoke" })).toBeHidden();
  expect((await call(secret, "/api/v1/whoami")).status).toBe(401);
  await page.goto("/settings/keys");
  await expect(page.getByRole("list", { name: "Keys that are no longer valid" })).toContainText("Night painter");
});

test("a stranger reads how to connect, signs in, and comes back to the same program", async ({ page }) => {
  await page.goto("/connect?client=codex");
  await expect(page.getByLabel("~/.codex/config.toml", { exact: true })).toContainText("Bearer YOUR_KEY");
  await expect(page.getByLabel("~/.codex/config.toml", { exact: true })).toContainText(`${ADDRESS}/mcp`);
  await page.getByRole("main").getByRole("link", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/login\?next=/);
  await page.getByRole("link", { name: "Create an account" }).click();
  const name = `eve${Date.now().toString(36)}`;
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("E-mail").fill(`${name}@example.org`);
  await page.getByLabel("Password", { exact: true }).fill("a long enough phrase");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL(/\/connect\?client=codex$/);
  await page.getByRole("radio", { name: /Look only/ }).click();
  await page.getByRole("button", { name: "Make its key" }).click();
  const file = page.getByLabel("~/.codex/config.toml", { exact: true });
  await expect(file).toContainText(/Bearer ffk_/);
  const secret = /Bearer (ffk_[\w-]+)/.exec((await file.textContent()) ?? "")?.[1] ?? "";
  expect((await call(secret, "/api/v1/shaders", { title: "No", passes: PASSES })).status).toBe(403);
});

test("a webhook into the private network is refused at its field", async ({ page }) => {
  await register(page, "/settings/webhooks");
  await page.getByRole("button", { name: "New webhook" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Address").fill("http://10.0.0.7/hook");
  await dialog.getByRole("button", { name: "Make the webhook" }).click();
  await expect(dialog.getByText("The address leads into a private network.")).toBeVisible();
  await expect(dialog.getByLabel("Address")).toHaveAttribute("aria-invalid", "true");
});

test("pages that list works tell feed readers where to follow them", async ({ page }) => {
  const feeds = () => page.evaluate(() => [...document.querySelectorAll("link[rel=alternate]")].map((link) => link.getAttribute("href")));
  await page.goto("/explore?tag=calm");
  await expect.poll(feeds).toEqual(expect.arrayContaining(["/feeds/tags/calm.atom", "/feeds/new.atom", "/feeds/trending.atom"]));
  await page.goto("/u/fractafrag");
  await expect.poll(feeds).toContain("/feeds/people/fractafrag.atom");
  const feed = await fetch(`${ADDRESS}/feeds/people/fractafrag.atom`);
  expect(feed.headers.get("Content-Type")).toContain("application/atom+xml");
});

/** A program's own listener on loopback, where the browser is sent back to. */
async function listening(): Promise<{ back: string; answer: Promise<URLSearchParams>; close: () => void }> {
  let arrived: (query: URLSearchParams) => void;
  const answer = new Promise<URLSearchParams>((resolve) => (arrived = resolve));
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    response.setHeader("Content-Type", "text/html").end("<title>Back in the program</title>");
    if (url.pathname === "/back") arrived(url.searchParams);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { back: `http://127.0.0.1:${(server.address() as AddressInfo).port}/back`, answer, close: () => server.close() };
}

test("a program asks to be let in, is let in with less than it asked for, and is sent away again", async ({ page }) => {
  const { back, answer, close } = await listening();
  const program = await fetch(`${ADDRESS}/oauth/register`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ client_name: "Garden of forms", redirect_uris: [back], token_endpoint_auth_method: "none" }),
  });
  const { client_id: client } = (await program.json()) as { client_id: string };
  const verifier = randomBytes(40).toString("base64url");
  const asked = new URLSearchParams({
    response_type: "code",
    client_id: client,
    redirect_uri: back,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    scope: "browse draft publish",
    state: "a state of its own",
    resource: `${ADDRESS}/api/v1`,
  });
  await page.goto(`/oauth/authorize?${asked.toString()}`);
  await expect(page).toHaveURL(/\/login\?next=/);
  await page.getByRole("link", { name: "Create an account" }).click();
  const name = `ida${Date.now().toString(36)}`;
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("E-mail").fill(`${name}@example.org`);
  await page.getByLabel("Password", { exact: true }).fill("a long enough phrase");
  await page.getByRole("button", { name: "Create account" }).click();

  await expect(page.getByRole("heading", { name: "Let Garden of forms act for you?" })).toBeVisible();
  await expect(page.getByText("127.0.0.1", { exact: false }).first()).toBeVisible();
  await page.getByRole("checkbox", { name: /publish/i }).uncheck();
  await page.screenshot({ path: test.info().outputPath("consent.png") });
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page).toHaveTitle("Back in the program");
  const told = await answer;
  close();
  expect(told.get("state")).toBe("a state of its own");
  expect(told.get("iss")).toBe(ADDRESS);

  const exchange = (code: string) =>
    fetch(`${ADDRESS}/oauth/token`, {
      method: "POST",
      body: new URLSearchParams({ grant_type: "authorization_code", code, redirect_uri: back, client_id: client, code_verifier: verifier }),
    });
  const given = await exchange(told.get("code") ?? "");
  expect(given.status).toBe(200);
  const { access_token: token, scope } = (await given.json()) as { access_token: string; scope: string };
  expect(scope.split(" ").sort()).toEqual(["browse", "draft"]);
  expect(await (await call(token, "/api/v1/whoami")).json()).toMatchObject({ username: name, via: "oauth", agent: { name: "Garden of forms" } });
  expect((await call(token, "/api/v1/shaders", { title: "Let in", passes: PASSES })).status).toBe(201);
  expect((await call(token, "/api/v1/shaders", { title: "Too much", passes: PASSES, status: "published" })).status).toBe(403);

  await page.goto("/settings/apps");
  await page.getByRole("link", { name: /Garden of forms/ }).click();
  await expect(page.getByRole("list", { name: "What it did, the latest first" })).toContainText("Made a shader");
  await page.screenshot({ path: test.info().outputPath("app.png") });
  await page.getByRole("button", { name: "Disconnect" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
  await expect.poll(async () => (await call(token, "/api/v1/whoami")).status).toBe(401);
});
