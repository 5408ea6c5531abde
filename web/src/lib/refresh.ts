// Renews the access token by the cookie: never twice at once, neither in this tab nor in a neighbouring one.
import { endSession, mayHaveSession, startSession, useSession } from "./session";
import type { Tokens } from "./types";

let underway: Promise<boolean> | null = null;

/** True when there is a fresh access token. All callers of one moment share one request. */
export function refreshSession(): Promise<boolean> {
  underway ??= alone(renew).finally(() => {
    underway = null;
  });
  return underway;
}

let known: Promise<void> | null = null;

/** Settles when it is known who is at the screen; asks the cookie once a page. Every call to the server waits for it. */
export function sessionKnown(): Promise<void> {
  known ??= restore();
  return known;
}

async function restore(): Promise<void> {
  const { status } = useSession.getState();
  if (status !== "unknown") return;
  if (!mayHaveSession() || !(await refreshSession())) {
    if (useSession.getState().status === "unknown") useSession.setState({ status: "anonymous" });
  }
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
