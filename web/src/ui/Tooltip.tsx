// A short label, with its shortcut, beside whatever the pointer or the focus rests on. What shows it is loaded at the first rest.
import type { FocusEvent, PointerEvent, ReactElement } from "react";
import { Slot } from "radix-ui";
import { hideTip, showTip } from "../lib/tip";

export interface TooltipProps {
  label: string;
  shortcut?: string;
  side?: "top" | "right" | "bottom" | "left";
  children: ReactElement;
}

export function Tooltip({ label, shortcut, side = "bottom", children }: TooltipProps) {
  const show = (anchor: Element) => showTip({ anchor, label, shortcut, side });
  const hide = (event: PointerEvent | FocusEvent) => hideTip(event.currentTarget);
  return (
    <Slot.Root
      // A finger has no rest: a label under it would come after the press.
      onPointerEnter={(event: PointerEvent) => event.pointerType !== "touch" && show(event.currentTarget)}
      onPointerLeave={hide}
      onPointerDown={hide}
      onFocus={(event: FocusEvent) => event.currentTarget.matches(":focus-visible") && show(event.currentTarget)}
      onBlur={hide}
    >
      {children}
    </Slot.Root>
  );
}
