/** Awkward sources: each compiles and paints what it says, or is refused on the right line for the right reason. */
import { expect, test } from "vitest";
import { corpus } from "./corpus";
import { freshPages } from "./page";

// Half a surrogate pair reaches WebGL as another character; a driver's warnings are no concern here.
const browser = freshPages(/WebGL|GL_|GPU/);

test("there are more than a hundred, each with a name of its own", () => {
  expect(corpus.length).toBeGreaterThan(100);
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

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
