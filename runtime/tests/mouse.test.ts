/** SHADERTOY.md section 3: iMouse, frame by frame. */
import { describe, expect, test } from "vitest";
import { canvasPixel } from "../src/attach-input";
import { MouseState } from "../src/mouse";
import { freshPages } from "./page";

describe("iMouse", () => {
  const frame = (mouse: MouseState): number[] => {
    const uniform = mouse.uniform;
    mouse.painted();
    return uniform;
  };

  test("goes through its five states: untouched, clicked, held, moved, released", () => {
    const mouse = new MouseState();
    expect(frame(mouse)).toEqual([0, 0, 0, 0]);
    mouse.point("down", 10, 20);
    expect(frame(mouse)).toEqual([10, 20, 10, 20]);
    expect(frame(mouse)).toEqual([10, 20, 10, -20]);
    mouse.point("move", 30, 5);
    expect(frame(mouse)).toEqual([30, 5, 10, -20]);
    mouse.point("up", 99, 99);
    expect(frame(mouse)).toEqual([30, 5, -10, -20]);
    expect(frame(mouse)).toEqual([30, 5, -10, -20]);
  });
  test("does not follow the pointer while the button is up", () => {
    const mouse = new MouseState();
    expect(mouse.point("move", 7, 7)).toBe(false);
    expect(frame(mouse)).toEqual([0, 0, 0, 0]);
  });
  test("tells a press and release between two frames as a click with the button up", () => {
    const mouse = new MouseState();
    mouse.point("down", 3, 4);
    mouse.point("up", 3, 4);
    expect(frame(mouse)).toEqual([3, 4, -3, 4]);
    expect(frame(mouse)).toEqual([3, 4, -3, -4]);
  });
  test("is floored, and keeps nothing that is not a number", () => {
    const mouse = new MouseState();
    mouse.point("down", 3.9, 4.1);
    mouse.point("move", Number.NaN, 1);
    expect(frame(mouse)).toEqual([3, 4, 3, 4]);
  });
});

test("a place on the page becomes a floored canvas pixel with the origin at the bottom-left", () => {
  const rect = { left: 100, top: 50, right: 300, bottom: 150 };
  expect(canvasPixel(100, 150, rect, 400, 200)).toEqual([0, 0]);
  expect(canvasPixel(100, 50, rect, 400, 200)).toEqual([0, 200]);
  expect(canvasPixel(150.4, 100.3, rect, 400, 200)).toEqual([100, 99]);
  expect(canvasPixel(75, 200, rect, 400, 200)).toEqual([-50, -100]);
});

describe("on a real canvas", () => {
  const browser = freshPages();
  const place = (): Promise<void> =>
    browser.page.evaluate(async () => {
      const player = Fractafrag.newPlayer(100, 50);
      document.body.style.margin = "0";
      Object.assign(player.canvas.style, { position: "absolute", left: "0", top: "0", width: "200px", height: "100px" });
      const read = ["iMouse.x", "iMouse.y", "iMouse.z", "iMouse.w", "iFrame", "iTime", "iTimeDelta"];
      await player.load(Fractafrag.asPasses([Fractafrag.tell(read)]));
      const detach = Fractafrag.attachInput(player.canvas, player);
      Object.assign(globalThis, { player, detach, told: () => Fractafrag.numbers(player, 7) });
    });
  const told = (): Promise<number[]> => browser.page.evaluate(() => (globalThis as unknown as { told(): number[] }).told());
  const afterFrame = async (): Promise<number[]> => {
    await browser.page.evaluate(() => Fractafrag.frames(2));
    return told();
  };

  test("a mouse presses, drags and lets go, each forcing one frame while paused; time stands, the delta is 1/60", async () => {
    await place();
    const { page } = browser;
    const sixtieth = Math.fround(1 / 60);
    await page.mouse.move(20, 80);
    await page.mouse.down();
    expect(await afterFrame()).toEqual([10, 10, 10, 10, 0, 0, sixtieth]);
    await page.mouse.move(40, 60);
    expect(await afterFrame()).toEqual([20, 20, 10, -10, 1, 0, sixtieth]);
    await page.mouse.up();
    expect(await afterFrame()).toEqual([20, 20, -10, -10, 2, 0, sixtieth]);
    await page.mouse.move(60, 60);
    expect(await afterFrame()).toEqual([20, 20, -10, -10, 2, 0, sixtieth]);
  });

  test("a drag that leaves the canvas goes on outside", async () => {
    await place();
    const { page } = browser;
    await page.mouse.move(20, 80);
    await page.mouse.down();
    await page.mouse.move(300, 80);
    expect((await afterFrame()).slice(0, 3)).toEqual([150, 10, 10]);
    await page.mouse.up();
    expect((await afterFrame())[2]).toBe(-10);
  });

  test("a touch does what a mouse does", async () => {
    await place();
    const touch = await browser.page.touchscreen.touchStart(20, 80);
    expect((await afterFrame()).slice(0, 4)).toEqual([10, 10, 10, 10]);
    await touch.move(60, 40);
    expect((await afterFrame()).slice(0, 4)).toEqual([30, 30, 10, -10]);
    await touch.end();
    expect((await afterFrame()).slice(0, 4)).toEqual([30, 30, -10, -10]);
  });

  test("a reset of time leaves the mouse as it is", async () => {
    await place();
    const { page } = browser;
    await page.mouse.move(20, 80);
    await page.mouse.down();
    await afterFrame();
    await page.evaluate(() => (globalThis as unknown as { player: { reset(): void } }).player.reset());
    expect((await afterFrame()).slice(0, 5)).toEqual([10, 10, 10, -10, 0]);
    await page.mouse.up();
  });

  test("after detaching nothing arrives and the canvas is as before", async () => {
    await place();
    const { page } = browser;
    const left = await page.evaluate(() => {
      const { player, detach } = globalThis as unknown as { player: { canvas: HTMLCanvasElement }; detach: () => void };
      detach();
      return { touchAction: player.canvas.style.touchAction, tabindex: player.canvas.getAttribute("tabindex") };
    });
    await page.mouse.click(20, 80);
    expect((await afterFrame()).slice(0, 4)).toEqual([0, 0, 0, 0]);
    expect(left).toEqual({ touchAction: "", tabindex: null });
  });
});
