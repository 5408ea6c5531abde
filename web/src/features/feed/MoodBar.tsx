// Above the picture: what the feed may be narrowed to by one tap, and what it may be told.
import { Armchair, SlidersHorizontal } from "lucide-react";
import { Link } from "react-router";
import { useChrome } from "../../lib/chrome";
import { cx } from "../../lib/cx";
import { paths } from "../../lib/paths";
import type { Mood } from "../../lib/shaders";
import { IconButton } from "../../ui/IconButton";
import { openSheet } from "./sheets";
import { setMode } from "./use-mode";

const MOODS: { mood: Mood; label: string }[] = [
  { mood: "calm", label: "Calm" },
  { mood: "dark", label: "Dark" },
  { mood: "hypnotic", label: "Hypnotic" },
  { mood: "colourful", label: "Colourful" },
  { mood: "3d", label: "3D" },
  { mood: "audio", label: "Audio" },
];

export function moodOf(value: string | null): Mood | null {
  return MOODS.find(({ mood }) => mood === value)?.mood ?? null;
}

export const moodLabel = (mood: Mood): string => MOODS.find((one) => one.mood === mood)?.label ?? mood;

const ICON = { size: 17, strokeWidth: 1.5, "aria-hidden": true } as const;

export function MoodBar({ mood }: { mood: Mood | null }) {
  const quiet = useChrome((state) => state.quiet);
  return (
    <div
      className={cx(
        "pointer-events-none fixed inset-x-0 top-[calc(var(--safe-top)+var(--header)-4px)] z-41 flex items-center justify-center gap-2 px-3 transition-opacity duration-200",
        quiet && "opacity-0 focus-within:opacity-100 [&_*]:pointer-events-none!",
      )}
    >
      <IconButton label="Tune the feed" shortcut="t" size="sm" look="picture" icon={<SlidersHorizontal {...ICON} />} onClick={() => openSheet("tune")} className="pointer-events-auto" />
      <nav aria-label="Moods" className="no-scrollbar pointer-events-auto flex min-w-0 gap-1.5 overflow-x-auto overscroll-x-contain rounded-full">
        {MOODS.map((one) => {
          const chosen = one.mood === mood;
          return (
            <Link
              key={one.mood}
              // A second tap lets go of it.
              to={chosen ? paths.feed() : paths.mood(one.mood)}
              replace
              aria-current={chosen ? "true" : undefined}
              className={cx(
                "inline-flex h-8 shrink-0 items-center rounded-full px-3 text-sm -outline-offset-2 transition select-none",
                chosen ? "bg-ink text-room" : "bg-glass text-ink backdrop-blur-md hover:bg-glass-strong",
              )}
            >
              {one.label}
            </Link>
          );
        })}
      </nav>
      <IconButton label="Lean back" shortcut="l" size="sm" look="picture" icon={<Armchair {...ICON} />} onClick={() => setMode("lean")} className="pointer-events-auto" />
    </div>
  );
}
