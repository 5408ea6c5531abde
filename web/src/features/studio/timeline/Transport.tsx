/** The line under the picture that plays it: steps, moment, range, speed, size, sound. */
import { History, Pause, Play, Repeat, SkipBack, StepBack, StepForward, Volume2, VolumeX } from "lucide-react";
import { useStore } from "zustand";
import { isHeard } from "../../../lib/heard";
import { useShortcut } from "../../../lib/shortcuts";
import { IconButton } from "../../../ui/IconButton";
import { useStudio, useStudioValue } from "../studio-context";
import { SizeChooser, SpeedChooser } from "./Choosers";
import { Entry } from "./Entry";
import { useRemembers } from "./remembers";
import { readFrame, readTime, spanFor, withEnd, writeTime } from "./times";
import { Track } from "./Track";

const icon = { size: 16, strokeWidth: 1.5 } as const;

export function Transport() {
  const { store, engine } = useStudioValue();
  const playing = useStudio((state) => state.playing);
  const loop = useStudio((state) => state.loop);
  const replay = useStudio((state) => state.replay);
  const heard = useStudio((state) => isHeard(state.work.passes));
  const remembers = useRemembers();
  const { setPlayback } = store.getState();

  const now = () => engine.player()?.time ?? 0;
  const toggleLoop = () => setPlayback({ loop: loop ? null : { from: 0, to: spanFor(now()) } });
  const setEnd = (end: "from" | "to") => setPlayback({ loop: withEnd(loop ?? { from: 0, to: spanFor(now()) }, end, now()) });

  useShortcut({ keys: [" "], label: "Play or pause", group: "Time line" }, engine.togglePlaying);
  useShortcut({ keys: ["home"], label: "Back to the start", group: "Time line" }, engine.reset);
  useShortcut({ keys: ["."], label: "One frame on", group: "Time line", repeats: true }, () => engine.step(1));
  useShortcut({ keys: [","], label: "One frame back", group: "Time line", repeats: true }, () => engine.step(-1));
  useShortcut({ keys: "[", label: "The loop begins here", group: "Time line" }, () => setEnd("from"));
  useShortcut({ keys: "]", label: "The loop ends here", group: "Time line" }, () => setEnd("to"));
  useShortcut({ label: "Loop a range", group: "Time line" }, toggleLoop);
  useShortcut({ label: "Pick a pixel", group: "Time line" }, () => setPlayback({ picking: !store.getState().picking }));
  // Plain keys are the shader's while the picture has the focus.
  useShortcut({ keys: "alt+arrowup", label: "Play or pause, also from code and picture", group: "Time line", always: true }, engine.togglePlaying);
  useShortcut({ keys: "alt+arrowdown", label: "Back to the start, also from code and picture", group: "Time line", always: true }, engine.reset);
  useShortcut({ keys: "alt+arrowright", label: "One frame on, also from the picture", group: "Time line", always: true, repeats: true }, () => engine.step(1));
  useShortcut({ keys: "alt+arrowleft", label: "One frame back, also from the picture", group: "Time line", always: true, repeats: true }, () => engine.step(-1));

  return (
    <div className="@container max-md:px-2" role="group" aria-label="Time line">
      <Track />
      <div className="no-scrollbar flex h-11 items-center gap-0.5 overflow-x-auto @max-[26rem]:gap-0">
        <IconButton size="sm" label="Back to the start" shortcut="home" icon={<SkipBack {...icon} />} onClick={engine.reset} />
        <IconButton size="sm" label="One frame back" shortcut="," icon={<StepBack {...icon} />} onClick={() => engine.step(-1)} />
        <IconButton size="sm" label={playing ? "Pause" : "Play"} shortcut=" " icon={playing ? <Pause {...icon} /> : <Play {...icon} />} onClick={engine.togglePlaying} />
        <IconButton size="sm" label="One frame on" shortcut="." icon={<StepForward {...icon} />} onClick={() => engine.step(1)} />
        <Moment />
        <span className="min-w-0 flex-1" />
        <IconButton size="sm" label={loop ? "Loop: on. [ and ] set its ends" : "Loop a range"} shortcut={loop ? undefined : "["} pressed={loop !== null} icon={<Repeat {...icon} />} onClick={toggleLoop} />
        {remembers && (
          <IconButton
            size="sm"
            label={replay ? "Buffers are replayed to a moment" : "Buffers are not replayed: they go on from what they hold"}
            pressed={replay}
            icon={<History {...icon} />}
            onClick={() => setPlayback({ replay: !replay })}
          />
        )}
        {heard && (
          <IconButton
            size="sm"
            label={engine.muted ? "Sound on" : "Sound off"}
            pressed={!engine.muted}
            icon={engine.muted ? <VolumeX {...icon} /> : <Volume2 {...icon} />}
            onClick={() => engine.setMuted(!engine.muted)}
          />
        )}
        <SpeedChooser />
        <SizeChooser />
      </div>
    </div>
  );
}

/** The moment that is shown, in seconds and in frames; both can be written. */
function Moment() {
  const { engine } = useStudioValue();
  const { time, frame } = useStore(engine.readout);
  return (
    <>
      <Entry
        label="Time in seconds"
        title="Write a moment: 12.5 or 1:02.5"
        text={writeTime(time)}
        className="ml-1 w-[4.75rem] shrink-0 @max-[26rem]:ml-0 @max-[26rem]:w-[4.25rem] @max-[26rem]:px-1"
        onStep={(by) => engine.step(by)}
        onEnter={(text) => {
          const seconds = readTime(text);
          if (seconds !== null) void engine.lead((timeline) => timeline.seek(seconds));
          return seconds !== null;
        }}
      />
      <Entry
        label="Frame"
        title="Write a frame, of sixty a second"
        text={String(frame)}
        className="w-16 shrink-0 text-ink-3 @max-[29rem]:hidden"
        onStep={(by) => engine.step(by)}
        onEnter={(text) => {
          const wanted = readFrame(text);
          if (wanted !== null) void engine.lead((timeline) => timeline.seekFrame(wanted));
          return wanted !== null;
        }}
      />
    </>
  );
}
