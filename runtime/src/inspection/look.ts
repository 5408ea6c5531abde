/** Look: which picture of a work is looked at, and where it is found on the GPU. */
import { samplerKind, type SamplerKind } from "../assemble";
import type { Channel } from "../contract";
import type { Device } from "../device";
import type { Seen } from "../engine";
import { bindChannels } from "../inputs";
import { flatSize } from "./fit";
import type { Target } from "./target";

/** What a pass writes; with a channel, what it reads there. */
export interface Look {
  /** "Image", "Buffer A"…"Buffer D", "Cube A"; with a channel, any pass that has channels. */
  pass: string;
  channel?: Channel;
}

/** A picture that is bound to unit 0 now. */
export interface Bound {
  kind: SamplerKind;
  /** Width, height, depth in texels. */
  size: readonly [number, number, number];
  /** The sides when it lies flat. */
  flat: readonly [number, number];
}

const bound = (kind: SamplerKind, size: readonly [number, number, number]): Bound => ({ kind, size, flat: flatSize(kind, size) });

/** Binds a texture to unit 0, to be read texel by texel. */
export function bindTexture(device: Device, texture: WebGLTexture, kind: SamplerKind, size: readonly [number, number, number]): Bound {
  const { gl } = device;
  gl.activeTexture(gl.TEXTURE0);
  gl.bindTexture(kind === "Cube" ? gl.TEXTURE_CUBE_MAP : kind === "3D" ? gl.TEXTURE_3D : gl.TEXTURE_2D, texture);
  gl.bindSampler(0, device.sampler({ filter: "nearest", wrap: "clamp" }));
  return bound(kind, size);
}

/** Binds what `look` means, to be read texel by texel; `image` holds the image. Null when it is not there, or not yet. */
export function bindLook({ pass, channel }: Look, seen: Seen, image: Target | null): Bound | null {
  const { device, surfaces, sources, frame } = seen;
  const { gl } = device;
  const painted = seen.passes.find((one) => one.pass.name === pass);
  if (!painted) return null;
  if (channel !== undefined) {
    const input = painted.channels[channel];
    if (!input) return null;
    const [found] = bindChannels([input], sources, { time: frame.clock.time, live: false });
    gl.bindSampler(0, device.sampler({ filter: "nearest", wrap: "clamp" }));
    return found && found.size[0] > 0 ? bound(samplerKind(input), found.size) : null;
  }
  if (painted.pass.type === "image") return image && bindTexture(device, image.texture, "2D", [image.width, image.height, 1]);
  if (painted.pass.type === "cubemap") {
    const { cube } = surfaces;
    return cube && bindTexture(device, cube.texture, "Cube", [cube.side, cube.side, 1]);
  }
  const buffer = surfaces.buffers.get(pass);
  return buffer ? bindTexture(device, buffer.texture, "2D", [buffer.width, buffer.height, 1]) : null;
}
