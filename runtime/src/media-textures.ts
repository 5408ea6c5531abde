/** Media textures: contents from outside on the GPU, made when a channel first reads them and given back when others need the room. */
import type { Sampler } from "./contract";
import type { Device } from "./device";
import type { CubemapContent, ImageContent, MediaContent, VideoContent, VolumeContent } from "./media";

/** What a channel binds: a texture of `target`, its size, and for films the second that it shows. */
export interface MediaTexture {
  texture: WebGLTexture;
  target: number;
  size: readonly [number, number, number];
  time: number;
}

type Reading = Pick<Sampler, "filter" | "vflip" | "srgb">;

interface Held extends MediaTexture {
  bytes: number;
  shown: number;
}

/** Bytes of textures that are kept though nobody reads them now. */
const ROOM = 256 * 1024 * 1024;

const levelsOf = (mipmapped: boolean, ...sides: number[]): number => (mipmapped ? Math.floor(Math.log2(Math.max(...sides))) + 1 : 1);

class MediaTextures {
  private readonly held = new Map<MediaContent, Map<string, Held>>();
  private bytes = 0;

  constructor(private readonly device: Device) {}

  /** The texture of `content`, read this way; null when it cannot be had: it is not there yet, or too large for the device. */
  of(content: MediaContent, { filter, vflip, srgb }: Reading): MediaTexture | null {
    const key = `${filter === "mipmap"} ${vflip} ${srgb}`;
    const ways = this.held.get(content) ?? new Map<string, Held>();
    const known = ways.get(key) ?? null;
    const made = content.kind === "video" ? this.film(content, filter === "mipmap", vflip, srgb, known) : (known ?? this.still(content, filter === "mipmap", vflip, srgb));
    if (!made) return null;
    ways.set(key, made);
    if (!known) this.bytes += made.bytes;
    // What was read last stands last: the first ones are given back first.
    this.held.delete(content);
    this.held.set(content, ways);
    if (!known) this.shrink(content);
    return made;
  }

  private still(content: MediaContent, mipmapped: boolean, vflip: boolean, srgb: boolean): Held | null {
    const { gl } = this.device;
    const before = gl.getParameter(gl.ACTIVE_TEXTURE) as number;
    gl.activeTexture(gl.TEXTURE0 + SCRATCH_UNIT);
    try {
      if (content.kind === "image") return this.image(content, mipmapped, vflip, srgb);
      if (content.kind === "cubemap") return this.cubemap(content, mipmapped, vflip, srgb);
      return content.kind === "volume" ? this.volume(content, mipmapped) : null;
    } catch {
      // A picture of another origin, a detached one, a film that was taken away: the channel stays unbound.
      return null;
    } finally {
      gl.activeTexture(before);
    }
  }

