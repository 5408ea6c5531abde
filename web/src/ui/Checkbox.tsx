// One thing that may be chosen or not, with its words and a quieter line below.
import { useId, type ReactNode } from "react";
import { Checkbox as Radix } from "radix-ui";
import { Check } from "lucide-react";
import { cx } from "../lib/cx";

export interface CheckboxProps {
  label: ReactNode;
  note?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  name?: string;
  className?: string;
}

export function Checkbox({ label, note, checked, onChange, disabled, name, className }: CheckboxProps) {
  const field = useId();
  return (
    <div className={cx("flex gap-3", className)}>
      <Radix.Root
        id={field}
        name={name}
        checked={checked}
        disabled={disabled}
        onCheckedChange={(next) => onChange(next === true)}
        aria-describedby={note ? `${field}-note` : undefined}
        className="mt-0.5 grid size-5 shrink-0 place-items-center rounded-sm border border-line-strong bg-wash transition hover:border-ink-3 disabled:pointer-events-none data-[state=checked]:border-ink data-[state=checked]:bg-ink data-[state=checked]:text-room disabled:data-[state=checked]:border-transparent disabled:data-[state=checked]:bg-ink-3"
      >
        <Radix.Indicator>
          <Check size={14} strokeWidth={2.5} />
        </Radix.Indicator>
      </Radix.Root>
      <div className="min-w-0">
        <label htmlFor={field} className="block text-base text-ink">
          {label}
        </label>
        {note && (
          <p id={`${field}-note`} className="text-sm text-ink-2">
            {note}
          </p>
        )}
      </div>
    </div>
  );
}
