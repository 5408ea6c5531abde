// A key of the keyboard as it is printed in tooltips and in the list of shortcuts.
import { cx } from "../lib/cx";

const APPLE = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);
const GLYPHS: Record<string, string> = {
  mod: APPLE ? "⌘" : "Ctrl",
  shift: APPLE ? "⇧" : "Shift",
  alt: APPLE ? "⌥" : "Alt",
  arrowup: "↑",
  arrowdown: "↓",
  arrowleft: "←",
  arrowright: "→",
  " ": "Space",
  escape: "Esc",
  enter: "↵",
  home: "Home",
};

/** `keys` is a combination such as "mod+s", "j" or "shift+enter". */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  const parts = keys === "+" ? ["+"] : keys.split("+");
  return (
    <kbd className={cx("inline-flex gap-0.5 font-sans text-xs", className)}>
      {parts.map((part) => (
        <span key={part} className="inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-sm bg-wash-strong px-1 text-ink-2">
          {GLYPHS[part.toLowerCase()] ?? (part.length === 1 || /^f\d+$/.test(part) ? part.toUpperCase() : part)}
        </span>
      ))}
    </kbd>
  );
}
