/** Target: a picture of numbers that is drawn into beside the canvas, and read back. */
import type { Device } from "../device";
import { gpuDone } from "../fence";
import { SCRATCH_UNIT } from "../media-textures";

export class Target {
  readonly texture: WebGLTexture;
  readonly framebuffer: WebGLFramebuffer;
  /** False where the device can only draw bytes: values are cut to 0…1. */
  readonly exact: boolean;

  constructor(
    readonly device: Device,
    readonly width: number,
    readonly height: number,
    bytes = false,
  ) {
    const { gl } = device;
    const { internal } = bytes ? { internal: gl.RGBA8 } : device.bufferFormat(false);
    this.exact = internal !== gl.RGBA8;
    this.texture = gl.createTexture();
    this.framebuffer = gl.createFramebuffer();
    // What is bound to be drawn with stays bound.
    gl.activeTexture(gl.TEXTURE0 + SCRATCH_UNIT);
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, internal, width, height);
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.framebuffer);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, this.texture, 0);
  }

  /** Whether it can be drawn into as one of this size on this device. */
  fits(device: Device, width: number, height: number): boolean {
    return this.device === device && this.width === width && this.height === height;
  }

  /** From here on drawing goes into this rectangle of it. */
  use(x = 0, y = 0, width = this.width, height = this.height): void {
    const { gl } = this.device;
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.framebuffer);
    gl.viewport(x, y, width, height);
  }

  /** Its numbers at once, RGBA, bottom row first: the page waits for the GPU. */
  read(): Float32Array {
    const { gl } = this.device;
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.framebuffer);
    const bytes = this.exact ? null : new Uint8Array(this.width * this.height * 4);
    const numbers = new Float32Array(this.width * this.height * 4);
    gl.readPixels(0, 0, this.width, this.height, gl.RGBA, bytes ? gl.UNSIGNED_BYTE : gl.FLOAT, bytes ?? numbers);
    if (bytes) bytes.forEach((byte, index) => (numbers[index] = byte / 255));
    return numbers;
  }

  /** The same when the GPU is so far, without waiting; as bytes 0…255 where it holds bytes. Null when the context is lost or `signal` aborted. */
  async readLater(signal: AbortSignal): Promise<Float32Array | Uint8ClampedArray<ArrayBuffer> | null> {
    const { gl } = this.device;
    const count = this.width * this.height * 4;
    const pack = gl.createBuffer();
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, pack);
    gl.bufferData(gl.PIXEL_PACK_BUFFER, this.exact ? count * 4 : count, gl.STREAM_READ);
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.framebuffer);
    gl.readPixels(0, 0, this.width, this.height, gl.RGBA, this.exact ? gl.FLOAT : gl.UNSIGNED_BYTE, 0);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    const state = await gpuDone(gl, signal);
    if (!this.device.alive) return null;
    const data = this.exact ? new Float32Array(count) : new Uint8ClampedArray(count);
    if (state === "done") {
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, pack);
      gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, 0, data);
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    }
    gl.deleteBuffer(pack);
    return state === "done" ? data : null;
  }

  dispose(): void {
    if (!this.device.alive) return;
    this.device.gl.deleteFramebuffer(this.framebuffer);
    this.device.gl.deleteTexture(this.texture);
  }
}
