/** The time line itself: where the work stands, drawn as it goes; drag it, and drag the ends of the range that is gone around. */
import { X } from "lucide-react";
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { useStore } from "zustand";
import { cx } from "../../../lib/cx";
import { IconButton } from "../../../ui/IconButton";
import { useStudio, useStudioValue } from "../studio-context";
import { useRemembers } from "./remembers";
import { FRAME, markName, marksOf, snapped, spanFor, withEnd, writeTime } from "./times";

const share = (seconds: number, span: number) => `${Math.min(100, (seconds / span) * 100)}%`;
const number = new Intl.NumberFormat("en");

/** Left and right by a frame, with shift by a second. */
function stepOf(event: KeyboardEvent): number {
  const by = event.shiftKey ? 1 : FRAME;
  return event.key === "ArrowRight" ? by : event.key === "ArrowLeft" ? -by : 0;
}

export function Track() {
  const { store, engine } = useStudioValue();
  const time = useStore(engine.readout, (readout) => readout.time);
  const replaying = useStore(engine.inside, (state) => state.replay);
  const loop = useStudio((state) => state.loop);
  const replay = useStudio((state) => state.replay);
  const remembers = useRemembers();
  const [goal, setGoal] = useState<number | null>(null);
  const area = useRef<HTMLDivElement>(null);
  const played = useRef(false);
  const waits = remembers && replay;
  const span = spanFor(Math.max(goal ?? time, loop ? loop.to - FRAME : 0));
  const shown = goal ?? time;

  const momentAt = (event: PointerEvent): number => {
    const box = area.current?.getBoundingClientRect();
    return box ? snapped(((event.clientX - box.left) / box.width) * span, span - FRAME) : 0;
  };

  function drag(event: PointerEvent): void {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const moment = momentAt(event);
    if (moment === goal) return;
    setGoal(moment);
    // What has to be replayed is led there when the pointer is let go.
    if (!waits) void engine.lead((timeline) => timeline.seek(moment));
  }

  async function drop(event: PointerEvent): Promise<void> {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    event.currentTarget.releasePointerCapture(event.pointerId);
    const moment = momentAt(event);
    if (waits) await engine.lead((timeline) => timeline.seek(moment));
    setGoal(null);
    if (played.current) store.getState().setPlayback({ playing: true });
  }

  return (
    <div className="relative h-7 select-none">
      <div
        ref={area}
        role="slider"
        tabIndex={0}
        aria-label="Moment"
        aria-valuemin={0}
        aria-valuemax={span}
        aria-valuenow={Math.round(shown * 100) / 100}
        aria-valuetext={writeTime(shown)}
        className="absolute inset-0 cursor-ew-resize touch-none outline-none -outline-offset-2"
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          played.current = store.getState().playing;
          store.getState().setPlayback({ playing: false });
          drag(event);
        }}
        onPointerMove={drag}
        onPointerUp={(event) => void drop(event)}
        onPointerCancel={(event) => void drop(event)}
        onKeyDown={(event) => {
          const by = stepOf(event);
          if (by === 0) return;
          event.preventDefault();
          engine.step(Math.round(by / FRAME));
        }}
      >
        {!replaying &&
          marksOf(span).map((mark) => (
            <span key={mark} aria-hidden className="pointer-events-none absolute top-0 h-full" style={{ left: share(mark, span) }}>
              <span className="absolute bottom-0 h-1.5 w-px bg-line-strong" />
              <span className={cx("tabular absolute bottom-1.5 font-mono text-[10px] leading-none text-ink-3", mark === 0 ? "left-0" : mark / span > 0.96 ? "right-0" : "-translate-x-1/2")}>{markName(mark)}</span>
            </span>
          ))}
        <span aria-hidden className="absolute inset-x-0 bottom-0 h-px bg-line-strong" />
        {loop && <span aria-hidden className="absolute bottom-0 h-[3px] bg-ink-2" style={{ left: share(loop.from, span), right: `calc(100% - ${share(loop.to, span)})` }} />}
        {goal !== null && (
          <span aria-hidden className="pointer-events-none absolute inset-y-0 w-px bg-accent" style={{ left: share(goal, span) }} />
        )}
        {!replaying && <Playhead span={span} />}
      </div>
      {remembers && !replay && <span className="pointer-events-none absolute top-0 right-0 bg-room pl-2 text-[10px] leading-none text-warning">buffers are not replayed</span>}
      {loop && (["from", "to"] as const).map((end) => <End key={end} end={end} span={span} area={area} />)}
      {replaying && (
        <div role="status" className="absolute inset-0 flex animate-fade-in items-center gap-2 bg-room">
          <span className="relative h-[3px] flex-1 overflow-hidden rounded-full bg-wash-strong">
            <span className="absolute inset-y-0 left-0 bg-ink-2" style={{ width: share(replaying.done, Math.max(1, replaying.total)) }} />
          </span>
          <span className="tabular font-mono text-xs text-ink-2">
            Replaying {number.format(replaying.done)} of {number.format(replaying.total)}
          </span>
          <IconButton size="sm" className="size-7" label="Stop here" icon={<X size={14} strokeWidth={1.5} />} onClick={() => engine.inside.getState().inside?.timeline.cancel()} />
        </div>
      )}
    </div>
  );
}

