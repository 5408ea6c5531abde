// The small living shader that keeps empty and broken pages company: the mark's fragments, drifting.
import { useState } from "react";
import { cx } from "../lib/cx";
import { useReducedMotion } from "../lib/media";
import { LiveCanvas } from "./LiveCanvas";
import { markPasses } from "./mark-shader";
import { MarkDrawing } from "./Mark";

export function Ember({ size = 144, className }: { size?: number; className?: string }) {
  const still = useReducedMotion();
  const [live, setLive] = useState(false);
  return (
    <div aria-hidden className={cx("relative", className)} style={{ width: size, height: size }}>
      <MarkDrawing className={cx("absolute inset-[16%] size-[68%] text-ink-3 transition-opacity duration-200", live && "opacity-0")} />
      {!still && (
        <LiveCanvas
          passes={markPasses}
          state="live"
          onLive={() => setLive(true)}
          className={cx("absolute inset-0 size-full mix-blend-screen transition-opacity duration-200", live ? "opacity-100" : "opacity-0")}
        />
      )}
    </div>
  );
}
