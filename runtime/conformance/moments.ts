/** Moments: sections 2 and 3 of the description, what time it is for a shader and where the mouse is. */
import { attachInput, canvasPixel, fixedClock } from "../src/index";
import { asPasses, frames, newPlayer, numbers, tell } from "../tests/in-page";
import { done, holds, playing, same, told, type Case } from "./expect";

const MOUSE = ["x", "y", "z", "w"].map((part) => `iMouse.${part}`);

/** A player that tells iMouse and iFrame, and what they are after one more forced frame. */
async function mouse(): Promise<{ player: Awaited<ReturnType<typeof playing>>; now: () => number[] }> {
  const player = await playing([tell(MOUSE)], 4, 4);
  return {
    player,
    now: () => {
      player.step();
      return numbers(player, 4);
    },
  };
}

export const moments: Case[] = [
  {
    section: "2",
    line: "iResolution is the drawing buffer in pixels, z 1",
    run: async () => same(await told(3, [tell(["iResolution.x", "iResolution.y", "iResolution.z"])]), [4, 3, 1]),
  },
  {
    section: "2",
    line: "iFrame is 0 first, iTimeDelta exactly 1/60 on the first frame and on forced ones, iTime 0",
    run: async () => {
      const player = await playing([tell(["iFrame", "iTimeDelta", "iTime"])], 4, 3);
      player.step();
      same(numbers(player, 3), [0, Math.fround(1 / 60), 0]);
      player.pointer({ type: "down", x: 1, y: 1 });
      await frames(3);
      same(numbers(player, 3), [1, Math.fround(1 / 60), 0]);
      done(player);
    },
  },
  {
    section: "2",
    line: "after a pause the first delta is 1/60 again and paused time does not count",
    run: async () => {
      const player = await playing([tell(["iTimeDelta", "iTime"])], 4, 2);
      player.play();
      await frames(4);
      player.pause();
      const before = player.time;
      await new Promise((resolve) => setTimeout(resolve, 120));
      const seen = new Promise<number[]>((resolve) => {
        const look = (): void => {
          if (player.frame === at) requestAnimationFrame(look);
          else resolve(numbers(player, 2));
        };
        const at = player.frame;
        player.play();
        requestAnimationFrame(look);
      });
      const [delta, time = 0] = await seen;
      same(delta, Math.fround(1 / 60));
      holds(Math.abs(time - before) < 1e-4, `time went from ${before} to ${time}`);
      done(player);
    },
  },
  {
    section: "2",
    line: "between live frames iTimeDelta is the time that passed, and iTime their sum",
    run: async () => {
      const player = newPlayer(4, 2, { onFrame: () => void seen.push(numbers(player, 2)) });
      const seen: number[][] = [];
      await player.load(asPasses([tell(["iTimeDelta", "iTime"])]));
      player.play();
      while (seen.length < 4) await frames(1);
      player.pause();
      for (let index = 1; index < seen.length; index++) {
        const [[, before = 0] = [], [delta = 0, time = 0] = []] = [seen[index - 1], seen[index]];
        holds(delta > 0 && Math.abs(time - before - delta) < 1e-4, `iTime went from ${before} to ${time} with a delta of ${delta}`);
      }
      done(player);
    },
  },
  {
    section: "2",
    line: "iFrame counts for each pass: one that comes later begins at 0",
    run: async () => {
      const player = await playing([tell(["iFrame"])], 4, 2);
      player.step(3);
      const counting = { type: "buffer" as const, name: "Buffer A", code: "void mainImage(out vec4 o, in vec2 p) { o = vec4(iFrame); }" };
      const report = await player.load(asPasses([counting, tell(["iFrame", "texelFetch(iChannel0, ivec2(0), 0).x"], [{ channel: 0, type: "buffer", source: "Buffer A" }])]));
      same(report.ok, true);
      const first = player.frame;
      player.step(2);
      const [image = 0, buffer = 0] = numbers(player, 2);
      same(image, first + 1);
      holds(buffer < image && buffer >= 1, `the buffer counted to ${buffer}, the image to ${image}`);
      done(player);
    },
  },
  {
    section: "2",
    line: "a reset starts iTime and iFrame at 0",
    run: async () => {
      const player = await playing([tell(["iFrame", "iTime"])], 4, 2);
      player.step(5);
      player.reset();
      player.step();
      same(numbers(player, 2), [0, 0]);
      done(player);
    },
  },
  {
    section: "2",
    line: "iDate: full year, month 0–11, day 1–31, seconds since midnight with their fraction",
    run: async () => {
      const player = await playing([tell(["x", "y", "z", "w"].map((part) => `iDate.${part}`))], 4, 4);
      const [before, now] = [new Date(), (player.step(), numbers(player, 4))];
      same(now.slice(0, 3), [before.getFullYear(), before.getMonth(), before.getDate()]);
      const midnight = new Date(before.getFullYear(), before.getMonth(), before.getDate()).getTime();
      holds(Math.abs((now[3] ?? 0) - (before.getTime() - midnight) / 1000) < 2, `seconds ${now[3]}`);
      done(player);
    },
  },
  {
    section: "2",
    line: "iFrameRate is the counter's average, not 1/iTimeDelta; iSampleRate is 44100",
    run: async () => {
      const player = await playing([tell(["iFrameRate", "iSampleRate"])], 4, 2);
      player.drawAt({ ...fixedClock(3, 10), frameRate: 47 });
      same(numbers(player, 2), [47, 44100]);
      done(player);
    },
  },
  {
    section: "3",
    line: "iMouse's five states: untouched, just clicked, held still, dragged, released",
    run: async () => {
      const { player, now } = await mouse();
      same(now(), [0, 0, 0, 0]);
      player.pointer({ type: "down", x: 3, y: 2 });
      same(now(), [3, 2, 3, 2]);
      same(now(), [3, 2, 3, -2]);
      player.pointer({ type: "move", x: 1, y: 1 });
      same(now(), [1, 1, 3, -2]);
      player.pointer({ type: "up", x: 0, y: 0 });
      same(now(), [1, 1, -3, -2]);
      player.pointer({ type: "move", x: 2, y: 2 });
      same(now(), [1, 1, -3, -2]);
      done(player);
    },
  },
  {
    section: "3",
    line: "a release does not look like a click, not for one frame",
    run: async () => {
      const { player, now } = await mouse();
      player.pointer({ type: "down", x: 3, y: 2 });
      now();
      now();
      player.pointer({ type: "up", x: 3, y: 2 });
      same([now(), now()], [[3, 2, -3, -2], [3, 2, -3, -2]]);
      done(player);
    },
  },
  {
    section: "3",
    line: "coordinates are floored pixels, origin bottom-left",
    run: () => {
      const rect = { left: 10, top: 20, right: 110, bottom: 70 };
      same(canvasPixel(10, 70, rect, 200, 100), [0, 0]);
      same(canvasPixel(60.6, 20, rect, 200, 100), [101, 100]);
      same(canvasPixel(10.4, 69.6, rect, 200, 100), [0, 0]);
    },
  },
  {
    section: "3",
    line: "a reset of time leaves the mouse",
    run: async () => {
      const { player, now } = await mouse();
      player.pointer({ type: "down", x: 3, y: 2 });
      now();
      player.reset();
      same(now(), [3, 2, 3, -2]);
      done(player);
    },
  },
  {
    section: "3",
    line: "a click while paused forces exactly one frame",
    run: async () => {
      const player = await playing([tell(["iMouse.w"])], 4, 1);
      player.step();
      const before = player.frame;
      player.pointer({ type: "down", x: 3, y: 2 });
      await frames(4);
      same(player.frame - before, 1);
      same(numbers(player, 1), [2]);
      done(player);
    },
  },
  {
    section: "3",
    line: "a key while paused forces one frame, too",
    run: async () => {
      const player = await playing([tell(["texelFetch(iChannel0, ivec2(65, 0), 0).x"], [{ channel: 0, type: "keyboard", source: "keyboard" }])], 4, 1);
      player.step();
      const before = player.frame;
      player.key({ type: "down", keyCode: 65, repeat: false });
      await frames(4);
      same([player.frame - before, ...numbers(player, 1)], [1, 1]);
      done(player);
    },
  },
  {
    section: "3",
    line: "touches do what the mouse does",
    run: async () => {
      const player = newPlayer(4, 4);
      await player.load(asPasses([tell(MOUSE)]));
      player.step();
      player.canvas.style.cssText = "position: fixed; left: 0; top: 0; width: 4px; height: 4px";
      const detach = attachInput(player.canvas, player);
      const touch = (type: string, x: number): boolean =>
        player.canvas.dispatchEvent(new PointerEvent(type, { pointerType: "touch", pointerId: 7, clientX: x + 0.5, clientY: 1.5, button: 0, bubbles: true }));
      touch("pointerdown", 3);
      player.step();
      same(numbers(player, 4), [3, 2, 3, 2]);
      touch("pointermove", 1);
      touch("pointerup", 1);
      player.step();
      same(numbers(player, 4), [1, 2, -3, -2]);
      detach();
      done(player);
    },
  },
];
