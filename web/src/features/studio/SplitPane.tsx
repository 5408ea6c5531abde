/** Two panes with a border that can be dragged or moved by the arrow keys; where it stands is remembered. */
import { useRef, useState } from "react";
import type { KeyboardEvent, PointerEvent, ReactNode } from "react";

const KEY = "fractafrag.studio.split";
const LEAST = 0.25;
const MOST = 0.75;

function remembered(): number {
  try {
    const value = Number(localStorage.getItem(KEY));
    return value >= LEAST && value <= MOST ? value : 0.5;
  } catch {
    return 0.5;
  }
}

export function SplitPane({ left, right, label }: { left: ReactNode; right: ReactNode; label: string }) {
  const frame = useRef<HTMLDivElement>(null);
  const [share, setShare] = useState(remembered);
  const [dragging, setDragging] = useState(false);

  function move(next: number): void {
    const value = Math.min(MOST, Math.max(LEAST, next));
    setShare(value);
    try {
      localStorage.setItem(KEY, value.toFixed(4));
    } catch {
      // Then the border starts in the middle next time.
    }
  }

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    const box = frame.current?.getBoundingClientRect();
    if (dragging && box) move((event.clientX - box.left) / box.width);
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    const by = { ArrowLeft: -0.02, ArrowRight: 0.02 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    move(share + by);
  }

  return (
    <div ref={frame} className="flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-col" style={{ width: `${share * 100}%` }}>
        {left}
      </div>
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label={label}
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={LEAST * 100}
        aria-valuemax={MOST * 100}
        tabIndex={0}
        className="group relative z-10 w-px shrink-0 cursor-col-resize touch-none bg-line outline-offset-0"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDragging(true);
        }}
        onPointerMove={onPointerMove}
        onPointerUp={() => setDragging(false)}
        onPointerCancel={() => setDragging(false)}
        onDoubleClick={() => move(0.5)}
        onKeyDown={onKeyDown}
      >
        <span className={`absolute inset-y-0 -left-1 w-2 transition ${dragging ? "bg-line-strong" : "group-hover:bg-line-strong"}`} />
      </div>
      <div className="flex min-w-0 flex-1 flex-col">{right}</div>
    </div>
  );
}
