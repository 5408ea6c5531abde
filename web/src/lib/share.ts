// Gives a work's address to somebody: the system's sheet where there is one, the clipboard elsewhere.
import { copy } from "./clipboard";
import { paths } from "./paths";
import { toast } from "./toast";

export async function share(card: { id: string; title: string }): Promise<void> {
  const url = new URL(paths.shader(card.id), location.origin).href;
  const touch = matchMedia("(pointer: coarse)").matches;
  if (touch && typeof navigator.share === "function") {
    try {
      await navigator.share({ title: card.title, url });
      return;
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
    }
  }
  await copyText(url, "Link copied.");
}

/** Copies, and says so; `said` is what the person reads. */
export async function copyText(text: string, said: string): Promise<void> {
  if (await copy(text)) toast(said, { tone: "success" });
  else toast("The browser did not allow copying.", { tone: "danger" });
}
