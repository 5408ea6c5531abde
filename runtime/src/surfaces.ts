/** Surfaces: everything on the GPU that one work writes and reads of its own. */
import { BufferSet } from "./buffers";
import type { Pass } from "./contract";
import { CubeBuffer } from "./cube";
import type { Device } from "./device";
import { bufferUses, cubeUse, KeyboardTexture, Spectra } from "./inputs";

export class Surfaces {
  readonly buffers: BufferSet;
  readonly keyboardTexture: KeyboardTexture;
  readonly spectra: Spectra;
  private cubeNow: CubeBuffer | null = null;

  /** `width` and `height` of buffers, `cubeSide` of a face of the cubemap, pixels. */
  constructor(
    readonly device: Device,
    width: number,
    height: number,
    readonly cubeSide: number,
  ) {
    this.buffers = new BufferSet(device, width, height);
    this.keyboardTexture = new KeyboardTexture(device);
    this.spectra = new Spectra(device);
  }

  get cube(): CubeBuffer | null {
    return this.cubeNow;
  }

  /** Makes what `passes` need; what was there keeps its content, but for a cubemap that is to have mipmaps now or none any more. */
  arrange(passes: readonly Pass[]): void {
    this.buffers.arrange(bufferUses(passes));
    const use = cubeUse(passes);
    if (this.cubeNow && this.cubeNow.mipmapped === use?.mipmapped) return;
    this.cubeNow?.dispose();
    this.cubeNow = use ? new CubeBuffer(this.device, this.cubeSide, use.mipmapped) : null;
  }

  /** Takes over what another work's surfaces hold, arranged for the same passes. */
  copyFrom(other: Surfaces): void {
    this.buffers.copyFrom(other.buffers);
    if (this.cubeNow && other.cubeNow) this.cubeNow.copyFrom(other.cubeNow);
  }

  resize(width: number, height: number): void {
    this.buffers.resize(width, height);
  }

  clear(): void {
    this.buffers.clear();
    this.cubeNow?.clear();
  }

  dispose(): void {
    this.buffers.dispose();
    this.keyboardTexture.dispose();
    this.spectra.dispose();
    this.cubeNow?.dispose();
    this.cubeNow = null;
  }
}
