// Leaving: the server forgets the refresh token, the page forgets the person.
import { api } from "./api";
import { endSession } from "./session";
import { toast } from "./toast";

export async function signOut(): Promise<void> {
  try {
    await api.POST("/api/v1/auth/logout");
    toast("Signed out.");
  } catch {
    toast("Signed out here. The server could not be told, so the session ends there by itself.", { tone: "danger" });
  }
  endSession();
}
