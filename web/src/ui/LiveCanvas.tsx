// A shader that lives in the page: a canvas that the shared stage draws into.
import { useEffect, useImperativeHandle, useRef, type PointerEvent, type Ref } from "react";
import type { ParameterValues, Pass, ShaderError, StageCard } from "@fractafrag/runtime";
import { sharedStage } from "../lib/stage";
import type { ShaderPage } from "../lib/types";

export interface LiveCanvasProps {
  /** The same array as long as it is the same work: another one is mounted anew. */
  passes: ShaderPage["passes"] | readonly Pass[];
  /** live: drawing; ready: compiled and waiting; idle: released. */
  state: "live" | "ready" | "idle";
  /** Stops the shader's clock and keeps the picture. Left out, the stage decides: with reduced motion it stands still. */
  paused?: boolean;
  speed?: number;
  /** The values of the work's parameters; what is not named has its default. */
  parameters?: Readonly<ParameterValues>;
  /** Gives the pointer (mouse and pen) to the shader. */
  interactive?: boolean;
  /** The first picture stands in the canvas, at the size that the device can afford. */
  onLive?: (canvas: HTMLCanvasElement) => void;
  onFailed?: (errors: ShaderError[]) => void;
  /** It stands still, because even the smallest picture takes too long on this device; `card.player.paused = false` goes on all the same. */
  onTooHeavy?: (card: StageCard) => void;
  onFps?: (fps: number, canvas: HTMLCanvasElement) => void;
  /** Called when the GPU cannot be used at all. */
  onUnavailable?: () => void;
  card?: Ref<StageCard | null>;
  className?: string;
}

const PHASES: Record<string, "down" | "move" | "up"> = { pointerdown: "down", pointermove: "move", pointerup: "up", pointercancel: "up" };

export function LiveCanvas(props: LiveCanvasProps) {
  const { passes, state, paused, speed, parameters, interactive = false, className } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const mounted = useRef<StageCard | null>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useImperativeHandle<StageCard | null, StageCard | null>(props.card, () => mounted.current);

  useEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    let gone = false;
    let stop = () => {};
    sharedStage().then(
      (stage) => {
        if (gone) return;
        const card = stage.mount(element, [...passes] as Pass[], {
          live: () => latest.current.onLive?.(element),
          failed: (errors) => latest.current.onFailed?.(errors),
          tooHeavy: () => latest.current.onTooHeavy?.(card),
          fps: (fps) => latest.current.onFps?.(fps, element),
        });
        mounted.current = card;
        command(card, latest.current);
        if (latest.current.parameters) card.player.setParameters(latest.current.parameters);
        card.setState(latest.current.state);
        const resized = new ResizeObserver(() => card.resize());
        resized.observe(element);
        stop = () => {
          resized.disconnect();
          mounted.current = null;
          card.unmount();
        };
      },
      () => latest.current.onUnavailable?.(),
    );
    return () => {
      gone = true;
      stop();
    };
  }, [passes]);

  useEffect(() => mounted.current?.setState(state), [state]);
  useEffect(() => {
    if (mounted.current) command(mounted.current, { paused, speed });
  }, [paused, speed]);

  useEffect(() => {
    if (parameters) mounted.current?.player.setParameters(parameters);
  }, [parameters]);

  const point = (event: PointerEvent<HTMLCanvasElement>) => {
    const type = PHASES[event.type];
    if (!type || event.pointerType === "touch" || (type === "down" && event.button !== 0)) return;
    const element = event.currentTarget;
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) return;
    if (type === "down") element.setPointerCapture(event.pointerId);
    mounted.current?.player.pointer({
      type,
      x: ((event.clientX - box.left) / box.width) * element.width,
      y: (1 - (event.clientY - box.top) / box.height) * element.height,
    });
  };

  return (
    <canvas
      ref={canvas}
      aria-hidden
      className={className}
      {...(interactive ? { onPointerDown: point, onPointerMove: point, onPointerUp: point, onPointerCancel: point } : {})}
    />
  );
}

function command(card: StageCard, { paused, speed = 1 }: Pick<LiveCanvasProps, "paused" | "speed">): void {
  if (paused !== undefined) card.player.paused = paused;
  card.player.speed = speed;
}
