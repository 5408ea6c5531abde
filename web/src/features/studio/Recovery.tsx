/** What an earlier visit left unsaved, offered once, above the work. */
import { History } from "lucide-react";
import { ago } from "../../lib/format";
import { Button } from "../../ui/Button";
import type { Snapshot } from "./autosave";

export interface RecoveryProps {
  snapshot: Snapshot;
  /** How many more wait behind it. */
  more: number;
  /** The version on the server, 0 where there is none. */
  version: number;
  onRestore: () => void;
  onDiscard: () => void;
}

export function Recovery({ snapshot, more, version, onRestore, onDiscard }: RecoveryProps) {
  const older = snapshot.version > 0 && snapshot.version < version ? ` It was made from version ${snapshot.version}; ${version} is the newest.` : "";
  const name = snapshot.work.details.title ? `“${snapshot.work.details.title}”` : "an untitled shader";
  return (
    <div role="region" aria-label="Unsaved work" className="flex shrink-0 animate-fade-in flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-surface px-4 py-2 text-sm">
      <History size={16} strokeWidth={1.5} className="shrink-0 text-ink-3 max-md:hidden" aria-hidden />
      <p className="min-w-48 flex-1 text-ink-2">
        Unsaved changes to <span className="text-ink">{name}</span>, {ago(new Date(snapshot.savedAt).toISOString())}, kept in this browser.{older}
        {more > 0 && <span className="text-ink-3"> {more === 1 ? "One more waits." : `${more} more wait.`}</span>}
      </p>
      <span className="flex gap-2">
        <Button size="sm" variant="ghost" onClick={onDiscard}>
          Discard
        </Button>
        <Button size="sm" onClick={onRestore}>
          Restore
        </Button>
      </span>
    </div>
  );
}
