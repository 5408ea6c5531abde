// The TypeScript fences hold, and each of them catches the crime it is there for.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { beforeAll, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
const PROGRAM = join(ROOT, "node_modules/.bin/depcruise");

interface Report {
  summary: { violations: { from: string; rule: { name: string } }[] };
}

/** Each broken rule as "file rule". */
function violations(folder: string): string[] {
  const rooms = ["runtime/src", "renderer/src", "web/src", "web/viewer"];
  let text: string;
  try {
    text = execFileSync(PROGRAM, [...rooms, "--config", ".dependency-cruiser.cjs", "--output-type", "json"], {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 1 << 28,
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch (error) {
    text = (error as { stdout: string }).stdout;
  }
  return (JSON.parse(text) as Report).summary.violations.map((found) => `${found.from} ${found.rule.name}`);
}

const CRIMES: [file: string, crime: string, rule: string][] = [
  ["web/src/features/feed/crime-a.ts", 'import "../studio/store";', "features-do-not-know-each-other"],
  ["web/src/features/feed/crime-b.ts", 'import "../../app/main";', "web-points-down"],
  ["web/src/ui/crime-c.ts", 'import "../features/studio/store";', "ui-and-lib-know-nothing-above"],
  ["web/src/lib/crime-d.ts", 'import "../ui/Button";', "lib-does-not-draw"],
  ["runtime/src/crime-e.ts", 'import "node:fs";', "runtime-stands-alone"],
  ["web/src/lib/crime-f.ts", 'import "../../../runtime/src/clock";', "runtime-by-its-front-door"],
  ["web/src/lib/crime-g.ts", 'import "../../../renderer/src/protocol";', "server-sides-stay-apart"],
  ["web/viewer/crime-k.ts", 'import "../src/features/studio/store";', "viewer-is-a-page-of-its-own"],
  ["web/viewer/crime-l.ts", 'import "../../runtime/src/clock";', "runtime-by-its-front-door"],
  ["web/src/lib/crime-m.ts", 'import "../../viewer/elements";', "nobody-needs-the-viewer"],
  ["web/viewer/crime-n.ts", "export const nobody = 1;", "no-orphans"],
  ["web/src/lib/crime-h.ts", 'export * from "./crime-i";', "no-cycles"],
  ["web/src/lib/crime-j.ts", "export const nobody = 1;", "no-orphans"],
];
let caught: string[];

beforeAll(() => {
  const house = mkdtempSync(join(tmpdir(), "fractafrag fences "));
  try {
    for (const path of ["runtime/src", "renderer/src", "web/src", "web/viewer", "contract", ".dependency-cruiser.cjs", "tsconfig.base.json"]) {
      cpSync(join(ROOT, path), join(house, path), { recursive: true });
    }
    symlinkSync(join(ROOT, "node_modules"), join(house, "node_modules"));
    for (const [file, crime] of CRIMES) {
      mkdirSync(dirname(join(house, file)), { recursive: true });
      writeFileSync(join(house, file), crime);
    }
    writeFileSync(join(house, "web/src/lib/crime-i.ts"), 'export * from "./crime-h";');
    caught = violations(house);
  } finally {
    rmSync(house, { recursive: true, force: true });
  }
}, 60_000);

test("the house keeps its fences", () => {
  expect(violations(ROOT)).toEqual([]);
}, 60_000);

test.each(CRIMES)("%s with %s breaks %s", (file, _, rule) => {
  expect(caught).toContain(`${file} ${rule}`);
});
