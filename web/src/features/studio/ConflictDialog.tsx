/** Somebody, or another tab, saved a newer version: what differs, and three ways on that lose nothing. */
import { lazy, Suspense, useMemo, useState } from "react";
import { cx } from "../../lib/cx";
import { ago } from "../../lib/format";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Skeleton } from "../../ui/Skeleton";
import { canCombine, differences } from "./conflict";
import type { Side } from "./conflict";
import { originOf } from "./shader-api";
import { useStudio, useStudioValue } from "./studio-context";

const Compare = lazy(() => import("./Compare"));

const sideNames: Record<Side, string> = { mine: "you", theirs: "them", both: "both" };

export function ConflictDialog() {
  const { saving } = useStudioValue();
  const mine = useStudio((state) => state.work);
  const version = useStudio((state) => state.origin?.version ?? 0);
  const [compared, setCompared] = useState<string | null>(null);
  const { conflict } = saving;
  const theirs = useMemo(() => (conflict ? originOf(conflict.theirs).work : null), [conflict]);
  const found = useMemo(() => (conflict && theirs ? differences(conflict.base, mine, theirs) : []), [conflict, mine, theirs]);
  if (!conflict || !theirs) return null;

  const passesThatDiffer = found.flatMap((difference) => (difference.pass ? [difference.pass] : []));
  const codeOf = (work: typeof mine, pass: string) => work.passes.find((other) => other.name === pass)?.code ?? "";

  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (open) return;
        setCompared(null);
        saving.leaveConflict();
      }}
      width={compared ? "lg" : "md"}
      title="There is a newer version"
      description={`Version ${conflict.theirs.version} was saved ${ago(conflict.theirs.updated_at)}, while you were changing version ${version}. Both are kept, whatever you choose.`}
      footer={
        <div className="flex w-full flex-wrap justify-end gap-2">
          <Button variant="ghost" className="mr-auto" disabled={passesThatDiffer.length === 0} onClick={() => setCompared(compared ? null : (passesThatDiffer[0] ?? null))}>
            {compared ? "Hide both" : "Show both"}
          </Button>
          <Button onClick={saving.takeTheirs}>Load theirs</Button>
          {canCombine(found) && <Button onClick={() => void saving.takeBoth()}>Put both together</Button>}
          <Button variant="primary" autoFocus onClick={() => void saving.keepMine()}>
            Save mine on top
          </Button>
        </div>
      }
    >
      {compared ? (
        <>
          <div role="group" aria-label="Pass" className="mb-2 flex gap-1">
            {passesThatDiffer.map((pass) => (
              <button
                key={pass}
                type="button"
                aria-pressed={pass === compared}
                className={cx("h-8 rounded-control px-3 text-sm", pass === compared ? "bg-wash-strong text-ink" : "text-ink-2 hover:bg-wash")}
                onClick={() => setCompared(pass)}
              >
                {pass}
              </button>
            ))}
          </div>
          <div className="flex text-xs text-ink-3">
            <span className="flex-1">Theirs</span>
            <span className="flex-1">Mine</span>
          </div>
          <Suspense fallback={<Skeleton className="h-64" />}>
            <Compare theirs={codeOf(theirs, compared)} mine={codeOf(mine, compared)} />
          </Suspense>
        </>
      ) : found.length === 0 ? (
        <p className="text-sm text-ink-2">The two read the same.</p>
      ) : (
        <ul className="flex flex-col divide-y divide-line text-sm">
          {found.map(({ what, side }) => (
            <li key={what} className="flex justify-between gap-4 py-2">
              <span className="text-ink">{what}</span>
              <span className={side === "both" ? "text-warning" : "text-ink-3"}>changed by {sideNames[side]}</span>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
