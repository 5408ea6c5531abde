/** Changes to the build of a work that can be taken back: each step, applied, gives the step that undoes it. */
import type { Pass, PassInput } from "@fractafrag/runtime";
import type { Channel } from "./contract";
import { inputAt, withInput, withoutPass, withPass } from "./document";
import type { Work } from "./document";

export interface Step {
  /** What was done, as a finished sentence without a full stop: "Buffer A removed". */
  label: string;
  /** The name of the pass to look at afterwards, where the step concerns one. */
  focus?: string;
  apply(work: Work): { work: Work; inverse: Step };
}

interface LostInput {
  pass: string;
  input: PassInput;
}

function readersOf(passes: readonly Pass[], name: string): LostInput[] {
  return passes
    .filter((pass) => pass.name !== name)
    .flatMap((pass) =>
      pass.inputs.filter((input) => input.type === "buffer" && input.source === name).map((input) => ({ pass: pass.name, input })),
    );
}

/** Takes a pass away together with the inputs that read it. */
export function removePassStep(name: string): Step {
  return {
    label: `${name} removed`,
    apply(work) {
      const index = work.passes.findIndex((pass) => pass.name === name);
      const pass = work.passes[index];
      if (!pass) return { work, inverse: removePassStep(name) };
      const lost = readersOf(work.passes, name);
      return { work: { ...work, passes: withoutPass(work.passes, name) }, inverse: insertPassStep(pass, index, lost) };
    },
  };
}

/** Puts a pass back where it stood, and binds again the inputs that read it where their channels are still free. */
export function insertPassStep(pass: Pass, index: number, readers: LostInput[]): Step {
  return {
    label: `${pass.name} restored`,
    focus: pass.name,
    apply(work) {
      if (work.passes.some((other) => other.name === pass.name)) return { work, inverse: removePassStep(pass.name) };
      const at = Math.min(index, work.passes.length);
      let passes: Pass[] = [...work.passes.slice(0, at), pass, ...work.passes.slice(at)];
      for (const reader of readers) {
        const taken = inputAt(passes.find((other) => other.name === reader.pass), reader.input.channel);
        if (!taken) passes = withInput(passes, reader.pass, reader.input.channel, reader.input);
      }
      return { work: { ...work, passes }, inverse: removePassStep(pass.name) };
    },
  };
}

/** Adds a pass with the source that such a pass starts with. */
export function addPassStep(name: string): Step {
  return {
    label: `${name} added`,
    focus: name,
    apply(work) {
      return { work: { ...work, passes: withPass(work.passes, name) }, inverse: removePassStep(name) };
    },
  };
}

/** Binds a channel of a pass, or unbinds it where `input` is null. */
export function inputStep(pass: string, channel: Channel, input: PassInput | null): Step {
  return {
    label: input ? `iChannel${channel} set to ${input.source}` : `iChannel${channel} cleared`,
    focus: pass,
    apply(work) {
      const previous = inputAt(work.passes.find((other) => other.name === pass), channel) ?? null;
      return {
        work: { ...work, passes: withInput(work.passes, pass, channel, input) },
        inverse: inputStep(pass, channel, previous),
      };
    },
  };
}

/** Puts another work in the place of the present one: a restored draft, a newer version from the server. */
export function replaceWorkStep(next: Work, label: string): Step {
  return {
    label,
    apply(work) {
      return { work: next, inverse: replaceWorkStep(work, label) };
    },
  };
}

/** Puts other values and presets in the place of those that are. */
export function parametersStep(parameters: Work["parameters"], label: string): Step {
  return {
    label,
    apply: (work) => ({ work: { ...work, parameters }, inverse: parametersStep(work.parameters, label) }),
  };
}
