// All parameters of a work: its presets, its controls, and what is done to all of them at once.
import { Check, Dices, Plus, RotateCcw, Trash2, Undo2 } from "lucide-react";
import { useState, type ReactNode } from "react";
import { changedValues, fitValues, sameValue, type Parameter, type ParameterValues } from "@fractafrag/runtime";
import { cx } from "../../lib/cx";
import { IconButton } from "../IconButton";
import { ParameterControls } from "./ParameterControls";
import { randomValues } from "./random";

export interface Preset {
  name: string;
  values: ParameterValues;
}

export interface ParameterPanelProps {
  parameters: readonly Parameter[];
  values: Readonly<ParameterValues>;
  presets: readonly Preset[];
  /** `label` says what was done: changes of one label in a row are one step to be undone. */
  onChange: (values: ParameterValues, label: string) => void;
  onUndo?: () => void;
  /** Where presets may be changed. */
  onPresets?: (presets: Preset[], label: string) => void;
  children?: ReactNode;
}

/** As many as the server keeps, and as long as their names may be. */
const MOST_PRESETS = 24;
const NAME_CHARACTERS = 40;
const ICON = { size: 15, strokeWidth: 1.5 } as const;

export function ParameterPanel({ parameters, values, presets, onChange, onUndo, onPresets, children }: ParameterPanelProps) {
  const changed = Object.keys(changedValues(parameters, values)).length > 0;
  return (
    <section aria-label="Parameters" className="flex flex-col gap-3">
      <div className="flex h-8 items-center gap-0.5">
        <h2 className="flex-1 text-sm font-medium text-ink">Parameters</h2>
        {onUndo && <IconButton size="sm" label="Undo" icon={<Undo2 {...ICON} />} onClick={onUndo} />}
        <IconButton size="sm" label="Surprise me" icon={<Dices {...ICON} />} onClick={() => onChange(randomValues(parameters, values), "Random values")} />
        <IconButton size="sm" label="Reset all" disabled={!changed} icon={<RotateCcw {...ICON} />} onClick={() => onChange(fitValues(parameters, {}), "All parameters reset")} />
      </div>
      {(presets.length > 0 || onPresets) && <Presets parameters={parameters} values={values} presets={presets} onChange={onChange} onPresets={onPresets} />}
      <ParameterControls parameters={parameters} values={values} onChange={(name, value) => onChange({ ...values, [name]: value }, `${name} changed`)} />
      {children}
    </section>
  );
}

const same = (parameters: readonly Parameter[], one: Readonly<ParameterValues>, other: Readonly<ParameterValues>): boolean =>
  parameters.every(({ name }) => sameValue(one[name], other[name]));

function Presets({ parameters, values, presets, onChange, onPresets }: Omit<ParameterPanelProps, "children" | "onUndo">) {
  const [named, setNamed] = useState<string | null>(null);
  const [renamed, setRenamed] = useState<{ index: number; name: string } | null>(null);
  const free = (name: string, but = -1) => name !== "" && !presets.some((preset, index) => index !== but && preset.name === name);
  const save = () => {
    const name = named?.trim() ?? "";
    if (free(name)) onPresets?.([...presets, { name, values: changedValues(parameters, values) }], `Preset ${name} saved`);
    setNamed(null);
  };
  const rename = () => {
    if (!renamed) return;
    const name = renamed.name.trim();
    if (free(name, renamed.index)) onPresets?.(presets.map((preset, index) => (index === renamed.index ? { ...preset, name } : preset)), `Preset ${name} renamed`);
    setRenamed(null);
  };
  const chip = "h-7 rounded-full border px-2.5 text-xs transition";
  const field = "h-7 w-28 rounded-full border border-line-strong bg-transparent px-2.5 text-xs text-ink";
  const keys = (done: () => void, away: () => void) => (event: React.KeyboardEvent) => {
    if (event.key === "Enter") done();
    else if (event.key === "Escape") away();
  };
  return (
    <div role="group" aria-label="Presets" className="flex flex-wrap gap-1.5">
      {presets.map((preset, index) => {
        const full = fitValues(parameters, preset.values);
        const on = same(parameters, full, values);
        if (renamed?.index === index)
          return (
            <input
              key={index}
              autoFocus
              aria-label="Name of the preset"
              maxLength={NAME_CHARACTERS}
              value={renamed.name}
              onChange={(event) => setRenamed({ index, name: event.target.value })}
              onBlur={rename}
              onKeyDown={keys(rename, () => setRenamed(null))}
              className={field}
            />
          );
        return (
          <span key={preset.name} className="group/preset inline-flex items-center">
            <button
              type="button"
              aria-pressed={on}
              title={onPresets ? "Press to apply, press twice to rename" : undefined}
              onClick={() => onChange(full, `Preset ${preset.name}`)}
              onDoubleClick={() => onPresets && setRenamed({ index, name: preset.name })}
              className={cx(chip, on ? "border-ink bg-ink text-room" : "border-line text-ink-2 hover:border-line-strong hover:text-ink")}
            >
              {preset.name}
            </button>
            {onPresets && (
              <span className="w-0 overflow-hidden opacity-0 transition group-focus-within/preset:w-7 group-focus-within/preset:opacity-100 group-hover/preset:w-7 group-hover/preset:opacity-100">
                <IconButton
                  size="sm"
                  label={`Delete preset ${preset.name}`}
                  icon={<Trash2 size={13} strokeWidth={1.5} />}
                  onClick={() => onPresets(presets.filter((_, other) => other !== index), `Preset ${preset.name} deleted`)}
                />
              </span>
            )}
          </span>
        );
      })}
      {onPresets && named === null && presets.length < MOST_PRESETS && (
        <button type="button" onClick={() => setNamed("")} className={cx(chip, "inline-flex items-center gap-1 border-dashed border-line text-ink-3 hover:border-line-strong hover:text-ink")}>
          <Plus size={12} strokeWidth={1.5} aria-hidden />
          Save preset
        </button>
      )}
      {onPresets && named !== null && (
        <span className="inline-flex items-center gap-1">
          <input
            autoFocus
            aria-label="Name of the new preset"
            placeholder="Name"
            maxLength={NAME_CHARACTERS}
            value={named}
            onChange={(event) => setNamed(event.target.value)}
            onKeyDown={keys(save, () => setNamed(null))}
            className={field}
          />
          <IconButton size="sm" label="Save preset" disabled={!free(named.trim())} icon={<Check size={14} strokeWidth={1.5} />} onClick={save} />
        </span>
      )}
    </div>
  );
}
