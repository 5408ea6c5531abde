/** A text of elsewhere becomes drafts: paste or choose a file, see what was read and changed, keep what one wants. */
import { FileUp } from "lucide-react";
import { useRef, useState } from "react";
import { useNavigate } from "react-router";
import { api, ok } from "../../../lib/api";
import { plural } from "../../../lib/format";
import { licenceName } from "../../../lib/licences";
import { paths } from "../../../lib/paths";
import { explain } from "../../../lib/problem";
import { toast } from "../../../lib/toast";
import type { ImportedWork, ShaderPage } from "../../../lib/types";
import { Button } from "../../../ui/Button";
import { Checkbox } from "../../../ui/Checkbox";
import { Dialog } from "../../../ui/Dialog";
import { TextArea } from "../../../ui/TextField";
import { batchesOf, isArchive, MOST_ARCHIVE, MOST_CHARACTERS, type Batch } from "./archive";

/** A work that was read, and its text where that is of this work alone. */
interface Found {
  work: ImportedWork;
  text: string | null;
}

export default function ImportDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const [found, setFound] = useState<readonly Found[] | null>(null);
  const shut = (shown: boolean): void => {
    onOpenChange(shown);
    if (!shown) setFound(null);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={shut}
      width="md"
      title="Import"
      description={found ? undefined : "GLSL, Shadertoy’s JSON (one work or many), ISF, GLSL Sandbox or Book of Shaders; several files, or an archive of them."}
    >
      {found ? <Choose found={found} onBack={() => setFound(null)} onDone={() => shut(false)} /> : <Read onFound={setFound} />}
    </Dialog>
  );
}

function Read({ onFound }: { onFound: (found: readonly Found[]) => void }) {
  const [text, setText] = useState("");
  const [filename, setFilename] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const picker = useRef<HTMLInputElement>(null);

  async function read(batches: () => Promise<readonly { text: string; name: string | null }[]>): Promise<void> {
    setBusy(true);
    setError(null);
    try {
      const found: Found[] = [];
      for (const { text: given, name } of await batches()) {
        const { items } = await ok(api.POST("/api/v1/imports", { body: { text: given, filename: name } }));
        found.push(...items.map((work) => ({ work, text: items.length === 1 ? given : null })));
      }
      onFound(found);
    } catch (problem) {
      setError(explain(problem));
    } finally {
      setBusy(false);
    }
  }

  async function take(files: readonly File[]): Promise<void> {
    if (files.length === 0) return;
    await read(async () => {
      const batches = (await Promise.all(files.map(batchesIn))).flat();
      const [only] = batches;
      if (only && batches.length === 1) {
        setText(only.text);
        setFilename(only.name);
      }
      return batches;
    });
  }

  return (
    <form
      className="flex flex-col gap-4"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void take([...event.dataTransfer.files]);
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) void read(() => Promise.resolve([{ text, name: filename }]));
      }}
    >
      <TextArea
        label="Its source"
        value={text}
        rows={10}
        spellCheck={false}
        placeholder="Paste it here, or drop files."
        className="font-mono text-xs"
        error={error}
        onChange={(event) => {
          setText(event.target.value);
          setFilename(null);
        }}
      />
      <div className="flex items-center justify-between gap-3">
        <input ref={picker} type="file" hidden multiple accept=".glsl,.frag,.fs,.isf,.json,.txt,.shadertoy,.zip" onChange={(event) => void take([...(event.target.files ?? [])])} />
        <Button type="button" icon={<FileUp size={16} strokeWidth={1.5} />} onClick={() => picker.current?.click()}>
          Choose files
        </Button>
        <Button type="submit" variant="primary" busy={busy} disabled={text.trim() === ""}>
          Read it
        </Button>
      </div>
    </form>
  );
}

/** What one file has to be read. Throws an Error in words for people. */
async function batchesIn(file: File): Promise<Batch[]> {
  if (file.size > MOST_ARCHIVE) throw new Error(`${file.name} is too large here; \`fractafrag import\` takes larger ones.`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (isArchive(bytes)) return batchesOf(bytes);
  const text = new TextDecoder().decode(bytes);
  if (text.length > MOST_CHARACTERS) throw new Error("A file may have 1 MB here; `fractafrag import` takes larger ones.");
  return [{ name: file.name, text }];
}

function Choose({ found, onBack, onDone }: { found: readonly Found[]; onBack: () => void; onDone: () => void }) {
  const [wanted, setWanted] = useState<ReadonlySet<number>>(() => new Set(found.map((_, index) => index)));
  const [done, setDone] = useState<number | null>(null);
  const navigate = useNavigate();

  async function keep(): Promise<void> {
    const chosen = found.filter((_, index) => wanted.has(index));
    let last: ShaderPage | null = null;
    for (const [index, { work, text }] of chosen.entries()) {
      setDone(index);
      try {
        last = await ok(api.POST("/api/v1/shaders", { body: draftOf(work, text) }));
      } catch (problem) {
        setDone(null);
        toast(`“${work.title}” was not kept. ${explain(problem)}`, { tone: "danger" });
        return;
      }
    }
    onDone();
    toast(`${plural(chosen.length, "work")} imported, for your eyes only.`, { tone: "success" });
    if (chosen.length === 1 && last) void navigate(paths.studio(last.id));
    else void navigate(paths.mine());
  }

  return (
    <div className="flex flex-col gap-4">
      <ul aria-label="What was read" className="flex max-h-[50dvh] flex-col gap-3 overflow-y-auto">
        {found.map(({ work }, index) => (
          <li key={index} className="rounded-card border border-line px-4 py-3">
            <Checkbox
              name={`work-${index}`}
              label={work.title}
              note={[work.origin.author && `by ${work.origin.author}`, work.licence ? licenceName(work.licence) : "no licence named", plural(work.passes.length, "pass", "passes")].filter(Boolean).join(" · ")}
              checked={wanted.has(index)}
              onChange={(checked) =>
                setWanted((before) => {
                  const next = new Set(before);
                  if (checked) next.add(index);
                  else next.delete(index);
                  return next;
                })
              }
            />
            <Notes label="Changed" notes={work.origin.changes ?? []} />
            <Notes label="To know" notes={work.warnings} warning />
          </li>
        ))}
      </ul>
      <p className="text-sm text-ink-3">They become private drafts. Publish what its licence and its author allow.</p>
      <div className="flex justify-between gap-3">
        <Button onClick={onBack}>Back</Button>
        <Button variant="primary" busy={done !== null} disabled={wanted.size === 0} onClick={() => void keep()}>
          {done === null ? `Keep ${plural(wanted.size, "work")}` : `${done + 1} of ${wanted.size}`}
        </Button>
      </div>
    </div>
  );
}

function Notes({ label, notes, warning = false }: { label: string; notes: readonly string[]; warning?: boolean }) {
  if (notes.length === 0) return null;
  return (
    <details className="mt-2 text-sm text-ink-2" open={warning}>
      <summary className={warning ? "cursor-default text-warning" : "cursor-default text-ink-3"}>
        {label} ({notes.length})
      </summary>
      <ul className="mt-1 flex list-disc flex-col gap-1 pl-5">
        {notes.map((note) => (
          <li key={note} className="[overflow-wrap:anywhere]">
            {note}
          </li>
        ))}
      </ul>
    </details>
  );
}

function draftOf(work: ImportedWork, original: string | null) {
  const { title, description, tags, licence, passes, poster_at, parameters, origin } = work;
  return { title, description, tags, licence, passes, poster_at, parameters, status: "draft" as const, visibility: "private" as const, origin: { ...origin, original } };
}
