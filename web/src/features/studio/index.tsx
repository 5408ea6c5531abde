/** The studio's door: opens a new work, one of yours, or a copy of somebody else's. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { heldBack, type Pass } from "@fractafrag/runtime";
import { useEffect, useMemo, useState } from "react";
import { useLocation, useNavigate, useParams, useSearchParams } from "react-router";
import { byline } from "../../lib/format";
import { paths } from "../../lib/paths";
import { isProblem } from "../../lib/problem";
import { flashes, useFlashRule, type HoldReason } from "../../lib/safety";
import { useSession } from "../../lib/session";
import { shaderQuery } from "../../lib/shaders";
import type { ShaderPage } from "../../lib/types";
import { Button } from "../../ui/Button";
import { ErrorState } from "../../ui/ErrorState";
import { addressValues } from "../../ui/parameters/use-parameter-play";
import { Skeleton } from "../../ui/Skeleton";
import { recover } from "./durable";
import { undoHistories } from "./history/device";
import type { KeptUndo } from "./history/undo-memory";
import { abandoned } from "./autosave";
import { forkShader, originOf, parentOf, workOf } from "./shader-api";
import { Studio } from "./Studio";
import type { StudioProps } from "./Studio";
import { otherTabs, tabIdentity } from "./tabs";
import { plainShelf, willResume } from "./use-autosave";

/** A disk that answers later than this is not waited for. */
const UNDO_PATIENCE_MS = 800;

interface Tabs {
  tab: string;
  openTabs: ReadonlySet<string>;
}

/** Which tab this is; null for the moment in which it is found out. */
function useTabs(): Tabs | null {
  const [tabs, setTabs] = useState<Tabs | null>(null);
  useEffect(() => {
    let gone = false;
    void Promise.all([tabIdentity(), otherTabs(), recover(plainShelf())]).then(([tab, openTabs]) => {
      if (!gone) setTabs({ tab, openTabs });
    });
    return () => {
      gone = true;
    };
  }, []);
  return tabs;
}

export function StudioRoute() {
  const { id } = useParams();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const tabs = useTabs();
  const status = useSession((session) => session.status);
  const fork = id ? null : search.get("fork");
  const fresh = search.get("new") ?? "";
  // The first save gives a new work its id; the studio it was written in goes on under the new address.
  const [born, setBorn] = useState<{ id: string; key: string } | null>(null);

  const key = fork ? `fork-${fork}` : id ? `shader-${id}` : `new-${fresh}`;
  const lives = born && born.id === id ? born.key : key;

  function onCreated(page: ShaderPage): void {
    setBorn({ id: page.id, key: lives });
    void navigate(paths.studio(page.id), { replace: true });
  }

  if (!tabs || status === "unknown") return <StudioSkeleton />;
  if (id && lives === key) return <Existing key={key} id={id} tabs={tabs} onCreated={onCreated} />;
  if (lives.startsWith("fork-")) {
    const parent = lives.slice("fork-".length);
    return <Fork key={lives} id={parent} tabs={tabs} onCreated={onCreated} />;
  }
  if (lives.startsWith("shader-")) return <Existing key={lives} id={lives.slice("shader-".length)} tabs={tabs} onCreated={onCreated} />;
  return <Opened key={lives} document="new" {...tabs} onCreated={onCreated} />;
}

/** The studio, as soon as it is known what its editor could take back at the last visits. */
function Opened(props: StudioProps) {
  const { document: name, tab } = props;
  const [undone, setUndone] = useState<readonly KeptUndo[] | null>(null);
  useEffect(() => {
    let gone = false;
    const late = new Promise<KeptUndo[]>((resolve) => setTimeout(() => resolve([]), UNDO_PATIENCE_MS));
    void Promise.race([undoHistories(name, tab), late]).then((found) => {
      if (!gone) setUndone(found);
    });
    return () => {
      gone = true;
    };
  }, [name, tab]);
  return undone ? <Studio {...props} undone={undone} /> : <StudioSkeleton />;
}

export default StudioRoute;

/** What a way to the studio brings along. */
interface Brought {
  hold: HoldReason | null;
}

interface OpenProps {
  id: string;
  tabs: Tabs;
  onCreated: (page: ShaderPage) => void;
}

