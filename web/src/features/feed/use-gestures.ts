// Leads wheel and finger on the feed's picture to steps; the cards follow the finger without going through React.
import { useEffect, useRef, type RefObject } from "react";
import { onTouch, onWheel, touchAtRest, wheelAtRest, wheelPixels, withResistance, type TouchEventKind } from "./gesture";

export interface GestureActions {
  step: (by: 1 | -1) => void;
  tap: () => void;
  /** Two taps of a finger, or two presses of a mouse. */
  doubleTap: (x: number, y: number) => void;
  atStart: boolean;
  atEnd: boolean;
}

const TOUCHED_MS = 800;
const SCROLLS = "aside, [role=menu], [role=dialog]";

export function useGestures(area: RefObject<HTMLElement | null>, track: RefObject<HTMLElement | null>, actions: GestureActions): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });

  useEffect(() => {
    const element = area.current;
    if (!element) return undefined;
    const undo = new AbortController();
    const { signal } = undo;
    let wheel = wheelAtRest;
    let touch = touchAtRest;
    let finger: number | null = null;

    // On the window: the wheel steps over the title, the rail and the header as well.
    addEventListener(
      "wheel",
      (event) => {
        // Ctrl and wheel is the browser's zoom; what scrolls by itself keeps its wheel.
        if (event.ctrlKey || (event.target instanceof Element && event.target.closest(SCROLLS))) return;
        event.preventDefault();
        const result = onWheel(wheel, wheelPixels(event, element.clientHeight), event.timeStamp);
        wheel = result.state;
        if (result.step !== 0) latest.current.step(result.step);
      },
      { passive: false, signal },
    );

    const follow = (offset: number) => {
      const { atStart, atEnd } = latest.current;
      const moved = withResistance(offset, atStart, atEnd);
      track.current?.style.setProperty("--drag", `${moved.toFixed(1)}px`);
      if (track.current) track.current.dataset.dragging = String(offset !== 0);
    };
    const feel = (kind: TouchEventKind) => (event: PointerEvent) => {
      if (event.pointerType !== "touch") return;
      // A second finger is a zoom, not a step.
      if (kind === "down" && finger !== null) {
        touch = touchAtRest;
        follow(0);
        return;
      }
      if (kind === "down") finger = event.pointerId;
      if (event.pointerId !== finger) return;
      if (kind === "up" || kind === "cancel") finger = null;
      const result = onTouch(touch, { kind, x: event.clientX, y: event.clientY, at: event.timeStamp }, element.clientHeight);
      touch = result.state;
      follow(result.offset);
      const { step, tap, doubleTap } = latest.current;
      if (result.outcome === "next") step(1);
      else if (result.outcome === "previous") step(-1);
      else if (result.outcome === "tap") tap();
      else if (result.outcome === "double-tap") doubleTap(event.clientX, event.clientY);
    };
    // A finger's two taps have been felt already, and may be taken for this as well.
    let touchedMs = -Infinity;
    element.addEventListener("pointerdown", (event) => event.pointerType === "touch" && (touchedMs = event.timeStamp), { signal });
    element.addEventListener("dblclick", (event) => event.timeStamp - touchedMs > TOUCHED_MS && latest.current.doubleTap(event.clientX, event.clientY), { signal });
    element.addEventListener("pointerdown", feel("down"), { signal });
    element.addEventListener("pointermove", feel("move"), { signal });
    element.addEventListener("pointerup", feel("up"), { signal });
    element.addEventListener("pointercancel", feel("cancel"), { signal });
    return () => undo.abort();
  }, [area, track]);
}
