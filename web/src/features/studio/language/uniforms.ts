/** What every program is given from outside: which uniforms exist in which kind of pass, and what each holds. */
import { channels, soundUniforms, uniforms } from "../contract";
import type { Pass, PassInput } from "@fractafrag/runtime";

export interface Given {
  name: string;
  type: string;
  meaning: string;
}

const MEANINGS: Readonly<Record<string, string>> = {
  iResolution: "Width and height of the picture in pixels; z is 1. In Cube A: 1024 × 1024.",
  iTime: "Seconds since the start, pauses left out.",
  iTimeDelta: "Seconds since the last frame; exactly 1/60 in the first.",
  iFrameRate: "Frames in a second, averaged.",
  iFrame: "Number of the frame; 0 in the first.",
  iMouse: "xy: the pointer while pressed, in pixels from the bottom left. zw: where it was pressed; z > 0 while held, w > 0 only in the frame of the press.",
  iDate: "Year, month (0–11), day, seconds since midnight.",
  iSampleRate: "Samples of sound in a second: 44100.",
  iChannelTime: "For each channel: the seconds that its film or music has played; otherwise 0.",
  iChannelResolution: "For each channel: width, height and depth in texels; 0 until loaded.",
  iTimeOffset: "Seconds at the first sample of this block.",
  iSampleOffset: "Number of the first sample of this block.",
};

/** On Shadertoy, Common is also compiled by itself, with these alone. */
export const COMMON_THERE: ReadonlySet<string> = new Set(["iDate", "iSampleRate"]);

const CHANNEL = /^iCh(?:annel)?([0-3])$/;

export const channelOf = (name: string): number => Number(CHANNEL.exec(name)?.[1] ?? Number.NaN);

function samplerType(input: PassInput | undefined): string {
  return input?.type === "cubemap" ? "samplerCube" : input?.type === "volume" ? "sampler3D" : "sampler2D";
}

/** The fields of iCh0…iCh3. */
export const channelFields: readonly Given[] = [
  { name: "sampler", type: "sampler2D", meaning: "The channel itself, to be read with texture()." },
  { name: "size", type: "vec3", meaning: "Width, height and depth in texels." },
  { name: "time", type: "float", meaning: "Seconds that the film or the music has played." },
  { name: "loaded", type: "int", meaning: "1 when what it reads is there." },
];

/** The uniforms of a pass, with the channels as they are bound now. Common has those of the picture, which it is part of. */
export function givenTo(pass: Pick<Pass, "type" | "inputs">): Given[] {
  const declared = pass.type === "sound" ? soundUniforms : uniforms;
  const bound = (channel: number) => pass.inputs.find((input) => input.channel === channel);
  const told = (channel: number) => {
    if (pass.type === "common") return "What the pass that uses this has bound to the channel.";
    const input = bound(channel);
    return input ? `Reads ${input.source} (${input.type}, ${input.sampler.filter}, ${input.sampler.wrap}).` : "Nothing is bound to it: reads black.";
  };
  return [
    ...declared.map(({ name, type, count }) => ({ name, type: count ? `${type}[]` : type, meaning: MEANINGS[name] ?? "" })),
    ...channels.map((channel) => ({ name: `iChannel${channel}`, type: samplerType(bound(channel)), meaning: told(channel) })),
    ...(pass.type === "image" ? channels.map((channel) => ({ name: `iCh${channel}`, type: "iCh", meaning: `Channel ${channel} with its size, time and whether it is loaded.` })) : []),
    { name: "HW_PERFORMANCE", type: "int", meaning: "1 on a desktop, 0 on a phone." },
  ];
}
