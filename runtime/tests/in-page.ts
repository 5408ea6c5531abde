/** In page: the runtime with a few ways to ask it about pixels, as one script inside the tests' browser. */
import { createPlayer, type FrameClock, type Pass, type PassInput, type Player, type PlayerOptions } from "../src/index";

export * from "../src/index";
export * from "../src/inspection/index";
export { bareOutcomes } from "./bare";

type InputSketch = Pick<PassInput, "channel" | "type" | "source"> & { sampler?: Partial<PassInput["sampler"]> };
export type PassSketch = Pick<Pass, "type" | "code"> & { name?: string; inputs?: InputSketch[] };

/** Passes as a test writes them: what is left out is filled in by the runtime, as with any lesser input. */
export const asPasses = (sketches: readonly PassSketch[]): Pass[] => sketches as unknown as Pass[];

/** A lone image pass. */
export const image = (code: string, inputs: InputSketch[] = []): PassSketch => ({ type: "image", name: "Image", code, inputs });

/** An image pass whose body is `fragColor = vec4(expression, …)`, one byte a number: `show("iTime / 255.0")`. */
export const show = (expression: string, inputs: InputSketch[] = []): PassSketch =>
  image(`void mainImage(out vec4 fragColor, in vec2 fragCoord) { fragColor = vec4(${expression}); }`, inputs);

/**
 * An image pass that shows numbers exactly: row n of the picture, counted from the bottom, holds the four bytes of value n in the red
 * of its columns 0–3. Read them with `numbers`.
 */
export const tell = (expressions: readonly string[], inputs: InputSketch[] = []): PassSketch =>
  image(
    `void mainImage(out vec4 fragColor, in vec2 fragCoord) {
       float values[${expressions.length}] = float[${expressions.length}](${expressions.map((one) => `float(${one})`).join(", ")});
       uint bits = floatBitsToUint(values[int(fragCoord.y)]);
       fragColor = vec4(float((bits >> (8u * uint(fragCoord.x))) & 255u) / 255.0);
     }`,
    inputs,
  );

/** The numbers that a painted `tell` shows. */
export function numbers(player: Player & { canvas: HTMLCanvasElement }, count: number): number[] {
  const { width } = player.canvas;
  const pixels = player.readPixels();
  const view = new DataView(new ArrayBuffer(4));
  return Array.from({ length: count }, (_, row) => {
    for (let column = 0; column < 4; column++) view.setUint8(column, pixels[(row * width + column) * 4] ?? 0);
    return view.getFloat32(0, true);
  });
}

/** A new canvas of this size with a player on it. */
export function newPlayer(width: number, height: number, options: PlayerOptions = {}): Player & { canvas: HTMLCanvasElement } {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  document.body.append(canvas);
  return Object.assign(createPlayer(canvas, options), { canvas });
}

/** A frame of a fixed clock. */
export const at = (frame: number, more: Partial<FrameClock> = {}): FrameClock => ({
  time: frame / 60,
  timeDelta: 1 / 60,
  frame,
  frameRate: 60,
  date: [2024, 1, 29, 43200.5],
  ...more,
});

/** The bytes of one pixel of the last painted image, counted from the bottom-left. */
export function pixel(player: Player & { canvas: HTMLCanvasElement }, x = 0, y = 0): number[] {
  const at = (y * player.canvas.width + x) * 4;
  return [...player.readPixels().slice(at, at + 4)];
}

/** Ends after the browser painted `count` frames. */
export async function frames(count: number): Promise<void> {
  for (let done = 0; done < count; done++) await new Promise((resolve) => requestAnimationFrame(resolve));
}
