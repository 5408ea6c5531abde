// What stands over a picture that does not start by itself: why, and the press that starts it.
import { Play, ShieldAlert, Zap } from "lucide-react";
import { cx } from "../lib/cx";
import { useFlashRule, type FlashRule, type HoldReason } from "../lib/safety";
import { Button } from "./Button";

const WORDS: Record<HoldReason, { title: string; text: string; play: string }> = {
  flashes: { title: "This work flashes", text: "More than three times a second, over a large part of the picture. It can bring on seizures.", play: "Play it" },
  heavy: { title: "This work is very heavy", text: "It may stop this device from answering for a while.", play: "Run it here" },
  slow: { title: "Too heavy for this device", text: "Even a small picture of it takes longer than can be watched.", play: "Run it anyway" },
  crashed: { title: "It did not answer the last time", text: "This tab went down while the work was starting.", play: "Run it again" },
};

export function HeldPicture({ reason, onPlay, className }: { reason: HoldReason; onPlay: () => void; className?: string }) {
  const rule = useFlashRule((state) => state.rule);
  const setRule = useFlashRule((state) => state.setRule);
  const { title, text, play } = WORDS[reason];
  const Icon = reason === "flashes" ? Zap : ShieldAlert;
  const other: { rule: FlashRule; label: string } = rule === "never" ? { rule: "ask", label: "Ask me again" } : { rule: "never", label: "Never offer these" };
  const quiet = "text-xs text-ink-3 underline-offset-4 transition hover:text-ink hover:underline";
  return (
    <div
      role="group"
      aria-label={title}
      data-held={reason}
      onPointerDown={(event) => event.stopPropagation()}
      className={cx("grid animate-fade-in place-items-center bg-glass-strong p-6 text-center backdrop-blur-md", className)}
    >
      <div className="flex max-w-80 flex-col items-center">
        <Icon size={22} strokeWidth={1.5} className="text-ink-2" aria-hidden />
        <p className="mt-3 text-base font-medium text-ink">{title}</p>
        <p className="mt-1 text-sm text-ink-2">{text}</p>
        {!(reason === "flashes" && rule === "never") && (
          <Button className="mt-4" variant="primary" size="sm" icon={<Play size={14} strokeWidth={2} />} onClick={onPlay}>
            {play}
          </Button>
        )}
        {reason === "flashes" && (
          <p className="mt-4 flex gap-4">
            {rule === "ask" && (
              <button type="button" className={quiet} onClick={() => setRule("allow")}>
                Always play these
              </button>
            )}
            <button type="button" className={quiet} onClick={() => setRule(other.rule)}>
              {other.label}
            </button>
          </p>
        )}
      </div>
    </div>
  );
}
