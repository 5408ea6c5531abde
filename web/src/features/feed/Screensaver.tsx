// The picture alone on the whole screen, with the time: what a screen shows that nobody works at.
import { useEffect, useRef, useState } from "react";
import { byline } from "../../lib/format";
import type { FeedCard } from "../../lib/types";

const time = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en", { weekday: "long", day: "numeric", month: "long" });

export default function Screensaver({ card, onEnd }: { card: FeedCard | undefined; onEnd: () => void }) {
  useFullScreen(onEnd);
  const now = useMinute();
  // Letters that stand in one place for hours burn into a screen.
  const minute = Math.floor(now.getTime() / 60_000);
  const drift = `${(minute % 5) * 6}px ${(minute % 7) * -4}px`;
  return (
    <div role="timer" aria-label="Screensaver" className="fixed inset-0 z-70 cursor-none touch-none bg-linear-to-tr from-room/70 via-transparent via-40% to-transparent">
      <div className="on-picture absolute bottom-[max(28px,var(--safe-bottom))] left-[max(28px,var(--safe-left))] transition-[translate] duration-1000 md:bottom-12 md:left-12" style={{ translate: drift }}>
        <p className="tabular text-[clamp(56px,9vw,120px)] leading-none font-light tracking-[-0.03em] text-ink">
          {time.formatToParts(now).map(({ type, value }) => (type === "dayPeriod" ? <span key={type} className="text-[0.3em] tracking-normal">{value}</span> : value))}
        </p>
        <p className="mt-3 text-lg text-ink/80">{day.format(now)}</p>
        {card && (
          <p key={card.id} className="mt-1 max-w-[70vw] animate-fade-in truncate text-sm text-ink/60">
            {card.title} by {byline(card.author)}
          </p>
        )}
      </div>
    </div>
  );
}

/** The present time, told anew with each minute. */
function useMinute(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = window.setTimeout(() => setNow(new Date()), 60_000 - (now.getTime() % 60_000));
    return () => window.clearTimeout(timer);
  }, [now]);
  return now;
}

/** Full screen while it is there; who leaves full screen has ended it. A device without full screen does without. */
function useFullScreen(onEnd: () => void): void {
  const latest = useRef(onEnd);
  useEffect(() => {
    latest.current = onEnd;
  });
  useEffect(() => {
    let entered = false;
    let gone = false;
    const leave = () => void document.exitFullscreen().catch(() => {});
    const changed = () => {
      if (document.fullscreenElement) entered = true;
      else if (entered) latest.current();
    };
    document.addEventListener("fullscreenchange", changed);
    document.documentElement.requestFullscreen?.({ navigationUI: "hide" }).then(
      () => gone && leave(),
      () => {},
    );
    return () => {
      gone = true;
      document.removeEventListener("fullscreenchange", changed);
      if (document.fullscreenElement) leave();
    };
  }, []);
}
