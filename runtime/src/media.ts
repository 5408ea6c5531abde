/** Media: what pages hand to the runtime for inputs from outside; the runtime itself fetches nothing and asks nobody. */
import type { InputType } from "./contract";

/** A picture in any form that WebGL takes. Its first row is its top. */
export interface ImageContent {
  kind: "image";
  image: TexImageSource;
  width: number;
  height: number;
  /** 1: only red is kept, read as (grey, 0, 0, 1). Default 4. */
  channels?: 1 | 3 | 4;
}

/** Six squares of `size` pixels: +X, -X, +Y, -Y, +Z, -Z. */
export interface CubemapContent {
  kind: "cubemap";
  faces: readonly TexImageSource[];
  size: number;
}

/** Texels with x fastest, then y, then z, their channels side by side; bytes are read as 0…1. */
export interface VolumeContent {
  kind: "volume";
  width: number;
  height: number;
  depth: number;
  channels: 1 | 4;
  data: Uint8Array | Float32Array;
}

/** A film, or a webcam's picture when its `srcObject` is a stream. The runtime plays and pauses it, and mutes it while it is muted itself. */
export interface VideoContent {
  kind: "video";
  element: HTMLVideoElement;
}

/** Music to be played and listened to, or a microphone's stream, which is only listened to. */
export interface AudioContent {
  kind: "audio";
  element: HTMLMediaElement | null;
  stream?: MediaStream;
}

export type MediaContent = ImageContent | CubemapContent | VolumeContent | VideoContent | AudioContent;

/**
 * Finds the content of an input: of a medium by its id, of "upload:…", of "webcam" and "mic". Null where there is none: the channel
 * stays unbound. May reject, which counts as null. Each (type, source) is asked for once a player, or once a stage.
 */
export type MediaLoader = (type: InputType, source: string) => Promise<MediaContent | null>;

/** What a player, a stage or a capture needs for works with media. */
export interface MediaOptions {
  /** Without it, only what the runtime makes by itself is bound: the four noises, keyboard, buffers. */
  media?: MediaLoader;
  /** Default true: nothing sounds, music and microphone are not asked for; their channels read a spectrum made by a formula. */
  muted?: boolean;
}
