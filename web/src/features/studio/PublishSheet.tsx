/** The sheet in which a work gets its name, its licence and its readers, and is published. */
import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { bytes } from "../../lib/format";
import { licenceName } from "../../lib/licences";
import { Button } from "../../ui/Button";
import { Sheet } from "../../ui/Dialog";
import { Select } from "../../ui/Select";
import { TextArea, TextField } from "../../ui/TextField";
import { limits, totalBytes } from "./contract";
import type { Visibility } from "./document";
import { licenceOptions, licenceWords } from "./licences";
import { PosterStrip } from "./PosterStrip";
import { PublishProgress } from "./PublishProgress";
import { useStudio, useStudioValue } from "./studio-context";
import { TagsField } from "./TagsField";

const visibilities: { value: Visibility; label: string; note: string }[] = [
  { value: "public", label: "Public", note: "In the feed, in search, for everybody." },
  { value: "unlisted", label: "Unlisted", note: "For whoever has the link." },
  { value: "private", label: "Private", note: "For you alone." },
];

export function PublishSheet({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { store, saving } = useStudioValue();
  const details = useStudio((state) => state.work.details);
  const published = useStudio((state) => state.origin?.status === "published");
  const parent = useStudio((state) => state.parent);
  const [done, setDone] = useState<string | null>(null);
  const [asked, setAsked] = useState(false);
  const { refusals } = saving;
  const change = store.getState().setDetails;

  const missingTitle = asked && !details.title.trim() ? "Give it a name." : null;
  const missingLicence = asked && !details.licence ? "Choose a licence; without one, nobody may do anything with it." : null;

  async function submit(): Promise<void> {
    setAsked(true);
    if (!details.title.trim() || !details.licence) return;
    const page = await saving.publish();
    if (!page) return;
    if (published) onOpenChange(false);
    else setDone(page.id);
  }

  async function unpublish(): Promise<void> {
    if (await saving.setStatus("draft")) onOpenChange(false);
  }

  function close(next: boolean): void {
    if (!next) {
      setDone(null);
      setAsked(false);
      saving.forgetRefusals();
    }
    onOpenChange(next);
  }

  if (done) {
    return (
      <Sheet side="right" open={open} onOpenChange={close} title="Published">
        <PublishProgress id={done} onClose={() => close(false)} />
      </Sheet>
    );
  }

  return (
    <Sheet
      side="right"
      open={open}
      onOpenChange={close}
      title={published ? "Details" : "Publish"}
      footer={
        <>
          {published && (
            <Button variant="ghost" className="mr-auto" disabled={saving.busy} onClick={() => void unpublish()}>
              Unpublish
            </Button>
          )}
          <Button variant="ghost" onClick={() => close(false)}>
            {published ? "Close" : "Not yet"}
          </Button>
          <Button variant="primary" busy={saving.busy} onClick={() => void submit()}>
            {published ? "Save changes" : "Publish"}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <CompileWarning refused={refusals.passes} />
        {refusals.other && (
          <p role="alert" className="text-sm text-danger">
            {refusals.other}
          </p>
        )}
        <TextField
          label="Title"
          value={details.title}
          maxLength={limits.title_characters}
          error={refusals.title ?? missingTitle}
          onChange={(event) => change({ title: event.target.value })}
        />
        <TextArea
          label="Description"
          value={details.description}
          rows={3}
          maxLength={limits.description_characters}
          error={refusals.description ?? null}
          onChange={(event) => change({ description: event.target.value })}
        />
        <TagsField value={details.tags} error={refusals.tags ?? null} onChange={(tags) => change({ tags })} />
        <Select
          label="Licence"
          value={details.licence || undefined}
          placeholder="Choose what others may do with it"
          options={licenceOptions}
          hint={
            details.licence
              ? licenceWords(details.licence)
              : parent
                ? `Forked from ${parent.title}: its licence says which you may choose.`
                : "It stands beside the work, and cannot be taken back from those who have it."
          }
          error={refusals.licence ?? missingLicence}
          onChange={(licence) => change({ licence })}
        />
        <PosterStrip />
        <fieldset>
          <legend className="mb-1.5 text-sm text-ink-2">Who sees it</legend>
          <div className="flex flex-col gap-1">
            {visibilities.map(({ value, label, note }) => (
              <label key={value} className="flex cursor-pointer items-start gap-3 rounded-control px-2.5 py-2 transition hover:bg-wash has-checked:bg-wash">
                <input
                  type="radio"
                  name="visibility"
                  className="mt-1 accent-accent"
                  checked={details.visibility === value}
                  onChange={() => change({ visibility: value })}
                />
                <span>
                  <span className="block text-sm text-ink">{label}</span>
                  <span className="block text-sm text-ink-3">{note}</span>
                </span>
              </label>
            ))}
          </div>
          {refusals.visibility && <p className="mt-1.5 text-sm text-danger">{refusals.visibility}</p>}
        </fieldset>
        <Summary />
      </form>
    </Sheet>
  );
}

function CompileWarning({ refused }: { refused: string | undefined }) {
  const report = useStudio((state) => state.report);
  const message = refused
    ? `Not published: it does not compile on the server. ${refused}`
    : report && !report.ok
      ? "This does not compile here yet. The server's compiler has the last word, and only publishes what it takes."
      : null;
  if (!message) return null;
  return (
    <p role="alert" className="flex gap-2.5 rounded-control bg-wash px-3 py-2.5 text-sm text-warning">
      <TriangleAlert size={16} strokeWidth={1.5} className="mt-0.5 shrink-0" />
      {message}
    </p>
  );
}

/** What publishing does, said before it is done. */
function Summary() {
  const passes = useStudio((state) => state.work.passes);
  const { licence, visibility } = useStudio((state) => state.work.details);
  const parent = useStudio((state) => state.parent);
  const published = useStudio((state) => state.origin?.status === "published");
  const who = { public: "Everybody", unlisted: "Whoever has the link", private: "Only you" }[visibility];
  return (
    <p className="border-t border-line pt-4 text-sm text-ink-2">
      {who} can play it and read its source: {passes.length === 1 ? "one pass" : `${passes.length} passes`}, {bytes(totalBytes(passes))}
      {licence && `, under ${licenceName(licence)}`}.{parent && ` It names ${parent.title} by ${parent.author} as where it comes from.`}
      {!published && " A poster and a short film are made of it next."}
    </p>
  );
}
