// A work's cost passport: how much it asks of the machine that draws it in a word, and what else was measured when one looks closer.
import { useRef, useState, type PointerEvent } from "react";
import { Gauge, Zap } from "lucide-react";
import { Popover } from "radix-ui";
import { cx } from "../lib/cx";
import { costWords, passportLines, type Passport } from "../lib/passport";

/** The pointer may cross the gap between badge and details. */
const LEAVE_MS = 160;

export function CostBadge({ passport, className }: { passport: Passport | null; className?: string }) {
  const [open, setOpen] = useState(false);
  const timer = useRef(0);
  const word = costWords(passport);
  if (!passport || !word) return null;
  // A mouse shows the details by resting; a finger or a key by pressing.
  const hover = {
    onPointerEnter: (event: PointerEvent) => {
      window.clearTimeout(timer.current);
      if (event.pointerType === "mouse") setOpen(true);
    },
    onPointerLeave: (event: PointerEvent) => {
      if (event.pointerType === "mouse") timer.current = window.setTimeout(() => setOpen(false), LEAVE_MS);
    },
  };
  const Icon = passport.flashing ? Zap : Gauge;
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <button
          type="button"
          aria-label={`Cost: ${word}${passport.flashing ? ", flashes" : ""}. Details`}
          {...hover}
          className={cx("inline-flex items-center gap-1 rounded-sm transition hover:text-ink data-[state=open]:text-ink", className)}
        >
          <Icon size={14} strokeWidth={1.5} aria-hidden />
          {word}
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          {...hover}
          side="bottom"
          align="start"
          sideOffset={8}
          collisionPadding={12}
          aria-label="What it costs to draw"
          onOpenAutoFocus={(event) => event.preventDefault()}
          className="z-60 w-72 max-w-[calc(100vw-24px)] animate-rise rounded-card border border-line bg-raised p-4 text-sm shadow-lift outline-none"
        >
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
            {passportLines(passport).map(({ name, value }) => (
              <div key={name} className="contents">
                <dt className="text-ink-3">{name}</dt>
                <dd className="tabular text-right text-ink">{value}</dd>
              </div>
            ))}
          </dl>
          <p className="mt-3 border-t border-line pt-3 text-xs text-ink-3">Measured in software on the server's processor. A graphics card draws it many times faster.</p>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
