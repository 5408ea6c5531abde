/** Cube target: one number for each texel of the six faces of a cubemap, drawn face by face. */
import { FACES } from "../cube";
import type { Device } from "../device";
import { SCRATCH_UNIT } from "../media-textures";

export class CubeTarget {
  readonly texture: WebGLTexture;
  private readonly framebuffers: readonly WebGLFramebuffer[];

  constructor(
    readonly device: Device,
    /** Pixels of a face's side. */
    readonly side: number,
  ) {
    const { gl } = device;
    // One channel of 32 bits counts to 16 million; 16-bit floats, where a device has no others, to 2,048.
    const internal = device.bufferFormat(false).internal === gl.RGBA32F ? gl.R32F : device.cubeFormat;
    this.texture = gl.createTexture();
    gl.activeTexture(gl.TEXTURE0 + SCRATCH_UNIT);
    gl.bindTexture(gl.TEXTURE_CUBE_MAP, this.texture);
    gl.texStorage2D(gl.TEXTURE_CUBE_MAP, 1, internal, side, side);
    this.framebuffers = FACES.map((_, face) => {
      const framebuffer = gl.createFramebuffer();
      gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_CUBE_MAP_POSITIVE_X + face, this.texture, 0);
      return framebuffer;
    });
  }

  /** Whether it can be drawn into as one of this side on this device. */
  fits(device: Device, side: number): boolean {
    return this.device === device && this.side === side;
  }

  /** From here on drawing goes into a face, 0 to 5. */
  use(face: number): void {
    const { gl } = this.device;
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.framebuffers[face] ?? null);
    gl.viewport(0, 0, this.side, this.side);
  }

  dispose(): void {
    if (!this.device.alive) return;
    for (const framebuffer of this.framebuffers) this.device.gl.deleteFramebuffer(framebuffer);
    this.device.gl.deleteTexture(this.texture);
  }
}
