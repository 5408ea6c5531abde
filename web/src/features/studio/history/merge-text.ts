/** Three texts that grew from one: stretches of lines, each with who changed it, and the text that follows from the choices. */
import { diffIndices } from "node-diff3";

/** same: nobody changed it; mine, theirs: one side did; both: the two made the same change; conflict: they made different ones. */
export type HunkKind = "same" | "mine" | "theirs" | "both" | "conflict";

/** Lines without their ends. Of a "same" hunk the three are equal. */
export interface Hunk {
  kind: HunkKind;
  base: readonly string[];
  mine: readonly string[];
  theirs: readonly string[];
}

/** What of a hunk is taken; "mine, theirs" takes mine and puts theirs below it. */
export type Choice = "base" | "mine" | "theirs" | "mine, theirs";

export type Choices = Readonly<Record<number, Choice>>;

interface Edit {
  side: "mine" | "theirs";
  /** Lines of the base from `from` to `to`, `to` not counted, that became `from2` to `to2` of the side. */
  from: number;
  to: number;
  from2: number;
  to2: number;
}

/** Pairs of equal lines beyond which a comparison would hold up the page: the middle is then one edit. */
const MOST_PAIRS = 4_000_000;

/** Lines that both have before and after what differs; and the edits between, in the order of the base. */
function edits(base: readonly string[], other: readonly string[], side: Edit["side"]): Edit[] {
  const most = Math.min(base.length, other.length);
  let head = 0;
  while (head < most && base[head] === other[head]) head += 1;
  let tail = 0;
  while (tail < most - head && base[base.length - 1 - tail] === other[other.length - 1 - tail]) tail += 1;
  const one = base.slice(head, base.length - tail);
  const two = other.slice(head, other.length - tail);
  if (one.length === 0 && two.length === 0) return [];
  const whole = { side, from: head, to: head + one.length, from2: head, to2: head + two.length };
  if (one.length === 0 || two.length === 0 || pairs(one, two) > MOST_PAIRS) return [whole];
  return diffIndices([...one], [...two]).map(({ buffer1, buffer2 }) => {
    const [at = 0, length = 0] = buffer1 as number[];
    const [at2 = 0, length2 = 0] = buffer2 as number[];
    return { side, from: head + at, to: head + at + length, from2: head + at2, to2: head + at2 + length2 };
  });
}

function pairs(one: readonly string[], two: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const line of one) counts.set(line, (counts.get(line) ?? 0) + 1);
  return two.reduce((sum, line) => sum + (counts.get(line) ?? 0), 0);
}

const sameLines = (one: readonly string[], two: readonly string[]) => one.length === two.length && one.every((line, index) => line === two[index]);

/**
 * The hunks of three texts, in order; together they hold every line of each. Changes that overlap, or touch without a line
 * between them, are one hunk, because neither can be placed without knowing of the other.
 */
export function mergeText(base: string, mine: string, theirs: string): Hunk[] {
  const [o, m, t] = [base.split("\n"), mine.split("\n"), theirs.split("\n")];
  const all = [...edits(o, m, "mine"), ...edits(o, t, "theirs")].sort((a, b) => a.from - b.from || a.to - b.to);
  const hunks: Hunk[] = [];
  let at = 0;
  // How far each side is ahead of the base, in lines, before the present hunk.
  const ahead = { mine: 0, theirs: 0 };
  const same = (to: number) => {
    const lines = o.slice(at, to);
    if (lines.length > 0) hunks.push({ kind: "same", base: lines, mine: lines, theirs: lines });
    at = to;
  };
  for (let index = 0; index < all.length; ) {
    const first = all[index] as Edit;
    let end = first.to;
    const group: Edit[] = [];
    for (let next = all[index]; next && (group.length === 0 || next.from <= end); next = all[index]) {
      group.push(next);
      end = Math.max(end, next.to);
      index += 1;
    }
    same(first.from);
    const of = (side: Edit["side"], lines: readonly string[]) => {
      const own = group.filter((edit) => edit.side === side);
      const from = first.from + ahead[side];
      ahead[side] += own.reduce((sum, edit) => sum + (edit.to2 - edit.from2) - (edit.to - edit.from), 0);
      return { changed: own.length > 0, lines: lines.slice(from, end + ahead[side]) };
    };
    const [a, b] = [of("mine", m), of("theirs", t)];
    const kind = !b.changed ? "mine" : !a.changed ? "theirs" : sameLines(a.lines, b.lines) ? "both" : "conflict";
    hunks.push({ kind, base: o.slice(first.from, end), mine: a.lines, theirs: b.lines });
    at = end;
  }
  same(o.length);
  return hunks;
}

/** What is taken of a hunk unless somebody chooses otherwise: the side that changed it; null where both did, differently. */
export function choiceOf(hunk: Hunk): Choice | null {
  return { same: "base", mine: "mine", theirs: "theirs", both: "mine", conflict: null }[hunk.kind] as Choice | null;
}

function linesOf(hunk: Hunk, choice: Choice): readonly string[] {
  if (choice === "mine, theirs") return [...hunk.mine, ...hunk.theirs];
  return hunk[choice];
}

/** The numbers of the hunks that somebody still has to decide. */
export function undecided(hunks: readonly Hunk[], choices: Choices): number[] {
  return hunks.flatMap((hunk, index) => ((choices[index] ?? choiceOf(hunk)) === null ? [index] : []));
}

/** The text that follows from the choices; what is not decided reads as mine. */
export function mergedText(hunks: readonly Hunk[], choices: Choices): string {
  return hunks.flatMap((hunk, index) => linesOf(hunk, choices[index] ?? choiceOf(hunk) ?? "mine")).join("\n");
}
