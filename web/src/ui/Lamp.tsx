// The mark's shader as a lamp: what it leaves black is transparent, on whatever it stands.
import { useId } from "react";
import { cx } from "../lib/cx";
import { LiveCanvas } from "./LiveCanvas";
import { markPasses } from "./mark-shader";

export interface LampProps {
  state: "live" | "ready";
  shown: boolean;
  onLive: () => void;
  className?: string;
}

export function Lamp({ state, shown, onLive, className }: LampProps) {
  const filter = useId();
  return (
    <>
      <svg width="0" height="0" aria-hidden className="absolute">
        <filter id={filter} colorInterpolationFilters="sRGB">
          <feColorMatrix values="1 0 0 0 0  0 1 0 0 0  0 0 1 0 0  1.2 1.2 1.2 0 0" />
        </filter>
      </svg>
      <span className={cx("transition-opacity duration-200", shown ? "opacity-100" : "opacity-0", className)}>
        <span className="block size-full" style={{ filter: `url(#${CSS.escape(filter)})` }}>
          <LiveCanvas passes={markPasses} state={state} onLive={onLive} className="size-full" />
        </span>
      </span>
    </>
  );
}
