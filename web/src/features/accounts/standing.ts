/** How a work of one's own stands. */
import type { ShaderCard } from "../../lib/types";

/** What the author should know at a glance, in a word or two. */
export function standing(card: Pick<ShaderCard, "status" | "visibility" | "render">): { text: string; tone: "quiet" | "warning" | "danger" } {
  if (card.status === "published") {
    if (card.render.status === "failed") return { text: "Render failed", tone: "danger" };
    if (card.render.status === "pending") return { text: "Rendering", tone: "warning" };
    return { text: card.visibility === "public" ? "Published" : card.visibility === "unlisted" ? "Unlisted" : "Private", tone: "quiet" };
  }
  return { text: card.status === "draft" ? "Draft" : "Archived", tone: "quiet" };
}
