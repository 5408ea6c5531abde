/** Inspection's front door: what leads a player and looks into it. Only who needs that loads it. */
export { countLoops, type CountedSource } from "./count-loops";
export { flatSize, placed, texelAt, type Placement } from "./fit";
export { HEAT_COLOURS, type Measured } from "./flat-program";
export type { HeatReport } from "./heat";
export { createInspector, type Inspector, type InspectorOptions, type Shown, type Texels } from "./inspector";
export type { Channels, ValueRange, View } from "./lens";
export type { Look } from "./look";
export { createTimeline, type LoopRange, type ReplayProgress, type SeekOutcome, type Timeline, type TimelineOptions } from "./timeline";
export type { UniformValue } from "./uniform-list";
