/** Uniform list: what a pass was told for the frame that was painted last. */
import { SOUND_UNIFORMS, UNIFORMS } from "../contract";
import type { Seen } from "../engine";
import { bindChannels } from "../inputs";
import { SAMPLE_RATE } from "../uniforms";

export interface UniformValue {
  name: string;
  /** Its GLSL type; of an array, of one element. */
  type: string;
  /** All its numbers, one element after the other; empty where each block of a sound has another. */
  values: number[];
}

/** In the order of the program's head, parameters after them. Common is told what the image is told. Empty for an unknown pass. */
export function uniformsOf(seen: Seen, name: string): UniformValue[] {
  const { passes, frame, sources, surfaces, parameters, values } = seen;
  const painted = passes.find(({ pass }) => pass.name === name) ?? passes.find(({ pass }) => pass.type === "image");
  if (!painted) return [];
  const { clock, mouse, width, height } = frame;
  const side = painted.pass.type === "cubemap" ? surfaces.cube?.side : undefined;
  const channels = bindChannels(painted.channels, sources, { time: clock.time, live: false });
  const known: Readonly<Record<string, readonly number[]>> = {
    iResolution: [side ?? width, side ?? height, 1],
    iTime: [clock.time],
    iTimeDelta: [clock.timeDelta],
    iFrameRate: [clock.frameRate],
    iFrame: [Math.max(0, clock.frame - painted.born)],
    iMouse: mouse,
    iDate: clock.date,
    iSampleRate: [SAMPLE_RATE],
    iChannelTime: channels.map(({ time }) => time),
    iChannelResolution: channels.flatMap(({ size }) => size),
  };
  const declared = painted.pass.type === "sound" ? SOUND_UNIFORMS : UNIFORMS;
  return [
    ...declared.map((one) => ({ name: one.name, type: one.type, values: [...(known[one.name] ?? [])] })),
    ...parameters.map((one) => ({ name: one.name, type: one.glsl, values: [values[one.name] ?? one.default].flat().map(Number) })),
  ];
}
