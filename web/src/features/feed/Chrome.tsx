// What lies on the picture and steps back: the shade under words and buttons, the hairline, and the sign that it stands.
import type { ReactNode } from "react";
import { Play } from "lucide-react";
import { cx } from "../../lib/cx";

export interface ChromeProps {
  quiet: boolean;
  /** Leaning back: what remains is dimmed. */
  dimmed: boolean;
  /** Something stands at the right, and takes its room. */
  shifted: boolean;
  children: ReactNode;
}

export function Chrome({ quiet, dimmed, shifted, children }: ChromeProps) {
  return (
    <div
      className={cx(
        "pointer-events-none absolute inset-x-0 bottom-0 isolate flex min-h-[62%] animate-fade-in items-end justify-between gap-4 bg-linear-to-t from-room/75 via-room/20 via-25% to-transparent to-55% pt-40 transition-opacity duration-200",
        "pr-[max(6px,var(--safe-right))] pb-[calc(var(--bottom-bar)+18px)] pl-[max(18px,var(--safe-left))] md:pr-5 md:pb-8 md:pl-8",
        shifted && "max-md:opacity-0 md:right-[max(26rem,34vw)]",
        quiet && "focus-within:opacity-100 [&_*]:pointer-events-none",
        quiet && (dimmed ? "opacity-45" : "opacity-0"),
      )}
    >
      {/* The rail's own shade: white icons must be read on a white picture. */}
      <div aria-hidden className="absolute inset-y-0 right-0 -z-1 w-40 bg-linear-to-l from-room/60 to-transparent mask-t-from-50%" />
      {children}
    </div>
  );
}

/** The hairline turns with the time one stays; it stands while the picture stands. */
export function Dwell({ paused }: { paused: boolean }) {
  return (
    <div aria-hidden className="pointer-events-none absolute inset-x-0 bottom-(--bottom-bar) z-30 h-px bg-line motion-reduce:hidden">
      <div className="h-full origin-left bg-ink-2 [animation:dwell_12s_linear_infinite]" style={{ animationPlayState: paused ? "paused" : "running" }} />
    </div>
  );
}

export function PlayButton({ onPlay }: { onPlay: () => void }) {
  return (
    <button
      type="button"
      aria-label="Play"
      onClick={onPlay}
      className="absolute top-1/2 left-1/2 grid size-16 -translate-1/2 animate-fade-in place-items-center rounded-full bg-glass text-ink backdrop-blur-md transition hover:bg-glass-strong"
    >
      <Play size={26} strokeWidth={1.5} className="translate-x-0.5" aria-hidden />
    </button>
  );
}
