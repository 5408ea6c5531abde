// How far an export is, in words and as a line; afterwards, what came of it.
import { Check } from "lucide-react";
import { bytes } from "../../lib/format";
import { Button } from "../Button";
import type { ExportState } from "./use-export";

export function ExportProgress({ state, onCancel, onAgain }: { state: ExportState; onCancel: () => void; onAgain: () => void }) {
  if (state.status === "idle") return null;
  if (state.status === "failed") {
    return (
      <p role="alert" className="rounded-card border border-line bg-wash px-4 py-3 text-sm text-ink [overflow-wrap:anywhere]">
        {state.message}
      </p>
    );
  }
  if (state.status === "done") {
    return (
      <div role="status" className="flex items-center justify-between gap-3 rounded-card border border-line bg-wash py-2 pr-2 pl-4 text-sm">
        <span className="flex min-w-0 items-center gap-2 text-ink">
          <Check size={16} strokeWidth={1.75} className="shrink-0 text-success" aria-hidden />
          <span className="truncate">{state.name}</span>
          <span className="tabular shrink-0 text-ink-3">
            {bytes(state.file.size)} in {state.seconds.toFixed(1)} s
          </span>
        </span>
        <Button size="sm" variant="ghost" onClick={onAgain}>
          Save again
        </Button>
      </div>
    );
  }
  const { phase, done, total, bytes: size } = state.progress;
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const said = {
    compiling: "Compiling",
    warming: `Frames before the first: ${done} of ${total}`,
    drawing: state.what === "loop" ? `Looking for the loop: ${done} of ${total}` : `${done} of ${total}`,
    finishing: "Writing the file",
  }[phase];
  const expected = size !== null && phase === "drawing" && share > 0.1 ? `, about ${bytes(size / share)}` : "";
  return (
    <div className="flex items-center gap-4">
      <div className="min-w-0 flex-1">
        <div role="progressbar" aria-label="Export" aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(share * 100)} className="h-[3px] overflow-hidden rounded-full bg-wash-strong">
          <div className="h-full origin-left bg-accent transition-transform duration-100" style={{ transform: `scaleX(${phase === "finishing" ? 1 : share})` }} />
        </div>
        <p className="tabular mt-2 truncate text-sm text-ink-2">
          {said}
          {expected}
        </p>
      </div>
      <Button size="sm" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  );
}
