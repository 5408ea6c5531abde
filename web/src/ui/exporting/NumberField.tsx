// A number to type; what is typed counts as soon as it is one.
import { useState } from "react";
import { TextField } from "../TextField";

export interface NumberFieldProps {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  onChange: (value: number) => void;
  className?: string;
}

export function NumberField({ label, value, min, max, step, onChange, className }: NumberFieldProps) {
  const [text, setText] = useState<string | null>(null);
  return (
    <TextField
      label={label}
      type="number"
      inputMode="decimal"
      className={className}
      min={min}
      max={max}
      step={step}
      value={text ?? String(Math.round(value * 1000) / 1000)}
      onChange={(event) => {
        setText(event.target.value);
        const typed = event.target.valueAsNumber;
        if (Number.isFinite(typed)) onChange(typed);
      }}
      onBlur={() => setText(null)}
    />
  );
}
