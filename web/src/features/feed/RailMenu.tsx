// The rest of what one may do with the work that plays; loaded when somebody asks for more.
import { lazy, Suspense, useState, type ReactElement } from "react";
import { useNavigate } from "react-router";
import { Armchair, EyeOff, Flag, Keyboard, Link2, MoonStar, Pause, PictureInPicture2, Play, RotateCcw, Sparkles, SquareArrowOutUpRight, User, UserRoundCheck, UserRoundPlus, VolumeX } from "lucide-react";
import { useMark, useMarked } from "../../lib/marks";
import { paths } from "../../lib/paths";
import { useUser } from "../../lib/session";
import { copyText } from "../../lib/share";
import { requireUser } from "../../lib/signin";
import { toast } from "../../lib/toast";
import type { ShaderCard } from "../../lib/types";
import { Menu, MenuItem, MenuSeparator } from "../../ui/Menu";
import { openSheet } from "./sheets";

export interface RailMenuProps {
  card: ShaderCard;
  paused: boolean;
  open: boolean;
  onOpen: (open: boolean) => void;
  onPause: () => void;
  onRefuse: () => void;
  onRefresh: () => void;
  onLean: () => void;
  onRest: () => void;
  /** Null where the browser has no small windows. */
  onFloat: (() => void) | null;
  /** Whether the small window is open. */
  floats: boolean;
  trigger: ReactElement;
}

const ReportDialog = lazy(() => import("../../ui/ReportDialog"));

const SMALL = { size: 16, strokeWidth: 1.5, "aria-hidden": true } as const;

export default function RailMenu(props: RailMenuProps) {
  const { card, paused, open, onOpen, onPause, onRefuse, onRefresh, onLean, onRest, onFloat, floats, trigger } = props;
  const navigate = useNavigate();
  const { username } = card.author;
  const own = useUser()?.username === username;
  const following = useMarked("following", username);
  const follow = useMark("following");
  const mute = useMark("muted");
  const [reporting, setReporting] = useState<boolean | null>(null);
  const silence = () => {
    if (mute(username, true)) toast(`The feed will not bring works by ${username}.`, { action: { label: "Undo", run: () => mute(username, false) } });
  };
  return (
    <>
      <Menu side="left" align="end" open={open} onOpenChange={onOpen} trigger={trigger}>
        <MenuItem icon={paused ? <Play {...SMALL} /> : <Pause {...SMALL} />} shortcut=" " onSelect={onPause}>
          {paused ? "Play" : "Pause"}
        </MenuItem>
        <MenuItem icon={<SquareArrowOutUpRight {...SMALL} />} shortcut="enter" onSelect={() => void navigate(paths.shader(card.id))}>
          Open its page
        </MenuItem>
        <MenuItem icon={<Sparkles {...SMALL} />} shortcut="w" onSelect={() => openSheet("why")}>
          Why this?
        </MenuItem>
        <MenuItem icon={<User {...SMALL} />} onSelect={() => void navigate(paths.person(card.author.username))}>
          More by this author
        </MenuItem>
        <MenuItem icon={<Link2 {...SMALL} />} onSelect={() => void copyText(new URL(paths.shader(card.id), location.origin).href, "Link copied.")}>
          Copy link
        </MenuItem>
        {!own && (
          <>
            <MenuItem icon={following ? <UserRoundCheck {...SMALL} /> : <UserRoundPlus {...SMALL} />} onSelect={() => follow(username, !following)}>
              {following ? "Stop following this author" : "Follow this author"}
            </MenuItem>
            <MenuSeparator />
            <MenuItem icon={<EyeOff {...SMALL} />} shortcut="x" onSelect={onRefuse}>
              Not for me
            </MenuItem>
            <MenuItem icon={<VolumeX {...SMALL} />} onSelect={silence}>
              Mute this author
            </MenuItem>
            <MenuItem icon={<Flag {...SMALL} />} onSelect={() => requireUser("report it") && setReporting(true)}>
              Report
            </MenuItem>
          </>
        )}
        <MenuSeparator />
        <MenuItem icon={<Armchair {...SMALL} />} shortcut="l" onSelect={onLean}>
          Lean back
        </MenuItem>
        {onFloat && (
          <MenuItem icon={<PictureInPicture2 {...SMALL} />} shortcut="p" onSelect={onFloat}>
            {floats ? "Close the small window" : "Small window"}
          </MenuItem>
        )}
        <MenuItem icon={<MoonStar {...SMALL} />} shortcut="z" onSelect={onRest}>
          Screensaver
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<RotateCcw {...SMALL} />} onSelect={onRefresh}>
          Refresh the feed
        </MenuItem>
        <MenuItem icon={<Keyboard {...SMALL} />} shortcut="?" onSelect={() => window.dispatchEvent(new KeyboardEvent("keydown", { key: "?" }))}>
          Keyboard shortcuts
        </MenuItem>
      </Menu>
      <Suspense>{reporting !== null && <ReportDialog card={card} open={reporting} onOpenChange={setReporting} />}</Suspense>
    </>
  );
}
