// What is kept of whoever watches, in plain words, with the switch, a copy, and the way to be forgotten.
import { useState, type ReactNode } from "react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Download, Sparkles, Trash2 } from "lucide-react";
import { Link } from "react-router";
import { api, ok } from "../../lib/api";
import { paths } from "../../lib/paths";
import { explain } from "../../lib/problem";
import { useSession } from "../../lib/session";
import { signals } from "../../lib/signals";
import { useTitle } from "../../lib/title";
import { toast } from "../../lib/toast";
import { Button } from "../../ui/Button";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Switch } from "../../ui/Switch";

const ICON = { size: 16, strokeWidth: 1.5, "aria-hidden": true } as const;

export function PrivacyPage() {
  useTitle("Privacy");
  const signedIn = useSession((session) => session.status === "signedIn");
  return (
    <div className="mx-auto w-full max-w-[720px] px-4 py-8 md:px-6 md:py-12">
      <h1 className="text-xl font-medium tracking-[-0.01em] md:text-2xl">What is kept of you</h1>
      <p className="mt-3 text-base text-ink-2">
        The feed gets better by noticing what holds you. All of it stays on this instance: nothing is sold, shown to others, or sent anywhere else.
      </p>
      <Controls signedIn={signedIn} />
      <Part title="What is noticed">
        <li>Which works were put before you, and why the feed chose them.</li>
        <li>
          With each of them, the seven numbers it was chosen by: how near it is to what you like, to what you enjoyed in the last half hour and to what you dislike; how much people enjoy it who enjoy what you do; how well it
          is liked by all; how old it is; and whether you follow its author or made it yourself.
        </li>
        <li>How long each was in front of you while the page was visible and in focus, a minute at most.</li>
        <li>Whether you went on at once, let it begin again, opened its code, or shared it.</li>
        <li>What you did on purpose: votes, saves, forks, follows, and what you said is not for you.</li>
      </Part>
      <Part title="Under which name">
        {signedIn ? (
          <li>Under your account, because you are signed in.</li>
        ) : (
          <li>
            You are not signed in: under a random name in the cookie <code className="font-mono text-sm text-ink">fractafrag_visitor</code>. It says nothing else about you and is forgotten 30 days after your last visit.
          </li>
        )}
      </Part>
      <Part title="For how long">
        <li>What was shown and done: 90 days at most, unless whoever runs this instance chose otherwise. Then it is dropped.</li>
        <li>What it came to, one line for each work that you met, and what you said of your taste: until you erase it.</li>
        <li>Votes, saves and follows: until you take them back. Votes are part of everybody’s counts.</li>
      </Part>
    </div>
  );
}

function Controls({ signedIn }: { signedIn: boolean }) {
  const client = useQueryClient();
  const whose = useSession((session) => session.user?.id ?? session.status);
  const learning = useQuery({ queryKey: ["me", "learning", whose], queryFn: ({ signal }) => ok(api.GET("/api/v1/me/learning", { signal })), enabled: whose !== "unknown" });
  const [asking, setAsking] = useState(false);
  const turn = useMutation({
    mutationFn: (on: boolean) => ok(api.PUT("/api/v1/me/learning", { body: { on } })),
    onSuccess: ({ on }) => {
      signals.silence(!on);
      client.setQueryData(["me", "learning", whose], { on });
      // The cards in hand were served under the other choice.
      void client.resetQueries({ queryKey: ["feed"] });
    },
    onError: (error) => toast(`That was not changed. ${explain(error)}`, { tone: "danger" }),
  });
  const take = useMutation({
    mutationFn: () => ok(api.GET("/api/v1/me/engagement")),
    onSuccess: (all) => save(all),
    onError: (error) => toast(`There is no copy yet. ${explain(error)}`, { tone: "danger" }),
  });
  const erase = useMutation({
    mutationFn: async () => {
      await signals.flush();
      await api.DELETE("/api/v1/me/engagement");
    },
    onSuccess: () => {
      setAsking(false);
      toast("Erased. The feed knows nothing of you.", { tone: "success" });
      void client.resetQueries({ queryKey: ["feed"] });
    },
    onError: (error) => toast(`It was not erased. ${explain(error)}`, { tone: "danger" }),
  });
  const on = learning.data?.on ?? true;
  return (
    <section aria-label="Your choice" className="mt-7 overflow-hidden rounded-card border border-line bg-surface">
      <Row title="Learn from what I watch" note={on ? "The feed adapts to you." : "Nothing of what you watch or do is kept."}>
        <Switch label="Learn from what I watch" checked={on} disabled={!learning.data || turn.isPending} onChange={(wanted) => turn.mutate(wanted)} />
      </Row>
      <Row title="What it came to" note="The directions that the feed believes you like: see, mute, keep and forget them.">
        <Button size="sm" asChild>
          <Link to={paths.taste()}>
            <Sparkles {...ICON} />
            My taste
          </Link>
        </Button>
      </Row>
      <Row title="A copy of it all" note="One JSON file, readable by you and by programs.">
        <Button size="sm" busy={take.isPending} icon={<Download {...ICON} />} onClick={() => take.mutate()}>
          Download
        </Button>
      </Row>
      <Row title="Erase it" note={signedIn ? "Your works, votes, saves and follows stay." : "At once and for good."}>
        <Button size="sm" variant="danger" icon={<Trash2 {...ICON} />} onClick={() => setAsking(true)}>
          Erase
        </Button>
      </Row>
      <ConfirmDialog open={asking} onOpenChange={setAsking} title="Erase what the feed knows of you?" action="Erase" busy={erase.isPending} onConfirm={() => erase.mutate()}>
        What you watched and did is gone at once and cannot be brought back. The feed begins with you anew.
      </ConfirmDialog>
    </section>
  );
}

function save(all: unknown): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(all, null, 2)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "fractafrag-engagement.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function Row({ title, note, children }: { title: string; note: string; children: ReactNode }) {
  return (
    <div className="flex min-h-16 items-center gap-4 border-b border-line px-4 py-3 last:border-b-0">
      <div className="min-w-0 flex-1">
        <p className="text-base text-ink">{title}</p>
        <p className="text-sm text-ink-3">{note}</p>
      </div>
      {children}
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-8">
      <h2 className="text-lg font-medium">{title}</h2>
      <ul className="mt-2 flex list-disc flex-col gap-1.5 pl-5 text-base text-ink-2 marker:text-ink-3">{children}</ul>
    </section>
  );
}
