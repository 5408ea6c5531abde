// One long-lived Chromium without a network, and the one page in it that draws; replaced when it crashes, ages or grows.
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import type { Logger } from "pino";
import puppeteer, { type Browser, type CDPSession, type HTTPRequest, type Page } from "puppeteer-core";
import { type Chromium, findChromium } from "./chromium.js";
import type { Beat, PageAnswer, PageTask } from "./protocol.js";
import type { Settings } from "./settings.js";
import { drawingTimes, type Expiry, Watchdog } from "./watchdog.js";

// The host does not exist; https makes the page a secure context, without which there is no VideoEncoder.
const ORIGIN = "https://renderer.invalid";
const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; media-src blob:; base-uri 'none'; form-action 'none'";
// The files of the media set; nothing else of that folder is ever read.
const SET_ADDRESS = /^https:\/\/renderer\.invalid\/media-set\/([a-z0-9-]+\.(?:webp|webm|bin))$/;
const SET_TYPES: Record<string, string> = { webp: "image/webp", webm: "video/webm", bin: "application/octet-stream" };
const HTML = `<!doctype html><meta charset="utf-8"><title>renderer</title><script src="/page.js"></script>`;
const SETTLE_MS = 2_000;
const LAUNCH_MS = 30_000;
const MEMORY_CHECK_JOBS = 25;
const PROFILE_PREFIX = "fractafrag-renderer-";

/** The browser cannot be started at all: nothing that a shader did. */
export class BrowserUnavailable extends Error {}

/** The browser, its GPU process or the page went away in the middle of a task. */
export class BrowserCrashed extends Error {}

/** The task did not finish in time and was ended. */
export class TaskExpired extends Error {
  constructor(readonly expiry: Expiry) {
    super(`${expiry.step} did not finish in ${Math.round(expiry.ms)} ms`);
  }
}

interface Live {
  browser: Browser;
  session: CDPSession;
  profile: string;
  page: Page;
  gpuPid: number | null;
  rendererString: string;
  jobs: number;
}

export class RenderBrowser {
  private live: Live | null = null;
  private starting: Promise<Live> | null = null;
  private readonly script: string;
  private chromium: Chromium | null = null;
  private sandboxed: boolean;
  private watchdog: Watchdog | null = null;
  private closed = false;
  private idle: NodeJS.Timeout | null = null;

  /** `angle`: the backend that draws. `idleMs`: after so long without a task the browser is let go; null keeps it. */
  constructor(
    private readonly settings: Settings,
    private readonly log: Logger,
    pageScript: string,
    private readonly angle: string = settings.angle,
    private readonly idleMs: number | null = null,
  ) {
    this.script = readFileSync(pageScript, "utf8");
    const root = process.getuid?.() === 0;
    this.sandboxed = settings.sandbox === "on" || (settings.sandbox === "auto" && !root);
  }

  get version(): string | null {
    return this.live === null ? null : (this.chromium?.version ?? null);
  }

  get rendererString(): string | null {
    return this.live?.rendererString ?? null;
  }

  get pid(): number | null {
    return this.live?.browser.process()?.pid ?? null;
  }

  /** Starts the browser if it is not there; throws BrowserUnavailable. */
  async ensure(): Promise<void> {
    await this.ready();
  }

  /**
   * Runs one task in the page; one at a time. Throws TaskExpired, BrowserCrashed or BrowserUnavailable; after any of them
   * the next call finds a working page or starts a browser.
   */
  async run(task: PageTask, totalMs: number): Promise<PageAnswer> {
    if (this.idle !== null) clearTimeout(this.idle);
    try {
      return await this.runIn(await this.ready(), task, totalMs);
    } finally {
      if (this.idleMs !== null && !this.closed) this.idle = setTimeout(() => void this.release(), this.idleMs).unref();
    }
  }

  private async runIn(live: Live, task: PageTask, totalMs: number): Promise<PageAnswer> {
    live.jobs += 1;
    const watchdog = new Watchdog({ gpuMs: this.settings.gpuDeadlineMs, stepMs: this.settings.compileDeadlineMs, totalMs }, () => live.gpuPid);
    this.watchdog = watchdog;
    let gone: (reason: Error) => void = () => undefined;
    const crash = new Promise<never>((_, reject) => (gone = reject));
    const onGone = (): void => gone(new BrowserCrashed("the browser went away"));
    live.browser.once("disconnected", onGone);
    live.page.once("error", onGone);
    live.page.once("close", onGone);
    const evaluation = live.page.evaluate((given) => (globalThis as unknown as { fractafrag: { run(task: unknown): Promise<unknown> } }).fractafrag.run(given), task) as Promise<PageAnswer>;
    try {
      const outcome = await Promise.race([evaluation.then((answer) => ({ answer })), crash, watchdog.expired.then((expiry) => ({ expiry }))]);
      if ("answer" in outcome) {
        // A GPU process that died under a draw leaves a black picture and, for a moment, no lost context.
        if (!isRunning(live.gpuPid)) throw new BrowserCrashed("the GPU process went away");
        return outcome.answer;
      }
      await this.endTask(live, outcome.expiry, evaluation);
      throw new TaskExpired(outcome.expiry);
    } catch (error) {
      if (error instanceof TaskExpired) throw error;
      this.log.warn({ error: String(error) }, "the page failed");
      await this.renewPage(live);
      throw error instanceof BrowserCrashed ? error : new BrowserCrashed(String(error));
    } finally {
      watchdog.stop();
      live.browser.off("disconnected", onGone);
      live.page.off("error", onGone);
      live.page.off("close", onGone);
      evaluation.catch(() => undefined);
    }
  }

