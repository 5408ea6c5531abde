// What is drawn in the benches of the renderer: the library, the middle of it, and ways to make each turn's code a new one.
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const ROOT = resolve(import.meta.dirname, "../..");
const contract = JSON.parse(readFileSync(join(ROOT, "contract/shader.json"), "utf8"));
// Lone images of 2–5 kB whose frame costs what that of the median public shader does (SHADERTOY's sample: 7 ms at 160×90).
const TYPICAL = ["julia", "truchet", "metaballs", "tunnel", "plasma-globe", "caustics", "neon-terrain", "mandelbulb", "soap-bubble", "planet", "starfield", "mandelbrot"];

/** The passes of a library file; the grammar stands in library/README.md. */
function passesOf(text) {
  return text.split(/^(?=\/\/ == )/m).slice(1).map((block) => {
    const lines = block.split("\n");
    const name = lines.shift().slice("// == ".length);
    const inputs = [];
    for (let found; (found = /^\/\/ iChannel([0-3]): (?:(buffer) (Buffer [A-D])|(texture) ([a-z0-9-]+)|(keyboard))((?:, [a-z-]+)*)$/.exec(lines[0] ?? "")); lines.shift()) {
      const type = found[2] ?? found[4] ?? found[6];
      const sampler = { ...contract.sampler_defaults[type] };
      for (const option of found[7].split(", ").slice(1)) {
        if (contract.filters.includes(option)) sampler.filter = option;
        else if (contract.wraps.includes(option)) sampler.wrap = option;
        else sampler.vflip = option === "vflip";
      }
      inputs.push({ channel: Number(found[1]), type, source: found[3] ?? found[5] ?? "keyboard", sampler });
    }
    return { type: name === "Common" ? "common" : name === "Image" ? "image" : "buffer", name, code: lines.join("\n"), inputs };
  });
}

export const library = readdirSync(join(ROOT, "library"))
  .filter((file) => file.endsWith(".glsl"))
  .map((file) => ({ name: file.slice(0, -".glsl".length), passes: passesOf(readFileSync(join(ROOT, "library", file), "utf8")) }));
// The lightest lone images: a third of that and less.
const LIGHT = ["plasma", "moire", "truchet", "julia", "apollonian", "tunnel"];
export const light = library.filter(({ name }) => LIGHT.includes(name));
// What costs a driver next to nothing: what is left is the way's own.
const RINGS = `void mainImage(out vec4 c, in vec2 p) {
    vec2 uv = (2.0 * p - iResolution.xy) / iResolution.y;
    c = vec4(0.5 + 0.5 * cos(9.0 * length(uv) - 2.0 * iTime + vec3(0.0, 0.8, 1.6)), 1.0);
}
`;
export const simple = [{ name: "rings", passes: [{ type: "image", name: "Image", code: RINGS, inputs: [] }] }];
export const typical = library.filter(({ name }) => TYPICAL.includes(name));
export const work = (name) => library.find((one) => one.name === name).passes;

let turn = 0;
/** The image is dimmed by a hair, differently each time: no cache of ours or of the driver sees the same work twice. */
export function distinct(passes) {
  const factor = (0.999 + ++turn * 1e-6 + (Date.now() % 1000) * 1e-9).toFixed(9);
  return passes.map((pass) => (pass.type !== "image" ? pass : { ...pass, code: `#define mainImage benchImage\n${pass.code}\n#undef mainImage\nvoid mainImage(out vec4 c, in vec2 p) { benchImage(c, p); c.rgb *= ${factor}; }\n` }));
}
