// My taste: what the feed believes that one likes, as living tiles, and what one may do about it.
import { useEffect, useRef, type ReactNode } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { RotateCcw } from "lucide-react";
import { api } from "../../../lib/api";
import { plural } from "../../../lib/format";
import { paths } from "../../../lib/paths";
import { explain, isProblem } from "../../../lib/problem";
import { tasteQuery, useSteer, useWhose } from "../../../lib/taste";
import { useTitle } from "../../../lib/title";
import { toast } from "../../../lib/toast";
import type { Interest, ShaderCard, Taste } from "../../../lib/types";
import { Button } from "../../../ui/Button";
import { EmptyState } from "../../../ui/EmptyState";
import { ErrorState } from "../../../ui/ErrorState";
import { gridLook, ShaderTile } from "../../../ui/ShaderTile";
import { Skeleton } from "../../../ui/Skeleton";
import { beginAgain, chooseAnew } from "../ahead";
import { Dial } from "./Dial";
import { ForgetSession } from "./ForgetSession";
import { InterestTile } from "./InterestTile";

const GRID = "grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3";

export function TastePage() {
  useTitle("My taste");
  const { data, error, refetch } = useQuery(tasteQuery(useWhose()));
  return (
    <div className="mx-auto w-full max-w-[1120px] px-4 py-8 md:px-8 md:py-10">
      <h1 className="text-xl font-medium">My taste</h1>
      {data ? (
        <Told taste={data} />
      ) : isProblem(error) && error.status === 409 ? (
        <Off />
      ) : error ? (
        <ErrorState title="Your taste did not load" error={error} onRetry={() => void refetch()} />
      ) : (
        <div className={`${GRID} mt-8`} role="status" aria-label="Loading">
          {[0, 1, 2].map((one) => (
            <Skeleton key={one} className="aspect-[4/3] rounded-card!" />
          ))}
        </div>
      )}
    </div>
  );
}

function Told({ taste }: { taste: Taste }) {
  const client = useQueryClient();
  const list = useRef<HTMLUListElement>(null);
  const steer = useSteer(() => void chooseAnew(client, null));
  const heard = taste.interests.filter(({ muted }) => !muted);
  const muted = taste.interests.filter((one) => one.muted);
  const begin = useBeginAnew(taste);
  if (taste.interests.length === 0) return <Unknown taste={taste} />;
  const mute = (id: string, on: boolean) => {
    steer({ interest: id, muted: on });
    if (on) toast("Nothing of this kind will come.", { action: { label: "Undo", run: () => steer({ interest: id, muted: false }) } });
  };
  const forget = ({ id, muted }: Interest) => {
    // The tile goes, and the focus with it.
    list.current?.focus({ preventScroll: true });
    steer({ interest: id, forgotten: true });
    const line = muted ? "Forgotten, and no longer muted." : "Forgotten. It comes back if you like such works again.";
    toast(line, { action: { label: "Undo", run: () => steer({ interest: id, forgotten: false }) } });
  };
  return (
    <>
      <p className="mt-1.5 max-w-[38rem] text-base text-ink-2">
        What the feed believes you like, made of {plural(taste.learned_from, "work")} that you watched or judged. Mute what it got wrong, forget what is over, and keep what must not fade.
      </p>
      {heard.length > 0 && (
        <ul ref={list} tabIndex={-1} aria-label="What you like" className={`${GRID} mt-7 outline-none`}>
          {heard.map((one) => (
            <InterestTile key={one.id} interest={one} onMute={() => mute(one.id, true)} onPin={() => steer({ interest: one.id, pinned: !one.pinned })} onForget={() => forget(one)} />
          ))}
        </ul>
      )}
      {muted.length > 0 && (
        <Part title="Muted" note="Nothing of these kinds comes.">
          <ul aria-label="Muted" className={GRID}>
            {muted.map((one) => (
              <InterestTile key={one.id} interest={one} onMute={() => mute(one.id, false)} onPin={() => steer({ interest: one.id, pinned: true })} onForget={() => forget(one)} />
            ))}
          </ul>
        </Part>
      )}
      {taste.session.length > 0 && (
        <Part title="This session" note="What you enjoyed in the last half hour says most of what comes next." action={<ForgetSession />}>
          <Works label="This session" works={taste.session} />
        </Part>
      )}
      {taste.dislike && (
        <Part title="Not for you" note="The work that is most like what you passed by. Less like it comes.">
          <Works label="Not for you" works={[taste.dislike]} />
        </Part>
      )}
      <Part title="How much surprise">
        <div className="max-w-[26rem]">
          <Dial surprise={taste.surprise} />
        </div>
      </Part>
      <Part title="Begin anew" note="What you watched until now no longer counts, and nothing is muted or kept. Your votes and saves stay.">
        <Button variant="danger" size="sm" icon={<RotateCcw size={15} strokeWidth={1.5} aria-hidden />} onClick={begin}>
          Begin anew
        </Button>
      </Part>
    </>
  );
}

