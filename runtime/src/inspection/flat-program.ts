/** Flat program: draws any texture flat, as it is or so that its numbers can be seen, and sums it up. */
import type { SamplerKind } from "../assemble";
import type { Device } from "../device";

/** What is written: values as they are; colours to be looked at; sums over blocks; counts as heat. */
export const WRITE = { values: 0, colours: 1, sums: 2, heat: 3 } as const;

/** How one picture is drawn. Pixels and texels are counted from the bottom-left. */
export interface FlatDraw {
  write: (typeof WRITE)[keyof typeof WRITE];
  /** The texture's width, height and depth. */
  size: readonly [number, number, number];
  /** Its sides when it lies flat. */
  flat: readonly [number, number];
  /** The framebuffer's pixel at which texel 0, 0 begins, and texels a pixel. */
  left: number;
  bottom: number;
  texels: number;
  /** 0: red, green and blue; 1 to 4: one channel as grey. */
  channel?: number;
  /** The values that become 0 and 1. */
  low?: number;
  high?: number;
  /** What lies outside is striped. */
  bounded?: boolean;
}

/** Sums are taken over so many blocks. */
export const BLOCKS = [128, 72] as const;
const MOST_COUNTED = 4095;

const READ: Readonly<Record<SamplerKind, string>> = {
  "2D": "texelFetch(ff_source, at, 0)",
  "3D": `texelFetch(ff_source, ivec3(at.x % ff_size.x, at.y % ff_size.y, at.x / ff_size.x + ff_flat.x / ff_size.x * (ff_flat.y / ff_size.y - 1 - at.y / ff_size.y)), 0)`,
  Cube: "ff_face(at)",
};

// Whether a texel of the flat picture is one of the texture's.
const THERE: Readonly<Record<SamplerKind, string>> = {
  "2D": "true",
  "3D": "at.x / ff_size.x + ff_flat.x / ff_size.x * (ff_flat.y / ff_size.y - 1 - at.y / ff_size.y) < ff_size.z",
  Cube: "at.y / ff_size.x == 1 || at.x / ff_size.x == 1",
};

// The cross: +Y above +Z, -Y below it, and from left to right -X, +Z, +X, -Z. Faces hang from their first row.
const FACE = `
vec4 ff_face(ivec2 at) {
  ivec2 cell = at / ff_size.x;
  vec2 p = 2.0 * (vec2(at % ff_size.x) + 0.5) / float(ff_size.x) - 1.0;
  if (cell.y == 2) return cell.x == 1 ? textureLod(ff_source, vec3(p.x, 1.0, -p.y), 0.0) : vec4(0.0);
  if (cell.y == 0) return cell.x == 1 ? textureLod(ff_source, vec3(p.x, -1.0, p.y), 0.0) : vec4(0.0);
  return textureLod(ff_source, cell.x == 0 ? vec3(-1.0, p.y, p.x) : cell.x == 1 ? vec3(p.x, p.y, 1.0) : cell.x == 2 ? vec3(1.0, p.y, -p.x) : vec3(-p.x, p.y, -1.0), 0.0);
}
`;

/** Colours of heat from none to most, sRGB 0…1. */
export const HEAT_COLOURS: readonly (readonly [number, number, number])[] = [
  [0.02, 0.02, 0.05],
  [0.23, 0.06, 0.44],
  [0.64, 0.16, 0.42],
  [0.94, 0.43, 0.2],
  [0.99, 0.77, 0.25],
  [1, 1, 0.85],
];

