/** Inputs: what each channel of a pass reads, and how. */
import { BUFFER_NAMES, TEXTURE_SOURCES, type Pass, type PassInput } from "./contract";
import type { BufferSet, BufferUse } from "./buffers";
import type { Device } from "./device";
import { KEYBOARD_HEIGHT, KEYBOARD_WIDTH, type KeyboardState } from "./keyboard";

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
      gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
      gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
      gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, KEYBOARD_WIDTH, KEYBOARD_HEIGHT, gl.RED, gl.UNSIGNED_BYTE, keyboard.texels);
      this.version = keyboard.version;
    }
    return texture;
  }

  dispose(): void {
    this.device.gl.deleteTexture(this.texture);
  }
}

/** Where channels find their textures. */
export interface InputSources {
  device: Device;
  buffers: BufferSet;
  keyboardTexture: KeyboardTexture;
  keyboard: KeyboardState;
}

type Size = readonly [number, number, number];
const NOTHING: Size = [0, 0, 0];

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

/** Binds texture and sampler of one channel to its unit and returns its iChannelResolution; 0, 0, 0 when nothing is bound. */
function bindChannel(unit: number, input: PassInput | null, sources: InputSources): Size {
  const { device, buffers, keyboardTexture, keyboard } = sources;
  const { gl } = device;
  gl.activeTexture(gl.TEXTURE0 + unit);
  if (input?.type === "texture" && TEXTURE_SOURCES.includes(input.source)) {
    const shared = device.texture(input.source, input.sampler);
    if (shared) {
      gl.bindTexture(gl.TEXTURE_2D, shared.texture);
      gl.bindSampler(unit, device.sampler(input.sampler));
      return [shared.width, shared.height, 1];
    }
  }
  if (input?.type === "keyboard") {
    gl.bindTexture(gl.TEXTURE_2D, keyboardTexture.current(keyboard));
    gl.bindSampler(unit, device.sampler({ filter: "nearest", wrap: "clamp" }));
    return [KEYBOARD_WIDTH, KEYBOARD_HEIGHT, 1];
  }
  const buffer = input?.type === "buffer" && BUFFER_NAMES.includes(input.source) ? buffers.get(input.source) : undefined;
  if (input && buffer) {
    gl.bindTexture(gl.TEXTURE_2D, buffer.texture);
    // Reading an unfilterable format with linear filtering gives black; nearest is the closest that can be had.
    gl.bindSampler(unit, device.sampler(buffer.format.filterable ? input.sampler : { ...input.sampler, filter: "nearest" }));
    return [buffer.width, buffer.height, 1];
  }
  gl.bindTexture(gl.TEXTURE_2D, device.unbound);
  gl.bindSampler(unit, device.sampler({ filter: "nearest", wrap: "clamp" }));
  return NOTHING;
}

/** Binds all four channels of a pass. */
export function bindChannels(channels: readonly (PassInput | null)[], sources: InputSources): Size[] {
  return channels.map((input, unit) => bindChannel(unit, input, sources));
}
