/** Device: what one WebGL2 context can do, and what all players on it share. */
import { VERTEX_TEXT } from "./assemble";
import type { Sampler } from "./contract";
import { noisePixels } from "./noise";

/** A buffer's storage: its sized internal format, and whether it can be read with linear filtering. */
export interface BufferFormat {
  internal: number;
  filterable: boolean;
}

export interface SharedTexture {
  texture: WebGLTexture;
  width: number;
  height: number;
}

const BLACK = new Uint8Array([0, 0, 0, 255]);

/** GPU objects of one context; made anew after the context was lost. */
export class Device {
  readonly vertexShader: WebGLShader | null;
  readonly vertexArray: WebGLVertexArrayObject | null;
  /** 1×1, opaque black: what an unbound channel reads. */
  readonly unbound: WebGLTexture;
  readonly unboundCube: WebGLTexture;
  readonly unboundVolume: WebGLTexture;
  /** The enum of KHR_parallel_shader_compile's completion query; null where compiling cannot be asked about without waiting. */
  readonly completionStatus: number | null;
  readonly maxSize: number;
  /** HW_PERFORMANCE: false on a phone. */
  readonly desktop: boolean;
  private readonly renderableFloat: boolean;
  private readonly renderableHalf: boolean;
  private readonly linearFloat: boolean;
  private readonly samplers = new Map<string, WebGLSampler>();
  private readonly textures = new Map<string, SharedTexture>();
  private lost: boolean;

