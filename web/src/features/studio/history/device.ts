/** The moments and undo histories of this device, in the browser's database. */
import { ask, change, entries } from "../browser-database";
import { keyOf, prefixOf, surplus } from "./moments";
import type { Moment } from "./moments";
import type { KeptUndo } from "./undo-memory";

const MOST_UNDO = 24;
const UNDO_AGE_MS = 60 * 24 * 3600 * 1000;

/** Keeps a moment, and gives up older ones where there is no room. */
export async function keepMoment(moment: Moment): Promise<void> {
  await change("moments", (store) => store.put(moment, keyOf(moment)));
  const keys = await ask("moments", (store) => store.getAllKeys());
  const gone = surplus((keys ?? []).map(String), Date.now());
  if (gone.length > 0) await change("moments", (store) => gone.forEach((key) => store.delete(key)));
}

/** The moments of a document, the newest first. */
export async function momentsOf(document: string): Promise<Moment[]> {
  const found = await entries<Moment>("moments", prefixOf(document));
  return found.map(([, moment]) => moment).filter(isMoment).reverse();
}

function isMoment(value: unknown): value is Moment {
  const moment = value as Moment | null;
  return typeof moment === "object" && moment !== null && typeof moment.at === "number" && Array.isArray(moment.work?.passes) && typeof moment.work.details === "object";
}

/** Gives the moments of a document since `since` (milliseconds) another name: its first save has named it. */
export async function renameMoments(from: string, to: string, since: number): Promise<void> {
  const found = (await entries<Moment>("moments", prefixOf(from))).filter(([, moment]) => isMoment(moment) && moment.at >= since);
  if (found.length === 0) return;
  await change("moments", (store) => {
    for (const [key, moment] of found) {
      store.delete(key);
      const named = { ...moment, document: to };
      store.put(named, keyOf(named));
    }
  });
}

const undoKey = (document: string, tab: string) => `${document}|${tab}`;

export function keepUndo(document: string, tab: string, kept: KeptUndo): Promise<void> {
  return change("undo", (store) => store.put(kept, undoKey(document, tab)));
}

export function dropUndo(document: string, tab: string): Promise<void> {
  return change("undo", (store) => store.delete(undoKey(document, tab)));
}

/** The histories of a document, this tab's first and then the newest; what is too old or too much is given up. */
export async function undoHistories(document: string, tab: string): Promise<KeptUndo[]> {
  const all = (await entries<KeptUndo>("undo")).filter(([, kept]) => typeof kept === "object" && kept !== null && typeof kept.passes === "object").sort(([, one], [, other]) => other.savedAt - one.savedAt);
  const gone = all.filter(([, { savedAt }], index) => index >= MOST_UNDO || Date.now() - savedAt > UNDO_AGE_MS);
  if (gone.length > 0) await change("undo", (store) => gone.forEach(([key]) => store.delete(key)));
  const own = undoKey(document, tab);
  return all
    .filter(([key]) => key.startsWith(`${document}|`))
    .sort(([one], [other]) => Number(other === own) - Number(one === own))
    .map(([, kept]) => kept);
}
