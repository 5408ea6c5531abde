// A value between two ends.
import { Slider as Radix } from "radix-ui";
import { cx } from "../lib/cx";

export interface SliderProps {
  label: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  onChange: (value: number) => void;
  /** Says the value in words, for example "1.5 times". */
  valueText?: string;
  disabled?: boolean;
  className?: string;
}

export function Slider({ label, value, min, max, step = 1, onChange, valueText, disabled, className }: SliderProps) {
  return (
    <Radix.Root
      value={[value]}
      min={min}
      max={max}
      step={step}
      disabled={disabled}
      onValueChange={([next]) => next !== undefined && onChange(next)}
      className={cx("relative flex h-8 w-full touch-none items-center select-none", className)}
    >
      <Radix.Track className="relative h-[3px] flex-1 rounded-full bg-wash-strong">
        <Radix.Range className="absolute h-full rounded-full bg-ink-2" />
      </Radix.Track>
      <Radix.Thumb aria-label={label} aria-valuetext={valueText} className="block size-3.5 rounded-full bg-ink transition hover:scale-110" />
    </Radix.Root>
  );
}
