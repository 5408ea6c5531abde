/** Three works that grew from one: what came together by itself, what somebody has to decide, and the work that follows. */
import type { ParameterValues, Pass, PassInput } from "@fractafrag/runtime";
import { noParameters, PLACES } from "../document";
import type { Details, Work, WorkParameters } from "../document";
import { mergedText, mergeText, undecided } from "./merge-text";
import type { Choices, Hunk } from "./merge-text";
import { detailNames, inputText, valueText } from "./words";

export type Side = "mine" | "theirs";

/** Something that is not text and was changed differently by both: one of the two has to be taken. */
export interface Question {
  id: string;
  what: string;
  base: string;
  mine: string;
  theirs: string;
}

/** The source of a pass that both have and at least one changed. */
export interface PassMerge {
  name: string;
  hunks: readonly Hunk[];
}

export interface WorkMerge {
  passes: readonly PassMerge[];
  questions: readonly Question[];
  /** What only one side changed, apart from sources, in words. */
  automatic: readonly { what: string; side: Side }[];
}

export interface Decisions {
  /** By the name of the pass: what is taken of its hunks. */
  hunks: Readonly<Record<string, Choices>>;
  /** By the name of the pass: a text that was written by hand instead. */
  texts: Readonly<Record<string, string>>;
  answers: Readonly<Record<string, Side>>;
}

export const noDecisions: Decisions = { hunks: {}, texts: {}, answers: {} };

/** One thing of a work that is taken whole, under a name that is the same in all three. */
interface Part {
  what: string;
  value: unknown;
  text: string;
}

const passOf = (work: Work, name: string) => work.passes.find((pass) => pass.name === name);
const inputsKey = (inputs: readonly PassInput[]) => JSON.stringify([...inputs].sort((a, b) => a.channel - b.channel).map(({ channel, type, source, sampler }) => [channel, type, source, sampler.filter, sampler.wrap, sampler.vflip, sampler.srgb]));

function parts(work: Work): Map<string, Part> {
  const found = new Map<string, Part>();
  for (const key of Object.keys(detailNames) as (keyof typeof detailNames)[]) {
    const value = work.details[key];
    found.set(`detail ${key}`, { what: detailNames[key], value, text: valueText(value) });
  }
  for (const tag of work.details.tags) found.set(`tag ${tag}`, { what: `Tag “${tag}”`, value: tag, text: tag });
  for (const pass of work.passes)
    for (const input of pass.inputs) found.set(`input ${input.channel} ${pass.name}`, { what: `${pass.name}, iChannel${input.channel}`, value: { ...input, sampler: sorted(input.sampler) }, text: inputText(input) });
  const { values, presets } = work.parameters ?? noParameters;
  for (const [name, value] of Object.entries(values)) found.set(`value ${name}`, { what: `Parameter ${name}`, value, text: valueText(value) });
  for (const preset of presets) found.set(`preset ${preset.name}`, { what: `Preset “${preset.name}”`, value: sorted(preset.values), text: Object.entries(preset.values).map(([name, value]) => `${name} ${valueText(value)}`).join(", ") });
  return found;
}

const sorted = <T extends object>(record: T): T => Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1))) as T;

/** Where a pass is missing on one side: whether the other side still needs it. */
function presence(base: Pass | undefined, mine: Pass | undefined, theirs: Pass | undefined): Side | "ask" | null {
  if (!!mine === !!theirs) return null;
  const there = (mine ?? theirs) as Pass;
  const keeps: Side = mine ? "mine" : "theirs";
  if (!base) return keeps;
  const untouched = there.code === base.code && inputsKey(there.inputs) === inputsKey(base.inputs);
  return untouched ? (mine ? "theirs" : "mine") : "ask";
}

const names = (mine: Work, theirs: Work) => [...new Set([...theirs.passes, ...mine.passes].map(({ name }) => name))];

/** What is to be decided when `mine` and `theirs`, both made from `base`, are put together. */
export function mergeWorks(base: Work, mine: Work, theirs: Work): WorkMerge {
  const passes: PassMerge[] = [];
  const questions: Question[] = [];
  const automatic: { what: string; side: Side }[] = [];
  for (const name of names(mine, theirs)) {
    const [b, m, t] = [passOf(base, name), passOf(mine, name), passOf(theirs, name)];
    if (m && t) {
      if (m.code !== t.code) passes.push({ name, hunks: mergeText(b?.code ?? "", m.code, t.code) });
      continue;
    }
    const side = presence(b, m, t);
    const words = (there: Pass | undefined) => (there ? `Keep it, ${there.code.split("\n").length} lines` : "Without it");
    if (side === "ask") questions.push({ id: `pass ${name}`, what: `${name}, changed by one and removed by the other`, base: words(b), mine: words(m), theirs: words(t) });
    else if (side) automatic.push({ what: `${name} ${b ? "removed" : "added"}`, side });
  }
  const [o, a, z] = [parts(base), parts(mine), parts(theirs)];
  for (const key of new Set([...z.keys(), ...a.keys(), ...o.keys()])) {
    const [b, m, t] = [o.get(key), a.get(key), z.get(key)];
    const text = (part: Part | undefined) => JSON.stringify(part?.value) ?? "";
    if (text(m) === text(t)) continue;
    // An input of a pass that one side lacks goes with its pass.
    const pass = /^input \d (.*)$/.exec(key)?.[1];
    if (pass !== undefined && !(passOf(mine, pass) && passOf(theirs, pass))) continue;
    const { what } = (m ?? t ?? b) as Part;
    if (text(m) === text(b)) automatic.push({ what, side: "theirs" });
    else if (text(t) === text(b)) automatic.push({ what, side: "mine" });
    else questions.push({ id: key, what, base: b?.text ?? "nothing", mine: m?.text ?? "nothing", theirs: t?.text ?? "nothing" });
  }
  return { passes, questions, automatic };
}

