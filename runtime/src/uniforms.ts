/** Uniforms: the numbers that a program is told before each draw. */
import type { FrameClock } from "./clock";
import type { BoundChannel } from "./inputs";

export const SAMPLE_RATE = 44100;

/** What all passes of one frame are told. */
export interface FrameUniforms {
  clock: FrameClock;
  mouse: readonly [number, number, number, number];
  /** Drawing-buffer pixels. */
  width: number;
  height: number;
  /** The clock runs by itself: films and music that channels read may play. */
  live?: boolean;
  /** Only this part of the image is drawn, at the canvas's bottom-left; without it, all. */
  part?: PicturePart;
}

/** A part of a picture in pixels, its origin counted from the picture's bottom-left. */
export interface PicturePart {
  x: number;
  y: number;
  width: number;
  height: number;
  /** The buffers were painted with another part of the same frame, and stay as they are. */
  imageOnly: boolean;
}

/** The uniform locations of one linked program; names that the program does not use cost nothing. */
export class UniformLocations {
  private readonly at: Record<string, WebGLUniformLocation | null>;
  private readonly structs: Record<"size" | "time" | "loaded", WebGLUniformLocation | null>[];
  private readonly sizes = new Float32Array(12);
  private readonly times = new Float32Array(4);

  constructor(
    private readonly gl: WebGL2RenderingContext,
    readonly program: WebGLProgram,
  ) {
    const find = (name: string) => gl.getUniformLocation(program, name);
    const names = ["iResolution", "iTime", "iTimeDelta", "iFrameRate", "iFrame", "iMouse", "iDate", "iSampleRate", "ff_origin", "ff_face", "iTimeOffset", "iSampleOffset"];
    this.at = Object.fromEntries([...names, "iChannelTime", "iChannelResolution"].map((name) => [name, find(name)]));
    this.structs = [0, 1, 2, 3].map((channel) => ({
      size: find(`iCh${channel}.size`),
      time: find(`iCh${channel}.time`),
      loaded: find(`iCh${channel}.loaded`),
    }));
    gl.useProgram(program);
    for (let channel = 0; channel < 4; channel++) {
      gl.uniform1i(find(`iChannel${channel}`), channel);
      gl.uniform1i(find(`iCh${channel}.sampler`), channel);
    }
  }

  /** Sets every uniform of the program, which must be in use. `iFrame` is the pass's own count; `side` of a cubemap's face. */
  set({ clock, mouse, width, height, part }: FrameUniforms, iFrame: number, channels: readonly BoundChannel[], side?: number): void {
    const { gl, at } = this;
    gl.uniform3f(at.iResolution ?? null, side ?? width, side ?? height, 1);
    gl.uniform2f(at.ff_origin ?? null, part?.x ?? 0, part?.y ?? 0);
    gl.uniform1f(at.iTime ?? null, clock.time);
    gl.uniform1f(at.iTimeDelta ?? null, clock.timeDelta);
    gl.uniform1f(at.iFrameRate ?? null, clock.frameRate);
    gl.uniform1i(at.iFrame ?? null, iFrame);
    gl.uniform4f(at.iMouse ?? null, ...mouse);
    this.setShared(clock.date, channels);
  }

  /** Which way a cubemap's face looks: where its columns, its rows and its middle point to, nine numbers. */
  setFace(axes: readonly number[]): void {
    this.gl.uniform3fv(this.at.ff_face ?? null, axes);
  }

  /** Sets every uniform of a Sound program, which must be in use: the block begins at sample `offset`. */
  setSound(offset: number, date: FrameClock["date"], channels: readonly BoundChannel[]): void {
    this.gl.uniform1f(this.at.iTimeOffset ?? null, offset / SAMPLE_RATE);
    this.gl.uniform1i(this.at.iSampleOffset ?? null, offset);
    this.setShared(date, channels);
  }

  private setShared(date: FrameClock["date"], channels: readonly BoundChannel[]): void {
    const { gl, at } = this;
    gl.uniform4f(at.iDate ?? null, ...date);
    gl.uniform1f(at.iSampleRate ?? null, SAMPLE_RATE);
    this.sizes.fill(0);
    this.times.fill(0);
    channels.forEach(({ size, time }, channel) => {
      this.sizes.set(size, channel * 3);
      this.times[channel] = time;
    });
    gl.uniform3fv(at.iChannelResolution ?? null, this.sizes);
    gl.uniform1fv(at.iChannelTime ?? null, this.times);
    this.structs.forEach((struct, channel) => {
      const { size = [0, 0, 0], time = 0 } = channels[channel] ?? {};
      gl.uniform3f(struct.size, ...(size as [number, number, number]));
      gl.uniform1f(struct.time, time);
      gl.uniform1i(struct.loaded, size[0] > 0 ? 1 : 0);
    });
  }
}
