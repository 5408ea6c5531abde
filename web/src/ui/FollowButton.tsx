// Follows an author, or stops; nothing where the author is oneself.
import { UserRoundCheck, UserRoundPlus } from "lucide-react";
import { useMark, useMarked } from "../lib/marks";
import { useUser } from "../lib/session";
import { Button } from "./Button";

const ICON = { size: 16, strokeWidth: 1.5, "aria-hidden": true } as const;

export function FollowButton({ username, size }: { username: string; size?: "sm" }) {
  const own = useUser()?.username === username;
  const following = useMarked("following", username);
  const mark = useMark("following");
  if (own) return null;
  return (
    <Button size={size} aria-pressed={following} icon={following ? <UserRoundCheck {...ICON} /> : <UserRoundPlus {...ICON} />} onClick={() => mark(username, !following)}>
      {following ? "Following" : "Follow"}
    </Button>
  );
}
