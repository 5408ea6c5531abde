// The size in pixels: a known one, or one's own.
import { FILM_SIDE, PRESETS } from "../../lib/exporting/wishes";
import { Chip } from "../Chip";
import { NumberField } from "./NumberField";

export interface SizeFieldsProps {
  width: number;
  height: number;
  /** Of what the sizes are: sizes that it cannot have are not offered. */
  kind: "picture" | "film" | "gif";
  onChange: (size: { width?: number; height?: number }) => void;
}

const GIF_PRESETS = [
  { label: "480", width: 480, height: 270 },
  { label: "640", width: 640, height: 360 },
  { label: "Square", width: 400, height: 400 },
];

export function SizeFields({ width, height, kind, onChange }: SizeFieldsProps) {
  const known = kind === "gif" ? GIF_PRESETS : PRESETS;
  const presets = kind === "film" ? known.filter((preset) => Math.max(preset.width, preset.height) <= FILM_SIDE) : known;
  return (
    <div className="flex flex-col gap-3">
      <div role="group" aria-label="Size" className="flex flex-wrap gap-1.5">
        {presets.map((preset) => (
          <Chip key={preset.label} selected={preset.width === width && preset.height === height} onClick={() => onChange({ width: preset.width, height: preset.height })}>
            {preset.label}
          </Chip>
        ))}
      </div>
      <div className="grid grid-cols-2 gap-3">
        <NumberField label="Width" value={width} min={16} max={32768} step={1} onChange={(value) => onChange({ width: value })} />
        <NumberField label="Height" value={height} min={16} max={32768} step={1} onChange={(value) => onChange({ height: value })} />
      </div>
    </div>
  );
}
