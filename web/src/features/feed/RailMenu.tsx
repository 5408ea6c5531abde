// The rest of what one may do with the work that plays; loaded when somebody asks for more.
import type { ReactElement } from "react";
import { useNavigate } from "react-router";
import { Keyboard, Link2, Pause, Play, RotateCcw, SquareArrowOutUpRight, User } from "lucide-react";
import { paths } from "../../lib/paths";
import { copyText } from "../../lib/share";
import type { ShaderCard } from "../../lib/types";
import { Menu, MenuItem, MenuSeparator } from "../../ui/Menu";

export interface RailMenuProps {
  card: ShaderCard;
  paused: boolean;
  open: boolean;
  onOpen: (open: boolean) => void;
  onPause: () => void;
  onRefresh: () => void;
  trigger: ReactElement;
}

const SMALL = { size: 16, strokeWidth: 1.5, "aria-hidden": true } as const;

export default function RailMenu({ card, paused, open, onOpen, onPause, onRefresh, trigger }: RailMenuProps) {
  const navigate = useNavigate();
  return (
    <Menu side="left" align="end" open={open} onOpenChange={onOpen} trigger={trigger}>
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
  );
}
