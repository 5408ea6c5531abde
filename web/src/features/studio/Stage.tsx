/** The living picture of the open work, and what stands over it and under it. */
import { Expand, Play } from "lucide-react";
import { lazy, Suspense, useRef } from "react";
import type { ReactNode } from "react";
import { cx } from "../../lib/cx";
import type { HoldReason } from "../../lib/safety";
import { useShortcut } from "../../lib/shortcuts";
import { Button } from "../../ui/Button";
import { IconButton } from "../../ui/IconButton";
import { ParameterPoints } from "./parameters/ParametersPanel";
import { useStudio, useStudioValue } from "./studio-context";
import { Transport } from "./timeline/Transport";

const Overlay = lazy(() => import("./inspection/Overlay"));

/** The heights, in pixels, of what stands under the picture in a pane: the time line, the transport, the tabs, and the input slots with their space. */
const UNDER = 28 + 44 + 40 + 160;

interface StageProps {
  className?: string;
  /** In a pane: the picture takes what the pane's height leaves, and `children` stand under it in the same width. */
  pane?: boolean;
  children?: ReactNode;
}

export function Stage({ className, pane = false, children }: StageProps) {
  const { engine } = useStudioValue();
  const { attach, canvasKey, status } = engine;
  const failed = useStudio((state) => state.report !== null && !state.report.ok);
  const fixed = useStudio((state) => state.fixed);
  const looking = useStudio((state) => state.shown !== null || state.picking);
  const box = useRef<HTMLDivElement>(null);
  // A picture of another shape than the box stands in its middle.
  const shape = fixed && { aspectRatio: `${fixed.width} / ${fixed.height}`, ...(fixed.width * 9 > fixed.height * 16 ? { height: "auto" } : { width: "auto" }) };

  function fullscreen(): void {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void box.current?.requestFullscreen?.();
  }
  useShortcut({ keys: "alt+f", label: "Picture over the whole screen", group: "Studio", always: true }, fullscreen);

  const picture = (
    <div ref={box} className={cx("group relative aspect-video overflow-hidden bg-surface fullscreen:rounded-none", pane && "rounded-card")}>
      <canvas
        key={canvasKey}
        ref={attach}
        data-takes-keys
        data-testid="stage"
        aria-label="The shader. It takes the pointer and, when focused, the keys."
        role="img"
        style={shape ?? undefined}
        className={cx("block size-full outline-none -outline-offset-2 transition-opacity", shape && "absolute inset-0 m-auto", failed && "opacity-80")}
      />
      {failed && status === "running" && <div aria-hidden className="pointer-events-none absolute inset-x-0 bottom-0 h-0.5 animate-fade-in bg-danger" />}
      {status === "running" && <ParameterPoints />}
      {status === "running" && looking && (
        <Suspense>
          <Overlay />
        </Suspense>
      )}
      <StageNotice />
      <IconButton
        look="picture"
        size="sm"
        label="Whole screen"
        shortcut="alt+f"
        side="left"
        className="absolute top-2 right-2 opacity-0 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100"
        icon={<Expand size={15} strokeWidth={1.5} />}
        onClick={fullscreen}
      />
    </div>
  );

  if (!pane) {
    return (
      <section aria-label="Picture" className={className}>
        {picture}
        <Transport />
      </section>
    );
  }
  return (
    <div className={cx("overflow-y-auto p-3", className)} style={{ containerType: "size" }}>
      <div className="mx-auto min-w-72" style={{ width: `min(100cqw, (100cqh - ${UNDER}px) * 16 / 9)` }}>
        <section aria-label="Picture">
          {picture}
          <Transport />
        </section>
        {children}
      </div>
    </div>
  );
}

const HELD: Record<HoldReason, readonly [string, string]> = {
  crashed: ["Open without running", "This shader did not answer the last time. Change what may be too much, then run it."],
  flashes: ["This work flashes", "More than three times a second, over a large part of the picture. It can bring on seizures."],
  heavy: ["This work is very heavy", "It may stop this device from answering for a while."],
  slow: ["Too heavy for this device", "Even a small picture of it takes longer than can be watched."],
};

/** What stands over the picture when it does not run. */
function StageNotice() {
  const { engine, hold } = useStudioValue();
  if (engine.status === "running") return null;
  const words = {
    held: HELD[hold ?? "crashed"],
    lost: ["The graphics driver gave up", "This source may have been too much for it. Your work is safe: run it again, or change it first."],
    absent: ["No picture here", "This browser gives no WebGL2. You can still write and save."],
  }[engine.status];
  return (
    <div role="alert" className="absolute inset-0 grid animate-fade-in place-items-center bg-glass-strong p-4 text-center">
      <div className="max-w-80">
        <p className="text-base font-medium text-ink">{words[0]}</p>
        <p className="mt-1 text-sm text-ink-2">{words[1]}</p>
        {engine.status !== "absent" && (
          <Button className="mt-4" variant="primary" size="sm" icon={<Play size={14} strokeWidth={2} />} onClick={engine.run}>
            Run
          </Button>
        )}
      </div>
    </div>
  );
}
