// One work in a grid: its poster, its film under the pointer or a long press, and its name when one looks closer.
import { useRef, useState, type PointerEvent } from "react";
import { Link } from "react-router";
import { ArrowBigUp } from "lucide-react";
import { cx } from "../lib/cx";
import { count } from "../lib/format";
import { useReducedMotion } from "../lib/media";
import { paths } from "../lib/paths";
import { flashes, useFlashRule } from "../lib/safety";
import type { ShaderCard } from "../lib/types";
import { Byline } from "./Byline";
import { Film } from "./Film";
import { Poster } from "./Poster";
import { Skeleton } from "./Skeleton";

const REST_MS = 110;
const LONG_PRESS_MS = 380;

export function ShaderTile({ card, eager = false }: { card: ShaderCard; eager?: boolean }) {
  // A film flashes as its work does.
  const wary = useFlashRule((state) => state.rule !== "allow") && flashes(card.render);
  const { playing, handlers } = useFilmTrigger(wary);
  return (
    <article className="group relative min-w-0" {...handlers}>
      <div className="relative aspect-[16/10] overflow-hidden rounded-card bg-surface ring-ink-3 ring-inset group-hover:after:opacity-100 after:pointer-events-none after:absolute after:inset-0 after:rounded-card after:border after:border-line-strong after:opacity-60 after:transition-opacity">
        <Poster render={card.render} eager={eager} sizes="(min-width: 768px) 340px, 50vw" className="absolute inset-0" />
        {playing && <Film films={card.render.films} className="absolute inset-0 size-full" />}
        <State card={card} />
      </div>
      <div className="pt-2 pb-1 pointer-fine:pointer-events-none pointer-fine:absolute pointer-fine:inset-x-0 pointer-fine:bottom-0 pointer-fine:rounded-b-card pointer-fine:bg-linear-to-t pointer-fine:from-room/85 pointer-fine:to-transparent pointer-fine:px-3.5 pointer-fine:pt-10 pointer-fine:pb-3 pointer-fine:opacity-0 pointer-fine:transition-opacity pointer-fine:group-focus-within:opacity-100 pointer-fine:group-hover:opacity-100">
        <h3 className="truncate text-sm font-medium text-ink md:text-base">
          <Link to={paths.shader(card.id)} className="rounded-card outline-offset-2 after:absolute after:inset-0 after:z-1 focus-visible:outline-none focus-visible:after:rounded-card focus-visible:after:outline-2 focus-visible:after:outline-offset-2 focus-visible:after:outline-accent pointer-fine:pointer-events-auto">
            {card.title}
          </Link>
        </h3>
        <div className="flex items-center justify-between gap-3 text-xs text-ink-2">
          <Byline author={card.author} link className="relative z-2 hover:text-ink pointer-fine:pointer-events-auto" />
          <span className="tabular flex items-center gap-1 text-ink-2" aria-label={`${card.stats.up} votes up`}>
            <ArrowBigUp size={13} strokeWidth={1.5} aria-hidden />
            {count(card.stats.up)}
          </span>
        </div>
      </div>
    </article>
  );
}

function State({ card }: { card: ShaderCard }) {
  const words = card.status !== "published" ? card.status : card.visibility !== "public" ? card.visibility : card.render.status === "failed" ? "render failed" : flashes(card.render) ? "flashes" : null;
  if (!words) return null;
  return <span className="absolute top-2.5 left-2.5 rounded-full bg-glass px-2.5 py-0.5 text-xs text-ink-2 backdrop-blur-md first-letter:uppercase">{words}</span>;
}

/** The film starts when the mouse has come to rest, or after a long press; a long press does not open the work. */
function useFilmTrigger(wary: boolean) {
  const reduced = useReducedMotion();
  const still = reduced || wary;
  const [playing, setPlaying] = useState(false);
  const timer = useRef(0);
  const held = useRef(false);
  const start = (after: number) => {
    window.clearTimeout(timer.current);
    if (!still) timer.current = window.setTimeout(() => setPlaying((held.current = true)), after);
  };
  const stop = () => {
    window.clearTimeout(timer.current);
    setPlaying(false);
  };
  return {
    playing,
    handlers: {
      onPointerEnter: (event: PointerEvent) => event.pointerType === "mouse" && start(REST_MS),
      onPointerLeave: stop,
      onPointerDown: (event: PointerEvent) => {
        held.current = false;
        if (event.pointerType !== "mouse") start(LONG_PRESS_MS);
      },
      onPointerUp: (event: PointerEvent) => event.pointerType !== "mouse" && stop(),
      onPointerCancel: stop,
      onFocus: () => start(REST_MS),
      onBlur: stop,
      onContextMenu: (event: { preventDefault(): void; nativeEvent: Event }) => {
        if ((event.nativeEvent as { pointerType?: string }).pointerType === "touch") event.preventDefault();
      },
      onClickCapture: (event: { preventDefault(): void; stopPropagation(): void; nativeEvent: Event }) => {
        if ((event.nativeEvent as { pointerType?: string }).pointerType !== "touch" || !held.current) return;
        event.preventDefault();
        event.stopPropagation();
      },
    },
  };
}

export function ShaderTileSkeleton() {
  return (
    <div aria-hidden>
      <Skeleton className="aspect-[16/10] rounded-card!" />
      <Skeleton className="mt-2.5 h-3.5 w-2/3 pointer-fine:hidden" />
    </div>
  );
}

export const gridLook = cx("grid grid-cols-2 gap-x-3 gap-y-4 md:grid-cols-[repeat(auto-fill,minmax(280px,1fr))] md:gap-4");
