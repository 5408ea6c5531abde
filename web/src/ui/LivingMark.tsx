// The mark's living half, loaded when somebody first points at it.
import { cx } from "../lib/cx";
import { LiveCanvas } from "./LiveCanvas";
import { MARK_SHARE, markPasses } from "./mark-shader";

const OVERHANG = `${(((1 / MARK_SHARE - 1) / 2) * -100).toFixed(2)}%`;

export default function LivingMark({ awake, shown, onLive }: { awake: boolean; shown: boolean; onLive: () => void }) {
  return (
    <span className={cx("pointer-events-none absolute mix-blend-screen transition-opacity duration-200", shown ? "opacity-100" : "opacity-0")} style={{ inset: OVERHANG }}>
      <LiveCanvas passes={markPasses} state={awake ? "live" : "ready"} onLive={onLive} className="size-full" />
    </span>
  );
}
