// Redis dies in the middle of scrolling, and again whenever it comes back: nobody notices but the log.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, type Page } from "@playwright/test";

test.use({ contextOptions: { reducedMotion: "reduce" } });
test.skip(!process.env.E2E_PLATFORM, "a platform that was started elsewhere is not to be harmed");

interface Process {
  pid: number;
  parent: number;
  command: string;
}

function processes(): Process[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "latin1");
        const [, parent = ""] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        return [{ pid: Number(name), parent: Number(parent), command: readFileSync(`/proc/${name}/cmdline`, "latin1") }];
      } catch {
        return [];
      }
    });
}

/** Ends the platform's Redis where it lives just now; whether it did. */
function killRedis(): boolean {
  const all = processes();
  const below = new Set([Number(process.env.E2E_PLATFORM)]);
  for (let size = 0; size !== below.size; ) {
    size = below.size;
    for (const { pid, parent } of all) if (below.has(parent)) below.add(pid);
  }
  const found = all.filter(({ pid, command }) => below.has(pid) && /valkey|redis-server/.test(command.split("\0")[0] ?? ""));
  for (const { pid } of found) process.kill(pid, "SIGKILL");
  return found.length > 0;
}

const caption = (page: Page) => page.getByRole("main").getByRole("heading", { level: 2 }).first();
const logged = (): string => readFileSync(join(process.env.E2E_DATA ?? "", "logs", "api.log"), "utf8");

test("nobody notices but the log", async ({ page }) => {
  test.setTimeout(180_000);
  const broken: string[] = [];
  page.on("response", (answer) => answer.status() >= 500 && broken.push(`${answer.status()} ${answer.url()}`));
  page.on("pageerror", (error) => broken.push(String(error)));
  await page.goto("/");
  await expect(caption(page)).not.toBeEmpty();
  const titles = [(await caption(page).textContent()) ?? ""];
  const next = async () => {
    await page.keyboard.press("j");
    await expect(caption(page)).not.toHaveText(titles.at(-1) ?? "");
    titles.push((await caption(page).textContent()) ?? "");
    await expect(page.getByRole("alert")).toHaveCount(0);
  };
  await next();

  const before = logged().length;
  let deaths = 0;
  const murder = setInterval(() => (deaths += Number(killRedis())), 250);
  try {
    expect(killRedis()).toBe(true);
    // Twelve works are all that there are: what comes is chosen page by page without Redis.
    while (titles.length < 12) await next();
  } finally {
    clearInterval(murder);
  }
  test.info().annotations.push({ type: "deaths", description: String(deaths + 1) });
  expect(new Set(titles).size).toBe(titles.length);
  expect(broken).toEqual([]);
  expect(logged().slice(before)).toMatch(/Redis is away|redis/i);
  // And it is there again for whoever comes next.
  await expect.poll(async () => (await page.request.get("/health/ready")).status(), { timeout: 60_000 }).toBe(200);
});
