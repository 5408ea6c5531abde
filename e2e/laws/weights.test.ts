// Pages stay light: what they load before their first picture has a limit, and what is for few people is loaded for them alone.
import { expect, test } from "vitest";
import { filesOf, manifest, weights } from "../weights";

const KB = 1000;

test.each([
  ["feed", 180 * KB],
  ["embed", 40 * KB],
  ["player.js", 40 * KB],
])("%s loads at most %i bytes of script, compressed", (page, most) => {
  const found = weights().find((one) => one.page === page);
  expect(found?.script).toBeGreaterThan(10 * KB);
  expect(found?.script).toBeLessThanOrEqual(most);
});

test("a page that imports too much is noticed, and so is one that is not there", () => {
  const all = { a: { file: "a.js", imports: ["b"], dynamicImports: ["d"] }, b: { file: "b.js", imports: ["c", "a"] }, c: { file: "c.js" }, d: { file: "d.js" } };
  expect(filesOf(all, ["a"])).toEqual(["a.js", "b.js", "c.js"]);
  expect(() => filesOf(all, ["e"])).toThrow("no e");
});

test("three.js, muxer, editor and inspection are nobody's before they are asked for", () => {
  const all = manifest();
  const feed = filesOf(all, ["index.html", "src/features/feed/index.tsx"]);
  const scene = Object.values(all).find(({ src }) => src === "src/ui/stage3d/scene.ts");
  // Several screens that come later share it, so it has a name and no source.
  const [, inspection] = Object.entries(all).find(([key]) => key.startsWith("_inspection-")) ?? [];
  const writer = Object.values(all).find(({ src }) => src === "src/lib/exporting/film.ts");
  expect(scene?.file).toBeDefined();
  expect(inspection?.file).toBeDefined();
  expect(writer?.file).toBeDefined();
  for (const start of ["src/features/studio/index.tsx", "src/features/shaders/page.tsx", "src/features/feed/index.tsx"]) {
    const files = filesOf(all, ["index.html", start]);
    expect(files).not.toContain(scene?.file);
    expect(files).not.toContain(writer?.file);
    expect(files).not.toContain(inspection?.file);
  }
  expect(feed.some((file) => file.includes("studio"))).toBe(false);
});