/** How many things somebody still has to decide. */
export function openQuestions(merge: WorkMerge, decisions: Decisions): number {
  const hunks = merge.passes.reduce((sum, { name, hunks: all }) => sum + (decisions.texts[name] === undefined ? undecided(all, decisions.hunks[name] ?? {}).length : 0), 0);
  return hunks + merge.questions.filter(({ id }) => decisions.answers[id] === undefined).length;
}

/** The source that a pass gets. */
export function mergedCode({ name, hunks }: PassMerge, decisions: Decisions): string {
  return decisions.texts[name] ?? mergedText(hunks, decisions.hunks[name] ?? {});
}

/** The work that follows from the decisions; what is not decided is as in mine. */
export function mergedWork(base: Work, mine: Work, theirs: Work, decisions: Decisions): Work {
  const merge = mergeWorks(base, mine, theirs);
  const [o, a, z] = [parts(base), parts(mine), parts(theirs)];
  const text = (part: Part | undefined) => JSON.stringify(part?.value) ?? "";
  const take = (key: string): unknown => {
    const side = text(a.get(key)) === text(z.get(key)) ? "mine" : text(a.get(key)) === text(o.get(key)) ? "theirs" : text(z.get(key)) === text(o.get(key)) ? "mine" : (decisions.answers[key] ?? "mine");
    return (side === "mine" ? a : z).get(key)?.value;
  };
  const taken = <T>(prefix: string): [string, T][] =>
    [...new Set([...z.keys(), ...a.keys()])]
      .filter((key) => key.startsWith(prefix))
      .map((key): [string, unknown] => [key.slice(prefix.length), take(key)])
      .filter((entry): entry is [string, T] => entry[1] !== undefined);

  const details = Object.fromEntries((Object.keys(detailNames) as (keyof typeof detailNames)[]).map((key) => [key, take(`detail ${key}`)])) as unknown as Details;
  const passes = names(mine, theirs).flatMap((name): Pass[] => {
    const [b, m, t] = [passOf(base, name), passOf(mine, name), passOf(theirs, name)];
    if (m && t) {
      const merged = merge.passes.find((pass) => pass.name === name);
      const inputs = ([0, 1, 2, 3] as const).flatMap((channel) => {
        const input = take(`input ${channel} ${name}`) as PassInput | undefined;
        return input ? [input] : [];
      });
      return [{ ...m, code: merged ? mergedCode(merged, decisions) : m.code, inputs }];
    }
    const asked = presence(b, m, t);
    const side = asked === "ask" ? (decisions.answers[`pass ${name}`] ?? "mine") : asked;
    const kept = side === "mine" ? m : t;
    return kept ? [kept] : [];
  });
  const parameters: WorkParameters = {
    values: Object.fromEntries(taken<ParameterValues[string]>("value ")),
    presets: taken<ParameterValues>("preset ").map(([name, values]) => ({ name, values })),
  };
  return { passes: withoutLostInputs(inOrder(passes)), details: { ...details, tags: taken<string>("tag ").map(([, tag]) => tag) }, parameters };
}

function inOrder(passes: readonly Pass[]): Pass[] {
  const rank = (pass: Pass) => PLACES.indexOf(pass.type);
  return passes
    .map((pass, index) => ({ pass, index }))
    .sort((one, other) => rank(one.pass) - rank(other.pass) || one.index - other.index)
    .map(({ pass }) => pass);
}

/** One side may read a pass that the other took away. */
function withoutLostInputs(passes: readonly Pass[]): Pass[] {
  const there = new Set(passes.map(({ name }) => name));
  const isLost = ({ type, source }: PassInput) => (type === "buffer" || (type === "cubemap" && source.startsWith("Cube "))) && !there.has(source);
  return passes.map((pass) => (pass.inputs.some(isLost) ? { ...pass, inputs: pass.inputs.filter((input) => !isLost(input)) } : pass));
}