function Part({ title, note, action, children }: { title: string; note?: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section className="mt-11">
      <div className="mb-4 flex flex-wrap items-end gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h2 className="text-lg font-medium">{title}</h2>
          {note && <p className="text-sm text-ink-3">{note}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}

function Works({ label, works }: { label: string; works: readonly ShaderCard[] }) {
  return (
    <ul aria-label={label} className={gridLook}>
      {works.map((card) => (
        <li key={card.id} className="min-w-0 md:max-w-[340px]">
          <ShaderTile card={card} />
        </li>
      ))}
    </ul>
  );
}

function Unknown({ taste }: { taste: Taste }) {
  return (
    <>
      <EmptyState
        title="The feed does not know you yet"
        action={
          <Button variant="primary" asChild>
            <Link to={paths.feed()}>Open the feed</Link>
          </Button>
        }
      >
        A taste comes from watching: what you stay with, let begin again, vote up, save or fork becomes a direction that you like, and what you skip says the opposite. Five or ten works are a beginning.
      </EmptyState>
      <div className="mx-auto max-w-[26rem] pb-10">
        <h2 className="mb-1 text-center text-sm text-ink-2">How much surprise</h2>
        <Dial surprise={taste.surprise} />
      </div>
    </>
  );
}

function Off() {
  return (
    <EmptyState
      title="The feed learns nothing from you"
      action={
        <Button variant="primary" asChild>
          <Link to={paths.privacy()}>Privacy</Link>
        </Button>
      }
    >
      You switched learning off, so there is no taste to show. It begins when you switch it on again.
    </EmptyState>
  );
}

/** A little longer than the line stands that offers it. */
const UNDO_MS = 6000;

/** Begins anew at once to the eye, and for the server when it can no longer be taken back. */
function useBeginAnew(taste: Taste): () => void {
  const client = useQueryClient();
  const { queryKey } = tasteQuery(useWhose());
  const due = useRef<(() => void) | null>(null);
  useEffect(() => {
    // Who leaves has not taken it back.
    const leave = () => due.current?.();
    addEventListener("pagehide", leave);
    return () => {
      removeEventListener("pagehide", leave);
      leave();
    };
  }, []);
  return () => {
    const send = () => {
      if (due.current !== send) return;
      due.current = null;
      api.DELETE("/api/v1/me/taste", { keepalive: true }).then(
        () => beginAgain(client, null),
        (error) => {
          client.setQueryData(queryKey, taste);
          toast(`It was not forgotten. ${explain(error)}`, { tone: "danger" });
        },
      );
    };
    due.current = send;
    window.setTimeout(send, UNDO_MS);
    client.setQueryData(queryKey, { ...taste, interests: [], session: [], dislike: null, learned_from: 0 });
    const undo = () => {
      if (due.current !== send) return;
      due.current = null;
      client.setQueryData(queryKey, taste);
    };
    toast("Your taste begins anew.", { action: { label: "Undo", run: undo } });
  };
}
