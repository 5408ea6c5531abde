/** Awkward sources: each compiles and paints what it says, or is refused on the right line for the right reason. */
import { expect, test } from "vitest";
import { corpus } from "./corpus";
import { freshPages } from "./page";

// Half a surrogate pair reaches WebGL as another character; a driver's warnings are no concern here.
const browser = freshPages(/WebGL|GL_|GPU/);

test("there are hundreds, each with a name of its own", () => {
  expect(corpus.length).toBeGreaterThan(280);
  expect(new Set(corpus.map(({ what }) => what)).size).toBe(corpus.length);
});

test("all of them", async () => {
  const seen = await browser.page.evaluate(async (all) => {
    const player = Fractafrag.newPlayer(2, 2);
    const found: string[] = [];
    for (const { passes } of all) {
      const report = await player.load(Fractafrag.asPasses(passes));
      player.step();
      const [first] = report.errors;
      found.push(report.ok ? `paints ${Fractafrag.pixel(player).join()}` : `${first?.pass}:${first?.line} ${first?.message}`);
    }
    return found;
  }, corpus as Mutable<typeof corpus>);
  const wrong = corpus.flatMap(({ what, error }, index) => {
    const saw = seen[index] ?? "";
    const right = error ? saw.startsWith(`${error[0]} `) && error[1].test(saw) : saw === "paints 255,0,0,255";
    return right ? [] : [`${what}: ${saw} — wanted ${error ? `${error[0]} ${error[1]}` : "red"}`];
  });
  expect(wrong).toEqual([]);
}, 120_000);

// What a bare compiler takes and we do not, on purpose: the text alone speaks against it.
const REFUSED = new Set(["a NUL", "more than 64 kB"]);
// What editors put before a text is taken away here, where a bare compiler stumbles on it.
const MENDED = new Set(["a byte order mark", "a byte order mark in Common"]);

test("what compiles under the bare header compiles here, and what does not, does not", async () => {
  const bare = await browser.page.evaluate((all) => Fractafrag.bareOutcomes(all.map(({ passes }) => passes)), corpus as Mutable<typeof corpus>);
  const unlike = corpus.filter(({ what, error }, index) => {
    if (REFUSED.has(what) || MENDED.has(what)) return false;
    return bare[index] !== (error === undefined);
  });
  expect(unlike.map(({ what, error }) => `${what}: ${error ? "refused here, compiles bare" : "compiles here, refused bare"}`)).toEqual([]);
  expect(bare.filter(Boolean).length).toBeGreaterThan(180);
}, 120_000);

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
