// Renews the access token by the cookie: never twice at once, neither in this tab nor in a neighbouring one.
import { mayHaveSession, startSession, endSession } from "./session";
import type { Tokens } from "./types";

let underway: Promise<boolean> | null = null;

/** True when there is a fresh access token. All callers of one moment share one request. */
export function refreshSession(): Promise<boolean> {
  underway ??= alone(renew).finally(() => {
    underway = null;
  });
  return underway;
}

/** Asked once when the page opens. */
export async function restoreSession(): Promise<void> {
  if (!mayHaveSession()) endSession();
  else if (!(await refreshSession())) endSession();
}

async function renew(): Promise<boolean> {
  let response: Response;
  try {
    response = await fetch("/api/v1/auth/refresh", { method: "POST", credentials: "same-origin" });
  } catch {
    return false;
  }
  if (response.ok) {
    startSession((await response.json()) as Tokens);
    return true;
  }
  if (response.status === 401 || response.status === 403) endSession();
  return false;
}

/** A refresh token may be used once: two tabs that send the same one would end the whole family. */
async function alone(work: () => Promise<boolean>): Promise<boolean> {
  const locks = typeof navigator === "undefined" ? undefined : (navigator as { locks?: LockManager }).locks;
  return locks ? await locks.request("fractafrag.refresh", work) : await work();
}