  /** Between two tasks: replaces a browser that has done its share of jobs or has grown too large. */
  async tidy(): Promise<void> {
    const live = this.live;
    if (live === null) return;
    const old = live.jobs >= this.settings.recycleJobs;
    const large = !old && live.jobs % MEMORY_CHECK_JOBS === 0 && (await residentBytes(live)) > this.settings.recycleBytes;
    if (!old && !large) return;
    this.log.info({ jobs: live.jobs, reason: old ? "age" : "memory" }, "replacing the browser");
    await this.dropBrowser(live);
    await this.ready().catch((error: unknown) => this.log.error({ error: String(error) }, "the browser does not start"));
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.idle !== null) clearTimeout(this.idle);
    await this.starting?.catch(() => undefined);
    if (this.live !== null) await this.dropBrowser(this.live);
  }

  /** Lets an idle browser go; the next task starts one again. */
  async release(): Promise<void> {
    if (this.live !== null) await this.dropBrowser(this.live);
  }

  private ready(): Promise<Live> {
    if (this.closed) return Promise.reject(new BrowserUnavailable("the renderer is stopping"));
    if (this.live?.browser.connected) return Promise.resolve(this.live);
    this.starting ??= this.start().finally(() => (this.starting = null));
    return this.starting;
  }

  private async start(): Promise<Live> {
    if (this.live !== null) await this.dropBrowser(this.live);
    try {
      this.chromium ??= await findChromium(this.settings.chromiumPath);
      try {
        this.live = await this.launch(this.chromium);
      } catch (error) {
        if (!this.sandboxed || this.settings.sandbox === "on") throw error;
        this.log.warn({ error: String(error) }, "the browser does not start in its sandbox here; it runs without from now on");
        this.sandboxed = false;
        this.live = await this.launch(this.chromium);
      }
    } catch (error) {
      this.chromium = null;
      throw new BrowserUnavailable(error instanceof Error ? error.message : String(error));
    }
    this.log.info({ browser: this.chromium.version, renderer: this.live.rendererString, sandbox: this.sandboxed, pid: this.pid }, "the browser is ready");
    return this.live;
  }

  private async launch(chromium: Chromium): Promise<Live> {
    await sweepProfiles();
    const profile = await mkdtemp(join(tmpdir(), `${PROFILE_PREFIX}${process.pid}-`));
    let browser: Browser | null = null;
    try {
      browser = await puppeteer.launch({
        executablePath: chromium.path,
        headless: true,
        // The pipe closes when this process dies, however it dies, and Chromium leaves with it.
        pipe: true,
        userDataDir: profile,
        timeout: LAUNCH_MS,
        protocolTimeout: 600_000,
        handleSIGINT: false,
        handleSIGTERM: false,
        handleSIGHUP: false,
        args: this.flags(),
        // Nothing of our own environment, which may hold secrets, goes to the process that runs strangers' code.
        env: { PATH: process.env.PATH, HOME: profile, TMPDIR: profile, TZ: "UTC", LANG: "C.UTF-8", ...chromium.env },
      });
      const session = await browser.target().createCDPSession();
      const page = (await browser.pages())[0] ?? (await browser.newPage());
      const live: Live = { browser, session, profile, page, gpuPid: null, rendererString: "", jobs: 0 };
      await this.preparePage(live);
      return live;
    } catch (error) {
      await end(browser, profile);
      throw error;
    }
  }

  private flags(): string[] {
    return [
      ...(this.sandboxed ? [] : ["--no-sandbox"]),
      "--use-gl=angle",
      `--use-angle=${this.angle}`,
      "--enable-unsafe-swiftshader",
      "--ignore-gpu-blocklist",
      // Ending a hung GPU process is routine here; Chromium must neither give up on the GPU nor blame the page.
      "--disable-gpu-process-crash-limit",
      "--disable-domain-blocking-for-3d-apis",
      "--disable-gpu-shader-disk-cache",
      // No work is translated twice within a browser's life often enough to pay for keeping all of them.
      "--disable-gpu-program-cache",
      // Both translate beforehand what may never be drawn: of a validation they were nine tenths.
      "--disable-angle-features=warmUpPipelineCacheAtLink,supportsGraphicsPipelineLibrary",
      "--disable-dev-shm-usage",
      "--host-resolver-rules=MAP * ~NOTFOUND",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-quic",
      "--no-first-run",
      "--no-pings",
      "--mute-audio",
      "--window-size=64,64",
    ];
  }

  private async preparePage(live: Live): Promise<void> {
    const { page } = live;
    await page.setRequestInterception(true);
    page.on("request", (request) => void this.serve(request));
    const channel = await page.createCDPSession();
    await channel.send("Runtime.enable");
    await channel.send("Runtime.addBinding", { name: "__beat" });
    channel.on("Runtime.bindingCalled", (event) => {
      if (event.name === "__beat" && page === live.page) this.heed(JSON.parse(event.payload) as Beat, live, channel);
    });
    await page.goto(`${ORIGIN}/`, { waitUntil: "load", timeout: LAUNCH_MS });
    const name = await page.evaluate(() => (globalThis as unknown as { fractafrag?: { renderer(): string } }).fractafrag?.renderer() ?? null);
    if (name === null) throw new Error(`This Chromium gives no WebGL2 with the backend "${this.angle}"`);
    live.rendererString = name;
    const { processInfo } = (await live.session.send("SystemInfo.getProcessInfo")) as { processInfo: { type: string; id: number }[] };
    live.gpuPid = processInfo.find((process) => process.type === "GPU")?.id ?? null;
  }

  private heed({ step, gpu, reading }: Beat, live: Live, channel: CDPSession): void {
    if (reading === undefined) return void this.watchdog?.beat({ step, gpu });
    const times = live.gpuPid === null ? null : drawingTimes(live.gpuPid);
    const ms = times === null ? null : [...times.values()].reduce((sum, time) => sum + time, 0);
    channel.send("Runtime.evaluate", { expression: `fractafrag.read(${reading}, ${ms})` }).catch(() => undefined);
  }

  private async serve(request: HTTPRequest): Promise<void> {
    // An isolated page is given a finer clock, and what is measured here takes fractions of a millisecond.
    const headers = { "Content-Security-Policy": POLICY, "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };
    try {
      if (request.url() === `${ORIGIN}/`) await request.respond({ status: 200, contentType: "text/html; charset=utf-8", headers, body: HTML });
      else if (request.url() === `${ORIGIN}/page.js`) await request.respond({ status: 200, contentType: "text/javascript; charset=utf-8", headers, body: this.script });
      else if (SET_ADDRESS.test(request.url())) await this.serveMedium(request, headers);
      else await request.abort("blockedbyclient");
    } catch (error) {
      this.log.debug({ error: String(error) }, "a request of the page could not be answered");
    }
  }

  private async serveMedium(request: HTTPRequest, headers: Record<string, string>): Promise<void> {
    const name = SET_ADDRESS.exec(request.url())?.[1] ?? "";
    const body = await readFile(join(this.settings.mediaDir, name)).catch(() => null);
    if (body === null) await request.respond({ status: 404, headers, body: "" });
    else await request.respond({ status: 200, contentType: SET_TYPES[extname(name).slice(1)], headers, body });
  }

  private async endTask(live: Live, expiry: Expiry, evaluation: Promise<unknown>): Promise<void> {
    this.log.warn({ step: expiry.step, ms: Math.round(expiry.ms), cause: expiry.cause }, "a task ran past its deadline");
    if (expiry.gpu && live.gpuPid !== null && isRunning(live.gpuPid)) process.kill(live.gpuPid, "SIGKILL");
    await within(SETTLE_MS, evaluation.catch(() => undefined));
    await this.renewPage(live);
  }

  /** A fresh page in the same browser, or no browser at all when that does not work: the next task then starts one. */
  private async renewPage(live: Live): Promise<void> {
    const old = live.page;
    const renewed = await within(
      3 * SETTLE_MS,
      (async () => {
        if (!live.browser.connected) return false;
        live.page = await live.browser.newPage();
        await this.preparePage(live);
        await old.close();
        return true;
      })().catch(() => false),
    );
    if (renewed !== true) await this.dropBrowser(live);
  }

  private async dropBrowser(live: Live): Promise<void> {
    if (this.live === live) this.live = null;
    await end(live.browser, live.profile);
  }
}

async function end(browser: Browser | null, profile: string): Promise<void> {
  const child = browser?.process() ?? null;
  if (browser !== null) {
    const closed = await within(SETTLE_MS, browser.close().then(() => true, () => false));
    if (closed !== true) child?.kill("SIGKILL");
  }
  // Children of a killed browser may still write for a moment.
  await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => undefined);
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), ms)));
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function isRunning(pid: number | null): boolean {
  if (pid === null) return true;
  try {
    process.kill(pid, 0);
    return !existsSync(`/proc/${pid}/stat`) || !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function residentBytes(live: Live): Promise<number> {
  const { processInfo } = (await live.session.send("SystemInfo.getProcessInfo")) as { processInfo: { id: number }[] };
  const sizes = await Promise.all(
    processInfo.map(async ({ id }) => {
      const status = await readFile(`/proc/${id}/status`, "utf8").catch(() => "");
      return Number(/^RssAnon:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function sweepProfiles(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = new RegExp(`^${PROFILE_PREFIX}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && Number(pid) !== process.pid && !isRunning(Number(pid))) await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined);
  }
}
