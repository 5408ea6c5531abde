// A short label, with its shortcut, beside whatever the pointer or the focus rests on.
import type { ReactElement } from "react";
import { Tooltip as Radix } from "radix-ui";
import { Kbd } from "./Kbd";

export const TooltipProvider = Radix.Provider;

export interface TooltipProps {
  label: string;
  shortcut?: string;
  side?: "top" | "right" | "bottom" | "left";
  children: ReactElement;
}

export function Tooltip({ label, shortcut, side = "bottom", children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={8}
          collisionPadding={8}
          className="z-60 flex animate-fade-in items-center gap-2 rounded-control border border-line bg-raised px-2.5 py-1.5 text-xs text-ink select-none"
        >
          {label}
          {shortcut && <Kbd keys={shortcut} />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
