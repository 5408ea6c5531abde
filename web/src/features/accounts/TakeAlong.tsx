/** All of one's own works as one archive: a press, how far it is, and the file. */
import { useEffect, useRef, useState } from "react";
import { Download } from "lucide-react";
import { fetchArchive, type ArchiveProgress } from "../../lib/archive";
import { bytes } from "../../lib/format";
import { explain } from "../../lib/problem";
import { save } from "../../lib/save";
import { toast } from "../../lib/toast";
import { Button } from "../../ui/Button";

const TOLD_EVERY_MS = 100;

export function TakeAlong() {
  const [progress, setProgress] = useState<ArchiveProgress | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function take(): Promise<void> {
    const control = (running.current = new AbortController());
    let toldMs = -Infinity;
    setProgress({ works: 0, total: 0, bytes: 0 });
    try {
      const { file, name } = await fetchArchive(control.signal, (now) => {
        if (performance.now() - toldMs < TOLD_EVERY_MS) return;
        toldMs = performance.now();
        setProgress(now);
      });
      save(file, name);
      toast(`${name}, ${bytes(file.size)}. The studio’s Import reads it back.`, { tone: "success" });
    } catch (error) {
      if (!control.signal.aborted) toast(`Your works were not packed. ${explain(error)}`, { tone: "danger" });
    } finally {
      if (running.current === control) setProgress(null);
    }
  }

  if (progress === null) {
    return (
      <Button size="sm" variant="ghost" icon={<Download size={16} strokeWidth={1.5} aria-hidden />} title="Drafts and archived works, too" onClick={() => void take()}>
        Export all
      </Button>
    );
  }
  return (
    <span className="flex items-center gap-2">
      <span role="status" className="tabular text-sm text-ink-2">
        {progress.total > 0 ? `${progress.works} of ${progress.total}, ${bytes(progress.bytes)}` : "Packing"}
      </span>
      <Button size="sm" onClick={() => running.current?.abort()}>
        Cancel
      </Button>
    </span>
  );
}
