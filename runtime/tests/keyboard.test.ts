/** SHADERTOY.md section 6, keyboard: held, pressed for one frame, toggled. */
import { describe, expect, test } from "vitest";
import { KeyboardState } from "../src/keyboard";
import { freshPages } from "./page";

test("auto-repeat, codes outside the texture and a release without a press change nothing", () => {
  const keyboard = new KeyboardState();
  expect(keyboard.key("down", 65, true)).toBe(false);
  expect(keyboard.key("down", 256, false)).toBe(false);
  expect(keyboard.key("down", -1, false)).toBe(false);
  expect(keyboard.key("down", 1.5, false)).toBe(false);
  expect(keyboard.key("up", 65, false)).toBe(false);
  expect(keyboard.texels.every((value) => value === 0)).toBe(true);
});

describe("in a shader", () => {
  const browser = freshPages();

  test("row 0 is held, row 1 lasts one frame, row 2 toggles; the value is 1 and lies in red alone", async () => {
    const seen = await browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(4, 6);
      const rows = [0, 1, 2].map((row) => `texelFetch(iChannel2, ivec2(65, ${row}), 0).x`);
      const others = ["texelFetch(iChannel2, ivec2(66, 0), 0).x", "texelFetch(iChannel2, ivec2(65, 0), 0).y", "texelFetch(iChannel2, ivec2(65, 0), 0).w"];
      const passes = Fractafrag.asPasses([Fractafrag.tell([...rows, ...others], [{ channel: 2, type: "keyboard", source: "keyboard" }])]);
      await player.load(passes);
      const frame = (): number[] => {
        player.step();
        return Fractafrag.numbers(player, 6);
      };
      const key = (type: "down" | "up", repeat = false): void => player.key({ type, keyCode: 65, repeat });
      const seen = [frame()];
      key("down");
      seen.push(frame());
      key("down", true);
      seen.push(frame());
      key("up");
      seen.push(frame());
      key("down");
      key("up");
      seen.push(frame());
      return seen;
    });
    expect(seen).toEqual([
      [0, 0, 0, 0, 0, 1],
      [1, 1, 1, 0, 0, 1],
      [1, 0, 1, 0, 0, 1],
      [0, 0, 1, 0, 0, 1],
      [0, 1, 0, 0, 0, 1],
    ]);
  });

  test("real keys arrive only while the canvas has focus, do not scroll the page, and are let go when focus leaves", async () => {
    const { page } = browser;
    await page.evaluate(async () => {
      const player = Fractafrag.newPlayer(4, 2);
      const field = document.createElement("input");
      document.body.append(field);
      document.body.style.height = "5000px";
      const read = ["texelFetch(iChannel0, ivec2(32, 0), 0).x", "texelFetch(iChannel0, ivec2(32, 2), 0).x"];
      await player.load(Fractafrag.asPasses([Fractafrag.tell(read, [{ channel: 0, type: "keyboard", source: "keyboard" }])]));
      Fractafrag.attachInput(player.canvas, player);
      player.step();
      Object.assign(globalThis, { player, field, told: () => Fractafrag.numbers(player, 2) });
    });
    const told = async (): Promise<number[]> => {
      await page.evaluate(() => Fractafrag.frames(2));
      return page.evaluate(() => (globalThis as unknown as { told(): number[] }).told());
    };
    await page.focus("input");
    await page.keyboard.press("Space");
    expect(await told()).toEqual([0, 0]);
    await page.focus("canvas");
    await page.keyboard.down("Space");
    expect(await told()).toEqual([1, 1]);
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await page.focus("input");
    expect(await told()).toEqual([0, 1]);
    await page.keyboard.up("Space");
  });

  test("Tab still leaves the canvas", async () => {
    const { page } = browser;
    const focused = async (): Promise<string | undefined> => page.evaluate(() => document.activeElement?.tagName);
    await page.evaluate(() => {
      const player = Fractafrag.newPlayer(4, 2);
      document.body.append(document.createElement("input"));
      Fractafrag.attachInput(player.canvas, player);
    });
    await page.focus("canvas");
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("INPUT");
  });
});
