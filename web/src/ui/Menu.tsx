// A short list of actions under a button.
import type { ReactElement, ReactNode } from "react";
import { DropdownMenu as Radix } from "radix-ui";
import { Check } from "lucide-react";
import { cx } from "../lib/cx";
import { Kbd } from "./Kbd";

export interface MenuProps {
  /** The button that opens the menu. */
  trigger: ReactElement;
  children: ReactNode;
  side?: "top" | "right" | "bottom" | "left";
  align?: "start" | "center" | "end";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

export function Menu({ trigger, children, side = "bottom", align = "end", open, onOpenChange }: MenuProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange} modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          align={align}
          sideOffset={8}
          collisionPadding={8}
          className="z-60 min-w-52 animate-rise rounded-card border border-line bg-raised p-1 shadow-lift outline-none"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const ITEM =
  "flex h-9 cursor-pointer items-center gap-2.5 rounded-control px-2.5 text-sm outline-none select-none data-[disabled]:pointer-events-none data-[disabled]:opacity-45 data-[highlighted]:bg-wash-strong";

export interface MenuItemProps {
  children: ReactNode;
  icon?: ReactNode;
  shortcut?: string;
  danger?: boolean;
  disabled?: boolean;
  onSelect?: (event: Event) => void;
  /** The only child, for example a Link, becomes the item itself; put the icon inside it. */
  asChild?: boolean;
}

export function MenuItem({ children, icon, shortcut, danger, disabled, onSelect, asChild }: MenuItemProps) {
  const look = cx(ITEM, danger ? "text-danger" : "text-ink-2 data-[highlighted]:text-ink");
  if (asChild) {
    return (
      <Radix.Item asChild className={look} disabled={disabled} onSelect={onSelect}>
        {children}
      </Radix.Item>
    );
  }
  return (
    <Radix.Item className={look} disabled={disabled} onSelect={onSelect}>
      {icon}
      <span className="flex-1">{children}</span>
      {shortcut && <Kbd keys={shortcut} />}
    </Radix.Item>
  );
}

export function MenuCheck({ children, checked, onChange }: { children: ReactNode; checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <Radix.CheckboxItem className={cx(ITEM, "text-ink-2 data-[highlighted]:text-ink")} checked={checked} onCheckedChange={onChange}>
      <span className="flex-1">{children}</span>
      <Radix.ItemIndicator>
        <Check size={14} strokeWidth={2} />
      </Radix.ItemIndicator>
    </Radix.CheckboxItem>
  );
}

export function MenuSeparator() {
  return <Radix.Separator className="mx-2 my-1 h-px bg-line" />;
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2.5 pt-2 pb-1 text-xs text-ink-3">{children}</Radix.Label>;
}
