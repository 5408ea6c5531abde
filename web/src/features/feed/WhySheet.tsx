// Why this one: in plain words, by the work that it is because of, and with what one may answer.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { Minus, Plus, Sparkles, VolumeX } from "lucide-react";
import { byline } from "../../lib/format";
import { paths } from "../../lib/paths";
import { shaderQuery, type FeedTab, type Mood } from "../../lib/shaders";
import { signals } from "../../lib/signals";
import { useSteer } from "../../lib/taste";
import { toast } from "../../lib/toast";
import type { FeedCard } from "../../lib/types";
import { Button } from "../../ui/Button";
import { Sheet } from "../../ui/Dialog";
import { LiveTile } from "../../ui/LiveTile";
import { Skeleton } from "../../ui/Skeleton";
import { chooseAnew, learnAnew } from "./ahead";
import { openSheet, useSheet } from "./sheets";

/** What stands behind each reason, a sentence longer than the reason. */
const MEANINGS: Record<string, string> = {
  interest: "The feed knows a few directions that you like, each by works that you watched for long, voted up, saved or forked. This one lies in the same direction.",
  session: "It is near to what you enjoyed in the last half hour.",
  followed: "You follow its author.",
  together: "People who enjoyed what you enjoyed lately enjoyed this one, too.",
  explored: "A few places in the feed go to works that hardly anybody has seen, whatever you like: so new people are found, and you do not go round in circles.",
  fresh: "It was published within the last days.",
  hot: "Many people who met it lately stayed with it.",
  mood: "You asked for a mood, and this is one of the works that come nearest to it.",
  unmet: "Nothing speaks for or against it yet: it is here so that you meet everything once.",
  again: "Nothing is left that you have not seen.",
  new: "This list is in the order of publishing, the same for everybody.",
  trending: "This list is in the order of votes and attention, the same for everybody.",
  following: "This list is of the people whom you follow, the newest first.",
};

const ICON = { size: 16, strokeWidth: 1.5, "aria-hidden": true } as const;

export default function WhySheet({ card, tab, mood }: { card: FeedCard; tab: FeedTab; mood: Mood | null }) {
  const open = useSheet(({ sheet }) => sheet === "why");
  const { code, words, because } = card.reason;
  return (
    <Sheet open={open} onOpenChange={(shown) => !shown && openSheet(null)} title="Why this?" description={`${words}.`}>
      <p className="text-sm text-ink-2">{MEANINGS[code]}</p>
      {because && <Because id={because.id} />}
      <Answers key={card.id} card={card} mood={mood} learns={tab === "mixed"} />
    </Sheet>
  );
}

function Because({ id }: { id: string }) {
  const { data, error } = useQuery({ ...shaderQuery(id), staleTime: 5 * 60_000 });
  if (error) return null;
  return (
    <Link to={paths.shader(id)} className="group mt-4 block overflow-hidden rounded-card border border-line transition hover:border-line-strong">
      {data ? <LiveTile card={data} className="aspect-video" /> : <Skeleton className="aspect-video rounded-none!" />}
      <span className="flex items-baseline gap-2 px-3.5 py-2.5">
        <span className="min-w-0 truncate text-base text-ink">{data?.title ?? "…"}</span>
        <span className="min-w-0 truncate text-sm text-ink-3">{data && byline(data.author)}</span>
      </span>
    </Link>
  );
}

function Answers({ card, mood, learns }: { card: FeedCard; mood: Mood | null; learns: boolean }) {
  const client = useQueryClient();
  const steer = useSteer(() => void chooseAnew(client, mood));
  const say = (kind: "more_like" | "less_like") => {
    openSheet(null);
    signals.tell(card.impression, kind);
    toast(kind === "more_like" ? "More like this will come." : "Less like this will come.", { tone: "success" });
    void learnAnew(client, mood);
  };
  const { because } = card.reason;
  const mute = (interest: string) => {
    openSheet(null);
    steer({ interest, muted: true });
    toast(`Nothing like ${because?.title ?? "it"} will come.`, { action: { label: "Undo", run: () => steer({ interest, muted: false }) } });
  };
  return (
    <div className="mt-5 flex flex-col gap-2">
      {card.impression !== null && (
        <div className="grid grid-cols-2 gap-2">
          <Button icon={<Plus {...ICON} />} onClick={() => say("more_like")}>
            More like this
          </Button>
          <Button icon={<Minus {...ICON} />} onClick={() => say("less_like")}>
            Less like this
          </Button>
        </div>
      )}
      {because && learns && (
        <Button icon={<VolumeX {...ICON} />} onClick={() => mute(because.id)}>
          Mute this interest
        </Button>
      )}
      <Button variant="ghost" asChild>
        <Link to={paths.taste()}>
          <Sparkles {...ICON} />
          Open my taste
        </Link>
      </Button>
    </div>
  );
}