/** A work that the server has: one's own is opened, anybody else's becomes a copy that a save turns into a fork. */
function Existing({ id, tabs, onCreated }: OpenProps) {
  const hold = (useLocation().state as Brought | null)?.hold ?? null;
  const username = useSession((session) => session.user?.username);
  const { data, error, refetch, isFetchedAfterMount } = useQuery({ ...shaderQuery(id), staleTime: 0, refetchOnMount: "always" });
  const [page, setPage] = useState<ShaderPage | null>(null);
  // Once: what is polled later must not be loaded over what is being written.
  if (!page && data && isFetchedAfterMount) setPage(data);
  // Once, too: who finds out by signing in that the work is theirs goes on in the copy that they began.
  const [own, setOwn] = useState<boolean | null>(null);
  if (page && own === null) setOwn(page.author.username === username);
  const start = useMemo(() => (page ? { work: workOf(page), origin: originOf(page) } : null), [page]);

  if (!page || !start) return error ? <CannotOpen error={error} onRetry={() => void refetch()} /> : <StudioSkeleton />;
  if (own) return <Opened document={id} {...tabs} {...start} parent={parentOf(page)} hold={hold} onCreated={onCreated} />;
  return <Copy page={page} tabs={tabs} onCreated={onCreated} />;
}

function Copy({ page, tabs, onCreated }: { page: ShaderPage; tabs: Tabs; onCreated: (page: ShaderPage) => void }) {
  const hold = useMemo(() => holdOf(page), [page]);
  const work = useMemo(() => {
    const copied = workOf(page);
    return { ...copied, details: { ...copied.details, visibility: "public" as const } };
  }, [page]);
  return <Opened document={`fork-${page.id}`} {...tabs} work={work} parent={{ id: page.id, title: page.title, author: byline(page.author) }} hold={hold} onCreated={onCreated} />;
}

/** Why somebody else's work is not run unasked. */
function holdOf({ render, passes }: ShaderPage): HoldReason | null {
  if (flashes(render) && useFlashRule.getState().rule !== "allow") return "flashes";
  return heldBack(passes as Pass[]) === null ? null : "heavy";
}

// React may mount twice while developing; a fork is still made once.
const forking = new Map<string, Promise<ShaderPage>>();

/** A signed-in author gets a draft at once; a stranger a copy that becomes one when they save. */
function Fork({ id, tabs, onCreated }: OpenProps) {
  const navigate = useNavigate();
  const client = useQueryClient();
  // Whoever wrote in their copy before they signed in goes on in that copy.
  const [atOnce] = useState(() => useSession.getState().status === "signedIn" && !willResume(`fork-${id}`) && !isLeft(`fork-${id}`, tabs));
  const [failure, setFailure] = useState<unknown>(null);

  useEffect(() => {
    if (!atOnce || failure) return;
    let gone = false;
    const made = forking.get(id) ?? forkShader(id).finally(() => forking.delete(id));
    forking.set(id, made);
    made.then(
      (page) => {
        if (gone) return;
        client.setQueryData(["shader", page.id], page);
        void client.invalidateQueries({ queryKey: ["mine"] });
        const values = addressValues();
        // What was known of the original holds for its copy, which nobody has rendered yet.
        const original = client.getQueryData<ShaderPage>(["shader", id]);
        const state: Brought = { hold: original ? holdOf(original) : null };
        void navigate(values ? `${paths.studio(page.id)}?p=${values}` : paths.studio(page.id), { replace: true, state });
      },
      (error: unknown) => {
        if (!gone) setFailure(error);
      },
    );
    return () => {
      gone = true;
    };
  }, [client, failure, id, navigate, atOnce]);

  if (!atOnce) return <Existing id={id} tabs={tabs} onCreated={onCreated} />;
  return failure ? <CannotOpen error={failure} onRetry={() => setFailure(null)} /> : <StudioSkeleton />;
}

/** Whether a copy was written in at an earlier visit and never saved: it is offered before another fork is made. */
function isLeft(document: string, { openTabs }: Tabs): boolean {
  return abandoned(plainShelf(), document, openTabs).length > 0;
}

function CannotOpen({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const navigate = useNavigate();
  const gone = isProblem(error, 404);
  return (
    <ErrorState
      full
      title={gone ? "There is no such shader." : "The shader did not open."}
      error={gone ? undefined : error}
      onRetry={gone ? undefined : onRetry}
      action={
        <Button variant={gone ? "primary" : "ghost"} onClick={() => void navigate(paths.studio())}>
          Start a new one
        </Button>
      }
    >
      {gone && <p>It is gone, or it is a draft of somebody else.</p>}
    </ErrorState>
  );
}

function StudioSkeleton() {
  return (
    <div role="status" aria-label="The studio is opening" className="flex h-[calc(100dvh-var(--header)-var(--bottom-bar))] flex-col">
      <div className="flex h-12 items-center border-b border-line px-4">
        <Skeleton className="h-4 w-32" />
      </div>
      <div className="flex min-h-0 flex-1 max-md:flex-col-reverse">
        <div className="flex flex-1 flex-col gap-3 p-6">
          {["w-2/5", "w-1/4", "w-3/5", "w-1/2", "w-2/3", "w-1/3"].map((width) => (
            <Skeleton key={width} className={`h-3 ${width}`} />
          ))}
        </div>
        <div className="flex-1 border-line p-3 md:border-l">
          <Skeleton className="aspect-video w-full rounded-card" />
        </div>
      </div>
    </div>
  );
}
