/** The history of the open work: every version and every moment of this device, compared with what is open, and restored. */
import { useQueryClient } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useEffect, useState } from "react";
import { usePhone } from "../../../lib/media";
import { explain } from "../../../lib/problem";
import { toast } from "../../../lib/toast";
import { Button } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { ErrorState } from "../../../ui/ErrorState";
import { IconButton } from "../../../ui/IconButton";
import { Select } from "../../../ui/Select";
import { Skeleton } from "../../../ui/Skeleton";
import { sameWork } from "../document";
import type { Work } from "../document";
import { nameVersion } from "../shader-api";
import { isDirty } from "../store";
import type { HistoryPlace } from "../store";
import { useStudio, useStudioValue } from "../studio-context";
import { Comparison } from "./Comparison";
import { MomentRow, VersionRow } from "./EntryList";
import { numberOf, useEntries, useEntryWork } from "./use-entries";
import type { Entries, Entry } from "./use-entries";

/** Moments that are listed before somebody asks for all. */
const FEW = 6;

export default function HistoryDialog({ place, onClose }: { place: HistoryPlace; onClose: () => void }) {
  const { store } = useStudioValue();
  const phone = usePhone();
  const entries = useEntries();
  const [picked, setPicked] = useState<Entry | null>(place.version ? `v${place.version}` : null);
  const [against, setAgainst] = useState<Entry>("now");
  const dirty = useStudio(isDirty);
  // On a wide window something is always shown: what the open work is most likely held against.
  const chosen = picked ?? (phone ? null : firstEntry(entries, dirty));

  useEffect(() => {
    const { playing, setPlayback } = store.getState();
    // The studio's own picture would share the GPU with two more.
    setPlayback({ playing: false });
    return () => setPlayback({ playing });
  }, [store]);

  const list = <List entries={entries} chosen={chosen} onChoose={setPicked} />;
  const detail = chosen && <Detail key={chosen} entries={entries} chosen={chosen} against={against} onAgainst={setAgainst} onClose={onClose} />;
  return (
    <Dialog
      open
      // Escape in the field of a name gives up the name, not the history.
      onOpenChange={(open) => !open && !document.activeElement?.hasAttribute("data-naming") && onClose()}
      title="History"
      width="lg"
      className="h-[calc(100dvh-2rem)] max-w-[88rem]! [&>div:nth-child(2)]:overflow-hidden [&>div:nth-child(2)]:px-0 [&>div:nth-child(2)]:pb-0"
    >
      {phone ? (
        <div className="h-full overflow-y-auto px-4 pb-4">
          {detail ? (
            <>
              <IconButton label="All states" tooltip={false} className="mb-1 -ml-2" icon={<ArrowLeft size={18} strokeWidth={1.5} />} onClick={() => setPicked(null)} />
              {detail}
            </>
          ) : (
            list
          )}
        </div>
      ) : (
        <div className="grid h-full grid-cols-[19rem_minmax(0,1fr)] border-t border-line">
          <div className="overflow-y-auto border-r border-line px-3 py-3">{list}</div>
          <div className="overflow-y-auto px-5 py-3">{detail ?? (!entries.loading && <Nothing />)}</div>
        </div>
      )}
    </Dialog>
  );
}

function firstEntry({ versions, moments }: Entries, dirty: boolean): Entry | null {
  const version = !dirty ? (versions[1] ?? versions[0]) : versions[0];
  if (version) return `v${version.number}`;
  return moments[0] ? `m${moments[0].at}` : null;
}

function Nothing() {
  return (
    <p className="mx-auto grid h-full max-w-80 place-items-center text-center text-sm text-ink-3">
      Nothing to go back to yet. Every version that you save is kept, and while you write, a moment of every minute on this device.
    </p>
  );
}

