/** What stands over the picture while something else than the image is shown, or a pixel is picked. */
import { X } from "lucide-react";
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { canvasPixel } from "@fractafrag/runtime";
import { useStore } from "zustand";
import { copy } from "../../../lib/clipboard";
import { toast } from "../../../lib/toast";
import { useStudio, useStudioValue } from "../studio-context";
import { CHANNELS, nameOf, RANGES } from "./looks";
import { Loupe } from "./Loupe";
import { heatGradient, middle, writeNumber, writeVector } from "./numbers";
import { useReading } from "./use-reading";

export default function Overlay() {
  const shown = useStudio((state) => state.shown);
  const picking = useStudio((state) => state.picking);
  return (
    <>
      {picking && <Crosshair />}
      {shown && <Badge />}
    </>
  );
}

/** Says that this is not the image, and leads back to it. */
function Badge() {
  const { store, engine } = useStudioValue();
  const shown = useStudio((state) => state.shown);
  const measured = useStore(engine.inside, (state) => state.measured);
  const heat = useStore(engine.inside, (state) => state.heat);
  if (!shown) return null;
  const view = shown.kind === "view" ? shown.view : null;
  const words = view
    ? [nameOf(shown), CHANNELS.find(({ value }) => value === view.channels)?.label, view.range === "raw" ? undefined : RANGES.find(({ value }) => value === view.range)?.label].filter(Boolean).join(" · ")
    : nameOf(shown);
  return (
    <div className="absolute top-2 left-2 flex max-w-[calc(100%-4rem)] animate-fade-in items-center gap-2 rounded-full bg-glass py-1 pr-1 pl-3 text-xs text-ink backdrop-blur-md" data-testid="badge">
      <span className="truncate">{words}</span>
      {shown.kind === "heat" && measured && heat?.trouble === null && (
        <span className="tabular flex shrink-0 items-center gap-1.5 font-mono text-ink-2">
          0
          <span className="h-2 w-16 rounded-full" style={{ background: heatGradient() }} />
          {writeNumber(measured.high)}
        </span>
      )}
      <button
        type="button"
        aria-label="Back to the image"
        title="Back to the image"
        className="grid size-6 shrink-0 place-items-center rounded-full transition hover:bg-wash-strong"
        onClick={() => store.getState().setPlayback({ shown: null })}
      >
        <X size={13} strokeWidth={1.5} />
      </button>
    </div>
  );
}

const KEYS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

function Crosshair() {
  const { store, engine } = useStudioValue();
  const pixel = useStore(engine.inside, (state) => state.pixel);
  const texels = useStore(engine.inside, (state) => state.texels);
  const area = useRef<HTMLDivElement>(null);
  // The canvas need not fill the picture's box.
  const [box, setBox] = useState<{ left: number; top: number; width: number; height: number } | null>(null);
  const size = useStore(engine.readout, ({ width, height }) => `${width} ${height}`);
  useReading();

  const canvas = () => area.current?.parentElement?.querySelector("canvas") ?? null;

  useEffect(() => {
    const measure = () => {
      const stage = canvas();
      const outer = area.current?.getBoundingClientRect();
      const inner = stage?.getBoundingClientRect();
      if (outer && inner) setBox({ left: inner.left - outer.left, top: inner.top - outer.top, width: inner.width, height: inner.height });
    };
    const observer = new ResizeObserver(measure);
    const stage = canvas();
    if (stage) observer.observe(stage);
    measure();
    area.current?.focus({ preventScroll: true });
    return () => observer.disconnect();
  }, [size]);

  function pick(event: PointerEvent, pinned: boolean): void {
    const stage = canvas();
    if (!stage) return;
    const [x, y] = canvasPixel(event.clientX, event.clientY, stage.getBoundingClientRect(), stage.width, stage.height);
    if (x < 0 || y < 0 || x >= stage.width || y >= stage.height) return;
    engine.inside.setState({ pixel: { x, y, pinned } });
  }

  function key(event: KeyboardEvent): void {
    const by = KEYS[event.key];
    if (event.key === "Escape") store.getState().setPlayback({ picking: false });
    else if (event.key === "c" && texels) void copy(writeVector(middle(texels))).then((done) => done && toast("Copied."));
    else if (by) {
      const stage = canvas();
      const from = pixel ?? { x: Math.floor((stage?.width ?? 0) / 2), y: Math.floor((stage?.height ?? 0) / 2) };
      const reach = event.shiftKey ? 10 : 1;
      const within = (value: number, most: number) => Math.min(Math.max(value, 0), most - 1);
      engine.inside.setState({ pixel: { x: within(from.x + by[0] * reach, stage?.width ?? 1), y: within(from.y + by[1] * reach, stage?.height ?? 1), pinned: true } });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const stage = engine.readout.getState();
  const at = pixel && box && stage.width > 0 ? { left: box.left + ((pixel.x + 0.5) / stage.width) * box.width, top: box.top + (1 - (pixel.y + 0.5) / stage.height) * box.height } : null;
  const beside = at && box && { left: besideOf(at.left, LOUPE.width, box.left + box.width), top: besideOf(at.top, LOUPE.height, box.top + box.height) };
  return (
    <div
      ref={area}
      role="application"
      tabIndex={0}
      data-takes-keys
      data-testid="crosshair"
      aria-label="Pick a pixel. Arrow keys move, c copies its value, Escape ends."
      className="absolute inset-0 cursor-crosshair touch-none overflow-hidden outline-none -outline-offset-2"
      onPointerDown={(event) => {
        if (event.pointerType === "touch") event.currentTarget.setPointerCapture(event.pointerId);
        pick(event, pixel?.pinned !== true || event.pointerType === "touch");
      }}
      onPointerMove={(event) => {
        if (event.pointerType === "touch") pick(event, true);
        else if (!pixel?.pinned) pick(event, false);
      }}
      onKeyDown={key}
    >
      {at && (
        <>
          <span aria-hidden className="pointer-events-none absolute inset-y-0 w-px bg-ink mix-blend-difference" style={{ left: at.left }} />
          <span aria-hidden className="pointer-events-none absolute inset-x-0 h-px bg-ink mix-blend-difference" style={{ top: at.top }} />
          {texels && beside && (
            <div className="pointer-events-none absolute rounded-control bg-glass-strong p-1" style={{ width: LOUPE.width, height: LOUPE.height, ...beside }}>
              <Loupe texels={texels} className="w-full" />
              <p className="tabular mt-1 truncate text-center font-mono text-[10px] text-ink-2">
                {texels.x}, {texels.y}
              </p>
            </div>
          )}
        </>
      )}
    </div>
  );
}

/** Pixels of the page, its line of text with it. */
const LOUPE = { width: 112, height: 130 };
const AWAY = 12;

/** Behind a place, or before it where there is no room, but always within 0 and `end`. */
function besideOf(place: number, length: number, end: number): number {
  const behind = place + AWAY;
  if (behind + length <= end) return behind;
  return Math.max(0, Math.min(place - AWAY - length, end - length));
}
