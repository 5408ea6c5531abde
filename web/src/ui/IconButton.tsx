// A button that shows only an icon: it always has a name, a tooltip and, where there is one, its shortcut.
import { forwardRef, type ButtonHTMLAttributes, type ReactNode } from "react";
import { cx } from "../lib/cx";
import { Tooltip } from "./Tooltip";

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "aria-label"> {
  label: string;
  icon: ReactNode;
  shortcut?: string;
  side?: "top" | "right" | "bottom" | "left";
  size?: "sm" | "md" | "lg";
  /** A toggle that is on; announced as pressed. */
  pressed?: boolean;
  /** "picture" stands on a living picture and carries its own glass. */
  look?: "plain" | "picture";
  tooltip?: boolean;
}

const SIZES = { sm: "size-8", md: "size-9", lg: "size-11" };

export const IconButton = forwardRef<HTMLButtonElement, IconButtonProps>(function IconButton(
  { label, icon, shortcut, side, size = "md", pressed, look = "plain", tooltip = true, className, type, ...rest },
  ref,
) {
  const button = (
    <button
      ref={ref}
      type={type ?? "button"}
      aria-label={label}
      aria-pressed={pressed}
      aria-keyshortcuts={ariaKeys(shortcut)}
      className={cx(
        "inline-flex shrink-0 items-center justify-center transition select-none disabled:pointer-events-none disabled:opacity-45",
        SIZES[size],
        look === "plain"
          ? "rounded-control text-ink-2 hover:bg-wash-strong hover:text-ink data-[state=open]:bg-wash-strong data-[state=open]:text-ink"
          : "rounded-full bg-glass text-ink backdrop-blur-md hover:bg-glass-strong",
        pressed && look === "plain" && "bg-wash-strong text-ink",
        className,
      )}
      {...rest}
    >
      {icon}
    </button>
  );
  if (!tooltip) return button;
  return (
    <Tooltip label={label} shortcut={shortcut} side={side}>
      {button}
    </Tooltip>
  );
});

function ariaKeys(shortcut: string | undefined): string | undefined {
  return shortcut?.replace("mod", "Control").replace(/\b(shift|alt)\b/g, (key) => key[0]?.toUpperCase() + key.slice(1));
}
