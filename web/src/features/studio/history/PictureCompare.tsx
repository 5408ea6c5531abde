/** Two states of a work, alive beside or over each other: by a line that is drawn over the picture, or by what differs. */
import { heldBack } from "@fractafrag/runtime";
import { Pause, Play, SkipBack } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { KeyboardEvent, PointerEvent, RefObject } from "react";
import { cx } from "../../../lib/cx";
import { timecode } from "../../../lib/format";
import { useReducedMotion } from "../../../lib/media";
import { Button } from "../../../ui/Button";
import { IconButton } from "../../../ui/IconButton";
import type { Work } from "../document";
import { Choice } from "./Choice";
import { createTwins } from "./twins";
import type { Twins } from "./twins";

type Mode = "wipe" | "beside" | "difference";
const MODES = [
  { value: "wipe", label: "Wipe" },
  { value: "beside", label: "Side by side" },
  { value: "difference", label: "Difference" },
] as const;
const GAINS = [
  { value: "1", label: "×1" },
  { value: "4", label: "×4" },
  { value: "16", label: "×16" },
] as const;

const MOST_WIDTH = 1280;
const MEASURE_MS = 500;
const SAMPLE: [number, number] = [96, 54];
/** Steps of 255 by which a channel must differ to be seen. */
const SEEN = 3;

export interface PictureCompareProps {
  before: Work;
  after: Work;
  beforeName: string;
  afterName: string;
}

export function PictureCompare({ before, after, beforeName, afterName }: PictureCompareProps) {
  const still = useReducedMotion();
  const box = useRef<HTMLDivElement>(null);
  const one = useRef<HTMLCanvasElement>(null);
  const two = useRef<HTMLCanvasElement>(null);
  const twins = useRef<Twins | null>(null);
  const [mode, setMode] = useState<Mode>("wipe");
  const [gain, setGain] = useState<"1" | "4" | "16">("1");
  const [edge, setEdge] = useState(50);
  const [playing, setPlaying] = useState(!still);
  const [time, setTime] = useState(0);
  const [differs, setDiffers] = useState<number | null>(null);
  const [broken, setBroken] = useState<[boolean, boolean]>([false, false]);
  const [gone, setGone] = useState(false);
  const heavy = useMemo(() => heldBack(before.passes) ?? heldBack(after.passes), [before, after]);
  const [allowed, setAllowed] = useState<Work | null>(null);
  const runs = heavy === null || allowed === after;

  useEffect(() => {
    if (!runs || !one.current || !two.current || !box.current) return undefined;
    const pair = [one.current, two.current] as const;
    let readAt = 0;
    const measure = measurer(pair);
    let made: Twins;
    try {
      made = createTwins(pair, {
        onLost: () => setGone(true),
        onFrame: (now) => {
          const at = performance.now();
          if (at - readAt < MEASURE_MS && now > 0) return;
          readAt = at;
          setTime(now);
          setDiffers(measure());
        },
      });
    } catch {
      const told = window.setTimeout(() => setGone(true));
      return () => window.clearTimeout(told);
    }
    twins.current = made;
    const sized = new ResizeObserver(([entry]) => {
      const width = Math.min(MOST_WIDTH, (entry?.contentRect.width ?? 640) * Math.min(devicePixelRatio || 1, 2));
      made.resize(width, (width * 9) / 16);
    });
    sized.observe(box.current);
    return () => {
      sized.disconnect();
      twins.current = null;
      made.dispose();
    };
  }, [runs, one, two]);

  useEffect(() => {
    let left = false;
    void twins.current?.load([before, after]).then(([first, second]) => {
      if (!left) setBroken([first.length > 0, second.length > 0]);
    });
    return () => {
      left = true;
    };
  }, [before, after, runs]);

  useEffect(() => twins.current?.setPlaying(playing), [playing, runs]);

  const beside = mode === "beside";
  return (
    <section aria-label="Pictures">
      <div
        ref={box}
        className={cx("relative isolate overflow-hidden rounded-card bg-surface", beside ? "grid gap-1 md:grid-cols-2" : "aspect-video")}
        style={mode === "difference" ? { filter: `brightness(${gain})` } : undefined}
      >
        <Layer name={beforeName} canvas={one} broken={broken[0]} className={beside ? "relative aspect-video" : "absolute inset-0"} />
        <Layer
          name={afterName}
          canvas={two}
          broken={broken[1]}
          className={cx(beside ? "relative aspect-video" : "absolute inset-0", mode === "difference" && "mix-blend-difference")}
          clip={mode === "wipe" ? `inset(0 0 0 ${edge}%)` : undefined}
        />
        {mode === "wipe" && runs && <Edge box={box} at={edge} onMove={setEdge} label={`Border between ${beforeName} and ${afterName}`} />}
        {mode !== "difference" && (
          <>
            <Name className={cx("left-2", beside && "max-md:hidden")}>{beforeName}</Name>
            <Name className={cx("right-2", beside && "max-md:hidden")}>{afterName}</Name>
          </>
        )}
        {(!runs || gone) && (
          <div className="absolute inset-0 grid place-items-center bg-glass-strong p-4 text-center">
            <div className="max-w-80">
              <p className="text-sm text-ink-2">{gone ? "The graphics driver gave up on these two." : `Not run yet: ${heavy}.`}</p>
              {!gone && (
                <Button size="sm" className="mt-3" icon={<Play size={14} strokeWidth={2} />} onClick={() => setAllowed(after)}>
                  Run both
                </Button>
              )}
            </div>
          </div>
        )}
      </div>
      <div className="mt-2 flex flex-wrap items-center gap-x-2 gap-y-1">
        <IconButton size="sm" label="Both back to the start" icon={<SkipBack size={16} strokeWidth={1.5} />} onClick={() => twins.current?.reset()} />
        <IconButton size="sm" label={playing ? "Pause both" : "Play both"} icon={playing ? <Pause size={16} strokeWidth={1.5} /> : <Play size={16} strokeWidth={1.5} />} onClick={() => setPlaying(!playing)} />
        <span className="tabular font-mono text-xs text-ink-2" aria-label="Time in seconds">
          {timecode(time)}
        </span>
        <span className="tabular ml-2 text-xs text-ink-3" data-testid="differs">
          {differs === null || broken.some(Boolean) ? "" : differs === 0 ? "The pictures are the same" : `${differs < 1 ? "Less than 1" : Math.round(differs)} % of the picture differs`}
        </span>
        <span className="flex-1" />
        {mode === "difference" && <Choice label="Gain" value={gain} options={GAINS} onChange={setGain} />}
        <Choice label="How they are compared" value={mode} options={MODES} onChange={setMode} />
      </div>
    </section>
  );
}

