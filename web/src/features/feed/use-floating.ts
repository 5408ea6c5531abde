// The small window above all others: opened and closed by one button, closed when the feed is left.
import { useCallback, useEffect, useRef, useState, type RefObject } from "react";
import { toast } from "../../lib/toast";
import type { Floating } from "./floating";

const films = (): boolean => typeof document !== "undefined" && document.pictureInPictureEnabled && "captureStream" in HTMLCanvasElement.prototype;

/** Whether this browser has such windows at all; where it has none, nothing offers them. */
export const canFloat = (): boolean => "documentPictureInPicture" in globalThis || films();

export function useFloating(area: RefObject<HTMLElement | null>): { floating: Floating | null; toggle: () => void } {
  const [floating, setFloating] = useState<Floating | null>(null);
  const latest = useRef<Floating | null>(null);
  const opening = useRef(false);
  useEffect(() => () => latest.current?.close(), []);
  const keep = useCallback((now: Floating | null) => {
    latest.current = now;
    setFloating(now);
  }, []);
  const toggle = useCallback(() => {
    if (latest.current) return latest.current.close();
    const element = area.current;
    if (!element || opening.current) return undefined;
    opening.current = true;
    import("./floating")
      .then(({ float }) => float(element, () => keep(null)))
      .then(keep, () => toast("The browser did not allow a small window.", { tone: "danger" }))
      .finally(() => {
        opening.current = false;
      });
    return undefined;
  }, [area, keep]);
  return { floating, toggle };
}
