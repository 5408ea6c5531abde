/** One quiet line while another tab has the same work open; and what the two do when one of them saves or goes on. */
import { Copy } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { ReactNode } from "react";
import { toast } from "../../../lib/toast";
import { Button } from "../../../ui/Button";
import { sameWork } from "../document";
import { fetchShader, originOf, workAt } from "../shader-api";
import { isDirty } from "../store";
import { useStudio, useStudioValue } from "../studio-context";
import { createTwoTabs } from "./two-tabs";
import type { Handed, TwoTabs } from "./two-tabs";

const CHANNEL = "fractafrag.studio";
const ASK_EVERY_MS = 20_000;
const PATIENCE_MS = 3000;

export function TabNotice() {
  const { store, saving, moments } = useStudioValue();
  const { mergeWith, openConflict } = saving;
  const [others, setOthers] = useState(0);
  const [newer, setNewer] = useState(0);
  const resting = useStudio((state) => state.resting);
  const version = useStudio((state) => state.origin?.version ?? 0);
  const tabs = useRef<TwoTabs | null>(null);

  useEffect(() => {
    if (typeof BroadcastChannel === "undefined") return undefined;

    /** The newer version of another tab, where nothing here would be lost by it. */
    async function adopt(saved: number): Promise<void> {
      const { origin } = store.getState();
      if (!origin || saved <= origin.version) return;
      if (isDirty(store.getState())) return setNewer(saved);
      const page = await fetchShader(origin.id).catch(() => null);
      if (!page || isDirty(store.getState())) return setNewer(saved);
      const theirs = originOf(page);
      if (!sameWork(store.getState().work, theirs.work)) store.getState().replaceWork(theirs.work, `Version ${page.version} of the other tab`);
      store.getState().confirm(theirs, theirs.work);
      toast(`Version ${page.version}, saved in the other tab, is open.`);
    }

    async function receive({ work, version: from, dirty }: Handed): Promise<void> {
      const { origin, work: mine } = store.getState();
      if (!origin || !dirty || sameWork(work, mine)) return;
      if (isDirty(store.getState())) {
        const older = Math.min(from, origin.version);
        const base = older === origin.version ? origin.work : await workAt(origin.id, older, origin.work.details).catch(() => origin.work);
        return mergeWith(work, base);
      }
      await moments.setAside("What the other tab had");
      store.getState().replaceWork(work, "Unsaved work of the other tab");
      if (from > 0) store.getState().changedFrom(from);
      toast("What was unsaved in the other tab is here.", { action: { label: "Undo", run: () => void store.getState().undo() } });
    }

    const made = createTwoTabs({
      wire: new BroadcastChannel(CHANNEL),
      self: crypto.getRandomValues(new Uint32Array(4)).join("-"),
      document: () => store.getState().origin?.id ?? null,
      present: () => {
        const state = store.getState();
        return { work: state.work, version: state.origin?.version ?? 0, dirty: isDirty(state) };
      },
      onOthers: setOthers,
      onSaved: (saved) => void adopt(saved),
      onRest: () => {
        void moments.setAside("Another tab");
        store.setState({ resting: true });
      },
      onHanded: (handed) => void receive(handed),
    });
    tabs.current = made;
    let settling = 0;
    const hello = () => {
      made.hello();
      window.clearTimeout(settling);
      settling = window.setTimeout(made.settle, PATIENCE_MS);
    };
    hello();
    const asking = window.setInterval(hello, ASK_EVERY_MS);
    const unsubscribe = store.subscribe((state, before) => {
      if (state.origin?.id !== before.origin?.id) hello();
      if (state.origin && state.origin.version > (before.origin?.version ?? 0)) {
        made.saved(state.origin.version);
        setNewer((known) => (known <= (state.origin?.version ?? 0) ? 0 : known));
      }
      // Whoever writes goes on here, whatever was agreed before.
      if (state.resting && before.resting && state.edits !== before.edits) store.setState({ resting: false });
    });
    window.addEventListener("pagehide", made.close);
    return () => {
      unsubscribe();
      window.clearInterval(asking);
      window.clearTimeout(settling);
      window.removeEventListener("pagehide", made.close);
      made.close();
      tabs.current = null;
    };
  }, [store, moments, mergeWith]);

  function goOn(): void {
    store.setState({ resting: false });
    tabs.current?.take();
  }

  if (newer > version)
    return (
      <Line action="Look at both" onAction={() => void openConflict()}>
        Version {newer} was saved in another tab, while you were changing version {version}.
      </Line>
    );
  if (resting)
    return (
      <Line action="Go on here" onAction={goOn}>
        You went on with this in another tab. What was unsaved here is there.
      </Line>
    );
  if (others === 0) return null;
  return (
    <Line action="Go on here" onAction={goOn}>
      Also open in {others === 1 ? "another tab" : `${others} other tabs`}.
    </Line>
  );
}

function Line({ children, action, onAction }: { children: ReactNode; action: string; onAction: () => void }) {
  return (
    <div role="status" className="flex min-h-9 shrink-0 animate-fade-in items-center gap-3 border-b border-line px-4 text-sm text-ink-3">
      <Copy size={14} strokeWidth={1.5} className="shrink-0 max-md:hidden" aria-hidden />
      <p className="min-w-0 flex-1 py-1">{children}</p>
      <Button size="sm" variant="ghost" onClick={onAction}>
        {action}
      </Button>
    </div>
  );
}