function Layer({ name, canvas, broken, className, clip }: { name: string; canvas: RefObject<HTMLCanvasElement>; broken: boolean; className: string; clip?: string }) {
  return (
    <div className={className} style={clip ? { clipPath: clip } : undefined}>
      <canvas ref={canvas} role="img" aria-label={`The picture of ${name}`} className="block size-full bg-room" />
      {broken && <p className="absolute inset-0 grid place-items-center bg-glass-strong p-4 text-center text-sm text-ink-2">{name} does not compile here.</p>}
    </div>
  );
}

function Name({ children, className }: { children: string; className?: string }) {
  return <span className={cx("pointer-events-none absolute top-2 z-1 max-w-[45%] truncate rounded-full bg-glass px-2.5 py-1 text-xs text-ink", className)}>{children}</span>;
}

/** The line between the two: dragged anywhere on the picture, or moved by the arrow keys. */
function Edge({ box, at, onMove, label }: { box: RefObject<HTMLDivElement | null>; at: number; onMove: (at: number) => void; label: string }) {
  const to = (event: PointerEvent<HTMLDivElement>) => {
    const area = box.current?.getBoundingClientRect();
    if (area && area.width > 0) onMove(Math.min(100, Math.max(0, ((event.clientX - area.left) / area.width) * 100)));
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -2, ArrowRight: 2, PageDown: -10, PageUp: 10, Home: -100, End: 100 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onMove(Math.min(100, Math.max(0, at + step)));
  };
  return (
    <div
      className="absolute inset-0 cursor-ew-resize touch-pan-y"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        to(event);
      }}
      onPointerMove={(event) => event.buttons > 0 && to(event)}
    >
      <div role="slider" tabIndex={0} aria-label={label} aria-valuenow={Math.round(at)} aria-valuemin={0} aria-valuemax={100} className="absolute inset-y-0 w-px bg-ink outline-offset-4" style={{ left: `${at}%` }} onKeyDown={onKey}>
        <span aria-hidden className="absolute top-1/2 left-1/2 grid size-8 -translate-1/2 place-items-center rounded-full bg-glass-strong font-mono text-xs text-ink">
          ‹›
        </span>
      </div>
    </div>
  );
}

/** How much of the two pictures differs so that one could see it, in percent; null before there are two. */
function measurer(canvases: readonly [HTMLCanvasElement, HTMLCanvasElement]): () => number | null {
  const [width, height] = SAMPLE;
  const small = canvases.map(() => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = SAMPLE;
    return canvas.getContext("2d", { willReadFrequently: true });
  });
  return () => {
    const [one, two] = small.map((context, index) => {
      context?.drawImage(canvases[index] as HTMLCanvasElement, 0, 0, width, height);
      return context?.getImageData(0, 0, width, height).data;
    });
    if (!one || !two) return null;
    let differing = 0;
    for (let at = 0; at < one.length; at += 4) {
      if ([0, 1, 2].some((channel) => Math.abs((one[at + channel] ?? 0) - (two[at + channel] ?? 0)) >= SEEN)) differing += 1;
    }
    return (differing * 100) / (width * height);
  };
}
