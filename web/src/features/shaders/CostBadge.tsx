// How much a work asks of the machine that draws it, as the renderer measured it.
import { Gauge } from "lucide-react";
import type { ShaderPage } from "../../lib/types";
import { Tooltip } from "../../ui/Tooltip";

const WORDS: Record<string, string> = { light: "Light", medium: "Medium", heavy: "Heavy", extreme: "Extreme" };

export function CostBadge({ facts }: { facts: ShaderPage["render"]["facts"] }) {
  const { tier, ms_per_megapixel: cost } = (facts ?? {}) as { tier?: unknown; ms_per_megapixel?: unknown };
  const words = typeof tier === "string" ? WORDS[tier] : undefined;
  if (!words) return null;
  const exact = typeof cost === "number" ? `Cost to draw: ${cost.toFixed(cost < 10 ? 1 : 0)} ms a megapixel on the server's processor` : "Cost to draw";
  return (
    <Tooltip label={exact}>
      <span tabIndex={0} className="inline-flex items-center gap-1 rounded-sm">
        <Gauge size={14} strokeWidth={1.5} aria-hidden />
        {words}
      </span>
    </Tooltip>
  );
}
