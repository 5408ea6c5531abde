// Tabs: a row of names, one of them chosen, and the panel that belongs to it.
import type { ReactNode } from "react";
import { Tabs as Radix } from "radix-ui";
import { cx } from "../lib/cx";

export interface TabsProps<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: NoInfer<Value>) => void;
  tabs: readonly { value: NoInfer<Value>; label: ReactNode }[];
  children?: ReactNode;
  /** Stands at the end of the row. */
  trailing?: ReactNode;
  className?: string;
  listClassName?: string;
}

export function Tabs<Value extends string>({ label, value, onChange, tabs, children, trailing, className, listClassName }: TabsProps<Value>) {
  return (
    <Radix.Root value={value} onValueChange={(next) => onChange(next as Value)} className={className}>
      <div className={cx("flex items-center gap-2 border-b border-line", listClassName)}>
        <Radix.List aria-label={label} className="no-scrollbar flex min-w-0 flex-1 gap-1 overflow-x-auto">
          {tabs.map((tab) => (
            <Radix.Trigger
              key={tab.value}
              value={tab.value}
              className="relative h-10 shrink-0 px-3 text-sm text-ink-2 transition -outline-offset-2 hover:text-ink data-[state=active]:text-ink data-[state=active]:after:absolute data-[state=active]:after:inset-x-3 data-[state=active]:after:bottom-0 data-[state=active]:after:h-px data-[state=active]:after:bg-ink"
            >
              {tab.label}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {trailing}
      </div>
      {children}
    </Radix.Root>
  );
}

export function TabPanel({ value, children, className }: { value: string; children: ReactNode; className?: string }) {
  return (
    <Radix.Content value={value} className={cx("outline-none", className)} tabIndex={-1}>
      {children}
    </Radix.Content>
  );
}
