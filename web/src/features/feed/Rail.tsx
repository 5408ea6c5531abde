// The right rail: what one may do with the work that plays.
import { lazy, Suspense, useState, type ReactNode } from "react";
import { Link } from "react-router";
import { CodeXml, Ellipsis, GitFork, Share2 } from "lucide-react";
import { paths } from "../../lib/paths";
import type { ShaderCard } from "../../lib/types";
import { Count } from "../../ui/Count";
import { Tooltip } from "../../ui/Tooltip";
import { SaveButton } from "../../ui/SaveButton";
import { VoteButtons } from "../../ui/VoteButtons";
import type { RailMenuProps } from "./RailMenu";

const RailMenu = lazy(() => import("./RailMenu"));

export interface RailProps {
  card: ShaderCard;
  codeOpen: boolean;
  onCode: () => void;
  onShare: () => void;
  menu: Omit<RailMenuProps, "card" | "trigger">;
}

const ICON = { size: 23, strokeWidth: 1.5, "aria-hidden": true } as const;
const LOOK = "on-picture flex w-12 flex-col items-center gap-0.5 rounded-control py-1.5 text-xs text-ink transition hover:bg-wash-strong select-none";

export function Rail({ card, codeOpen, onCode, onShare, menu }: RailProps) {
  return (
    <div role="toolbar" aria-label="This shader" aria-orientation="vertical" className="pointer-events-auto flex flex-col items-center gap-1.5">
      <VoteButtons card={card} look="rail" upShortcut="u" downShortcut="d" />
      <SaveButton id={card.id} look="rail" shortcut="b" />
      <Tooltip label="Fork in the studio" shortcut="f" side="left">
        <Link to={paths.fork(card.id)} className={LOOK} aria-label={`Fork, ${card.stats.forks} so far`}>
          <GitFork {...ICON} />
          <Count value={card.stats.forks} />
        </Link>
      </Tooltip>
      <One label="Code" shortcut="c" pressed={codeOpen} onClick={onCode} icon={<CodeXml {...ICON} />} />
      <One label="Share" shortcut="s" onClick={onShare} icon={<Share2 {...ICON} />} />
      <More card={card} {...menu} />
    </div>
  );
}

/** The button is there at once; the menu behind it comes when it is first pressed, or approached. */
function More(props: Omit<RailMenuProps, "trigger">) {
  const [asked, setAsked] = useState(false);
  const bare = (
    <button
      type="button"
      aria-label="More"
      aria-haspopup="menu"
      aria-keyshortcuts="m"
      title="More (M)"
      onPointerEnter={asked ? undefined : () => void import("./RailMenu")}
      onClick={asked ? undefined : () => props.onOpen(true)}
      className={`${LOOK} py-2.5`}
    >
      <Ellipsis {...ICON} />
    </button>
  );
  if (props.open && !asked) setAsked(true);
  if (!asked) return bare;
  return (
    <Suspense fallback={bare}>
      <RailMenu {...props} trigger={bare} />
    </Suspense>
  );
}

function One({ label, shortcut, icon, pressed, onClick }: { label: string; shortcut: string; icon: ReactNode; pressed?: boolean; onClick: () => void }) {
  return (
    <Tooltip label={label} shortcut={shortcut} side="left">
      <button type="button" aria-label={label} aria-pressed={pressed} aria-keyshortcuts={shortcut} onClick={onClick} className={`${LOOK} py-2.5`}>
        {icon}
      </button>
    </Tooltip>
  );
}
