/** The runtime's front door: everything that other rooms may use. */
export { attachInput, canvasPixel, type InputReceiver } from "./attach-input";
export { checkSource } from "./check-source";
export { fixedClock, type FrameClock } from "./clock";
export type { CompileReport } from "./compile";
export {
  BUFFER_NAMES,
  COMMON_NAME,
  COST_TIERS,
  FILTERS,
  IMAGE_NAME,
  LIMITS,
  TEXTURE_SOURCES,
  UNIFORMS,
  WRAPS,
  defaultSampler,
  normalisePasses,
  type Channel,
  type Filter,
  type InputType,
  type Pass,
  type PassInput,
  type PassType,
  type Sampler,
  type ShaderError,
  type Wrap,
} from "./contract";
export { noisePixels, type TexturePixels } from "./noise";
export type { KeyInput, PointerInput } from "./playback";
export { createPlayer, type Player, type PlayerOptions } from "./player";
export { createSharedStage, type SharedStage, type SharedStageOptions, type StageCard } from "./shared-stage";
export type { CardEvents, CardState, StagePlayer } from "./stage-card";
