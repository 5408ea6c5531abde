/** Sound: the Sound pass is drawn ahead, block by block, and becomes samples and files. */
import { SOUND_SIDE } from "./assemble";
import type { FrameClock } from "./clock";
import { gpuDone } from "./fence";
import { bindChannels, type InputSources } from "./inputs";
import { drawPlainly, type PaintedPass } from "./passes";
import { SAMPLE_RATE } from "./uniforms";

export { SAMPLE_RATE } from "./uniforms";

/** How long a Sound pass sounds. */
export const SOUND_SECONDS = 180;
export const BLOCK_SAMPLES = SOUND_SIDE * SOUND_SIDE;
export const SOUND_BLOCKS = Math.ceil((SOUND_SECONDS * SAMPLE_RATE) / BLOCK_SAMPLES);

export interface SoundSamples {
  /** Hertz. */
  sampleRate: number;
  /** Left and right in turn, 16 bits. */
  samples: Int16Array;
}

// Rows of a block that are drawn at once: more while that is quick, fewer where it would make pictures wait.
const FIRST_ROWS = 16;
const QUICK_MS = 6;
const SLOW_MS = 20;

/** The samples of a block out of its picture: low and high byte of the left ear, then of the right one, around 32768. */
export function unpackBlock(pixels: Uint8Array): Int16Array {
  const samples = new Int16Array(pixels.length / 2);
  for (let at = 0; at < samples.length; at++) samples[at] = (pixels[2 * at] ?? 0) + 256 * (pixels[2 * at + 1] ?? 0) - 32768;
  return samples;
}

/** Draws a block a few rows at a time, so that neither the page nor its pictures wait, and fetches it without stalling. Null when it was not ended. */
export async function renderBlock(painted: PaintedPass, sources: InputSources, index: number, date: FrameClock["date"], signal: AbortSignal): Promise<Int16Array | null> {
  const { device } = sources.surfaces;
  const { gl } = device;
  const bytes = BLOCK_SAMPLES * 4;
  const color = gl.createRenderbuffer();
  const target = gl.createFramebuffer();
  const fetched = gl.createBuffer();
  gl.bindRenderbuffer(gl.RENDERBUFFER, color);
  gl.renderbufferStorage(gl.RENDERBUFFER, gl.RGBA8, SOUND_SIDE, SOUND_SIDE);
  gl.bindFramebuffer(gl.FRAMEBUFFER, target);
  gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.RENDERBUFFER, color);
  const free = (): void => {
    if (!device.alive) return;
    gl.deleteFramebuffer(target);
    gl.deleteRenderbuffer(color);
    gl.deleteBuffer(fetched);
  };
  let rows = FIRST_ROWS;
  for (let row = 0; row < SOUND_SIDE; ) {
    const count = Math.min(rows, SOUND_SIDE - row);
    drawPlainly(device);
    gl.bindFramebuffer(gl.FRAMEBUFFER, target);
    gl.viewport(0, 0, SOUND_SIDE, SOUND_SIDE);
    gl.enable(gl.SCISSOR_TEST);
    gl.scissor(0, row, SOUND_SIDE, count);
    gl.useProgram(painted.uniforms.program);
    painted.uniforms.setSound(index * BLOCK_SAMPLES, date, bindChannels(painted.channels, sources, { time: 0, live: false }));
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    gl.disable(gl.SCISSOR_TEST);
    row += count;
    if (row === SOUND_SIDE) {
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, fetched);
      gl.bufferData(gl.PIXEL_PACK_BUFFER, bytes, gl.STREAM_READ);
      gl.readPixels(0, 0, SOUND_SIDE, SOUND_SIDE, gl.RGBA, gl.UNSIGNED_BYTE, 0);
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    }
    const sentMs = performance.now();
    const state = await gpuDone(gl, signal);
    if (state !== "done" || !device.alive) {
      free();
      return null;
    }
    const tookMs = performance.now() - sentMs;
    if (tookMs < QUICK_MS) rows = Math.min(SOUND_SIDE, rows * 2);
    else if (tookMs > SLOW_MS) rows = Math.max(1, rows >> 1);
  }
  const pixels = new Uint8Array(bytes);
  gl.bindBuffer(gl.PIXEL_PACK_BUFFER, fetched);
  gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, 0, pixels);
  gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
  free();
  return unpackBlock(pixels);
}

/** A RIFF/WAVE file: PCM, two channels, 16 bits. */
export function wavFile({ sampleRate, samples }: SoundSamples): Uint8Array<ArrayBuffer> {
  const head = 44;
  const file = new Uint8Array(head + samples.length * 2);
  const view = new DataView(file.buffer);
  const write = (at: number, text: string): void => [...text].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  write(0, "RIFF");
  view.setUint32(4, file.length - 8, true);
  write(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 2, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * 4, true);
  view.setUint16(32, 4, true);
  view.setUint16(34, 16, true);
  write(36, "data");
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, index) => view.setInt16(head + 2 * index, sample, true));
  return file;
}