/** Moves with the picture, not with what React knows of it. */
function Playhead({ span }: { span: number }) {
  const { engine } = useStudioValue();
  const playing = useStudio((state) => state.playing);
  const head = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const put = () => {
      if (head.current) head.current.style.left = share(engine.player()?.time ?? 0, span);
    };
    put();
    if (!playing) return engine.readout.subscribe(put);
    let request = requestAnimationFrame(function turn() {
      put();
      request = requestAnimationFrame(turn);
    });
    return () => cancelAnimationFrame(request);
  }, [engine, playing, span]);
  return (
    <span ref={head} aria-hidden className="pointer-events-none absolute inset-y-0 -ml-px w-0.5 rounded-full bg-ink">
      <span className="absolute -top-0.5 left-1/2 size-2 -translate-x-1/2 rounded-full bg-ink" />
    </span>
  );
}

interface EndProps {
  end: "from" | "to";
  span: number;
  area: { readonly current: HTMLElement | null };
}

function End({ end, span, area }: EndProps) {
  const { store } = useStudioValue();
  const loop = useStudio((state) => state.loop);
  if (!loop) return null;
  const move = (moment: number) => store.getState().setPlayback({ loop: withEnd(loop, end, moment) });
  return (
    <button
      type="button"
      role="slider"
      aria-label={end === "from" ? "The loop begins" : "The loop ends"}
      aria-valuemin={0}
      aria-valuemax={span}
      aria-valuenow={Math.round(loop[end] * 100) / 100}
      aria-valuetext={writeTime(loop[end])}
      title={`${end === "from" ? "The loop begins" : "The loop ends"} at ${writeTime(loop[end])}`}
      style={{ left: share(loop[end], span) }}
      className={cx(
        "absolute bottom-0 h-4 w-2 cursor-ew-resize touch-none rounded-[2px] bg-ink-2 transition-colors before:absolute before:-inset-x-2 before:-inset-y-1.5 before:content-[''] hover:bg-ink",
        end === "to" && "-translate-x-full",
      )}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        const box = area.current?.getBoundingClientRect();
        if (box && event.currentTarget.hasPointerCapture(event.pointerId)) move(snapped(((event.clientX - box.left) / box.width) * span, span));
      }}
      onKeyDown={(event) => {
        const by = stepOf(event);
        if (by === 0) return;
        event.preventDefault();
        event.stopPropagation();
        move(snapped(loop[end] + by, 86_400));
      }}
    />
  );
}
