/** How far a key reaches: three steps, each with what it means. */
import { useId } from "react";
import { RadioGroup } from "radix-ui";
import { cx } from "../../lib/cx";
import { PRESETS, type Preset } from "./scopes";

export interface ScopeChoiceProps {
  value: Preset["id"];
  onChange: (preset: Preset["id"]) => void;
  disabled?: boolean;
  /** Side by side where there is room. */
  wide?: boolean;
}

export function ScopeChoice({ value, onChange, disabled, wide }: ScopeChoiceProps) {
  const label = useId();
  return (
    <div>
      <p id={label} className="mb-1.5 text-sm text-ink-2">
        What it may do
      </p>
      <RadioGroup.Root
        aria-labelledby={label}
        value={value}
        disabled={disabled}
        onValueChange={(next) => onChange(next as Preset["id"])}
        className={cx("grid gap-2", wide && "md:grid-cols-3")}
      >
        {PRESETS.map(({ id, name, note }) => (
          <RadioGroup.Item
            key={id}
            value={id}
            className="group rounded-card border border-line bg-wash px-3.5 py-3 text-left transition hover:border-line-strong disabled:pointer-events-none disabled:opacity-45 data-[state=checked]:border-ink-2 data-[state=checked]:bg-wash-strong"
          >
            <span className="flex items-center gap-2.5 text-base text-ink">
              <span aria-hidden className="size-4 shrink-0 rounded-full border border-ink-3 group-data-[state=checked]:border-[5px] group-data-[state=checked]:border-ink" />
              {name}
            </span>
            <span className="mt-1 block text-sm text-ink-2">{note}</span>
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </div>
  );
}
