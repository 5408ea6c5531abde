// Who is at the screen. The access token lives here, in memory only; the refresh token is an HttpOnly cookie that no script sees.
import { create } from "zustand";
import type { Me, Tokens } from "./types";

export interface Session {
  /** "unknown" until the cookie has been asked once. */
  status: "unknown" | "anonymous" | "signedIn";
  user: Me | null;
  accessToken: string | null;
}

export const useSession = create<Session>(() => ({ status: "unknown", user: null, accessToken: null }));

/** The person, or null. */
export const useUser = (): Me | null => useSession((session) => session.user);

// Only a note that a cookie may exist, so that strangers are not asked for one; it holds no secret.
const NOTE = "fractafrag.session";

export function mayHaveSession(): boolean {
  try {
    return localStorage.getItem(NOTE) !== null;
  } catch {
    return true;
  }
}

/** Takes what login, register, refresh and a change of password answer. */
export function startSession(tokens: Tokens): void {
  note(true);
  useSession.setState({ status: "signedIn", user: tokens.user, accessToken: tokens.access_token });
}

export function endSession(): void {
  note(false);
  useSession.setState({ status: "anonymous", user: null, accessToken: null });
}

/** After PATCH /me. */
export function updateUser(user: Me): void {
  useSession.setState({ user });
}

/** The server reads it with the page: whoever has it is not served a stranger's feed with it. */
const PAGE_NOTE = "fractafrag_session";
const YEAR_S = 31_536_000;

function note(present: boolean): void {
  if (typeof document !== "undefined") document.cookie = `${PAGE_NOTE}=1; Path=/; SameSite=Lax; Max-Age=${present ? YEAR_S : 0}`;
  try {
    if (present) localStorage.setItem(NOTE, "1");
    else localStorage.removeItem(NOTE);
  } catch {
    // Private windows may refuse storage; the session then lives as long as the page.
  }
}
