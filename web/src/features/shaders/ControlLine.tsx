// The stage's controls in one line: play, again, time, speed, frames a second, resolution, full screen.
import { useEffect, useRef, type ReactNode } from "react";
import { Box, Maximize, Minimize, Pause, Play, SkipBack, Volume2, VolumeX } from "lucide-react";
import { timecode } from "../../lib/format";
import { IconButton } from "../../ui/IconButton";
import { Menu, MenuCheck, MenuHeading } from "../../ui/Menu";
import { Tooltip } from "../../ui/Tooltip";
import type { PlayerControls, Scale } from "./use-player";

const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 4];
const SCALES: { scale: Scale; label: string }[] = [
  { scale: "auto", label: "As this device can" },
  { scale: 0.5, label: "½" },
  { scale: 1, label: "1" },
  { scale: 2, label: "2" },
];
const ICON = { size: 18, strokeWidth: 1.5 } as const;
const READOUT_MS = 100;

interface ControlLineProps {
  player: PlayerControls;
  /** Whether there is anything to hear. */
  heard: boolean;
  full: boolean;
  onFull: () => void;
  /** Whether the picture stands in space. */
  solid: boolean;
  onSolid: () => void;
}

export function ControlLine({ player, heard, full, onFull, solid, onSolid }: ControlLineProps) {
  const { paused, setPaused, muted, setMuted, reset, speed, setSpeed, scale, setScale, size } = player;
  return (
    <div role="toolbar" aria-label="Stage" className="flex h-[52px] items-center gap-1 px-2 md:px-4">
      <IconButton label={paused ? "Play" : "Pause"} shortcut=" " side="top" icon={paused ? <Play {...ICON} /> : <Pause {...ICON} />} onClick={() => setPaused(!paused)} />
      <IconButton label="Start again" shortcut="r" side="top" icon={<SkipBack {...ICON} />} onClick={reset} />
      <Readout player={player} />
      <div className="flex-1" />
      {heard && (
        <IconButton label={muted ? "Sound on" : "Sound off"} side="top" pressed={!muted} icon={muted ? <VolumeX {...ICON} /> : <Volume2 {...ICON} />} onClick={() => setMuted(!muted)} />
      )}
      <Choice label="Speed" value={`${speed}×`}>
        <MenuHeading>Speed</MenuHeading>
        {SPEEDS.map((one) => (
          <MenuCheck key={one} checked={one === speed} onChange={() => setSpeed(one)}>
            {one}×
          </MenuCheck>
        ))}
      </Choice>
      <Choice label="Resolution" value={size[0] > 0 ? `${size[0]} × ${size[1]}` : "Resolution"}>
        <MenuHeading>Pixels for each pixel of the screen</MenuHeading>
        {SCALES.map((one) => (
          <MenuCheck key={one.label} checked={one.scale === scale} onChange={() => setScale(one.scale)}>
            {one.label}
          </MenuCheck>
        ))}
      </Choice>
      <IconButton label="Stage in 3D" shortcut="3" side="top" pressed={solid} icon={<Box {...ICON} />} onClick={onSolid} />
      <IconButton label={full ? "Leave full screen" : "Full screen"} shortcut="f" side="top" icon={full ? <Minimize {...ICON} /> : <Maximize {...ICON} />} onClick={onFull} />
    </div>
  );
}

function Choice({ label, value, children }: { label: string; value: string; children: ReactNode }) {
  return (
    <Menu
      side="top"
      trigger={
        <button
          type="button"
          aria-label={`${label}: ${value}`}
          title={label}
          className="tabular h-9 rounded-control px-2.5 font-mono text-xs whitespace-nowrap text-ink-2 max-md:px-1.5 transition hover:bg-wash-strong hover:text-ink data-[state=open]:bg-wash-strong"
        >
          {value}
        </button>
      }
    >
      {children}
    </Menu>
  );
}

/** Time and frame rate change too often for React: they are written straight into the page. */
function Readout({ player }: { player: PlayerControls }) {
  const time = useRef<HTMLSpanElement>(null);
  const rate = useRef<HTMLSpanElement>(null);
  const { onFrame } = player;
  useEffect(() => {
    let last = 0;
    return onFrame((frame) => {
      const now = performance.now();
      // Frame zero is shown at once, so that "start again" is seen to work.
      if (now - last < READOUT_MS && frame.time > 0.05) return;
      last = now;
      if (time.current) time.current.textContent = timecode(frame.time);
      if (rate.current) rate.current.textContent = frame.fps > 0 ? `${Math.round(frame.fps)} fps` : "";
    });
  }, [onFrame]);
  return (
    <span className="tabular flex gap-3 px-2 font-mono text-xs">
      <Tooltip label="iTime" side="top">
        <span ref={time} className="min-w-11 text-ink">
          0:00.0
        </span>
      </Tooltip>
      <span ref={rate} className="min-w-12 text-ink-3 max-md:hidden" />
    </span>
  );
}
