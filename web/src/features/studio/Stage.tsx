/** The living picture of the open work, and the line under it that plays it. */
import { Expand, Pause, Play, SkipBack, StepForward, Volume2, VolumeX } from "lucide-react";
import { useRef } from "react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { cx } from "../../lib/cx";
import { isHeard } from "../../lib/heard";
import { timecode } from "../../lib/format";
import { useShortcut } from "../../lib/shortcuts";
import { Button } from "../../ui/Button";
import { IconButton } from "../../ui/IconButton";
import { Menu, MenuCheck, MenuHeading } from "../../ui/Menu";
import { ParameterPoints } from "./parameters/ParametersPanel";
import { useStudio, useStudioValue } from "./studio-context";

const SPEEDS = [0.25, 0.5, 1, 2];
const SCALES = [0.25, 0.5, 1];
const scaleName = (scale: number) => (scale === 1 ? "Full" : scale === 0.5 ? "1/2" : "1/4");

/** The heights, in pixels, of what stands under the picture in a pane: the transport, the tabs, and the input slots with their space. */
const UNDER = 44 + 40 + 160;

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
  const box = useRef<HTMLDivElement>(null);

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
        className={cx("block size-full outline-none -outline-offset-2 transition-opacity", failed && "opacity-80")}
      />
      {failed && status === "running" && <div aria-hidden className="pointer-events-none absolute inset-x-0 bottom-0 h-0.5 animate-fade-in bg-danger" />}
      {status === "running" && <ParameterPoints />}
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

/** What stands over the picture when it does not run. */
function StageNotice() {
  const { engine } = useStudioValue();
  if (engine.status === "running") return null;
  const words = {
    held: ["Open without running", "This shader did not answer the last time. Change what may be too much, then run it."],
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

function Transport() {
  const { store, engine } = useStudioValue();
  const playing = useStudio((state) => state.playing);
  const speed = useStudio((state) => state.speed);
  const scale = useStudio((state) => state.scale);
  const time = useStore(engine.readout, (readout) => readout.time);
  const heard = useStudio((state) => isHeard(state.work.passes));
  const quiet = "h-8 rounded-control px-2 text-sm text-ink-2 tabular transition hover:bg-wash-strong hover:text-ink data-[state=open]:bg-wash-strong";

  useShortcut({ keys: "alt+arrowup", label: "Play or pause", group: "Studio", always: true }, engine.togglePlaying);
  useShortcut({ keys: "alt+arrowdown", label: "Back to the start", group: "Studio", always: true }, engine.reset);
  useShortcut({ keys: "alt+arrowright", label: "One frame on", group: "Studio", always: true, repeats: true }, engine.step);

  return (
    <div className="flex h-11 shrink-0 items-center gap-0.5 max-md:px-2">
      <IconButton size="sm" label="Back to the start" shortcut="alt+arrowdown" icon={<SkipBack size={16} strokeWidth={1.5} />} onClick={engine.reset} />
      <IconButton
        size="sm"
        label={playing ? "Pause" : "Play"}
        shortcut="alt+arrowup"
        icon={playing ? <Pause size={16} strokeWidth={1.5} /> : <Play size={16} strokeWidth={1.5} />}
        onClick={engine.togglePlaying}
      />
      <IconButton size="sm" label="One frame on" shortcut="alt+arrowright" icon={<StepForward size={16} strokeWidth={1.5} />} onClick={engine.step} />
      <span className="tabular ml-2 font-mono text-xs text-ink-2" aria-label="Time in seconds">
        {timecode(time)}
      </span>
      <span className="flex-1" />
      {heard && (
        <IconButton
          size="sm"
          label={engine.muted ? "Sound on" : "Sound off"}
          pressed={!engine.muted}
          icon={engine.muted ? <VolumeX size={16} strokeWidth={1.5} /> : <Volume2 size={16} strokeWidth={1.5} />}
          onClick={() => engine.setMuted(!engine.muted)}
        />
      )}
      <Menu
        trigger={
          <button type="button" className={quiet} aria-label={`Speed: ${speed} times`}>
            {speed}×
          </button>
        }
      >
        <MenuHeading>Speed</MenuHeading>
        {SPEEDS.map((value) => (
          <MenuCheck key={value} checked={speed === value} onChange={() => store.getState().setPlayback({ speed: value })}>
            {value}×
          </MenuCheck>
        ))}
      </Menu>
      <Menu
        trigger={
          <button type="button" className={quiet} aria-label={`Resolution: ${scaleName(scale)}`}>
            {scaleName(scale)}
          </button>
        }
      >
        <MenuHeading>Resolution</MenuHeading>
        {SCALES.map((value) => (
          <MenuCheck key={value} checked={scale === value} onChange={() => store.getState().setPlayback({ scale: value })}>
            {scaleName(value)}
          </MenuCheck>
        ))}
      </Menu>
    </div>
  );
}
