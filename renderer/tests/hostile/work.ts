// The form of a hostile work, and short ways to write one.
import { image } from "../running.js";

export { image };

export interface Hostile {
  name: string;
  passes: unknown[];
  /** Part of every test run; the others only of the whole suite. */
  often?: boolean;
}

export const main = (body: string): unknown[] => image(`void mainImage(out vec4 fragColor, in vec2 fragCoord) {\n  fragColor = vec4(0.0);\n${body}\n}`);

/** A chain of `count` buffers with `body`, each reading itself and the one before; the last may differ. */
export function buffers(count: number, body: string, last = body): unknown[] {
  const names = ["Buffer A", "Buffer B", "Buffer C", "Buffer D"].slice(0, count);
  const chain = names.map((name, at) => ({
    type: "buffer",
    name,
    code: `void mainImage(out vec4 c, in vec2 p) { ${at === count - 1 ? last : body} }`,
    inputs: [
      { channel: 0, type: "buffer", source: name },
      { channel: 1, type: "buffer", source: names[Math.max(0, at - 1)] },
    ],
  }));
  return [...chain, ...image("void mainImage(out vec4 c, in vec2 p) { c = texture(iChannel0, p / iResolution.xy); }", [{ channel: 0, type: "buffer", source: names.at(-1) }])];
}
