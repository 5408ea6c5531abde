/** A word under the picture that opens a few choices, and a field for what is none of them. */
import { Check } from "lucide-react";
import { Popover } from "radix-ui";
import { useState, type ReactNode } from "react";

export interface ChooserProps {
  /** What is chosen, for those who do not see it. */
  label: string;
  heading: string;
  text: string;
  options: readonly { name: string; chosen: boolean; choose: () => void }[];
  /** The field; gets what closes the choices. */
  children: (close: () => void) => ReactNode;
}

export function Chooser({ label, heading, text, options, children }: ChooserProps) {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        aria-label={label}
        className="tabular h-8 shrink-0 rounded-control px-2 text-sm text-ink-2 transition hover:bg-wash-strong hover:text-ink data-[state=open]:bg-wash-strong"
      >
        {text}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={8}
          collisionPadding={8}
          aria-label={heading}
          className="z-60 w-44 animate-rise rounded-card border border-line bg-raised p-1 shadow-lift outline-none"
        >
          <p className="px-2.5 pt-2 pb-1 text-xs text-ink-3">{heading}</p>
          {options.map(({ name, chosen, choose }) => (
            <button
              key={name}
              type="button"
              aria-pressed={chosen}
              className="tabular flex h-9 w-full items-center rounded-control px-2.5 text-left text-sm text-ink-2 transition hover:bg-wash-strong hover:text-ink"
              onClick={() => {
                choose();
                close();
              }}
            >
              <span className="flex-1">{name}</span>
              {chosen && <Check size={14} strokeWidth={2} aria-hidden />}
            </button>
          ))}
          <div className="mt-1 border-t border-line p-1.5">{children(close)}</div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
