// The small living shader that keeps empty and broken pages company: the mark's fragments, drifting.
import { useState } from "react";
import { cx } from "../lib/cx";
import { useReducedMotion } from "../lib/media";
import { Lamp } from "./Lamp";
import { MarkDrawing } from "./Mark";

export function Ember({ size = 144, className }: { size?: number; className?: string }) {
  const still = useReducedMotion();
  const [live, setLive] = useState(false);
  return (
    <div aria-hidden className={cx("relative", className)} style={{ width: size, height: size }}>
      <MarkDrawing className={cx("absolute inset-[16%] size-[68%] text-ink-3 transition-opacity duration-200", live && "opacity-0")} />
      {!still && <Lamp state="live" shown={live} onLive={() => setLive(true)} className="absolute inset-0" />}
    </div>
  );
}
