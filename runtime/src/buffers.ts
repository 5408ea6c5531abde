/** Buffers: float pictures that passes write and read, two halves each so that a pass can read what it is about to replace. */
import type { BufferFormat, Device } from "./device";

/** How a buffer is read by all passes together. */
export interface BufferUse {
  mipmapped: boolean;
  filtered: boolean;
}

interface Half {
  texture: WebGLTexture;
  framebuffer: WebGLFramebuffer;
}

/** One buffer: a pass writes the half that was not written last, then the halves change places at once. */
export class PingPong {
  private latest: Half;
  private next: Half;
  readonly format: BufferFormat;

  constructor(
    private readonly device: Device,
    readonly width: number,
    readonly height: number,
    readonly use: BufferUse,
  ) {
    this.format = device.bufferFormat(use.filtered || use.mipmapped);
    this.latest = this.half();
    this.next = this.half();
    this.clear();
  }

  /** What readers see: the half that was written last. */
  get texture(): WebGLTexture {
    return this.latest.texture;
  }

  /** Where the next write goes. */
  get target(): WebGLFramebuffer {
    return this.next.framebuffer;
  }

  /** Ends a write: from now on readers see it. Mipmaps are made only if a reader asks for them. */
  flip(): void {
    [this.latest, this.next] = [this.next, this.latest];
    if (this.use.mipmapped) this.makeMipmaps(this.latest);
  }

  /** Both halves become 0, 0, 0, 0, mipmaps included. */
  clear(): void {
    const { gl } = this.device;
    for (const half of [this.latest, this.next]) {
      gl.bindFramebuffer(gl.FRAMEBUFFER, half.framebuffer);
      gl.clearBufferfv(gl.COLOR, 0, [0, 0, 0, 0]);
      if (this.use.mipmapped) this.makeMipmaps(half);
    }
  }

  /** Takes over another buffer's content, both halves: the overlapping rectangle at the bottom-left, texel by texel. */
  copyFrom(other: PingPong): void {
    if (other.format.internal !== this.format.internal) return;
    const { gl } = this.device;
    const [width, height] = [Math.min(this.width, other.width), Math.min(this.height, other.height)];
    for (const [from, to] of [[other.latest, this.latest], [other.next, this.next]] as const) {
      gl.bindFramebuffer(gl.READ_FRAMEBUFFER, from.framebuffer);
      gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, to.framebuffer);
      gl.blitFramebuffer(0, 0, width, height, 0, 0, width, height, gl.COLOR_BUFFER_BIT, gl.NEAREST);
      if (this.use.mipmapped) this.makeMipmaps(to);
    }
  }

  dispose(): void {
    const { gl } = this.device;
    for (const { texture, framebuffer } of [this.latest, this.next]) {
      gl.deleteFramebuffer(framebuffer);
      gl.deleteTexture(texture);
    }
  }

  private half(): Half {
    const { gl } = this.device;
    const texture = gl.createTexture();
    const framebuffer = gl.createFramebuffer();
    const levels = this.use.mipmapped ? Math.floor(Math.log2(Math.max(this.width, this.height))) + 1 : 1;
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texStorage2D(gl.TEXTURE_2D, levels, this.format.internal, this.width, this.height);
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
    return { texture, framebuffer };
  }

  private makeMipmaps({ texture }: Half): void {
    const { gl } = this.device;
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.generateMipmap(gl.TEXTURE_2D);
  }
}

/** The buffers of one work, by name. */
export class BufferSet {
  private readonly buffers = new Map<string, PingPong>();
  private uses = new Map<string, BufferUse>();

  constructor(
    private readonly device: Device,
    private width: number,
    private height: number,
  ) {}

  get(name: string): PingPong | undefined {
    return this.buffers.get(name);
  }

  /** Makes the buffers that `uses` names; those that were there keep their content, those no longer named are freed. */
  arrange(uses: ReadonlyMap<string, BufferUse>): void {
    for (const [name, buffer] of this.buffers)
      if (!uses.has(name)) {
        buffer.dispose();
        this.buffers.delete(name);
      }
    this.uses = new Map(uses);
    this.settle();
  }

  /** New size in pixels; what overlaps at the bottom-left is kept. */
  resize(width: number, height: number): void {
    this.width = width;
    this.height = height;
    this.settle();
  }

  clear(): void {
    for (const buffer of this.buffers.values()) buffer.clear();
  }

  /** Takes over what another set's buffers of the same names hold. */
  copyFrom(other: BufferSet): void {
    for (const [name, buffer] of this.buffers) {
      const from = other.get(name);
      if (from) buffer.copyFrom(from);
    }
  }

  dispose(): void {
    for (const buffer of this.buffers.values()) buffer.dispose();
    this.buffers.clear();
  }

  private settle(): void {
    for (const [name, use] of this.uses) {
      const old = this.buffers.get(name);
      const fits = old && old.width === this.width && old.height === this.height;
      if (fits && old.use.mipmapped === use.mipmapped && old.use.filtered === use.filtered) continue;
      const made = new PingPong(this.device, this.width, this.height, use);
      if (old) {
        made.copyFrom(old);
        old.dispose();
      }
      this.buffers.set(name, made);
    }
  }
}
