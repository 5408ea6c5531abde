/** Which tab this is and which others are alive, so that nobody is offered the work that another tab still holds. */

const KEY = "fractafrag.studio.tab";
const LOCK = "fractafrag.studio.tab.";

let identity: Promise<string> | null = null;

function freshId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Holds a lock for as long as the tab lives; answers false where another tab (a duplicate of this one) holds it. */
function claim(id: string): Promise<boolean> {
  return new Promise((resolve) => {
    navigator.locks
      .request(LOCK + id, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock ? new Promise<void>(() => undefined) : undefined;
      })
      .catch(() => resolve(false));
  });
}

async function identify(): Promise<string> {
  let id = freshId();
  try {
    id = sessionStorage.getItem(KEY) ?? id;
  } catch {
    return id;
  }
  // Locks exist only in secure contexts; without them a duplicated tab shares its identity with the original.
  if ("locks" in navigator && !(await claim(id))) {
    id = freshId();
    await claim(id);
  }
  sessionStorage.setItem(KEY, id);
  return id;
}

/** The identity of this tab: survives a reload, differs in a duplicated tab. */
export function tabIdentity(): Promise<string> {
  identity ??= identify();
  return identity;
}

/** The identities of the other tabs of this site that are open now; empty where the browser cannot tell. */
export async function otherTabs(): Promise<Set<string>> {
  const own = await tabIdentity();
  if (!("locks" in navigator)) return new Set();
  const { held = [] } = await navigator.locks.query();
  const ids = held.map((lock) => lock.name ?? "").filter((name) => name.startsWith(LOCK));
  return new Set(ids.map((name) => name.slice(LOCK.length)).filter((id) => id !== own));
}
