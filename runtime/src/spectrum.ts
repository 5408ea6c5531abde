/** Spectrum: the 512×2 texture of a channel that listens; row 0 how loud each frequency is, row 1 the wave. */
import type { Device } from "./device";

export const BINS = 512;
export const SPECTRUM_ROWS = 2;

/** What a channel that may not listen reads at `time` seconds instead: floor(255 · …) of a beat over falling frequencies, and of a wave. */
export function silentSpectrum(time: number, into = new Uint8Array(BINS * SPECTRUM_ROWS)): Uint8Array {
  const beat = (0.5 + 0.5 * Math.sin(2 * Math.PI * time)) ** 4;
  for (let bin = 0; bin < BINS; bin++) {
    const x = bin / BINS;
    const loudness = bin < 3 ? beat * (1 - bin / 3) : (0.75 + 0.25 * Math.sin(10 * bin + 13 * time)) * Math.exp(-3 * x);
    const wave = 0.5 + 0.15 * Math.sin(17 * time + 20 * Math.PI * x) * Math.sin(23 * time + 1.9 * x);
    into[bin] = Math.floor(255 * loudness);
    into[BINS + bin] = Math.floor(255 * wave);
  }
  return into;
}

/** The texture of one channel of one work. */
export class SpectrumTexture {
  private texture: WebGLTexture | null = null;
  private readonly texels = new Uint8Array(BINS * SPECTRUM_ROWS);
  private time: number | null = null;

  constructor(private readonly device: Device) {}

  /** By the formula. */
  silent(time: number): WebGLTexture {
    if (this.texture && this.time === time) return this.texture;
    this.time = time;
    silentSpectrum(time, this.texels);
    return this.upload();
  }

  /** What is heard now. An analyser has more bins than the texture; the first ones are kept. */
  heard(analyser: AnalyserNode): WebGLTexture {
    this.time = null;
    analyser.getByteFrequencyData(this.texels.subarray(0, BINS));
    analyser.getByteTimeDomainData(this.texels.subarray(BINS));
    return this.upload();
  }

  dispose(): void {
    this.device.gl.deleteTexture(this.texture);
  }

  private upload(): WebGLTexture {
    const { gl } = this.device;
    const texture = this.texture ?? gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    if (!this.texture) gl.texStorage2D(gl.TEXTURE_2D, 1, gl.R8, BINS, SPECTRUM_ROWS);
    this.texture = texture;
    this.device.plainUnpack();
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, BINS, SPECTRUM_ROWS, gl.RED, gl.UNSIGNED_BYTE, this.texels);
    return texture;
  }
}
