/** In page: the runtime with a few ways to ask it about pixels, as one script inside the tests' browser. */
import { createPlayer, type Pass, type PassInput, type Player, type PlayerOptions } from "../src/index";

export * from "../src/index";

type InputSketch = Pick<PassInput, "channel" | "type" | "source"> & { sampler?: Partial<PassInput["sampler"]> };
export type PassSketch = Pick<Pass, "type" | "code"> & { name?: string; inputs?: InputSketch[] };

/** Passes as a test writes them: what is left out is filled in by the runtime, as with any lesser input. */
export const asPasses = (sketches: readonly PassSketch[]): Pass[] => sketches as unknown as Pass[];

/** A lone image pass. */
export const image = (code: string, inputs: InputSketch[] = []): PassSketch => ({ type: "image", name: "Image", code, inputs });

/** An image pass whose body is `fragColor = vec4(expression, …)`, one byte a number: `show("iTime / 255.0")`. */
export const show = (expression: string, inputs: InputSketch[] = []): PassSketch =>
  image(`void mainImage(out vec4 fragColor, in vec2 fragCoord) { fragColor = vec4(${expression}); }`, inputs);

/** A new canvas of this size with a player on it. */
export function newPlayer(width: number, height: number, options: PlayerOptions = {}): Player & { canvas: HTMLCanvasElement } {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  document.body.append(canvas);
  return Object.assign(createPlayer(canvas, options), { canvas });
}

/** The bytes of one pixel of the last painted image, counted from the bottom-left. */
export function pixel(player: Player & { canvas: HTMLCanvasElement }, x = 0, y = 0): number[] {
  const at = (y * player.canvas.width + x) * 4;
  return [...player.readPixels().slice(at, at + 4)];
}

/** Ends after the browser painted `count` frames. */
export async function frames(count: number): Promise<void> {
  for (let done = 0; done < count; done++) await new Promise((resolve) => requestAnimationFrame(resolve));
}
