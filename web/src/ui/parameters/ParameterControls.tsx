// The controls of a work's parameters: a slider with its number, a colour, a switch, a choice, a point.
import { RotateCcw } from "lucide-react";
import { useId, useState } from "react";
import type { Parameter, ParameterValue, ParameterValues } from "@fractafrag/runtime";
import { fitValue, readHex, sameValue, writeHex } from "@fractafrag/runtime";
import { cx } from "../../lib/cx";
import { IconButton } from "../IconButton";
import { Select } from "../Select";
import { Slider } from "../Slider";
import { Switch } from "../Switch";

export interface ParameterControlsProps {
  parameters: readonly Parameter[];
  values: Readonly<ParameterValues>;
  onChange: (name: string, value: ParameterValue) => void;
}

export function ParameterControls({ parameters, values, onChange }: ParameterControlsProps) {
  return (
    <div className="flex flex-col gap-3">
      {parameters.map((parameter) => {
        const value = values[parameter.name] ?? parameter.default;
        return <Control key={parameter.name} parameter={parameter} value={value} onChange={(next) => onChange(parameter.name, fitValue(parameter, next))} />;
      })}
    </div>
  );
}

interface ControlProps<Value = ParameterValue> {
  parameter: Parameter;
  value: Value;
  onChange: (value: unknown) => void;
}

function Control({ parameter, value, onChange }: ControlProps) {
  const { label, name, type } = parameter;
  const changed = !sameValue(value, parameter.default);
  return (
    <div role="group" aria-label={label} data-parameter={name}>
      <div className="flex h-6 items-center gap-1">
        <span className="min-w-0 flex-1 truncate text-sm text-ink-2" title={name}>
          {label}
        </span>
        <span className={cx("transition-opacity", changed ? "opacity-100" : "pointer-events-none opacity-0")}>
          <IconButton size="sm" label={`Reset ${label}`} icon={<RotateCcw size={13} strokeWidth={1.5} />} onClick={() => onChange(parameter.default)} disabled={!changed} />
        </span>
        {type === "bool" && <Switch label={label} checked={value === true} onChange={onChange} />}
        {(type === "float" || type === "int") && <NumberField parameter={parameter} value={value as number} onChange={onChange} label={label} />}
      </div>
      {(type === "float" || type === "int") && <Range parameter={parameter} value={value as number} onChange={onChange} />}
      {type === "colour" && <Colour parameter={parameter} value={value as number[]} onChange={onChange} />}
      {type === "point" && <Point parameter={parameter} value={value as number[]} onChange={onChange} />}
      {type === "choice" && (
        <Select
          size="sm"
          hideLabel
          label={label}
          value={String(value)}
          onChange={(next) => onChange(Number(next))}
          options={(parameter.choices ?? []).map((choice) => ({ value: String(choice.value), label: choice.label }))}
        />
      )}
    </div>
  );
}

/** How far one step of the slider goes: the author's, a whole number, or a two-hundredth of the range. */
export function stepOf({ type, range }: Parameter): number {
  const [least = 0, most = 1, step] = range ?? [];
  return step ?? (type === "int" ? 1 : (most - least) / 200);
}

const shown = (value: number): string => String(Number(value.toPrecision(4)));

function Range({ parameter, value, onChange }: ControlProps<number>) {
  const [least = 0, most = 1] = parameter.range ?? [];
  return <Slider label={parameter.label} className="h-6" value={value} min={least} max={most} step={stepOf(parameter)} valueText={shown(value)} onChange={onChange} />;
}

/** A number that can be typed; it counts when the field is left or Enter is pressed, and Escape takes it back. */
function NumberField({ value, onChange, label }: ControlProps<number> & { label: string }) {
  const [typed, setTyped] = useState<string | null>(null);
  const settle = () => {
    const number = Number(typed);
    if (typed !== null && typed.trim() !== "" && Number.isFinite(number)) onChange(number);
    setTyped(null);
  };
  return (
    <input
      aria-label={`${label}: number`}
      inputMode="decimal"
      value={typed ?? shown(value)}
      onChange={(event) => setTyped(event.target.value)}
      onFocus={(event) => event.target.select()}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === "Enter") settle();
        else if (event.key === "Escape") setTyped(null);
      }}
      className="tabular h-6 w-16 rounded-control border border-transparent bg-transparent px-1.5 text-right font-mono text-xs text-ink transition hover:border-line focus:border-line-strong"
    />
  );
}

function Colour({ parameter, value, onChange }: ControlProps<number[]>) {
  const field = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const hex = writeHex(value);
  const alpha = value[3];
  const settle = () => {
    const read = typed === null ? null : readHex(typed.trim().replace(/^#/, ""));
    if (read) onChange(alpha === undefined ? read.slice(0, 3) : read.length === 4 ? read : [...read, alpha]);
    setTyped(null);
  };
  return (
    <div className="flex items-center gap-2">
      <label htmlFor={field} className="relative h-8 flex-1 overflow-hidden rounded-control border border-line transition hover:border-line-strong" style={{ background: `#${hex.slice(0, 6)}` }}>
        <span className="sr-only">{parameter.label}</span>
        <input
          id={field}
          type="color"
          value={`#${hex.slice(0, 6)}`}
          onChange={(event) => onChange([...(readHex(event.target.value.slice(1)) ?? []), ...(alpha === undefined ? [] : [alpha])])}
          className="absolute inset-0 size-full cursor-pointer opacity-0"
        />
      </label>
      <input
        aria-label={`${parameter.label}: hexadecimal`}
        value={typed ?? `#${hex}`}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={settle}
        onKeyDown={(event) => event.key === "Enter" && settle()}
        className="tabular h-8 w-24 rounded-control border border-line bg-transparent px-2 font-mono text-xs text-ink"
      />
      {alpha !== undefined && (
        <Slider label={`${parameter.label}: opacity`} className="w-16!" value={alpha} min={0} max={1} step={1 / 255} onChange={(next) => onChange([...value.slice(0, 3), next])} />
      )}
    </div>
  );
}

function Point({ parameter, value, onChange }: ControlProps<number[]>) {
  const [x = 0, y = 0] = value;
  return (
    <div className="flex items-center gap-2">
      <span className="flex-1 text-xs text-ink-3">Drag it on the picture</span>
      <NumberField parameter={parameter} value={x} label={`${parameter.label}, x`} onChange={(next) => onChange([next, y])} />
      <NumberField parameter={parameter} value={y} label={`${parameter.label}, y`} onChange={(next) => onChange([x, next])} />
    </div>
  );
}
