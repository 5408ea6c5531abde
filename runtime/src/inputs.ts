/** Inputs: what each channel of a pass reads, and how. */
import { samplerKind } from "./assemble";
import type { BufferSet, BufferUse } from "./buffers";
import { CUBE_NAME, TEXTURE_SOURCES, type Pass, type PassInput, type Sampler } from "./contract";
import type { CubeBuffer } from "./cube";
import type { Device } from "./device";
import { KEYBOARD_HEIGHT, KEYBOARD_WIDTH, type KeyboardState } from "./keyboard";
import type { MediaStore } from "./media-store";
import { mediaTexturesOf } from "./media-textures";
import { BINS, SPECTRUM_ROWS, SpectrumTexture } from "./spectrum";

/** The keys as a texture of one channel, brought up to date when it is bound. */
export class KeyboardTexture {
  private texture: WebGLTexture | null = null;
  private version = -1;

  constructor(private readonly device: Device) {}

  /** The texture with the present keys. */
  current(keyboard: KeyboardState): WebGLTexture {
    const { gl } = this.device;
    const texture = this.texture ?? gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    if (!this.texture) gl.texStorage2D(gl.TEXTURE_2D, 1, gl.R8, KEYBOARD_WIDTH, KEYBOARD_HEIGHT);
    this.texture = texture;
    if (this.version !== keyboard.version) {
      this.device.plainUnpack();
      gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, KEYBOARD_WIDTH, KEYBOARD_HEIGHT, gl.RED, gl.UNSIGNED_BYTE, keyboard.texels);
      this.version = keyboard.version;
    }
    return texture;
  }

  dispose(): void {
    this.device.gl.deleteTexture(this.texture);
  }
}

/** The spectra of one work: one made by formula for all silent channels, one of its own for each that is heard. */
export class Spectra {
  private readonly textures = new Map<string, SpectrumTexture>();

  constructor(private readonly device: Device) {}

  of(key: string): SpectrumTexture {
    const known = this.textures.get(key) ?? new SpectrumTexture(this.device);
    this.textures.set(key, known);
    return known;
  }

  dispose(): void {
    for (const texture of this.textures.values()) texture.dispose();
    this.textures.clear();
  }
}

/** Where channels find their textures. */
export interface InputSources {
  surfaces: {
    readonly device: Device;
    readonly buffers: BufferSet;
    readonly cube: CubeBuffer | null;
    readonly keyboardTexture: KeyboardTexture;
    readonly spectra: Spectra;
  };
  keyboard: KeyboardState;
  media: MediaStore;
}

/** The moment for which channels are bound: iTime, and whether it passes by itself, which lets films and music play. */
export interface Moment {
  time: number;
  live: boolean;
}

/** What a pass is told of a channel: its size (0, 0, 0 until something is there) and the second of a film or of music. */
export interface BoundChannel {
  size: readonly [number, number, number];
  time: number;
}

const NOTHING: BoundChannel = { size: [0, 0, 0], time: 0 };
// What Shadertoy adds to the time of music that is not heard.
const SILENT_SECONDS = 10;

/** The input of each of the four channels, null where nothing is bound. */
export function channelsOf(pass: Pass): (PassInput | null)[] {
  return [0, 1, 2, 3].map((channel) => pass.inputs.find((input) => input.channel === channel) ?? null);
}

/** How every buffer that `passes` write is read by them. */
export function bufferUses(passes: readonly Pass[]): Map<string, BufferUse> {
  const uses = new Map<string, BufferUse>();
  for (const pass of passes) if (pass.type === "buffer") uses.set(pass.name, { mipmapped: false, filtered: false });
  for (const { inputs } of passes)
    for (const { type, source, sampler } of inputs) {
      const use = type === "buffer" ? uses.get(source) : undefined;
      if (!use) continue;
      use.mipmapped ||= sampler.filter === "mipmap";
      use.filtered ||= sampler.filter !== "nearest";
    }
  return uses;
}

