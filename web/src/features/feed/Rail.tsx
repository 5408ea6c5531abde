// The right rail: what one may do with the work that plays.
import type { ReactNode } from "react";
import { Link, useNavigate } from "react-router";
import { CodeXml, Ellipsis, GitFork, Keyboard, Link2, Pause, Play, RotateCcw, Share2, SquareArrowOutUpRight, User } from "lucide-react";
import { count } from "../../lib/format";
import { paths } from "../../lib/paths";
import { copyText, share } from "../../lib/share";
import type { ShaderCard } from "../../lib/types";
import { Menu, MenuItem, MenuSeparator } from "../../ui/Menu";
import { Tooltip } from "../../ui/Tooltip";
import { VoteButtons } from "../../ui/VoteButtons";

export interface RailProps {
  card: ShaderCard;
  paused: boolean;
  codeOpen: boolean;
  menuOpen: boolean;
  onMenu: (open: boolean) => void;
  onPause: () => void;
  onCode: () => void;
  onRefresh: () => void;
}

const ICON = { size: 23, strokeWidth: 1.5, "aria-hidden": true } as const;
const SMALL = { size: 16, strokeWidth: 1.5, "aria-hidden": true } as const;
const LOOK = "on-picture flex w-12 flex-col items-center gap-0.5 rounded-control py-1.5 text-xs text-ink transition hover:bg-wash-strong select-none";

export function Rail({ card, paused, codeOpen, menuOpen, onMenu, onPause, onCode, onRefresh }: RailProps) {
  const navigate = useNavigate();
  return (
    <div role="toolbar" aria-label="This shader" aria-orientation="vertical" className="pointer-events-auto flex flex-col items-center gap-1.5">
      <VoteButtons card={card} look="rail" upShortcut="l" downShortcut="d" />
      <Tooltip label="Fork in the studio" shortcut="f" side="left">
        <Link to={paths.fork(card.id)} className={LOOK} aria-label={`Fork, ${card.stats.forks} so far`}>
          <GitFork {...ICON} />
          {count(card.stats.forks)}
        </Link>
      </Tooltip>
      <One label="Code" shortcut="c" pressed={codeOpen} onClick={onCode} icon={<CodeXml {...ICON} />} />
      <One label="Share" shortcut="s" onClick={() => void share(card)} icon={<Share2 {...ICON} />} />
      <Menu
        side="left"
        align="end"
        open={menuOpen}
        onOpenChange={onMenu}
        trigger={
          <button type="button" aria-label="More" aria-keyshortcuts="m" title="More (M)" className={`${LOOK} py-2.5`}>
            <Ellipsis {...ICON} />
          </button>
        }
      >
        <MenuItem icon={paused ? <Play {...SMALL} /> : <Pause {...SMALL} />} shortcut=" " onSelect={onPause}>
          {paused ? "Play" : "Pause"}
        </MenuItem>
        <MenuItem icon={<SquareArrowOutUpRight {...SMALL} />} shortcut="enter" onSelect={() => void navigate(paths.shader(card.id))}>
          Open its page
        </MenuItem>
        <MenuItem icon={<User {...SMALL} />} onSelect={() => void navigate(paths.person(card.author.username))}>
          More by this author
        </MenuItem>
        <MenuItem icon={<Link2 {...SMALL} />} onSelect={() => void copyText(new URL(paths.shader(card.id), location.origin).href, "Link copied.")}>
          Copy link
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<RotateCcw {...SMALL} />} onSelect={onRefresh}>
          Refresh the feed
        </MenuItem>
        <MenuItem icon={<Keyboard {...SMALL} />} shortcut="?" onSelect={() => window.dispatchEvent(new KeyboardEvent("keydown", { key: "?" }))}>
          Keyboard shortcuts
        </MenuItem>
      </Menu>
    </div>
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
