// When somebody else sits down at the screen, what the server said to the one before is no longer true.
import type { QueryClient } from "@tanstack/react-query";
import { useSession } from "../lib/session";

const PRIVATE = ["mine", "me", "keys", "grants", "consent", "webhooks", "marks", "saves"];

export function followSession(client: QueryClient): () => void {
  return useSession.subscribe((session, before) => {
    if (before.status === "unknown" || session.user?.id === before.user?.id) return;
    for (const key of PRIVATE) client.removeQueries({ queryKey: [key] });
    // Votes of one's own and private works are part of nearly every answer.
    void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "instance" && queryKey[0] !== "tags" });
  });
}
