// Asks a stranger to sign in when they try what needs a name; the sheet itself is mounted by the shell.
import { create } from "zustand";
import { useSession } from "./session";

export const useSignInPrompt = create<{ reason: string | null }>(() => ({ reason: null }));

/** True when somebody is signed in; otherwise opens the sheet, which says "Sign in to {reason}". */
export function requireUser(reason: string): boolean {
  if (useSession.getState().status === "signedIn") return true;
  useSignInPrompt.setState({ reason });
  return false;
}

export function closeSignInPrompt(): void {
  useSignInPrompt.setState({ reason: null });
}
