// One thing that one likes: the work that stands for it, alive; how much of the taste it is; and what one may do with it.
import { Link } from "react-router";
import { Eraser, Pin, Volume2, VolumeX } from "lucide-react";
import { cx } from "../../../lib/cx";
import { paths } from "../../../lib/paths";
import type { Interest } from "../../../lib/types";
import { Button } from "../../../ui/Button";
import { LiveTile } from "../../../ui/LiveTile";
import { MarkDrawing } from "../../../ui/Mark";
import { Poster } from "../../../ui/Poster";

export interface InterestTileProps {
  interest: Interest;
  onMute: () => void;
  onPin: () => void;
  onForget: () => void;
}

const ICON = { size: 15, strokeWidth: 1.5, "aria-hidden": true } as const;

export function InterestTile({ interest, onMute, onPin, onForget }: InterestTileProps) {
  const { share, muted, pinned, works } = interest;
  const [middle, ...others] = works;
  const percent = Math.round(share * 100);
  return (
    <li className="flex flex-col overflow-hidden rounded-card border border-line bg-surface">
      <div className={cx("relative grid flex-1", muted && "opacity-45 grayscale")}>
        {middle ? (
          <Link to={paths.shader(middle.id)} className="grid -outline-offset-2">
            <LiveTile card={middle} still={muted} className="aspect-[16/10] w-full self-stretch" />
            <span className="on-picture pointer-events-none absolute inset-x-0 bottom-0 truncate bg-linear-to-t from-room/85 to-transparent px-3.5 pt-10 pb-2.5 text-base font-medium text-ink">{middle.title}</span>
          </Link>
        ) : (
          <span className="grid aspect-[16/10] place-items-center text-ink-3">
            <MarkDrawing className="size-14 opacity-60" />
          </span>
        )}
      </div>
      {others.length > 0 && (
        <ul aria-label="Also of this kind" className={cx("grid grid-cols-3 gap-px bg-line pt-px", muted && "opacity-45 grayscale")}>
          {others.map((card) => (
            <li key={card.id}>
              <Link to={paths.shader(card.id)} title={card.title} className="block -outline-offset-2">
                <Poster render={card.render} alt={card.title} sizes="120px" className="aspect-[16/10]" />
              </Link>
            </li>
          ))}
        </ul>
      )}
      <div className="flex h-9 items-center gap-2.5 px-3.5 pt-2">
        {muted ? (
          <span className="text-sm text-ink-3">Muted</span>
        ) : (
          <>
            <span role="meter" aria-label="Share of your taste" aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent} className="h-1 flex-1 overflow-hidden rounded-full bg-wash-strong">
              <span className="block h-full rounded-full bg-ink-2" style={{ width: `${share * 100}%` }} />
            </span>
            <span className="tabular text-sm text-ink-2">{percent} %</span>
          </>
        )}
      </div>
      <div className="flex justify-between px-1 pt-1 pb-2">
        {!muted && (
          <Button variant="ghost" size="sm" aria-pressed={pinned} title="It neither fades nor gives way" icon={<Pin {...ICON} fill={pinned ? "currentColor" : "none"} />} onClick={onPin} className={cx(pinned && "text-ink")}>
            {pinned ? "Kept" : "Keep"}
          </Button>
        )}
        <Button variant="ghost" size="sm" title={muted ? "It may come again" : "Nothing of this kind comes"} icon={muted ? <Volume2 {...ICON} /> : <VolumeX {...ICON} />} onClick={onMute}>
          {muted ? "Hear again" : "Mute"}
        </Button>
        <Button variant="ghost" size="sm" title="What you watched of this kind no longer counts" icon={<Eraser {...ICON} />} onClick={onForget}>
          Forget
        </Button>
      </div>
    </li>
  );
}
