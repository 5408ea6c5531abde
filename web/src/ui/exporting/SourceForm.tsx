// The work itself as a file: a page that plays by itself, its text, or the JSON that other places read.
import { useEffect, useRef, useState } from "react";
import { Braces, CodeXml, FileCode2 } from "lucide-react";
import type { ParameterValues, Pass } from "@fractafrag/runtime";
import { signedFetch } from "../../lib/api";
import type { About } from "../../lib/exporting/html-page";
import { fileName } from "../../lib/exporting/wishes";
import { bytes } from "../../lib/format";
import { explain } from "../../lib/problem";
import { save } from "../../lib/save";
import { Button } from "../Button";

export interface SourceFormProps {
  passes: readonly Pass[];
  values?: Readonly<ParameterValues>;
  about: About;
  /** Of the work on the server, null where it was never saved: its text and JSON are made there. */
  id: string | null;
  /** Whether there is more here than the server knows. */
  unsaved?: boolean;
}

type Form = "html" | "glsl" | "shadertoy" | "shadertoy-site";
interface Offer {
  form: Form;
  title: string;
  text: string;
  Icon: typeof CodeXml;
}

const OFFERS: readonly Offer[] = [
  { form: "html", title: "One HTML file", text: "Plays from a disk or any site, with what it reads inside; about 0.1 MB and more with textures.", Icon: CodeXml },
  { form: "glsl", title: "GLSL", text: "All passes as one text, which Import reads back.", Icon: FileCode2 },
  { form: "shadertoy", title: "JSON, as Shadertoy’s API", text: "For players and tools that speak it; licence and parameters stand beside it.", Icon: Braces },
  { form: "shadertoy-site", title: "JSON, as Shadertoy’s site", text: "For browser extensions that put a work back there.", Icon: Braces },
];
const FROM_SERVER: ReadonlySet<Form> = new Set(["glsl", "shadertoy", "shadertoy-site"]);

export function SourceForm({ passes, values, about, id, unsaved = false }: SourceFormProps) {
  const [busy, setBusy] = useState<Form | null>(null);
  const [said, setSaid] = useState<{ text: string; wrong: boolean } | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function make(form: Form, signal: AbortSignal): Promise<{ file: Blob; notes: string[] }> {
    if (form === "html") {
      const { file, left } = await (await import("../../lib/exporting/html-file")).htmlFile({ passes, ...(values ? { values } : {}) }, about, signal);
      return { file, notes: left.length > 0 ? [`It does without ${left.join(", ")}.`] : [] };
    }
    const answer = await signedFetch(new Request(`/api/v1/shaders/${id}/export?format=${form}`, { signal }));
    const file = await answer.blob();
    return { file, notes: form === "glsl" ? [] : notesOf(JSON.parse(await file.text())) };
  }

  async function take(form: Form): Promise<void> {
    running.current?.abort();
    const control = (running.current = new AbortController());
    setBusy(form);
    setSaid(null);
    try {
      const { file, notes } = await make(form, control.signal);
      const name = fileName(about.title, form === "html" || form === "glsl" ? form : "json");
      save(file, name);
      setSaid({ text: [`${name}, ${bytes(file.size)}.`, ...notes].join(" "), wrong: false });
    } catch (error) {
      if (!control.signal.aborted) setSaid({ text: explain(error), wrong: true });
    } finally {
      if (running.current === control) setBusy(null);
    }
  }

  return (
    <div className="flex flex-col gap-4">
      <ul aria-label="Forms" className="flex flex-col divide-y divide-line border-b border-line">
        {OFFERS.map(({ form, title, text, Icon }) => {
          const missing = FROM_SERVER.has(form) && id === null;
          return (
            <li key={form} className="flex items-center gap-3 py-3">
              <Icon size={18} strokeWidth={1.5} className="shrink-0 text-ink-3" aria-hidden />
              <span className="min-w-0 flex-1">
                <span className="block text-sm text-ink">{title}</span>
                <span className="block text-sm text-ink-3">{missing ? "Save the work first." : text}</span>
              </span>
              <Button size="sm" variant={form === "html" ? "primary" : "secondary"} busy={busy === form} disabled={missing || (busy !== null && busy !== form)} aria-label={`Save ${title}`} onClick={() => void take(form)}>
                Save
              </Button>
            </li>
          );
        })}
      </ul>
      {unsaved && id !== null && <p className="text-sm text-ink-3">GLSL and JSON are of the version that was saved last.</p>}
      <p role={said?.wrong ? "alert" : "status"} className={said?.wrong ? "text-sm text-danger" : "text-sm text-ink-2 [overflow-wrap:anywhere]"}>
        {said?.text}
      </p>
    </div>
  );
}

/** What will be otherwise on Shadertoy, as the server wrote it into the document. */
function notesOf(document: unknown): string[] {
  const { Shader: shader = document } = document as { Shader?: unknown };
  return (shader as { fractafrag?: { notes?: string[] } }).fractafrag?.notes ?? [];
}