  constructor(readonly gl: WebGL2RenderingContext) {
    this.lost = gl.isContextLost();
    gl.canvas.addEventListener("webglcontextlost", () => (this.lost = true), { once: true });
    this.completionStatus = gl.getExtension("KHR_parallel_shader_compile")?.COMPLETION_STATUS_KHR ?? null;
    this.renderableFloat = gl.getExtension("EXT_color_buffer_float") !== null;
    this.renderableHalf = this.renderableFloat || gl.getExtension("EXT_color_buffer_half_float") !== null;
    this.linearFloat = gl.getExtension("OES_texture_float_linear") !== null;
    const [side, viewport] = [gl.getParameter(gl.MAX_TEXTURE_SIZE), gl.getParameter(gl.MAX_VIEWPORT_DIMS)] as [number, Int32Array];
    this.maxSize = Math.min(side, viewport?.[0] ?? side, viewport?.[1] ?? side) || 1;
    this.desktop = typeof navigator === "undefined" || !/Mobi|Android/i.test(navigator.userAgent);
    this.vertexArray = gl.createVertexArray();
    this.vertexShader = gl.createShader(gl.VERTEX_SHADER);
    if (this.vertexShader) {
      gl.shaderSource(this.vertexShader, VERTEX_TEXT);
      gl.compileShader(this.vertexShader);
    }
    this.unbound = this.upload(gl.RGBA8, gl.RGBA, 1, BLACK);
    this.unboundCube = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_CUBE_MAP, this.unboundCube);
    for (let face = 0; face < 6; face++) gl.texImage2D(gl.TEXTURE_CUBE_MAP_POSITIVE_X + face, 0, gl.RGBA8, 1, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, BLACK);
    this.unboundVolume = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_3D, this.unboundVolume);
    gl.texImage3D(gl.TEXTURE_3D, 0, gl.RGBA8, 1, 1, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, BLACK);
  }

  /** Bytes arrive as they lie, or with the picture's rows turned over. Unpacking is the context's state, which others may have set. */
  plainUnpack(turned = false): void {
    const { gl } = this;
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, turned);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  }

  /** The storage of the Cube A pass: 16-bit floats, else bytes. */
  get cubeFormat(): number {
    return this.renderableHalf ? this.gl.RGBA16F : this.gl.RGBA8;
  }

  /**
   * False once the context was lost: its objects are gone even after it came back, which the event always precedes. Whether an object
   * still is one (`isTexture`) is not asked: the answer comes behind all that is on its way to the GPU.
   */
  get alive(): boolean {
    return !this.lost && !this.gl.isContextLost();
  }

  /**
   * The best storage for a buffer: 32-bit floats, else 16-bit floats, else bytes.
   * Where 32-bit floats cannot be filtered, a buffer that somebody reads with linear filtering gets 16-bit ones.
   */
  bufferFormat(filtered: boolean): BufferFormat {
    const { gl } = this;
    if (this.renderableFloat && (this.linearFloat || !filtered)) return { internal: gl.RGBA32F, filterable: this.linearFloat };
    if (this.renderableHalf) return { internal: gl.RGBA16F, filterable: true };
    return { internal: gl.RGBA8, filterable: true };
  }

  /** The sampler object for these settings, made once. */
  sampler({ filter, wrap }: Pick<Sampler, "filter" | "wrap">): WebGLSampler {
    const key = `${filter} ${wrap}`;
    const known = this.samplers.get(key);
    if (known) return known;
    const { gl } = this;
    const sampler = gl.createSampler();
    const edge = wrap === "repeat" ? gl.REPEAT : gl.CLAMP_TO_EDGE;
    const shrink = filter === "mipmap" ? gl.LINEAR_MIPMAP_LINEAR : filter === "linear" ? gl.LINEAR : gl.NEAREST;
    gl.samplerParameteri(sampler, gl.TEXTURE_WRAP_S, edge);
    gl.samplerParameteri(sampler, gl.TEXTURE_WRAP_T, edge);
    gl.samplerParameteri(sampler, gl.TEXTURE_WRAP_R, edge);
    gl.samplerParameteri(sampler, gl.TEXTURE_MIN_FILTER, shrink);
    gl.samplerParameteri(sampler, gl.TEXTURE_MAG_FILTER, filter === "nearest" ? gl.NEAREST : gl.LINEAR);
    this.samplers.set(key, sampler);
    return sampler;
  }

  /** One of our own textures with its mipmaps, made once per way of reading it; null for an unknown source. */
  texture(source: string, { vflip, srgb }: Pick<Sampler, "vflip" | "srgb">): SharedTexture | null {
    const key = `${source} ${vflip} ${srgb}`;
    const known = this.textures.get(key);
    if (known) return known;
    const pixels = noisePixels(source);
    if (!pixels) return null;
    const { gl } = this;
    const { size, channels } = pixels;
    const data = vflip ? flippedRows(pixels.data, size * channels) : pixels.data;
    // There is no one-channel sRGB storage: (grey, 0, 0, 1) in four channels reads the same.
    const texture = srgb
      ? this.upload(gl.SRGB8_ALPHA8, gl.RGBA, size, channels === 4 ? data : redOnly(data))
      : this.upload(channels === 4 ? gl.RGBA8 : gl.R8, channels === 4 ? gl.RGBA : gl.RED, size, data);
    const made = { texture, width: size, height: size };
    this.textures.set(key, made);
    return made;
  }

  private upload(internal: number, format: number, size: number, data: Uint8Array): WebGLTexture {
    const { gl } = this;
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    this.plainUnpack();
    gl.texStorage2D(gl.TEXTURE_2D, Math.log2(size) + 1, internal, size, size);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, size, size, format, gl.UNSIGNED_BYTE, data);
    gl.generateMipmap(gl.TEXTURE_2D);
    return texture;
  }
}

function flippedRows(data: Uint8Array, stride: number): Uint8Array {
  const flipped = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at += stride) flipped.set(data.subarray(at, at + stride), data.length - at - stride);
  return flipped;
}

function redOnly(grey: Uint8Array): Uint8Array {
  const data = new Uint8Array(grey.length * 4);
  grey.forEach((value, index) => data.set([value, 0, 0, 255], index * 4));
  return data;
}

const devices = new WeakMap<WebGL2RenderingContext, Device>();

/** The device of a context: the one made before, or a new one when there is none or the context was lost since. */
export function deviceFor(gl: WebGL2RenderingContext): Device {
  const known = devices.get(gl);
  if (known?.alive) return known;
  const made = new Device(gl);
  devices.set(gl, made);
  return made;
}
