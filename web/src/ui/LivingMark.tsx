// The mark's living half, loaded when somebody first points at it.
import { Lamp } from "./Lamp";
import { MARK_SHARE } from "./mark-shader";

const OVERHANG = `${(((1 / MARK_SHARE - 1) / 2) * -100).toFixed(2)}%`;

export default function LivingMark({ awake, shown, onLive }: { awake: boolean; shown: boolean; onLive: () => void }) {
  return (
    <span className="pointer-events-none absolute" style={{ inset: OVERHANG }}>
      <Lamp state={awake ? "live" : "ready"} shown={shown} onLive={onLive} className="absolute inset-0" />
    </span>
  );
}
