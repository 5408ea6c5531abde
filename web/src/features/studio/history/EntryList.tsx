/** The states of a work that can be gone back to: the versions of the server, and the moments of this device. */
import { Check, Pencil } from "lucide-react";
import { useState } from "react";
import { cx } from "../../../lib/cx";
import { ago, bytes } from "../../../lib/format";
import type { Version } from "../../../lib/types";
import { AgentGlyph } from "../../../ui/Byline";
import { IconButton } from "../../../ui/IconButton";
import { Poster } from "../../../ui/Poster";
import { fieldLook } from "../../../ui/TextField";
import type { Moment } from "./moments";

export const MOST_NAME = 80;

const ROW = "flex w-full min-w-0 items-center gap-3 rounded-control px-2 py-2 text-left transition";

/** "+120 B", "−30 B", "same size". */
export function sizeChange(now: number, before: number | undefined): string {
  if (before === undefined) return bytes(now);
  if (now === before) return "same size";
  return `${now > before ? "+" : "−"}${bytes(Math.abs(now - before))}`;
}

export interface VersionRowProps {
  version: Version;
  /** The size of the version before it, where it is known. */
  sizeBefore: number | undefined;
  newest: boolean;
  /** Whether any version of the list has a picture: drafts are never drawn. */
  pictured: boolean;
  chosen: boolean;
  onChoose: () => void;
  /** Absent for whoever may not name it. Answers whether it was named. */
  onName?: (name: string | null) => Promise<boolean>;
}

export function VersionRow({ version, sizeBefore, newest, pictured, chosen, onChoose, onName }: VersionRowProps) {
  const [naming, setNaming] = useState(false);
  const { number, name, created_at: made, author, poster_url: poster, total_bytes: size } = version;
  if (naming && onName) return <Naming version={version} onDone={() => setNaming(false)} onName={onName} />;
  return (
    <li className={cx("group relative rounded-control", chosen ? "bg-wash-strong" : "hover:bg-wash")}>
      <button type="button" aria-pressed={chosen} className={cx(ROW, onName && "pr-10")} onClick={onChoose}>
        {pictured && <Poster render={{ status: "ready", poster_url: poster }} className="h-9 w-16 shrink-0 rounded-sm bg-room!" />}
        <span className="min-w-0 flex-1">
          <span className="block truncate text-sm text-ink">{name ?? `Version ${number}`}</span>
          <span className="tabular block truncate text-xs text-ink-3">
            {name ? `Version ${number}, ` : ""}
            {newest ? "newest, " : ""}
            {ago(made)}, {sizeChange(size, sizeBefore)}
            {author.agent !== null && (
              <>
                {" "}
                <AgentGlyph /> {author.agent}
              </>
            )}
          </span>
        </span>
      </button>
      {onName && (
        <IconButton
          size="sm"
          label={name ? `Rename version ${number}` : `Name version ${number}`}
          className={cx("absolute top-1/2 right-1 -translate-y-1/2 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100", !chosen && "opacity-0")}
          icon={<Pencil size={14} strokeWidth={1.5} />}
          onClick={() => setNaming(true)}
        />
      )}
    </li>
  );
}

function Naming({ version, onDone, onName }: { version: Version; onDone: () => void; onName: (name: string | null) => Promise<boolean> }) {
  const [text, setText] = useState(version.name ?? "");
  const [busy, setBusy] = useState(false);
  async function keep(): Promise<void> {
    setBusy(true);
    const named = text.trim() === (version.name ?? "") || (await onName(text.trim() || null));
    setBusy(false);
    if (named) onDone();
  }
  return (
    <li>
      <form
        className="flex items-center gap-1 p-1.5"
        onSubmit={(event) => {
          event.preventDefault();
          void keep();
        }}
      >
        <input
          autoFocus
          aria-label={`Name of version ${version.number}`}
          placeholder={`Version ${version.number}`}
          value={text}
          maxLength={MOST_NAME}
          className={cx(fieldLook, "h-9 min-w-0 flex-1 px-2.5 text-sm")}
          onChange={(event) => setText(event.target.value)}
          onFocus={(event) => event.target.select()}
          data-naming
          onKeyDown={(event) => event.key === "Escape" && onDone()}
        />
        <IconButton type="submit" size="sm" label="Keep the name" tooltip={false} disabled={busy} icon={<Check size={16} strokeWidth={1.5} />} />
      </form>
    </li>
  );
}

const words = ({ why, note }: Moment): string => (why === "saved" ? `${note}, saved` : why === "aside" ? `Before: ${note}` : "While editing");

export function MomentRow({ moment, sizeBefore, chosen, onChoose }: { moment: Moment; sizeBefore: number | undefined; chosen: boolean; onChoose: () => void }) {
  const { title } = moment.work.details;
  return (
    <li className={cx("rounded-control", chosen ? "bg-wash-strong" : "hover:bg-wash")}>
      <button type="button" aria-pressed={chosen} className={ROW} onClick={onChoose}>
        <span className="min-w-0 flex-1">
          <span className="block truncate text-sm text-ink-2">{words(moment)}</span>
          <span className="tabular block truncate text-xs text-ink-3">
            {ago(new Date(moment.at).toISOString())}, {sizeChange(moment.bytes, sizeBefore)}
            {title && `, ${title}`}
          </span>
        </span>
      </button>
    </li>
  );
}
