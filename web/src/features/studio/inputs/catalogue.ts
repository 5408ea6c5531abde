/** What an input can read, by kind: the passes of the work, the media set, devices, and pictures of one's own. */
import { samplerChoices, startingSampler, type Channel, type InputType, type Pass, type PassInput } from "@fractafrag/runtime";
import { media, mediumOf, type Medium } from "../../../lib/media-list";

/** One thing that an input can read. */
export interface Offer {
  type: InputType;
  source: string;
  title: string;
  /** What is worth knowing of it, in a few words. */
  facts: string;
}

export const KINDS = [
  { id: "passes", label: "Passes" },
  { id: "textures", label: "Textures" },
  { id: "cubemaps", label: "Cubemaps" },
  { id: "volumes", label: "Volumes" },
  { id: "playing", label: "Film and music" },
  { id: "devices", label: "Devices" },
  { id: "mine", label: "Mine" },
] as const;
export type Kind = (typeof KINDS)[number]["id"];

const CUBE = "Cube A";

/** The offers of a kind; those of "mine" come from the server. */
export function offersOf(kind: Kind, passes: readonly Pass[]): Offer[] {
  switch (kind) {
    case "passes":
      return [
        ...passes.filter(({ type }) => type === "buffer").map(({ name }) => ({ type: "buffer" as const, source: name, title: name, facts: "As large as the picture · floats" })),
        ...(passes.some(({ type }) => type === "cubemap") ? [{ type: "cubemap" as const, source: CUBE, title: CUBE, facts: "6 × 1024 × 1024 · half floats" }] : []),
        ...DEVICES.filter(({ type }) => type === "keyboard"),
      ];
    case "textures":
      return ofTypes("texture");
    case "cubemaps":
      return ofTypes("cubemap");
    case "volumes":
      return ofTypes("volume");
    case "playing":
      return ofTypes("video", "music");
    case "devices":
      return DEVICES;
    case "mine":
      return [];
  }
}

const DEVICES: Offer[] = [
  { type: "webcam", source: "webcam", title: "Camera", facts: "Asks you before it is opened" },
  { type: "mic", source: "mic", title: "Microphone", facts: "512 × 2 · spectrum and wave · asks you first" },
  { type: "keyboard", source: "keyboard", title: "Keyboard", facts: "256 × 3 · held, pressed, toggled" },
];

function ofTypes(...types: Medium["type"][]): Offer[] {
  return media.filter(({ type }) => types.includes(type)).map(offerOf);
}

function offerOf(medium: Medium): Offer {
  return { type: medium.type, source: medium.id, title: medium.title, facts: factsOf(medium) };
}

const CHANNELS: Record<number, string> = { 1: "one channel", 3: "RGB", 4: "RGBA" };

function factsOf({ type, width, height, depth, seconds, channels }: Medium): string {
  if (type === "music") return `${Math.round(seconds ?? 0)} s · read as 512 × 2, spectrum and wave`;
  const size = type === "cubemap" ? `6 × ${width} × ${height}` : depth ? `${width} × ${height} × ${depth}` : `${width} × ${height}`;
  return [size, type === "video" ? `${seconds} s` : CHANNELS[channels]].filter(Boolean).join(" · ");
}

/** The kind under which something that is bound is found. */
export function kindOf(input: Pick<PassInput, "type" | "source"> | undefined, passes: readonly Pass[]): Kind {
  switch (input?.type) {
    case undefined:
      return passes.some(({ type }) => type === "buffer") ? "passes" : "textures";
    case "texture":
      return input.source.startsWith("upload:") ? "mine" : "textures";
    case "cubemap":
      return input.source === CUBE ? "passes" : "cubemaps";
    case "volume":
      return "volumes";
    case "video":
    case "music":
      return "playing";
    case "buffer":
      return "passes";
    default:
      return "devices";
  }
}

/** How what an input reads is called where there is little room. */
export function sourceName({ type, source }: Pick<PassInput, "type" | "source">): string {
  if (source.startsWith("upload:")) return "Own picture";
  const device = DEVICES.find((one) => one.type === type);
  return device?.title ?? mediumOf(type, source)?.title ?? source;
}

/** An input that was just bound. */
export function boundInput(channel: Channel, { type, source }: Pick<Offer, "type" | "source">): PassInput {
  return { channel, type, source, sampler: startingSampler(type) };
}

/** Whether there is anything to choose about how this type is sampled. */
export function hasChoices(type: InputType): boolean {
  const { filters, wraps, vflip, srgb } = samplerChoices(type);
  return filters.length > 1 || wraps.length > 1 || vflip || srgb;
}
