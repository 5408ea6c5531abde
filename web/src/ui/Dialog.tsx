// What asks for an answer before anything else: a dialog in the middle, or a sheet that comes in from an edge.
import type { ReactNode } from "react";
import { Dialog as Radix } from "radix-ui";
import { X } from "lucide-react";
import { cx } from "../lib/cx";
import { IconButton } from "./IconButton";

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  /** Stays at the bottom, for the actions. */
  footer?: ReactNode;
  /** Keeps the title for screen readers only. */
  hideTitle?: boolean;
  /** Stays until one of its own buttons closes it: a press beside it would lose what it shows. */
  stays?: boolean;
  className?: string;
}

const SCRIM = "fixed inset-0 z-50 animate-fade-in bg-scrim";

export function Dialog({ width = "sm", ...props }: DialogProps & { width?: "sm" | "md" | "lg" }) {
  return (
    <Radix.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={SCRIM} />
        <div className="pointer-events-none fixed inset-0 z-50 grid place-items-center p-4">
          <Radix.Content
            {...(props.description ? {} : { "aria-describedby": undefined })}
            {...(props.stays ? { onInteractOutside: refuse, onEscapeKeyDown: refuse } : {})}
            className={cx(
              "pointer-events-auto relative flex max-h-[calc(100dvh-2rem)] w-full animate-rise flex-col overflow-hidden rounded-sheet border border-line bg-surface shadow-lift outline-none",
              { sm: "max-w-[26rem]", md: "max-w-[36rem]", lg: "max-w-[52rem]" }[width],
              props.className,
            )}
          >
            <Inside {...props} />
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A sheet from the bottom on a phone; on a wide window from the right (`side="right"`) or in the middle (`side="bottom"`). */
export function Sheet({ side = "bottom", ...props }: DialogProps & { side?: "bottom" | "right" }) {
  return (
    <Radix.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={SCRIM} />
        <Radix.Content
          {...(props.description ? {} : { "aria-describedby": undefined })}
          className={cx(
            "fixed z-50 flex flex-col overflow-hidden border-line bg-surface shadow-lift outline-none",
            "inset-x-0 bottom-0 max-h-[88dvh] rounded-t-sheet border-t pb-(--safe-bottom) max-md:animate-slide-up",
            side === "right"
              ? "md:inset-y-0 md:right-0 md:left-auto md:max-h-none md:w-[min(34rem,92vw)] md:animate-slide-left md:rounded-none md:border-t-0 md:border-l"
              : "md:inset-x-0 md:bottom-auto md:top-1/2 md:mx-auto md:w-full md:max-w-[26rem] md:-translate-y-1/2 md:animate-fade-in md:rounded-sheet md:border",
            props.className,
          )}
        >
          <Inside {...props} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const refuse = (event: Event) => event.preventDefault();

function Inside({ title, description, children, footer, hideTitle }: DialogProps) {
  return (
    <>
      <div className={hideTitle ? "sr-only" : "pt-5 pr-14 pb-3 pl-6"}>
        <Radix.Title className="text-lg font-medium text-ink">{title}</Radix.Title>
        {description && <Radix.Description className="mt-1 text-sm text-ink-2">{description}</Radix.Description>}
      </div>
      {children && <div className="min-h-0 flex-1 overflow-y-auto px-6 pb-5">{children}</div>}
      {footer && <div className="flex items-center justify-end gap-2 border-t border-line px-6 py-4">{footer}</div>}
      {/* Last in order, so that the focus first falls on what the dialog is about. */}
      <Radix.Close asChild>
        <IconButton label="Close" icon={<X size={18} strokeWidth={1.5} />} size="sm" tooltip={false} className="absolute top-4 right-4" />
      </Radix.Close>
    </>
  );
}
