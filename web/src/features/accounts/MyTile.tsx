/** One's own work in the grid: picture, standing, how its rendering goes, and a menu. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Archive, ArchiveRestore, EllipsisVertical, Eye, PencilLine, RotateCcw } from "lucide-react";
import { Link } from "react-router";
import { api, ifMatch, ok } from "../../lib/api";
import { cx } from "../../lib/cx";
import { ago, plural } from "../../lib/format";
import { paths } from "../../lib/paths";
import { explain } from "../../lib/problem";
import { toast } from "../../lib/toast";
import type { ShaderCard } from "../../lib/types";
import { IconButton } from "../../ui/IconButton";
import { Menu, MenuItem, MenuSeparator } from "../../ui/Menu";
import { Poster } from "../../ui/Poster";
import { standing } from "./standing";

const TONES = { quiet: "text-ink-2", warning: "text-warning", danger: "text-danger" };

export function MyTile({ card }: { card: ShaderCard }) {
  const { text, tone } = standing(card);
  const archived = card.status === "archived";
  const title = card.title || "Untitled";
  return (
    <article className="group relative">
      <div className="relative aspect-[16/10] overflow-hidden rounded-card bg-surface after:pointer-events-none after:absolute after:inset-0 after:rounded-card after:border after:border-line">
        <Poster render={card.status === "published" ? card.render : { ...card.render, status: "ready" }} className={cx("absolute inset-0", archived && "opacity-50")} />
        <span className={cx("absolute top-2.5 left-2.5 rounded-full bg-glass px-2.5 py-0.5 text-xs backdrop-blur-md", TONES[tone])}>{text}</span>
      </div>
      <div className="flex items-start gap-2 pt-2.5">
        <div className="min-w-0 flex-1">
          <h2 className="truncate text-base font-medium">
            <Link
              to={paths.studio(card.id)}
              className="after:absolute after:inset-0 after:rounded-card focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-offset-4 focus-visible:after:outline-accent"
            >
              {title}
            </Link>
          </h2>
          <p className="truncate text-sm text-ink-3">
            {card.render.status === "failed" && card.render.error ? card.render.error.message : `Changed ${ago(card.updated_at)}`}
            {card.stats.up > 0 && ` · ${plural(card.stats.up, "vote")}`}
            {card.stats.forks > 0 && ` · ${plural(card.stats.forks, "fork")}`}
          </p>
        </div>
        <Actions card={card} title={title} />
      </div>
    </article>
  );
}

function Actions({ card, title }: { card: ShaderCard; title: string }) {
  const client = useQueryClient();
  const settle = () => {
    void client.invalidateQueries({ queryKey: ["mine"] });
    void client.invalidateQueries({ queryKey: ["shader", card.id] });
  };
  const tell = (error: unknown) => toast(explain(error), { tone: "danger" });

  const restore = useMutation({
    mutationFn: async (status: ShaderCard["status"]) => {
      // Archiving made no new version known here: what it is now has to be asked.
      const now = await ok(api.GET("/api/v1/shaders/{shader_id}", { params: { path: { shader_id: card.id } } }));
      return await ok(api.PATCH("/api/v1/shaders/{shader_id}", { params: { path: { shader_id: card.id }, header: ifMatch(now.version) }, body: { status } }));
    },
    onSuccess: () => toast(`“${title}” is back.`),
    onError: tell,
    onSettled: settle,
  });
  const archive = useMutation({
    mutationFn: () => ok(api.DELETE("/api/v1/shaders/{shader_id}", { params: { path: { shader_id: card.id } } })),
    onSuccess: () => toast(`“${title}” is archived.`, { action: { label: "Undo", run: () => restore.mutate(card.status) } }),
    onError: tell,
    onSettled: settle,
  });
  const render = useMutation({
    mutationFn: () => ok(api.POST("/api/v1/shaders/{shader_id}/render", { params: { path: { shader_id: card.id } } })),
    onSuccess: () => toast("It is rendered again."),
    onError: tell,
    onSettled: settle,
  });

  return (
    <Menu trigger={<IconButton size="sm" tooltip={false} label={`Actions for ${title}`} className="relative z-1" icon={<EllipsisVertical size={16} strokeWidth={1.5} />} />}>
      <MenuItem asChild>
        <Link to={paths.studio(card.id)}>
          <PencilLine size={16} strokeWidth={1.5} aria-hidden />
          Edit
        </Link>
      </MenuItem>
      <MenuItem asChild>
        <Link to={paths.shader(card.id)}>
          <Eye size={16} strokeWidth={1.5} aria-hidden />
          View
        </Link>
      </MenuItem>
      {card.status === "published" && card.render.status === "failed" && (
        <MenuItem icon={<RotateCcw size={16} strokeWidth={1.5} />} onSelect={() => render.mutate()}>
          Render again
        </MenuItem>
      )}
      <MenuSeparator />
      {card.status === "archived" ? (
        <MenuItem icon={<ArchiveRestore size={16} strokeWidth={1.5} />} onSelect={() => restore.mutate("draft")}>
          Bring back as a draft
        </MenuItem>
      ) : (
        <MenuItem icon={<Archive size={16} strokeWidth={1.5} />} onSelect={() => archive.mutate()}>
          Archive
        </MenuItem>
      )}
    </Menu>
  );
}
