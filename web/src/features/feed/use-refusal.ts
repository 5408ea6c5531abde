// "Not for me": the work does not come again, one goes on, and may take it back.
import { useMark } from "../../lib/marks";
import { toast } from "../../lib/toast";
import type { ShaderCard } from "../../lib/types";

export function useRefusal(goOn: () => void): (card: ShaderCard) => void {
  const hide = useMark("hidden");
  return (card) => {
    if (!hide(card.id, true)) return;
    goOn();
    toast(`${card.title} will not come again.`, { action: { label: "Undo", run: () => hide(card.id, false) } });
  };
}