/** Whether `passes` read the Cube A pass with mipmaps; null when none of them is it. */
export function cubeUse(passes: readonly Pass[]): { mipmapped: boolean } | null {
  if (!passes.some(({ type }) => type === "cubemap")) return null;
  const readers = passes.flatMap(({ inputs }) => inputs).filter(({ type, source }) => type === "cubemap" && source === CUBE_NAME);
  return { mipmapped: readers.some(({ sampler }) => sampler.filter === "mipmap") };
}

interface Found extends BoundChannel {
  texture: WebGLTexture;
  sampler: Pick<Sampler, "filter" | "wrap">;
}

function spectrum(input: PassInput, { media, surfaces: { spectra } }: InputSources, { time, live }: Moment): Found {
  const content = media.muted ? null : media.find(input.type, input.source);
  const size = [BINS, SPECTRUM_ROWS, 1] as const;
  if (media.muted) return { texture: spectra.of("").silent(time), size, time: SILENT_SECONDS + time, sampler: input.sampler };
  const analyser = content?.kind === "audio" ? media.analyser(content) : null;
  if (content?.kind !== "audio" || !analyser) return { texture: spectra.of("").silent(time), ...NOTHING, sampler: input.sampler };
  if (live) media.touch(content);
  return { texture: spectra.of(`${input.type} ${input.source}`).heard(analyser), size, time: content.element?.currentTime ?? 0, sampler: input.sampler };
}

function find(input: PassInput, sources: InputSources, moment: Moment): Found | null {
  const { surfaces, keyboard, media } = sources;
  const { device, buffers, cube, keyboardTexture } = surfaces;
  const { type, source, sampler } = input;
  if (type === "keyboard") return { texture: keyboardTexture.current(keyboard), size: [KEYBOARD_WIDTH, KEYBOARD_HEIGHT, 1], time: 0, sampler };
  if (type === "music" || type === "mic") return spectrum(input, sources, moment);
  if (type === "buffer") {
    const buffer = buffers.get(source);
    if (!buffer) return null;
    // Reading an unfilterable format with linear filtering gives black; nearest is the closest that can be had.
    return { texture: buffer.texture, size: [buffer.width, buffer.height, 1], time: 0, sampler: buffer.format.filterable ? sampler : { ...sampler, filter: "nearest" } };
  }
  if (type === "cubemap" && source === CUBE_NAME) return cube && { texture: cube.texture, size: [cube.side, cube.side, 1], time: 0, sampler };
  if (type === "texture" && TEXTURE_SOURCES.includes(source)) {
    const made = device.texture(source, sampler);
    return made && { texture: made.texture, size: [made.width, made.height, 1], time: 0, sampler };
  }
  const content = media.find(type, source);
  if (!content || KINDS[type] !== content.kind) return null;
  if (content.kind === "video" && moment.live) media.touch(content);
  const texture = mediaTexturesOf(device).of(content, sampler);
  return texture && { ...texture, sampler };
}

/** What content an input of a type can read. */
const KINDS: Readonly<Partial<Record<PassInput["type"], string>>> = { texture: "image", cubemap: "cubemap", volume: "volume", video: "video", webcam: "video" };

function bindChannel(unit: number, input: PassInput | null, sources: InputSources, moment: Moment): BoundChannel {
  const { device } = sources.surfaces;
  const { gl } = device;
  const kind = samplerKind(input);
  gl.activeTexture(gl.TEXTURE0 + unit);
  const found = input && find(input, sources, moment);
  const target = kind === "Cube" ? gl.TEXTURE_CUBE_MAP : kind === "3D" ? gl.TEXTURE_3D : gl.TEXTURE_2D;
  gl.activeTexture(gl.TEXTURE0 + unit);
  gl.bindTexture(target, found?.texture ?? (kind === "Cube" ? device.unboundCube : kind === "3D" ? device.unboundVolume : device.unbound));
  gl.bindSampler(unit, device.sampler(found?.sampler ?? { filter: "nearest", wrap: "clamp" }));
  return found ?? NOTHING;
}

/** Binds texture and sampler of all four channels of a pass to their units. */
export function bindChannels(channels: readonly (PassInput | null)[], sources: InputSources, moment: Moment): BoundChannel[] {
  return channels.map((input, unit) => bindChannel(unit, input, sources, moment));
}
