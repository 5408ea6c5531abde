// The stage in space: the living picture on a sphere, a cube, a knot, a cylinder, or the wall of a dim room.
import { useEffect, useRef, useState, type MutableRefObject } from "react";
import { Glasses } from "lucide-react";
import { cx } from "../../lib/cx";
import { useReducedMotion } from "../../lib/media";
import { toast } from "../../lib/toast";
import { useTakeTurn } from "../../lib/turn";
import { Button } from "../Button";
import type { ShaderScene } from "./scene";
import type { Shape } from "./shapes";
import type { VrWork } from "./vr";

const NAMES: { shape: Shape; label: string }[] = [
  { shape: "sphere", label: "Sphere" },
  { shape: "cube", label: "Cube" },
  { shape: "knot", label: "Knot" },
  { shape: "cylinder", label: "Cylinder" },
  { shape: "wall", label: "Room" },
];

export interface Stage3dProps {
  /** The canvas on which the shader is drawn; asked for when the scene is ready. */
  source: () => HTMLCanvasElement | null;
  /** The work itself: one with `mainVR` can be entered where there is a headset. */
  work?: VrWork;
  className?: string;
}

export function Stage3d({ source, work, className }: Stage3dProps) {
  const host = useRef<HTMLDivElement>(null);
  const scene = useRef<ShaderScene | null>(null);
  const [shape, setShape] = useState<Shape>("sphere");
  const [failed, setFailed] = useState(false);
  const still = useReducedMotion();
  const latest = useLatest({ source, shape });

  useEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    let gone = false;
    import("./scene").then(
      ({ ShaderScene: Made }) => {
        const canvas = latest.current.source();
        if (gone || !canvas) return;
        scene.current = new Made(element, canvas, { shape: latest.current.shape, turns: !still });
        element.querySelector("canvas")?.focus({ preventScroll: true });
      },
    ).catch(() => {
      if (!gone) setFailed(true);
    });
    return () => {
      gone = true;
      scene.current?.dispose();
      scene.current = null;
    };
  }, [latest, still]);

  return (
    <div className={cx("relative overflow-hidden bg-room", className)} data-testid="stage-3d">
      <div ref={host} className="absolute inset-0 touch-none" />
      {work && <EnterVr work={work} />}
      {failed && <p role="alert" className="absolute inset-0 grid place-items-center text-sm text-ink-2">This browser has no room for a second picture.</p>}
      <div role="radiogroup" aria-label="On what" className="absolute inset-x-0 bottom-3 mx-auto flex w-fit max-w-[calc(100%-1rem)] gap-0.5 overflow-x-auto rounded-full bg-glass p-1 backdrop-blur-md">
        {NAMES.map((one) => (
          <button
            key={one.shape}
            type="button"
            role="radio"
            aria-checked={one.shape === shape}
            className={cx("h-7 shrink-0 rounded-full px-3 text-sm transition", one.shape === shape ? "bg-ink text-room" : "text-ink-2 hover:text-ink")}
            onClick={() => {
              setShape(one.shape);
              scene.current?.show(one.shape);
            }}
          >
            {one.label}
          </button>
        ))}
      </div>
    </div>
  );
}

/** There only where the work has a `mainVR` and the browser a headset. */
function EnterVr({ work }: { work: VrWork }) {
  const [able, setAble] = useState(false);
  const [leave, setLeave] = useState<(() => void) | null>(null);
  const { passes } = work;
  useEffect(() => {
    if (!("xr" in navigator)) return undefined;
    let gone = false;
    void Promise.all([import("@fractafrag/runtime"), import("./vr")]).then(async ([{ hasVr }, { vrSupported }]) => {
      const found = hasVr(passes) && (await vrSupported());
      if (!gone) setAble(found);
    });
    return () => {
      gone = true;
    };
  }, [passes]);
  useEffect(() => () => leave?.(), [leave]);
  useTakeTurn(leave !== null);
  if (!able) return null;
  const enter = async () => {
    const { enterVr } = await import("./vr");
    try {
      const end = await enterVr(work, () => setLeave(null));
      setLeave(() => end);
    } catch (error) {
      toast(`The headset could not show it. ${error instanceof Error ? error.message : ""}`, { tone: "danger" });
    }
  };
  return (
    <Button size="sm" className="absolute! top-3 right-3 bg-glass! backdrop-blur-md" icon={<Glasses size={15} strokeWidth={1.5} aria-hidden />} onClick={() => (leave ? leave() : void enter())}>
      {leave ? "Leave the headset" : "Enter in a headset"}
    </Button>
  );
}

function useLatest<Value>(value: Value): MutableRefObject<Value> {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}

export default Stage3d;