  private image({ image, width, height, channels = 4 }: ImageContent, mipmapped: boolean, vflip: boolean, srgb: boolean): Held | null {
    const { gl, device } = this;
    if (!(width >= 1 && height >= 1) || Math.max(width, height) > device.maxSize) return null;
    const [internal, format] = srgb ? [gl.SRGB8_ALPHA8, gl.RGBA] : channels === 1 ? [gl.R8, gl.RED] : [gl.RGBA8, gl.RGBA];
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texStorage2D(gl.TEXTURE_2D, levelsOf(mipmapped, width, height), internal, width, height);
    // WebGL turns no ImageBitmap over.
    const turn = vflip && typeof ImageBitmap !== "undefined" && image instanceof ImageBitmap;
    device.plainUnpack(vflip && !turn);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, width, height, format, gl.UNSIGNED_BYTE, image);
    device.plainUnpack();
    const whole = turn ? this.turned(texture, internal, width, height, mipmapped) : texture;
    if (mipmapped) gl.generateMipmap(gl.TEXTURE_2D);
    return { texture: whole, target: gl.TEXTURE_2D, size: [width, height, 1], time: 0, shown: 0, bytes: width * height * (internal === gl.R8 ? 1 : 4) * (mipmapped ? 4 / 3 : 1) };
  }

  /** A copy with its rows in the other order, bound; the original is freed. */
  private turned(texture: WebGLTexture, internal: number, width: number, height: number, mipmapped: boolean): WebGLTexture {
    const { gl } = this;
    const copy = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, copy);
    gl.texStorage2D(gl.TEXTURE_2D, levelsOf(mipmapped, width, height), internal, width, height);
    const [from, to] = [gl.createFramebuffer(), gl.createFramebuffer()];
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, from);
    gl.framebufferTexture2D(gl.READ_FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
    gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, to);
    gl.framebufferTexture2D(gl.DRAW_FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, copy, 0);
    gl.blitFramebuffer(0, 0, width, height, 0, height, width, 0, gl.COLOR_BUFFER_BIT, gl.NEAREST);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.deleteFramebuffer(from);
    gl.deleteFramebuffer(to);
    gl.deleteTexture(texture);
    return copy;
  }

  private cubemap({ faces, size }: CubemapContent, mipmapped: boolean, vflip: boolean, srgb: boolean): Held | null {
    const { gl, device } = this;
    if (faces.length !== 6 || !(size >= 1) || size > device.maxSize) return null;
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_CUBE_MAP, texture);
    gl.texStorage2D(gl.TEXTURE_CUBE_MAP, levelsOf(mipmapped, size), srgb ? gl.SRGB8_ALPHA8 : gl.RGBA8, size, size);
    device.plainUnpack(vflip);
    faces.forEach((face, index) => gl.texSubImage2D(gl.TEXTURE_CUBE_MAP_POSITIVE_X + index, 0, 0, 0, size, size, gl.RGBA, gl.UNSIGNED_BYTE, face));
    device.plainUnpack();
    if (mipmapped) gl.generateMipmap(gl.TEXTURE_CUBE_MAP);
    return { texture, target: gl.TEXTURE_CUBE_MAP, size: [size, size, 1], time: 0, shown: 0, bytes: size * size * 24 * (mipmapped ? 4 / 3 : 1) };
  }

  private volume({ width, height, depth, channels, data }: VolumeContent, mipmapped: boolean): Held | null {
    const { gl, device } = this;
    const most = gl.getParameter(gl.MAX_3D_TEXTURE_SIZE) as number;
    if (![width, height, depth].every((side) => side >= 1 && side <= most) || data.length < width * height * depth * channels) return null;
    const grey = channels === 1;
    const float = data instanceof Float32Array;
    // 16-bit floats, unlike 32-bit ones, can be filtered everywhere.
    const internal = float ? (grey ? gl.R16F : gl.RGBA16F) : grey ? gl.R8 : gl.RGBA8;
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_3D, texture);
    gl.texStorage3D(gl.TEXTURE_3D, levelsOf(mipmapped, width, height, depth), internal, width, height, depth);
    device.plainUnpack();
    gl.texSubImage3D(gl.TEXTURE_3D, 0, 0, 0, 0, width, height, depth, grey ? gl.RED : gl.RGBA, float ? gl.FLOAT : gl.UNSIGNED_BYTE, data);
    if (mipmapped) gl.generateMipmap(gl.TEXTURE_3D);
    return { texture, target: gl.TEXTURE_3D, size: [width, height, depth], time: 0, shown: 0, bytes: width * height * depth * channels * (float ? 2 : 1) * 1.2 };
  }

  /** A film's present picture; sent to the GPU again only when it is another one. */
  private film({ element }: VideoContent, mipmapped: boolean, vflip: boolean, srgb: boolean, known: Held | null): Held | null {
    const { gl } = this;
    const { videoWidth: width, videoHeight: height, currentTime } = element;
    if (element.readyState < 2 || width < 1 || height < 1) return known;
    const fresh = element.srcObject !== null || !element.paused || known?.shown !== currentTime;
    if (known && !fresh) return known;
    const before = gl.getParameter(gl.ACTIVE_TEXTURE) as number;
    const texture = known?.texture ?? gl.createTexture();
    gl.activeTexture(gl.TEXTURE0 + SCRATCH_UNIT);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    this.device.plainUnpack(vflip);
    try {
      gl.texImage2D(gl.TEXTURE_2D, 0, srgb ? gl.SRGB8_ALPHA8 : gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE, element);
      if (mipmapped) gl.generateMipmap(gl.TEXTURE_2D);
    } catch {
      return known;
    } finally {
      this.device.plainUnpack();
      gl.activeTexture(before);
    }
    return { texture, target: gl.TEXTURE_2D, size: [width, height, 1], time: currentTime, shown: currentTime, bytes: width * height * 4 * (mipmapped ? 4 / 3 : 1) };
  }

  private get gl(): WebGL2RenderingContext {
    return this.device.gl;
  }

  private shrink(kept: MediaContent): void {
    for (const [content, ways] of this.held) {
      if (this.bytes <= ROOM || content === kept) return;
      for (const { texture, bytes } of ways.values()) {
        this.gl.deleteTexture(texture);
        this.bytes -= bytes;
      }
      this.held.delete(content);
    }
  }
}

/** A texture unit that no channel uses: making a texture must not disturb what is bound already. */
export const SCRATCH_UNIT = 7;

const all = new WeakMap<Device, MediaTextures>();

/** The media textures of a device, which all works on it share. */
export function mediaTexturesOf(device: Device): MediaTextures {
  const known = all.get(device) ?? new MediaTextures(device);
  all.set(device, known);
  return known;
}
