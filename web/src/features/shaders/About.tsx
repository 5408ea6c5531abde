// What it is called, who made it, on which terms, and what one may do with it.
import { lazy, Suspense, useState } from "react";
import { Link } from "react-router";
import { CodeXml, Download, GitFork, Link2, Pencil, Share2 } from "lucide-react";
import { ago, plural } from "../../lib/format";
import { licenceName, licenceUrl } from "../../lib/licences";
import { paths } from "../../lib/paths";
import { useUser } from "../../lib/session";
import { share } from "../../lib/share";
import type { ShaderPage } from "../../lib/types";
import { Button } from "../../ui/Button";
import { Byline } from "../../ui/Byline";
import { Chip } from "../../ui/Chip";
import { CostBadge } from "../../ui/CostBadge";
import { FollowButton } from "../../ui/FollowButton";
import { Menu, MenuItem } from "../../ui/Menu";
import { ForkLink } from "../../ui/parameters/ForkLink";
import { SaveButton } from "../../ui/SaveButton";
import { VoteButtons } from "../../ui/VoteButtons";
import { RenderState } from "./RenderState";

const EmbedDialog = lazy(() => import("./EmbedDialog"));
const ExportSheet = lazy(() => import("./ExportSheet"));

const ICON = { size: 16, strokeWidth: 1.5, "aria-hidden": true } as const;

export function About({ page }: { page: ShaderPage }) {
  const own = useUser()?.username === page.author.username;
  return (
    <header className="flex min-w-0 flex-col gap-5">
      <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-4">
        <div className="min-w-0">
          <h1 className="text-xl font-medium tracking-[-0.015em] text-balance [overflow-wrap:anywhere] md:text-2xl">{page.title}</h1>
          <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-3">
            <Byline author={page.author} avatar={24} link className="text-base text-ink-2 hover:text-ink" />
            <FollowButton username={page.author.username} size="sm" />
            <Published page={page} />
            <Licence id={page.licence} />
            <From origin={page.origin} />
            <CostBadge passport={page.render.facts} />
          </div>
        </div>
        <div className="flex flex-wrap gap-2">
          {page.status === "published" && <VoteButtons card={page} />}
          {page.status === "published" && <SaveButton id={page.id} />}
          {own && (
            <Button asChild>
              <Link to={paths.studio(page.id)}>
                <Pencil {...ICON} />
                Edit
              </Link>
            </Button>
          )}
          <Button asChild>
            <ForkLink id={page.id}>
              <GitFork {...ICON} />
              Fork
            </ForkLink>
          </Button>
          <Sharing page={page} />
        </div>
      </div>
      <RenderState page={page} own={own} />
      {page.description && <p className="max-w-[42rem] text-base whitespace-pre-line text-ink-2 [overflow-wrap:anywhere]">{page.description}</p>}
      {page.tags.length > 0 && (
        <ul aria-label="Tags" className="flex flex-wrap gap-1.5">
          {page.tags.map((tag) => (
            <li key={tag}>
              <Chip to={paths.explore({ tag })}>{tag}</Chip>
            </li>
          ))}
        </ul>
      )}
    </header>
  );
}

const FORMATS = { glsl: "GLSL", shadertoy: "Shadertoy", isf: "an ISF file", sandbox: "GLSL Sandbox", book: "The Book of Shaders", library: "a file" };

/** Of an imported work: who made it, and where. */
function From({ origin }: { origin: ShaderPage["origin"] }) {
  if (!origin) return null;
  const author = origin.author ? ` by ${origin.author}` : "";
  const words = `imported from ${FORMATS[origin.format]}${author}`;
  if (!origin.url) return <span>{words}</span>;
  return (
    <a href={origin.url} rel="nofollow noopener noreferrer" target="_blank" className="underline decoration-line-strong underline-offset-3 hover:text-ink">
      {words}
    </a>
  );
}

/** Everything by which a work leaves this site. */
function Sharing({ page }: { page: ShaderPage }) {
  const [open, setOpen] = useState<"embed" | "export" | null>(null);
  const shut = (shown: boolean) => !shown && setOpen(null);
  // What is loaded stays mounted: it goes out as gently as it came.
  const [loaded, setLoaded] = useState<ReadonlySet<string>>(new Set());
  const show = (what: "embed" | "export") => {
    setLoaded((before) => new Set(before).add(what));
    setOpen(what);
  };
  const isShared = page.status === "published" && page.visibility !== "private";
  return (
    <>
      <Menu trigger={<Button icon={<Share2 {...ICON} />}>Share</Button>}>
        <MenuItem icon={<Link2 {...ICON} />} onSelect={() => void share(page)}>
          Share the link
        </MenuItem>
        {isShared && (
          <MenuItem icon={<CodeXml {...ICON} />} onSelect={() => show("embed")}>
            Embed in a page
          </MenuItem>
        )}
        <MenuItem icon={<Download {...ICON} />} onSelect={() => show("export")}>
          Export
        </MenuItem>
      </Menu>
      <Suspense>
        {loaded.has("embed") && <EmbedDialog page={page} open={open === "embed"} onOpenChange={shut} />}
        {loaded.has("export") && <ExportSheet page={page} open={open === "export"} onOpenChange={shut} />}
      </Suspense>
    </>
  );
}

function Published({ page }: { page: ShaderPage }) {
  const words = page.status === "published" && page.published_at ? ago(page.published_at) : page.status;
  return (
    <span className="tabular">
      {words}
      {page.visibility !== "public" && ` · ${page.visibility}`}
      {page.stats.forks > 0 && ` · ${plural(page.stats.forks, "fork")}`}
    </span>
  );
}

function Licence({ id }: { id: string | null }) {
  if (!id) return null;
  const url = licenceUrl(id);
  if (!url) return <span>{licenceName(id)}</span>;
  return (
    <a href={url} target="_blank" rel="noreferrer license" className="underline decoration-line-strong underline-offset-3 hover:text-ink">
      {licenceName(id)}
    </a>
  );
}
