/** Two sides changed one work: what came together by itself, what is to be decided, and three ways on that lose nothing. */
import { useMemo, useState } from "react";
import { cx } from "../../../lib/cx";
import { ago } from "../../../lib/format";
import { usePhone } from "../../../lib/media";
import { Button } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { useStudio, useStudioValue } from "../studio-context";
import type { Conflict } from "../use-saving";
import { Choice } from "./Choice";
import { FreeText } from "./FreeText";
import { HunkList } from "./HunkList";
import { mergedCode, mergedWork, mergeWorks, noDecisions, openQuestions } from "./merge-work";
import type { Decisions, PassMerge, Question, Side } from "./merge-work";
import { undecided } from "./merge-text";

export default function MergeDialog({ conflict }: { conflict: Conflict }) {
  const { saving } = useStudioValue();
  const mine = useStudio((state) => state.work);
  const version = useStudio((state) => state.origin?.version ?? 0);
  const { base, theirs, page } = conflict;
  const merge = useMemo(() => mergeWorks(base, mine, theirs), [base, mine, theirs]);
  const [decisions, setDecisions] = useState<Decisions>(noDecisions);
  const [shown, setShown] = useState<string | null>(null);
  const size = usePhone() ? "sm" : "md";
  const pass = merge.passes.find(({ name }) => name === shown) ?? merge.passes[0];
  const open = openQuestions(merge, decisions);
  const theirsName = page ? `Version ${page.version}` : "The other tab";
  const nothing = merge.passes.length === 0 && merge.questions.length === 0 && merge.automatic.length === 0;

  const description = page
    ? `Version ${page.version} was saved ${ago(page.updated_at)}, while you were changing version ${version}. Both are kept, whatever you choose.`
    : "The other tab had changes that were never saved, and so has this one. Both are kept, whatever you choose.";
  const put = (thenSave: boolean) => void saving.takeMerged(mergedWork(base, mine, theirs, decisions), thenSave);

  return (
    <Dialog
      open
      onOpenChange={(stays) => !stays && saving.leaveConflict()}
      width="lg"
      className="max-w-[72rem]!"
      title={page ? "There is a newer version" : "Both tabs have changes"}
      description={description}
      footer={
        <div className="flex w-full flex-wrap items-center justify-end gap-2">
          <Button size={size} variant="ghost" onClick={saving.takeTheirs}>
            Load theirs
          </Button>
          <Button size={size} variant="ghost" className="mr-auto" onClick={() => void saving.keepMine()}>
            {page ? "Save mine on top" : "Keep mine"}
          </Button>
          <span role="status" className="tabular text-sm text-ink-3">
            {open > 0 && `${open} to decide`}
          </span>
          <Button size={size} disabled={open > 0 || nothing} onClick={() => put(false)}>
            Both into the editor
          </Button>
          <Button size={size} variant="primary" disabled={open > 0 || nothing} onClick={() => put(true)}>
            Save both together
          </Button>
        </div>
      }
    >
      {nothing && <p className="text-sm text-ink-2">The two read the same.</p>}
      {merge.questions.length > 0 && <Questions questions={merge.questions} theirsName={theirsName} decisions={decisions} onAnswer={(id, side) => setDecisions({ ...decisions, answers: { ...decisions.answers, [id]: side } })} />}
      {merge.automatic.length > 0 && (
        <p className="mb-3 text-sm text-ink-3">
          Put together without a question: {merge.automatic.map(({ what, side }) => `${what} (${side === "mine" ? "yours" : "theirs"})`).join(", ")}.
        </p>
      )}
      {pass && (
        <>
          <div role="group" aria-label="Pass" className="no-scrollbar mb-2 flex gap-1 overflow-x-auto">
            {merge.passes.map((one) => (
              <PassButton key={one.name} pass={one} decisions={decisions} shown={one === pass} onShow={() => setShown(one.name)} />
            ))}
          </div>
          <Source key={pass.name} pass={pass} decisions={decisions} onDecide={setDecisions} theirsName={theirsName} />
        </>
      )}
    </Dialog>
  );
}

function PassButton({ pass, decisions, shown, onShow }: { pass: PassMerge; decisions: Decisions; shown: boolean; onShow: () => void }) {
  const open = decisions.texts[pass.name] === undefined ? undecided(pass.hunks, decisions.hunks[pass.name] ?? {}).length : 0;
  return (
    <button type="button" aria-pressed={shown} className={cx("flex h-8 shrink-0 items-center gap-2 rounded-control px-3 text-sm", shown ? "bg-wash-strong text-ink" : "text-ink-2 hover:bg-wash")} onClick={onShow}>
      {pass.name}
      {open > 0 && <span className="tabular text-xs text-warning">{open}</span>}
    </button>
  );
}

function Questions({ questions, theirsName, decisions, onAnswer }: { questions: readonly Question[]; theirsName: string; decisions: Decisions; onAnswer: (id: string, side: Side) => void }) {
  return (
    <ul className="mb-4 flex flex-col gap-2">
      {questions.map(({ id, what, base, mine, theirs }) => (
        <li key={id} className={cx("rounded-control border bg-room px-3 py-2 text-sm", decisions.answers[id] ? "border-line" : "border-warning")}>
          <div className="flex flex-wrap items-center justify-between gap-2">
            <span className="text-ink">{what}</span>
            <Choice
              label={what}
              value={decisions.answers[id] ?? ""}
              options={[
                { value: "mine", label: "Mine" },
                { value: "theirs", label: "Theirs" },
              ]}
              onChange={(side) => onAnswer(id, side)}
            />
          </div>
          <dl className="mt-1 grid gap-x-4 text-xs text-ink-3 md:grid-cols-3">
            {[
              ["Mine", mine],
              ["Before both", base],
              [theirsName, theirs],
            ].map(([name, text]) => (
              <div key={name} className="min-w-0">
                <dt>{name}</dt>
                <dd className="text-ink-2 [overflow-wrap:anywhere] whitespace-pre-line">{text}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}

function Source({ pass, decisions, onDecide, theirsName }: { pass: PassMerge; decisions: Decisions; onDecide: (decisions: Decisions) => void; theirsName: string }) {
  const written = decisions.texts[pass.name];
  const choices = decisions.hunks[pass.name] ?? {};
  function byHand(): void {
    onDecide({ ...decisions, texts: { ...decisions.texts, [pass.name]: mergedCode(pass, decisions) } });
  }
  function byHunks(): void {
    const texts = Object.fromEntries(Object.entries(decisions.texts).filter(([name]) => name !== pass.name));
    onDecide({ ...decisions, texts });
  }
  return (
    <>
      {written === undefined ? (
        <HunkList hunks={pass.hunks} choices={choices} theirsName={theirsName} onChoose={(hunk, choice) => onDecide({ ...decisions, hunks: { ...decisions.hunks, [pass.name]: { ...choices, [hunk]: choice } } })} />
      ) : (
        <FreeText start={written} label={`The merged source of ${pass.name}`} onChange={(text) => onDecide({ ...decisions, texts: { ...decisions.texts, [pass.name]: text } })} />
      )}
      <Button size="sm" variant="ghost" className="mt-2" onClick={written === undefined ? byHand : byHunks}>
        {written === undefined ? "Edit the result by hand" : "Back to the choices"}
      </Button>
    </>
  );
}
