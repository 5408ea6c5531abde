/** Two people, or two tabs, changed one work: what each of them changed since the version that both knew. */
import type { Pass } from "@fractafrag/runtime";
import { passesFingerprint, tabOrder } from "./document";
import type { Details, Work } from "./document";

export type Side = "mine" | "theirs" | "both";

export interface Difference {
  /** What differs, in words: "Title", "Buffer A", "Image, inputs". */
  what: string;
  /** Who changed it since the common version; "both" where the two also disagree. */
  side: Side;
  /** The pass whose source differs, where it is a source. */
  pass?: string;
}

const detailNames: Record<keyof Details, string> = {
  title: "Title",
  description: "Description",
  tags: "Tags",
  licence: "Licence",
  visibility: "Visibility",
  posterAt: "Poster",
};

function sideOf(base: string, mine: string, theirs: string): Side | null {
  if (mine === theirs) return null;
  if (mine === base) return "theirs";
  if (theirs === base) return "mine";
  return "both";
}

function inputsText(pass: Pass | undefined): string {
  return pass ? passesFingerprint([{ ...pass, code: "", name: "", type: "image" }]) : "";
}

/** What differs between mine and theirs, each with the side that changed it since `base`. Empty when they are equal. */
export function differences(base: Work, mine: Work, theirs: Work): Difference[] {
  const found: Difference[] = [];
  for (const key of Object.keys(detailNames) as (keyof Details)[]) {
    const text = (work: Work) => JSON.stringify(work.details[key]);
    const side = sideOf(text(base), text(mine), text(theirs));
    if (side) found.push({ what: detailNames[key], side });
  }
  const names = [...new Set([...tabOrder(mine.passes), ...tabOrder(theirs.passes)])];
  for (const name of names) {
    const passOf = (work: Work) => work.passes.find((pass) => pass.name === name);
    const [b, m, t] = [passOf(base), passOf(mine), passOf(theirs)];
    const code = sideOf(b?.code ?? "", m?.code ?? "", t?.code ?? "");
    const present = sideOf(String(!!b), String(!!m), String(!!t));
    if (present) found.push({ what: present === "mine" && m ? `${name} (only in yours)` : m ? `${name} (not in theirs)` : `${name} (not in yours)`, side: present, pass: name });
    else if (code) found.push({ what: name, side: code, pass: name });
    const inputs = m && t ? sideOf(inputsText(b), inputsText(m), inputsText(t)) : null;
    if (inputs) found.push({ what: `${name}, inputs`, side: inputs });
  }
  return found;
}

/** Whether nothing that one side changed was also changed by the other, so that the two can be put together. */
export function canCombine(found: readonly Difference[]): boolean {
  return found.length > 0 && found.every((difference) => difference.side !== "both");
}

/**
 * Mine and theirs in one work: of each detail, pass and input list the side that changed it since `base`.
 * Only meaningful where `canCombine` holds; where both changed a thing, mine is taken.
 */
export function combine(base: Work, mine: Work, theirs: Work): Work {
  const details = { ...mine.details };
  for (const key of Object.keys(detailNames) as (keyof Details)[]) {
    if (JSON.stringify(mine.details[key]) === JSON.stringify(base.details[key])) {
      Object.assign(details, { [key]: theirs.details[key] });
    }
  }
  const passOf = (work: Work, name: string) => work.passes.find((pass) => pass.name === name);
  const passes: Pass[] = [];
  for (const pass of [...theirs.passes, ...mine.passes.filter((own) => !passOf(theirs, own.name))]) {
    const [b, m, t] = [passOf(base, pass.name), passOf(mine, pass.name), passOf(theirs, pass.name)];
    if (m && t) {
      const code = b && m.code === b.code ? t.code : m.code;
      const inputs = b && inputsText(m) === inputsText(b) ? t.inputs : m.inputs;
      passes.push({ ...m, code, inputs });
    } else if (!b) {
      passes.push(pass);
    } else if ((m ?? pass).code !== b.code) {
      passes.push(pass);
    }
  }
  return { passes: inPaintOrder(passes), details };
}

function inPaintOrder(passes: Pass[]): Pass[] {
  const rank = (pass: Pass) => (pass.type === "common" ? 0 : pass.type === "image" ? 2 : 1);
  return passes
    .map((pass, index) => ({ pass, index }))
    .sort((a, b) => rank(a.pass) - rank(b.pass) || a.index - b.index)
    .map(({ pass }) => pass);
}
