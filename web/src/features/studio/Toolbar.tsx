/** The head of the studio: what the work is called, where it stands, and the way out into the world. */
import { lazy, Suspense, useState } from "react";
import { Archive, ArchiveRestore, Command, EllipsisVertical, ExternalLink, FilePlus2, FileUp, GitFork, History, Redo2, Save, Send, Undo2 } from "lucide-react";
import { Link, useNavigate } from "react-router";
import { usePhone } from "../../lib/media";
import { paths } from "../../lib/paths";
import { useShortcut } from "../../lib/shortcuts";
import { toast } from "../../lib/toast";
import { Button } from "../../ui/Button";
import { IconButton } from "../../ui/IconButton";
import { Menu, MenuItem, MenuSeparator } from "../../ui/Menu";
import { limits } from "./contract";
import { isDirty } from "./store";
import type { ShaderStatus } from "./store";
import { useStudio, useStudioValue } from "./studio-context";

const ImportDialog = lazy(() => import("./importing/ImportDialog"));

const standing: Record<ShaderStatus, string> = { draft: "Draft", published: "Published", archived: "Archived" };

export function Toolbar({ onPublish }: { onPublish: () => void }) {
  const { store, saving } = useStudioValue();
  const navigate = useNavigate();
  const phone = usePhone();
  const title = useStudio((state) => state.work.details.title);
  const origin = useStudio((state) => state.origin);
  const parent = useStudio((state) => state.parent);
  const dirty = useStudio(isDirty);
  const canUndo = useStudio((state) => state.past.length > 0);
  const canRedo = useStudio((state) => state.future.length > 0);
  const status = origin?.status ?? "draft";
  const [importing, setImporting] = useState<boolean | null>(null);

  async function save(): Promise<void> {
    if (await saving.save()) toast(status === "published" ? "A new version is out." : "Draft saved.", { tone: "success" });
  }

  async function fork(): Promise<void> {
    const made = await saving.fork();
    if (!made) return;
    await navigate(paths.studio(made.id));
    toast("This is the fork. The original is as you saved it last.", { tone: "success" });
  }

  async function archive(next: "archived" | "draft"): Promise<void> {
    if (!(await saving.setStatus(next))) return;
    toast(next === "archived" ? "Archived." : "Back among the drafts.", {
      action: { label: "Undo", run: () => void saving.setStatus(next === "archived" ? status : "archived") },
    });
  }

  const redo = () => tell("Redone", store.getState().redo());
  const fresh = () => void navigate(`${paths.studio()}?new=${Date.now()}`);
  useShortcut({ label: "Redo pass or input", group: "Studio" }, redo, canRedo);
  useShortcut({ label: "New shader", group: "Studio" }, fresh);
  useShortcut({ label: "Import…", group: "Studio" }, () => setImporting(true));
  useShortcut({ label: "Fork, with what is unsaved", group: "Studio" }, () => void fork(), origin !== null && !saving.busy);

  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line pr-2 pl-4">
      <input
        aria-label="Title"
        value={title}
        placeholder="Untitled"
        maxLength={limits.title_characters}
        size={Math.max(8, Math.min(title.length || 8, 40))}
        className="[field-sizing:content] max-w-96 min-w-24 rounded-control bg-transparent px-1.5 py-1 text-base font-medium text-ink outline-none placeholder:text-ink-3 hover:bg-wash focus:bg-wash max-md:flex-1"
        onChange={(event) => store.getState().setDetails({ title: event.target.value })}
        onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      />
      <span className="flex min-w-0 items-center gap-2 text-sm text-ink-3 max-md:hidden">
        {origin && <span className={status === "published" ? "text-ink-2" : undefined}>{standing[status]}</span>}
        {parent && (
          <Link to={paths.shader(parent.id)} className="truncate hover:text-ink">
            forked from {parent.title}
          </Link>
        )}
      </span>
      <span className="ml-auto flex items-center gap-1.5">
        {phone ? (
          <IconButton
            label="Save"
            tooltip={false}
            disabled={saving.busy}
            icon={
              <span className="relative">
                <Save size={18} strokeWidth={1.5} />
                {dirty && <span className="absolute -top-0.5 -right-0.5 size-1.5 rounded-full bg-accent" />}
              </span>
            }
            onClick={() => void save()}
          />
        ) : (
          <Button variant="ghost" size="sm" busy={saving.busy} title="Ctrl/⌘ S" onClick={() => void save()}>
            {dirty && !saving.busy && <span className="size-1.5 rounded-full bg-accent" aria-hidden />}
            {status === "published" ? "Save version" : "Save draft"}
          </Button>
        )}
        {status === "published" ? (
          <Button size="sm" onClick={onPublish}>
            Details
          </Button>
        ) : (
          <Button size="sm" variant="primary" icon={phone ? undefined : <Send size={14} strokeWidth={1.75} />} onClick={onPublish}>
            Publish
          </Button>
        )}
        <Menu trigger={<IconButton size="sm" label="More" tooltip={false} icon={<EllipsisVertical size={16} strokeWidth={1.5} />} />}>
          <MenuItem icon={<Undo2 size={16} strokeWidth={1.5} />} disabled={!canUndo} onSelect={() => tell("Undone", store.getState().undo())}>
            Undo pass or input
          </MenuItem>
          <MenuItem icon={<Redo2 size={16} strokeWidth={1.5} />} disabled={!canRedo} onSelect={redo}>
            Redo pass or input
          </MenuItem>
          <MenuItem icon={<History size={16} strokeWidth={1.5} />} shortcut="alt+h" onSelect={() => store.setState({ history: {} })}>
            History
          </MenuItem>
          <MenuItem icon={<Command size={16} strokeWidth={1.5} />} shortcut="mod+shift+p" onSelect={() => store.setState({ asked: "actions" })}>
            Commands
          </MenuItem>
          <MenuSeparator />
          <MenuItem icon={<FilePlus2 size={16} strokeWidth={1.5} />} onSelect={fresh}>
            New shader
          </MenuItem>
          <MenuItem icon={<FileUp size={16} strokeWidth={1.5} />} onSelect={() => setImporting(true)}>
            Import…
          </MenuItem>
          {origin && (
            <>
              <MenuItem icon={<GitFork size={16} strokeWidth={1.5} />} disabled={saving.busy} onSelect={() => void fork()}>
                Fork, with what is unsaved
              </MenuItem>
              <MenuItem icon={<ExternalLink size={16} strokeWidth={1.5} />} onSelect={() => void navigate(paths.shader(origin.id))}>
                Its page
              </MenuItem>
              {status === "archived" ? (
                <MenuItem icon={<ArchiveRestore size={16} strokeWidth={1.5} />} onSelect={() => void archive("draft")}>
                  Bring back
                </MenuItem>
              ) : (
                <MenuItem icon={<Archive size={16} strokeWidth={1.5} />} onSelect={() => void archive("archived")}>
                  Archive
                </MenuItem>
              )}
            </>
          )}
        </Menu>
        {importing !== null && (
          <Suspense>
            <ImportDialog open={importing} onOpenChange={setImporting} />
          </Suspense>
        )}
      </span>
    </header>
  );
}

function tell(done: string, label: string | null): void {
  if (label) toast(`${done}: ${label}.`);
}
