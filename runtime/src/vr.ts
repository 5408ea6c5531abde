/** VR: a work whose source has `mainVR` becomes one that is looked at from any eye, along any rays. */
import type { Pass } from "./contract";
import type { ParameterValues } from "./parameters";

type Vector = readonly [number, number, number];

/** What one eye sees: where it is, and the directions, of any length, through the corners of its picture. Metres, y upwards, −z ahead. */
export interface VrView {
  eye: Vector;
  bottomLeft: Vector;
  bottomRight: Vector;
  topLeft: Vector;
}

const PARTS = ["ff_vr_eye", "ff_vr_corner", "ff_vr_across", "ff_vr_up"] as const;
const AXES = ["x", "y", "z"] as const;
const FAR = 1_000_000;

/** Whether the source speaks of `mainVR`: whether it truly has it, the compiler says. */
export function hasVr(passes: readonly Pass[]): boolean {
  return passes.some(({ type, code }) => (type === "image" || type === "common") && /\bmainVR\b/.test(code));
}

/**
 * The same work with an image that is drawn by `mainVR(out vec4, in vec2 fragCoord, in vec3 rayOri, in vec3 rayDir)`. The author's own
 * text is not changed: a name is given to its `mainImage`, and another one stands behind it. Set the view with `vrValues`.
 */
export function vrPasses(passes: readonly Pass[]): Pass[] {
  const uniforms = PARTS.flatMap((part) => AXES.map((axis) => `uniform float ${part}_${axis}; // @range ${-FAR} ${FAR} = 0`));
  const vector = (part: string): string => `vec3(${AXES.map((axis) => `${part}_${axis}`).join(", ")})`;
  const [eye, corner, across, up] = PARTS.map(vector);
  const entry = `
#undef mainImage
${uniforms.join("\n")}
void mainVR(out vec4 fragColor, in vec2 fragCoord, in vec3 rayOri, in vec3 rayDir);
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
  vec2 at = fragCoord / iResolution.xy;
  mainVR(fragColor, fragCoord, ${eye}, normalize(${corner} + at.x * ${across} + at.y * ${up}));
}
`;
  return passes.map((pass) => (pass.type === "image" ? { ...pass, code: `#define mainImage ff_flatImage\n${pass.code}\n${entry}` } : pass));
}

/** The values that set the view of a work made by `vrPasses`; they go beside those of its own parameters. */
export function vrValues({ eye, bottomLeft, bottomRight, topLeft }: VrView): ParameterValues {
  const less = (one: Vector, other: Vector): Vector => [one[0] - other[0], one[1] - other[1], one[2] - other[2]];
  const given: Vector[] = [eye, bottomLeft, less(bottomRight, bottomLeft), less(topLeft, bottomLeft)];
  return Object.fromEntries(PARTS.flatMap((part, index) => AXES.map((axis, at) => [`${part}_${axis}`, given[index]?.[at] ?? 0])));
}
