// The points among a work's parameters, as handles on the picture itself.
import { useRef, type KeyboardEvent, type PointerEvent } from "react";
import type { Parameter, ParameterValue, ParameterValues } from "@fractafrag/runtime";
import { fitValue } from "@fractafrag/runtime";

export interface PointHandlesProps {
  parameters: readonly Parameter[];
  values: Readonly<ParameterValues>;
  onChange: (name: string, value: ParameterValue) => void;
}

/** Lies over the whole picture, and takes the pointer only on the handles. */
export function PointHandles({ parameters, values, onChange }: PointHandlesProps) {
  const area = useRef<HTMLDivElement>(null);
  const points = parameters.filter(({ type }) => type === "point");
  if (points.length === 0) return null;
  return (
    <div ref={area} className="pointer-events-none absolute inset-0 overflow-hidden">
      {points.map((parameter) => (
        <Handle key={parameter.name} parameter={parameter} value={(values[parameter.name] ?? parameter.default) as number[]} area={area} onChange={(next) => onChange(parameter.name, next)} />
      ))}
    </div>
  );
}

interface HandleProps {
  parameter: Parameter;
  value: readonly number[];
  area: { readonly current: HTMLElement | null };
  onChange: (value: ParameterValue) => void;
}

function Handle({ parameter, value, area, onChange }: HandleProps) {
  const [least = 0, most = 1] = parameter.range ?? [];
  const span = most - least;
  const [x = 0, y = 0] = value;
  const go = (nextX: number, nextY: number) => onChange(fitValue(parameter, [nextX, nextY]));
  const drag = (event: PointerEvent) => {
    const box = area.current?.getBoundingClientRect();
    if (!box || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    go(least + ((event.clientX - box.left) / box.width) * span, least + (1 - (event.clientY - box.top) / box.height) * span);
  };
  const key = (event: KeyboardEvent) => {
    const by = (span / 100) * (event.shiftKey ? 10 : 1);
    const moves: Record<string, [number, number]> = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, by], ArrowDown: [0, -by] };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    go(x + move[0], y + move[1]);
  };
  return (
    <button
      type="button"
      aria-label={`${parameter.label}: ${x.toFixed(2)}, ${y.toFixed(2)}. Arrow keys move it.`}
      title={parameter.label}
      data-point={parameter.name}
      onPointerDown={(event) => (event.stopPropagation(), event.currentTarget.setPointerCapture(event.pointerId))}
      onPointerMove={drag}
      onKeyDown={key}
      className="pointer-events-auto absolute size-9 -translate-x-1/2 translate-y-1/2 cursor-move touch-none rounded-full"
      style={{ left: `${((x - least) / span) * 100}%`, bottom: `${((y - least) / span) * 100}%` }}
    >
      <span aria-hidden className="absolute inset-2 rounded-full border-2 border-ink bg-wash-strong shadow-[0_0_0_1.5px_rgb(0_0_0/0.55),inset_0_0_0_1.5px_rgb(0_0_0/0.55)]" />
    </button>
  );
}
