// On or off, at once.
import { Switch as Radix } from "radix-ui";

export interface SwitchProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}

export function Switch({ label, checked, onChange, disabled }: SwitchProps) {
  return (
    <Radix.Root
      aria-label={label}
      checked={checked}
      disabled={disabled}
      onCheckedChange={onChange}
      className="h-5.5 w-10 shrink-0 rounded-full border border-line-strong bg-wash transition hover:border-ink-3 disabled:pointer-events-none disabled:opacity-45 data-[state=checked]:border-ink data-[state=checked]:bg-ink"
    >
      <Radix.Thumb className="block size-4 translate-x-0.5 rounded-full bg-ink-2 transition-transform data-[state=checked]:translate-x-5 data-[state=checked]:bg-room" />
    </Radix.Root>
  );
}
