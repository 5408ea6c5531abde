/** The moment of the poster, chosen on a strip of small pictures that are drawn here, on a clock of their own. */
import { createPlayer, fixedClock } from "@fractafrag/runtime";
import { useEffect, useRef, useState } from "react";
import type { ReactNode } from "react";
import type { Pass } from "@fractafrag/runtime";
import { cx } from "../../lib/cx";
import { openMedia } from "../../lib/media-set";
import { useStudio, useStudioValue } from "./studio-context";

const WIDTH = 144;
const HEIGHT = 81;
const TIMES = [0, 1, 2, 3, 5, 7, 10, 14];
/** A work that grows in its buffers has to be drawn from its beginning, at this rate. */
const GROWING_FPS = 30;
/** Drawing gives way to the page after this long. */
const SLICE_MS = 8;

const seconds = (time: number) => `${time.toFixed(time % 1 === 0 ? 0 : 1)} s`;

export function PosterStrip() {
  const { store, engine } = useStudioValue();
  const chosen = useStudio((state) => state.work.details.posterAt);
  const passes = useStudio((state) => state.work.passes);
  const compiles = useStudio((state) => state.report?.ok === true);
  const usable = compiles && engine.status === "running";
  const choose = (posterAt: number | null) => store.getState().setDetails({ posterAt });
  const { times, canvases, drawn } = useStrip(usable ? passes : null, chosen);

  return (
    <fieldset>
      <legend className="mb-1.5 text-sm text-ink-2">Poster</legend>
      <div className="no-scrollbar -mx-6 flex snap-x gap-2 overflow-x-auto px-6 py-1">
        <Moment label="Chosen by the renderer" name="Best" checked={chosen === null} onChoose={() => choose(null)}>
          <span className="grid size-full place-items-center bg-wash text-xs text-ink-3">Auto</span>
        </Moment>
        {/* What does not run here has no moments to choose from. */}
        {(usable ? times : []).map((time, index) => (
          <Moment key={time} label={`At ${seconds(time)}`} name={seconds(time)} checked={chosen === time} onChoose={() => choose(time)}>
            <canvas
              ref={(element) => {
                canvases.current[index] = element;
              }}
              width={WIDTH}
              height={HEIGHT}
              aria-hidden
              className={cx("size-full bg-wash transition-opacity", index < drawn ? "opacity-100" : "animate-breathe opacity-60")}
            />
          </Moment>
        ))}
      </div>
    </fieldset>
  );
}

interface MomentProps {
  label: string;
  name: string;
  checked: boolean;
  onChoose: () => void;
  children: ReactNode;
}

function Moment({ label, name, checked, onChoose, children }: MomentProps) {
  return (
    <label className="shrink-0 cursor-pointer snap-start scroll-ml-6">
      <input type="radio" name="poster" className="peer sr-only" aria-label={label} checked={checked} onChange={onChoose} />
      <span className="block h-[54px] w-24 overflow-hidden rounded-control border border-line transition peer-checked:border-accent! peer-checked:ring-1 peer-checked:ring-accent peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent">
        {children}
      </span>
      <span className={cx("tabular mt-1 block text-center text-xs", checked ? "text-ink" : "text-ink-3")} aria-hidden>
        {name}
      </span>
    </label>
  );
}

/** Draws the work at each time of the strip, one after the other, without holding up the page. */
function useStrip(passes: Pass[] | null, chosen: number | null) {
  const [times] = useState(() => [...new Set([...TIMES, ...(chosen === null ? [] : [chosen])])].sort((a, b) => a - b));
  const canvases = useRef<(HTMLCanvasElement | null)[]>([]);
  const [drawn, setDrawn] = useState(0);

  useEffect(() => {
    if (!passes) return undefined;
    const source = document.createElement("canvas");
    source.width = WIDTH;
    source.height = HEIGHT;
    const media = openMedia();
    let player: ReturnType<typeof createPlayer>;
    try {
      player = createPlayer(source, { media: media.load });
    } catch {
      return undefined;
    }
    let request = 0;
    const growing = passes.some((pass) => pass.type === "buffer");
    let at = 0;
    let frame = 0;
    let gone = false;

    async function slice(): Promise<void> {
      const until = performance.now() + SLICE_MS;
      while (at < times.length && performance.now() < until && !gone) {
        const target = Math.round((times[at] ?? 0) * GROWING_FPS);
        if (!growing) frame = target;
        await player.seekMedia(frame / GROWING_FPS);
        if (gone) return;
        player.drawAt(fixedClock(frame, GROWING_FPS));
        if (frame >= target) {
          canvases.current[at]?.getContext("2d")?.drawImage(source, 0, 0);
          at += 1;
          setDrawn(at);
        }
        frame += 1;
      }
      if (at < times.length && !gone) request = requestAnimationFrame(() => void slice());
    }

    void player.load(passes).then(async (report) => {
      await player.mediaSettled();
      if (report.ok && !gone) request = requestAnimationFrame(() => void slice());
    });
    return () => {
      gone = true;
      cancelAnimationFrame(request);
      player.dispose();
      media.dispose();
    };
  }, [passes, times]);

  return { times, canvases, drawn };
}
