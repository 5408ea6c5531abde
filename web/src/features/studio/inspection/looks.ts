/** Looks: what of a work can stand in the image's place, and what it is called. */
import type { Pass } from "@fractafrag/runtime";
import type { Channels, Look, Shown, ValueRange, View } from "@fractafrag/runtime/inspection";

/** One thing that can be looked at; `key` tells it from the others. */
export interface Sight {
  key: string;
  name: string;
  shown: Shown | null;
}

export const CHANNELS: readonly { value: Channels; label: string }[] = [
  { value: "rgb", label: "RGB" },
  { value: "r", label: "R" },
  { value: "g", label: "G" },
  { value: "b", label: "B" },
  { value: "a", label: "A" },
];

export const RANGES: readonly { value: ValueRange; label: string }[] = [
  { value: "raw", label: "Raw" },
  { value: "unit", label: "0…1" },
  { value: "signed", label: "−1…1" },
  { value: "auto", label: "Auto" },
];

const viewOf = (look: Look): Shown => ({ kind: "view", view: { look, channels: "rgb", range: "raw" } });
const pictures = (passes: readonly Pass[]): Pass[] => passes.filter(({ type }) => type === "image" || type === "buffer" || type === "cubemap");

/** The passes that write a picture. */
export const looksOf = (passes: readonly Pass[]): Look[] => pictures(passes).map(({ name }) => ({ pass: name }));

export function keyOf(shown: Shown | null): string {
  if (!shown) return "off";
  if (shown.kind === "heat") return `heat ${shown.pass}`;
  const { pass, channel } = shown.view.look;
  return channel === undefined ? `pass ${pass}` : `input ${pass} ${channel}`;
}

/** "Buffer A", "Image · iChannel0", "Heat of Buffer A". */
export function nameOf(shown: Shown): string {
  if (shown.kind === "heat") return `Heat of ${shown.pass}`;
  const { pass, channel } = shown.view.look;
  return channel === undefined ? pass : `${pass} · iChannel${channel}`;
}

/**
 * Everything that can be looked at: nothing special, each picture that a pass writes, each that passes read from elsewhere (once,
 * however many read it), and the heat of each pass. `nameSource` names what an input reads.
 */
export function sightsOf(passes: readonly Pass[], nameSource: (input: Pass["inputs"][number]) => string): Sight[] {
  const known = new Set<string>();
  const inputs = passes.flatMap((pass) =>
    pass.inputs.flatMap((input): Sight[] => {
      const { channel, type, source, sampler } = input;
      const identity = [type, source, sampler.vflip, sampler.srgb].join(" ");
      if (type === "buffer" || (type === "cubemap" && passes.some(({ name }) => name === source)) || known.has(identity)) return [];
      known.add(identity);
      const shown = viewOf({ pass: pass.name, channel });
      return [{ key: keyOf(shown), name: `${nameSource(input)} (${pass.name} · iChannel${channel})`, shown }];
    }),
  );
  const heat = pictures(passes).map(({ name }): Sight => ({ key: `heat ${name}`, name: `Heat of ${name}: turns of its loops`, shown: { kind: "heat", pass: name } }));
  const written = looksOf(passes).map((look): Sight => ({ key: `pass ${look.pass}`, name: look.pass === "Image" ? "Image, as numbers" : look.pass, shown: viewOf(look) }));
  return [{ key: "off", name: "The image as it is", shown: null }, ...written, ...inputs, ...heat];
}

/** The same picture, otherwise drawn. */
export function withView(shown: Shown | null, change: Partial<Omit<View, "look">>): Shown | null {
  return shown?.kind === "view" ? { kind: "view", view: { ...shown.view, ...change } } : shown;
}
