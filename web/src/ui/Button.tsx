// The button: one primary action in the accent, all others quiet.
import { forwardRef, type ButtonHTMLAttributes, type ReactNode } from "react";
import { Slot } from "radix-ui";
import { LoaderCircle } from "lucide-react";
import { cx } from "../lib/cx";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
export type ButtonSize = "sm" | "md" | "lg";

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Shows a turning ring, keeps the width, and ignores presses. */
  busy?: boolean;
  icon?: ReactNode;
  /** Gives its look to the only child, for example a Link. `icon` and `busy` do not apply then. */
  asChild?: boolean;
}

const VARIANTS: Record<ButtonVariant, string> = {
  primary: "bg-accent text-on-accent font-medium hover:brightness-110 active:brightness-95",
  secondary: "bg-wash text-ink border border-line hover:bg-wash-strong hover:border-line-strong",
  ghost: "text-ink-2 hover:text-ink hover:bg-wash",
  danger: "text-danger border border-line hover:bg-wash hover:border-danger",
};
const SIZES: Record<ButtonSize, string> = {
  sm: "h-8 px-3 text-sm gap-1.5",
  md: "h-9 px-3.5 text-sm gap-2",
  lg: "h-11 px-5 text-base gap-2",
};

export function buttonLook(variant: ButtonVariant = "secondary", size: ButtonSize = "md", className?: string): string {
  return cx(
    "inline-flex shrink-0 items-center justify-center rounded-control whitespace-nowrap transition select-none disabled:opacity-45 disabled:pointer-events-none",
    VARIANTS[variant],
    SIZES[size],
    className,
  );
}

export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
  { variant, size, busy = false, icon, asChild = false, className, children, disabled, type, ...rest },
  ref,
) {
  const look = buttonLook(variant, size, className);
  if (asChild) {
    return (
      <Slot.Root ref={ref} className={look} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button ref={ref} type={type ?? "button"} className={look} disabled={disabled || busy} aria-busy={busy || undefined} {...rest}>
      {busy ? <LoaderCircle size={16} strokeWidth={1.5} className="animate-turn" aria-hidden /> : icon}
      {children}
    </button>
  );
});
