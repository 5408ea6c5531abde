/** A few words side by side, one of them chosen. */
import { RadioGroup } from "radix-ui";
import { cx } from "../../../lib/cx";

export interface ChoiceProps<Value extends string> {
  label: string;
  /** Empty where nothing is chosen yet. */
  value: Value | "";
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
  className?: string;
}

export function Choice<Value extends string>({ label, value, options, onChange, className }: ChoiceProps<Value>) {
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      orientation="horizontal"
      className={cx("flex w-fit shrink-0 rounded-control border border-line bg-wash p-0.5", className)}
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          className="h-7 rounded-[6px] px-2.5 text-xs whitespace-nowrap text-ink-2 transition hover:text-ink data-[state=checked]:bg-wash-strong data-[state=checked]:text-ink"
        >
          {option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