// Bits tell what arithmetic may not: a driver is free to take no number for a number.
const fragmentText = (kind: SamplerKind): string => `#version 300 es
precision highp float;
precision highp int;
precision highp sampler${kind};
uniform sampler${kind} ff_source;
uniform ivec3 ff_size;
uniform ivec2 ff_flat;
uniform vec3 ff_place;
uniform int ff_write;
uniform int ff_channel;
uniform vec2 ff_range;
uniform bool ff_bounded;
out vec4 ff_out;
${kind === "Cube" ? FACE : ""}
vec4 ff_texel(ivec2 at) {
  return ${READ[kind]};
}
vec3 ff_chosen(vec4 value) {
  return ff_channel == 0 ? value.rgb : vec3(ff_channel == 1 ? value.r : ff_channel == 2 ? value.g : ff_channel == 3 ? value.b : value.a);
}
bvec3 ff_endless(vec3 value) {
  return equal(floatBitsToUint(value) & 0x7fffffffu, uvec3(0x7f800000u));
}
bvec3 ff_noNumber(vec3 value) {
  return greaterThan(floatBitsToUint(value) & 0x7fffffffu, uvec3(0x7f800000u));
}
vec4 ff_sums() {
  ivec2 block = ivec2(gl_FragCoord.xy);
  ivec2 blocks = ivec2(${BLOCKS.join(", ")});
  ivec2 from = block * ff_flat / blocks;
  ivec2 to = (block + 1) * ff_flat / blocks;
  vec3 sums = vec3(3e38, -3e38, 0.0);
  int noNumbers = 0;
  int endless = 0;
  for (int y = from.y; y < to.y; y++)
    for (int x = from.x; x < to.x; x++) {
      ivec2 at = ivec2(x, y);
      if (!(${THERE[kind]})) continue;
      vec3 value = ff_chosen(ff_texel(at));
      bvec3 isNone = ff_noNumber(value);
      bvec3 isEndless = ff_endless(value);
      if (any(isNone)) noNumbers++;
      if (any(isEndless)) endless++;
      for (int i = 0; i < 3; i++) if (!isNone[i] && !isEndless[i]) {
        sums.x = min(sums.x, value[i]);
        sums.y = max(sums.y, value[i]);
        if (i == 0) sums.z += value[i];
      }
    }
  return vec4(sums, float(min(noNumbers, ${MOST_COUNTED}) + ${MOST_COUNTED + 1} * min(endless, ${MOST_COUNTED})));
}
vec3 ff_heat(float warmth) {
  vec3 colours[${HEAT_COLOURS.length}] = vec3[${HEAT_COLOURS.length}](${HEAT_COLOURS.map((one) => `vec3(${one.join(", ")})`).join(", ")});
  float at = clamp(warmth, 0.0, 1.0) * ${HEAT_COLOURS.length - 1}.0;
  int below = min(int(at), ${HEAT_COLOURS.length - 2});
  return mix(colours[below], colours[below + 1], at - float(below));
}
vec3 ff_colour(vec4 value) {
  vec3 chosen = ff_chosen(value);
  ivec2 pixel = ivec2(gl_FragCoord.xy);
  bool check = ((pixel.x / 4 + pixel.y / 4) & 1) == 0;
  if (any(ff_noNumber(chosen))) return check ? vec3(1, 0, 1) : vec3(0.25, 0, 0.25);
  if (any(ff_endless(chosen))) return check ? vec3(0, 1, 1) : vec3(0, 0.25, 0.25);
  vec3 shown = (chosen - ff_range.x) / (ff_range.y - ff_range.x);
  bool stripe = ((pixel.x + pixel.y) / 3 & 1) == 0;
  if (ff_bounded && stripe && any(lessThan(shown, vec3(0)))) return vec3(0.1, 0.3, 1);
  if (ff_bounded && stripe && any(greaterThan(shown, vec3(1)))) return vec3(1, 0.25, 0.1);
  return clamp(shown, 0.0, 1.0);
}
void main() {
  if (ff_write == ${WRITE.sums}) { ff_out = ff_sums(); return; }
  ivec2 at = ivec2(floor((gl_FragCoord.xy - ff_place.xy) * ff_place.z));
  bool inside = at.x >= 0 && at.y >= 0 && at.x < ff_flat.x && at.y < ff_flat.y;
  vec4 value = inside ? ff_texel(at) : vec4(0.0);
  if (ff_write == ${WRITE.values}) ff_out = value;
  else if (!inside) ff_out = vec4(0.04, 0.043, 0.06, 1.0);
  else ff_out = vec4(ff_write == ${WRITE.heat} ? ff_heat(value.r / max(ff_range.y, 1.0)) : ff_colour(value), 1.0);
}
`;

export class FlatProgram {
  private readonly program: WebGLProgram;
  private readonly at: (name: string) => WebGLUniformLocation | null;

  constructor(
    private readonly device: Device,
    kind: SamplerKind,
  ) {
    const { gl } = device;
    this.program = gl.createProgram();
    const shader = gl.createShader(gl.FRAGMENT_SHADER);
    if (shader && device.vertexShader) {
      gl.shaderSource(shader, fragmentText(kind));
      gl.compileShader(shader);
      gl.attachShader(this.program, device.vertexShader);
      gl.attachShader(this.program, shader);
      gl.linkProgram(this.program);
      gl.deleteShader(shader);
    }
    const known = new Map<string, WebGLUniformLocation | null>();
    this.at = (name) => {
      if (!known.has(name)) known.set(name, gl.getUniformLocation(this.program, name));
      return known.get(name) ?? null;
    };
  }

  /** Draws into the framebuffer and viewport that are bound; the texture is on unit 0. */
  draw({ write, size, flat, left, bottom, texels, channel = 0, low = 0, high = 1, bounded = false }: FlatDraw): void {
    const { gl } = this.device;
    gl.useProgram(this.program);
    gl.uniform3i(this.at("ff_size"), ...(size as [number, number, number]));
    gl.uniform2i(this.at("ff_flat"), ...(flat as [number, number]));
    gl.uniform3f(this.at("ff_place"), left, bottom, texels);
    gl.uniform1i(this.at("ff_write"), write);
    gl.uniform1i(this.at("ff_channel"), channel);
    gl.uniform2f(this.at("ff_range"), low, high);
    gl.uniform1i(this.at("ff_bounded"), bounded ? 1 : 0);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }
}

const programs = new WeakMap<Device, Map<SamplerKind, FlatProgram>>();

/** The program of a device for textures of this kind, made once. */
export function flatProgramOf(device: Device, kind: SamplerKind): FlatProgram {
  const known = programs.get(device) ?? new Map<SamplerKind, FlatProgram>();
  programs.set(device, known);
  const program = known.get(kind) ?? new FlatProgram(device, kind);
  known.set(kind, program);
  return program;
}

/** What a texture holds, of the chosen channels. */
export interface Measured {
  /** The smallest and largest number; both 0 where there is none. */
  low: number;
  high: number;
  /** Of the first chosen channel. */
  sum: number;
  /** Texels of which something is not a number, and of which something is infinite. */
  noNumbers: number;
  endless: number;
  texels: number;
}

/** Joins the sums of all blocks: four numbers each, as they are drawn. */
export function measured(sums: Float32Array, texels: number): Measured {
  const whole: Measured = { low: Infinity, high: -Infinity, sum: 0, noNumbers: 0, endless: 0, texels };
  for (let at = 0; at + 3 < sums.length; at += 4) {
    const [low = 0, high = 0, sum = 0, counts = 0] = sums.subarray(at, at + 4);
    if (low <= high) {
      whole.low = Math.min(whole.low, low);
      whole.high = Math.max(whole.high, high);
    }
    whole.sum += sum;
    whole.noNumbers += counts % (MOST_COUNTED + 1);
    whole.endless += Math.floor(counts / (MOST_COUNTED + 1));
  }
  return whole.low <= whole.high ? whole : { ...whole, low: 0, high: 0 };
}
