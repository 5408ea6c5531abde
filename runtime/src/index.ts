/** The runtime's front door: everything that other rooms may use. */
export { attachInput, canvasPixel, type InputReceiver } from "./attach-input";
export { createCapture, type Capture, type CaptureOptions, type CapturedFrame, type CapturedPart, type FilmRange, type PictureWish } from "./capture";
export { checkSource } from "./check-source";
export { fixedClock, type FrameClock } from "./clock";
export { waitBlocking } from "./fence";
export type { CompileReport } from "./compile";
export {
  BUFFER_NAMES,
  COMMON_NAME,
  COST_TIERS,
  CUBE_NAME,
  FILTERS,
  IMAGE_NAME,
  LIMITS,
  SOUND_NAME,
  SOUND_UNIFORMS,
  TEXTURE_SOURCES,
  UNIFORMS,
  WRAPS,
  defaultSampler,
  isSource,
  normalisePasses,
  samplerChoices,
  startingSampler,
  type Channel,
  type Filter,
  type InputType,
  type Pass,
  type PassInput,
  type PassType,
  type Sampler,
  type SamplerChoices,
  type ShaderError,
  type Wrap,
} from "./contract";
export type { AudioContent, CubemapContent, ImageContent, MediaContent, MediaLoader, MediaOptions, VideoContent, VolumeContent } from "./media";
export { Fitting, type FittingEvents } from "./fitting";
export { refuse } from "./gate";
export { noisePixels, type TexturePixels } from "./noise";
export { changedValues, fitValue, fitValues, formatValues, parseValues, sameValue } from "./parameter-values";
export {
  formatParameter,
  parseParameters,
  readHex,
  readParameters,
  writeHex,
  type Choice,
  type Parameter,
  type ParameterReading,
  type ParameterType,
  type ParameterValue,
  type ParameterValues,
  type UnsetUniform,
} from "./parameters";
export type { KeyInput, PointerInput } from "./playback";
export { createPlayer, type Player, type PlayerOptions } from "./player";
export { wavFile, SOUND_SECONDS, type SoundSamples } from "./sound";
export { silentSpectrum } from "./spectrum";
export { createSharedStage, type Frames, type SharedStage, type SharedStageOptions, type StageCard } from "./shared-stage";
export type { CardEvents, CardState, StagePlayer } from "./stage-card";
export { HEAVY_STEPS, heldBack, stepsPerPixel } from "./weight";
export { hasVr, vrPasses, vrValues, type VrView } from "./vr";
