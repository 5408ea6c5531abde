/** Uniforms: the numbers that a program is told before each draw. */
import type { FrameClock } from "./clock";

const SAMPLE_RATE = 44100;

/** What all passes of one frame are told. */
export interface FrameUniforms {
  clock: FrameClock;
  mouse: readonly [number, number, number, number];
  /** Drawing-buffer pixels. */
  width: number;
  height: number;
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

/** What one pass is told of its channels: width, height and 1 of each, or 0, 0, 0 where nothing is bound. */
export type ChannelSizes = readonly (readonly [number, number, number])[];

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
    const names = ["iResolution", "iTime", "iTimeDelta", "iFrameRate", "iFrame", "iMouse", "iDate", "iSampleRate", "ff_origin"];
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

  /** Sets every uniform of the program, which must be in use. `iFrame` is the pass's own count. */
  set({ clock, mouse, width, height, part }: FrameUniforms, iFrame: number, channels: ChannelSizes): void {
    const { gl, at } = this;
    gl.uniform3f(at.iResolution ?? null, width, height, 1);
    gl.uniform2f(at.ff_origin ?? null, part?.x ?? 0, part?.y ?? 0);
    gl.uniform1f(at.iTime ?? null, clock.time);
    gl.uniform1f(at.iTimeDelta ?? null, clock.timeDelta);
    gl.uniform1f(at.iFrameRate ?? null, clock.frameRate);
    gl.uniform1i(at.iFrame ?? null, iFrame);
    gl.uniform4f(at.iMouse ?? null, ...mouse);
    gl.uniform4f(at.iDate ?? null, ...clock.date);
    gl.uniform1f(at.iSampleRate ?? null, SAMPLE_RATE);
    this.sizes.fill(0);
    channels.forEach((size, channel) => this.sizes.set(size, channel * 3));
    gl.uniform3fv(at.iChannelResolution ?? null, this.sizes);
    gl.uniform1fv(at.iChannelTime ?? null, this.times);
    this.structs.forEach((struct, channel) => {
      const [w, h, d] = channels[channel] ?? [0, 0, 0];
      gl.uniform3f(struct.size, w, h, d);
      gl.uniform1f(struct.time, 0);
      gl.uniform1i(struct.loaded, w > 0 ? 1 : 0);
    });
  }
}
