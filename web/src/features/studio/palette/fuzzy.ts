/** Fuzzy search: how well a few typed letters fit a label, and which letters of it they are. */

export interface Fit {
  score: number;
  /** The places of the letters that were found. */
  places: number[];
}

const isStart = (label: string, at: number): boolean => at === 0 || !/[\p{L}\p{N}]/u.test(label.charAt(at - 1)) || (/\p{Ll}/u.test(label.charAt(at - 1)) && /\p{Lu}/u.test(label.charAt(at)));

/**
 * How well `query` fits: every letter must follow the one before; beginnings of words and runs count more, gaps less.
 * Null where it does not fit; an empty query fits everything with 0.
 */
export function fit(query: string, label: string): Fit | null {
  const wanted = [...query.toLowerCase().replace(/\s+/g, "")].slice(0, 40);
  if (wanted.length === 0) return { score: 0, places: [] };
  const text = label.toLowerCase().slice(0, 120);
  if (!follows(wanted, text)) return null;
  // best[j]: the best way to have found the letters up to now with the last one at j.
  let best: (Fit | null)[] = Array.from({ length: text.length }, (_, at) => (text.charAt(at) === wanted[0] ? { score: worth(label, at, -1), places: [at] } : null));
  for (const letter of wanted.slice(1)) {
    const next: (Fit | null)[] = Array.from({ length: text.length }, () => null);
    for (let at = 1; at < text.length; at += 1) {
      if (text.charAt(at) !== letter) continue;
      for (let before = 0; before < at; before += 1) {
        const one = best[before];
        if (!one) continue;
        const score = one.score + worth(label, at, before);
        if (score > (next[at]?.score ?? Number.NEGATIVE_INFINITY)) next[at] = { score, places: [...one.places, at] };
      }
    }
    best = next;
  }
  const found = best.filter((one): one is Fit => one !== null).sort((a, b) => b.score - a.score)[0];
  return found ? { ...found, score: found.score - label.length / 200 } : null;
}

/** Whether the letters stand in the text in their order: most labels are done with here. */
function follows(letters: readonly string[], text: string): boolean {
  let at = -1;
  return letters.every((letter) => (at = text.indexOf(letter, at + 1)) >= 0);
}

function worth(label: string, at: number, before: number): number {
  const start = isStart(label, at) ? 3 : 0;
  if (before < 0) return start + 1 - at / 50;
  return before === at - 1 ? 4 + start / 3 : 1 + start - Math.min(2, (at - before) / 8);
}

/** The items that fit, the best first; those that fit alike keep their order. */
export function found<Item extends { label: string; group: string }>(query: string, items: readonly Item[]): { item: Item; places: number[] }[] {
  return items
    .flatMap((item, order) => {
      const own = fit(query, item.label);
      const grouped = own ? null : fit(query, `${item.group} ${item.label}`);
      if (own) return [{ item, order, score: own.score, places: own.places }];
      return grouped ? [{ item, order, score: grouped.score - 4, places: grouped.places.map((at) => at - item.group.length - 1).filter((at) => at >= 0) }] : [];
    })
    .sort((a, b) => b.score - a.score || a.order - b.order)
    .map(({ item, places }) => ({ item, places }));
}