function List({ entries, chosen, onChoose }: { entries: Entries; chosen: Entry | null; onChoose: (entry: Entry) => void }) {
  const { store } = useStudioValue();
  const client = useQueryClient();
  const parent = useStudio((state) => state.parent?.title ?? "");
  const [all, setAll] = useState(false);
  const { versions, moments, own, source } = entries;
  const shown = all ? moments : moments.slice(0, FEW);
  const newest = versions[0]?.number;

  async function name(number: number, given: string | null): Promise<boolean> {
    const id = store.getState().origin?.id;
    if (!id) return false;
    try {
      const page = await nameVersion(id, number, given);
      client.setQueryData(["version", id, number], page);
      await client.invalidateQueries({ queryKey: ["versions", id] });
      return true;
    } catch (error) {
      toast(`It was not named. ${explain(error)}`, { tone: "danger" });
      return false;
    }
  }

  return (
    <nav aria-label="States of this work" className="flex flex-col gap-5">
      {source !== null && (
        <section aria-labelledby="history-versions">
          <h3 id="history-versions" className="px-2 pb-1 text-xs text-ink-3">
            {own ? "Versions" : `Versions of ${parent}`}
          </h3>
          {entries.loading && versions.length === 0 && <Skeleton className="mx-2 h-32" />}
          {entries.failed !== null && <ErrorState title="The versions did not load" error={entries.failed} onRetry={entries.retry} />}
          <ul className="flex flex-col">
            {versions.map((version, index) => (
              <VersionRow
                key={version.number}
                version={version}
                sizeBefore={versions[index + 1]?.total_bytes}
                newest={version.number === newest}
                pictured={versions.some(({ poster_url: poster }) => poster !== null)}
                chosen={chosen === `v${version.number}`}
                onChoose={() => onChoose(`v${version.number}`)}
                onName={own ? (given) => name(version.number, given) : undefined}
              />
            ))}
          </ul>
          {entries.more && (
            <Button size="sm" variant="ghost" className="mt-1" onClick={entries.more}>
              Older versions
            </Button>
          )}
        </section>
      )}
      <section aria-labelledby="history-device">
        <h3 id="history-device" className="px-2 pb-1 text-xs text-ink-3">
          On this device
        </h3>
        {moments.length === 0 && !entries.loading && <p className="px-2 py-1 text-sm text-ink-3">Nothing yet: a moment of every minute that you write will be here.</p>}
        <ul className="flex flex-col">
          {shown.map((moment, index) => (
            <MomentRow key={moment.at} moment={moment} sizeBefore={moments[index + 1]?.bytes} chosen={chosen === `m${moment.at}`} onChoose={() => onChoose(`m${moment.at}`)} />
          ))}
        </ul>
        {moments.length > shown.length && (
          <Button size="sm" variant="ghost" className="mt-1" onClick={() => setAll(true)}>
            {moments.length - shown.length} earlier
          </Button>
        )}
      </section>
    </nav>
  );
}

interface DetailProps {
  entries: Entries;
  chosen: Entry;
  against: Entry;
  onAgainst: (entry: Entry) => void;
  onClose: () => void;
}

function Detail({ entries, chosen, against, onAgainst, onClose }: DetailProps) {
  const { store, saving, moments } = useStudioValue();
  const origin = useStudio((state) => state.origin);
  const present = useStudio((state) => state.work);
  // What is compared with itself would say nothing.
  const other = against === chosen ? "now" : against;
  const { work, failed } = useEntryWork(chosen, entries);
  const { work: otherWork, failed: otherFailed } = useEntryWork(other, entries);
  const nameOf = (entry: Entry): string => {
    if (entry === "now") return "What is open now";
    if (entry.startsWith("m")) return new Date(numberOf(entry)).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" });
    const name = entries.versions.find(({ number }) => number === numberOf(entry))?.name;
    return name ? `${name} (version ${numberOf(entry)})` : `Version ${numberOf(entry)}`;
  };
  const label = nameOf(chosen);
  const same = work !== null && sameWork(work, present);

  async function open(restored: Work): Promise<void> {
    await moments.setAside(label);
    const { details } = store.getState().work;
    // Who may see the work is no matter of its past.
    store.getState().replaceWork({ ...restored, details: { ...restored.details, visibility: details.visibility } }, `${label} restored`);
  }
  const undo = { label: "Undo", run: () => void store.getState().undo() };

  async function intoEditor(restored: Work): Promise<void> {
    await open(restored);
    onClose();
    toast(`${label} is in the editor.`, { action: undo });
  }
  async function asNewest(restored: Work): Promise<void> {
    await open(restored);
    onClose();
    const saved = await saving.save();
    if (saved) toast(`${label} is the newest again, as version ${saved.version}.`, { tone: "success", action: undo });
  }

  // The older of two versions stands first, whichever of them was chosen.
  const turned = other.startsWith("v") && chosen.startsWith("v") && numberOf(other) < numberOf(chosen);
  const [first, second] = turned ? [other, chosen] : [chosen, other];
  const [before, after] = turned ? [otherWork, work] : [work, otherWork];
  return (
    <section aria-label={label}>
      <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h3 className="min-w-0 truncate text-base font-medium text-ink">{label}</h3>
        <span className="text-sm text-ink-3">against</span>
        <Select
          label="Compared with"
          hideLabel
          size="sm"
          className="w-56 min-w-0 max-md:w-auto max-md:min-w-48 max-md:flex-1"
          value={other}
          onChange={onAgainst}
          options={[{ value: "now", label: "What is open now" }, ...entries.versions.filter(({ number }) => `v${number}` !== chosen).map(({ number }) => ({ value: `v${number}` as Entry, label: nameOf(`v${number}`) }))]}
        />
        <span className="flex flex-1 flex-wrap justify-end gap-2">
          <Button size="sm" disabled={!work || same} onClick={() => work && void intoEditor(work)}>
            Put into the editor
          </Button>
          {origin && (
            <Button size="sm" variant="primary" disabled={!work || saving.busy || sameWork(work, origin.work)} onClick={() => work && void asNewest(work)}>
              Save as newest
            </Button>
          )}
        </span>
      </div>
      {failed || otherFailed ? (
        <ErrorState title={`${label} did not load`} error={failed ?? otherFailed} />
      ) : before && after ? (
        <Comparison before={before} after={after} beforeName={nameOf(first)} afterName={nameOf(second)} />
      ) : (
        <Skeleton className="aspect-video w-full rounded-card" />
      )}
    </section>
  );
}
