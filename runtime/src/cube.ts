/** Cube: the six faces that the Cube A pass writes, twice, so that it can read what it is about to replace. */
import type { Device } from "./device";

export const CUBE_SIDE = 1024;

/** Of each face, in the order of WebGL's targets: where its columns, its rows and its middle point to. */
export const FACES: readonly (readonly number[])[] = [
  [0, 0, -1, 0, -1, 0, 1, 0, 0],
  [0, 0, 1, 0, -1, 0, -1, 0, 0],
  [1, 0, 0, 0, 0, 1, 0, 1, 0],
  [1, 0, 0, 0, 0, -1, 0, -1, 0],
  [1, 0, 0, 0, -1, 0, 0, 0, 1],
  [-1, 0, 0, 0, -1, 0, 0, 0, -1],
];

interface Half {
  texture: WebGLTexture;
  framebuffers: WebGLFramebuffer[];
}

export class CubeBuffer {
  private latest: Half;
  private next: Half;

  constructor(
    private readonly device: Device,
    /** Pixels of a face's side. */
    readonly side: number,
    readonly mipmapped: boolean,
  ) {
    this.latest = this.half();
    this.next = this.half();
    this.clear();
  }

  /** What readers see. */
  get texture(): WebGLTexture {
    return this.latest.texture;
  }

  /** Where the next write of a face goes, 0 to 5. */
  target(face: number): WebGLFramebuffer | null {
    return this.next.framebuffers[face] ?? null;
  }

  /** Ends a write of all faces. */
  flip(): void {
    [this.latest, this.next] = [this.next, this.latest];
    if (this.mipmapped) this.makeMipmaps(this.latest);
  }

  clear(): void {
    const { gl } = this.device;
    for (const half of [this.latest, this.next]) {
      for (const framebuffer of half.framebuffers) {
        gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
        gl.clearBufferfv(gl.COLOR, 0, [0, 0, 0, 0]);
      }
      if (this.mipmapped) this.makeMipmaps(half);
    }
  }

  /** Takes over the content of a cube of the same side, both halves. */
  copyFrom(other: CubeBuffer): void {
    const { gl } = this.device;
    for (const [from, to] of [[other.latest, this.latest], [other.next, this.next]] as const) {
      for (const [face, framebuffer] of from.framebuffers.entries()) {
        gl.bindFramebuffer(gl.READ_FRAMEBUFFER, framebuffer);
        gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, to.framebuffers[face] ?? null);
        gl.blitFramebuffer(0, 0, this.side, this.side, 0, 0, this.side, this.side, gl.COLOR_BUFFER_BIT, gl.NEAREST);
      }
      if (this.mipmapped) this.makeMipmaps(to);
    }
  }

  dispose(): void {
    const { gl } = this.device;
    for (const { texture, framebuffers } of [this.latest, this.next]) {
      for (const framebuffer of framebuffers) gl.deleteFramebuffer(framebuffer);
      gl.deleteTexture(texture);
    }
  }

  private half(): Half {
    const { gl } = this.device;
    const texture = gl.createTexture();
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_CUBE_MAP, texture);
    gl.texStorage2D(gl.TEXTURE_CUBE_MAP, this.mipmapped ? Math.floor(Math.log2(this.side)) + 1 : 1, this.device.cubeFormat, this.side, this.side);
    const framebuffers = FACES.map((_, face) => {
      const framebuffer = gl.createFramebuffer();
      gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_CUBE_MAP_POSITIVE_X + face, texture, 0);
      return framebuffer;
    });
    return { texture, framebuffers };
  }

  private makeMipmaps({ texture }: Half): void {
    const { gl } = this.device;
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_CUBE_MAP, texture);
    gl.generateMipmap(gl.TEXTURE_CUBE_MAP);
  }
}

