// One choice out of a short list.
import { useId } from "react";
import { Select as Radix } from "radix-ui";
import { Check, ChevronDown } from "lucide-react";
import { cx } from "../lib/cx";
import { FieldLabel, FieldNote, fieldLook } from "./TextField";

export interface SelectOption<Value extends string> {
  value: Value;
  label: string;
  /** A second, quieter line in the list. */
  note?: string;
}

export interface SelectProps<Value extends string> {
  label: string;
  hideLabel?: boolean;
  hint?: string;
  error?: string | null;
  value: Value | undefined;
  onChange: (value: NoInfer<Value>) => void;
  options: readonly SelectOption<NoInfer<Value>>[];
  placeholder?: string;
  disabled?: boolean;
  size?: "sm" | "md";
  className?: string;
}

export function Select<Value extends string>(props: SelectProps<Value>) {
  const { label, hideLabel, hint, error, value, onChange, options, placeholder, disabled, size = "md", className } = props;
  const field = useId();
  return (
    <div className={className}>
      <FieldLabel field={field} label={label} hidden={hideLabel} />
      <Radix.Root value={value ?? ""} onValueChange={(next) => onChange(next as Value)} disabled={disabled}>
        <Radix.Trigger
          id={field}
          aria-describedby={error || hint ? `${field}-note` : undefined}
          className={cx(
            fieldLook,
            "flex items-center justify-between gap-2 px-3 text-left data-[placeholder]:text-ink-3",
            size === "sm" ? "h-8 text-sm" : "h-10",
            error && "border-danger!",
          )}
        >
          <span className="truncate">
            <Radix.Value placeholder={placeholder} />
          </span>
          <Radix.Icon asChild>
            <ChevronDown size={16} strokeWidth={1.5} className="shrink-0 text-ink-3" />
          </Radix.Icon>
        </Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            position="popper"
            sideOffset={6}
            collisionPadding={12}
            className="z-60 max-h-[min(22rem,var(--radix-select-content-available-height))] min-w-[var(--radix-select-trigger-width)] animate-rise overflow-hidden rounded-card border border-line bg-raised p-1 shadow-lift"
          >
            <Radix.Viewport>
              {options.map((option) => (
                <Radix.Item
                  key={option.value}
                  value={option.value}
                  className="relative flex cursor-pointer flex-col rounded-control py-1.5 pr-8 pl-2.5 text-sm text-ink-2 outline-none data-[highlighted]:bg-wash-strong data-[highlighted]:text-ink data-[state=checked]:text-ink"
                >
                  <Radix.ItemText>{option.label}</Radix.ItemText>
                  {option.note && <span className="text-xs text-ink-3">{option.note}</span>}
                  <Radix.ItemIndicator className="absolute top-2 right-2.5">
                    <Check size={14} strokeWidth={2} />
                  </Radix.ItemIndicator>
                </Radix.Item>
              ))}
            </Radix.Viewport>
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
      <FieldNote id={`${field}-note`} hint={hint} error={error} />
    </div>
  );
}
