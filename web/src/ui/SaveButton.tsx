// Keeps a work to be found again: one bookmark, in the feed's rail and on the work's page.
import { Bookmark } from "lucide-react";
import { useMark, useMarked } from "../lib/marks";
import { Tooltip } from "./Tooltip";

const LOOKS = {
  rail: "on-picture flex w-12 flex-col items-center gap-0.5 rounded-control py-2.5 text-ink transition hover:bg-wash-strong select-none",
  line: "flex h-9 items-center gap-1.5 rounded-control border border-line bg-wash px-3 text-sm text-ink-2 transition hover:bg-wash-strong hover:text-ink aria-pressed:text-ink select-none",
};

export function SaveButton({ id, look = "line", shortcut }: { id: string; look?: keyof typeof LOOKS; shortcut?: string }) {
  const saved = useMarked("saved", id);
  const mark = useMark("saved");
  const label = saved ? "Saved" : "Save";
  return (
    <Tooltip label={label} shortcut={shortcut} side={look === "rail" ? "left" : "bottom"}>
      <button type="button" aria-label={saved ? "Saved; take it out" : "Save"} aria-pressed={saved} aria-keyshortcuts={shortcut} onClick={() => mark(id, !saved)} className={LOOKS[look]}>
        <Bookmark size={look === "rail" ? 23 : 16} strokeWidth={1.5} fill={saved ? "currentColor" : "none"} aria-hidden />
        {look === "line" && label}
      </button>
    </Tooltip>
  );
}
