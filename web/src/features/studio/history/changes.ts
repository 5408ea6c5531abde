/** What lies between two states of a work, in words: for lists beside a comparison. */
import type { Pass, PassInput } from "@fractafrag/runtime";
import { noParameters, passesFingerprint, tabOrder } from "../document";
import type { Work } from "../document";
import { mergeText } from "./merge-text";
import { detailNames, inputText, valueText } from "./words";

export interface Change {
  /** "Title", "Buffer A", "Image, iChannel0", "Parameter speed". */
  what: string;
  /** Empty where there was nothing, or nothing is. */
  before: string;
  after: string;
  /** The pass whose source changed, where it is a source. */
  pass?: string;
}

/** Lines that came and lines that went. */
export function lineCounts(before: string, after: string): { added: number; removed: number } {
  const hunks = mergeText(before, after, before).filter(({ kind }) => kind !== "same");
  return { added: hunks.reduce((sum, { mine }) => sum + mine.length, 0), removed: hunks.reduce((sum, { base }) => sum + base.length, 0) };
}

/** Everything that differs, sources first. Empty when the two are equal. */
export function changes(before: Work, after: Work): Change[] {
  return [...sources(before, after), ...details(before, after), ...inputs(before, after), ...parameters(before, after)];
}

const passOf = (work: Work, name: string): Pass | undefined => work.passes.find((pass) => pass.name === name);

function sources(before: Work, after: Work): Change[] {
  const found: Change[] = [];
  for (const name of new Set([...tabOrder(after.passes), ...tabOrder(before.passes)])) {
    const [one, two] = [passOf(before, name)?.code, passOf(after, name)?.code];
    if (one === two) continue;
    const lines = (code: string) => `${code.split("\n").length} lines`;
    if (one === undefined || two === undefined) found.push({ what: name, pass: name, before: one === undefined ? "" : lines(one), after: two === undefined ? "" : lines(two) });
    else {
      const { added, removed } = lineCounts(one, two);
      found.push({ what: name, pass: name, before: removed > 0 ? `−${removed}` : "", after: added > 0 ? `+${added}` : "" });
    }
  }
  return found;
}

function details(before: Work, after: Work): Change[] {
  const found: Change[] = [];
  const told = (value: unknown) => (value === "" || value === null ? "" : valueText(value));
  for (const key of Object.keys(detailNames) as (keyof typeof detailNames)[]) {
    const [one, two] = [before.details[key], after.details[key]];
    if (one !== two) found.push({ what: detailNames[key], before: told(one), after: told(two) });
  }
  const [gone, come] = [without(before.details.tags, after.details.tags), without(after.details.tags, before.details.tags)];
  if (gone.length + come.length > 0) found.push({ what: "Tags", before: gone.join(", "), after: come.join(", ") });
  return found;
}

const without = (all: readonly string[], some: readonly string[]) => all.filter((one) => !some.includes(one));

function inputs(before: Work, after: Work): Change[] {
  const found: Change[] = [];
  const at = (pass: Pass | undefined, channel: number): PassInput | undefined => pass?.inputs.find((input) => input.channel === channel);
  const key = (input: PassInput | undefined) => (input ? passesFingerprint([{ type: "image", name: "", code: "", inputs: [input] }]) : "");
  for (const name of new Set([...tabOrder(after.passes), ...tabOrder(before.passes)])) {
    for (const channel of [0, 1, 2, 3]) {
      const [one, two] = [at(passOf(before, name), channel), at(passOf(after, name), channel)];
      if (key(one) !== key(two)) found.push({ what: `${name}, iChannel${channel}`, before: one ? inputText(one) : "", after: two ? inputText(two) : "" });
    }
  }
  return found;
}

function parameters({ parameters: one = noParameters }: Work, { parameters: two = noParameters }: Work): Change[] {
  const found: Change[] = [];
  const told = (value: unknown) => (value === undefined ? "" : valueText(value));
  for (const name of new Set([...Object.keys(two.values), ...Object.keys(one.values)])) {
    const [before, after] = [told(one.values[name]), told(two.values[name])];
    if (before !== after) found.push({ what: `Parameter ${name}`, before, after });
  }
  const presetText = (all: typeof one.presets, name: string) => {
    const preset = all.find((other) => other.name === name);
    return preset ? Object.entries(preset.values).map(([key, value]) => `${key} ${valueText(value)}`).join(", ") || "defaults" : "";
  };
  for (const name of new Set([...two.presets, ...one.presets].map((preset) => preset.name))) {
    const [before, after] = [presetText(one.presets, name), presetText(two.presets, name)];
    if (before !== after) found.push({ what: `Preset “${name}”`, before, after });
  }
  return found;
}
