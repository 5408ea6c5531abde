/** What the open pass is told, as the last frame was told it. */
import type { UniformValue } from "@fractafrag/runtime/inspection";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { useStudio, useStudioValue } from "../studio-context";
import { writeNumber } from "./numbers";

const EVERY_MS = 200;
const SIZES: Readonly<Record<string, number>> = { vec2: 2, vec3: 3, vec4: 4, ivec2: 2, ivec3: 3, ivec4: 4, mat2: 4, mat3: 9, mat4: 16 };

export function UniformList() {
  const { engine } = useStudioValue();
  const active = useStudio((state) => state.active);
  const inside = useStore(engine.inside, (state) => state.inside);
  const [list, setList] = useState<UniformValue[]>([]);
  useEffect(() => {
    if (!inside) return undefined;
    const read = () => !document.hidden && setList(inside.inspector.uniforms(active));
    read();
    const timer = window.setInterval(read, EVERY_MS);
    return () => window.clearInterval(timer);
  }, [inside, active]);
  if (list.length === 0) return <p className="text-xs text-ink-3">They are told with the first frame.</p>;
  return (
    <dl className="tabular grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 font-mono text-xs" aria-label={`Uniforms of ${active}`}>
      {list.flatMap(({ name, type, values }) => {
        const size = SIZES[type] ?? 1;
        const rows = values.length > size ? Array.from({ length: Math.ceil(values.length / size) }, (_, index) => values.slice(index * size, (index + 1) * size)) : [values];
        return rows.map((row, index) => (
          <div key={`${name} ${index}`} className="col-span-2 grid grid-cols-subgrid" data-uniform={rows.length > 1 ? `${name}[${index}]` : name}>
            <dt className="text-code-uniform">
              {name}
              {rows.length > 1 && `[${index}]`} <span className="text-ink-3">{type}</span>
            </dt>
            <dd className="truncate text-right text-ink-2">{row.length === 0 ? "another for each block" : row.map(short).join("  ")}</dd>
          </div>
        ));
      })}
    </dl>
  );
}

/** Moving numbers keep their width. */
const short = (value: number): string => (Number.isInteger(value) ? writeNumber(value) : value.toFixed(3));
