/** The place in the studio where history and collisions open; what they are made of is loaded then. */
import { lazy, Suspense, useEffect } from "react";
import { useShortcut } from "../../../lib/shortcuts";
import { useStudio, useStudioValue } from "../studio-context";

const HistoryDialog = lazy(() => import("./HistoryDialog"));
const MergeDialog = lazy(() => import("./MergeDialog"));

/** "?history=3" opens the history at version 3, "?history" at the newest. */
const asked = (): string | null => new URLSearchParams(location.search).get("history");

export function HistoryMount() {
  const { store, saving } = useStudioValue();
  const place = useStudio((state) => state.history);

  useEffect(() => {
    const version = asked();
    if (version === null) return;
    store.setState({ history: /^\d{1,9}$/.test(version) ? { version: Number(version) } : {} });
    const url = new URL(location.href);
    url.searchParams.delete("history");
    history.replaceState(history.state, "", url);
  }, [store]);

  useShortcut({ keys: "alt+h", label: "History", group: "Studio", always: true }, () => store.setState({ history: store.getState().history ? null : {} }));

  return (
    <Suspense>
      {place && <HistoryDialog place={place} onClose={() => store.setState({ history: null })} />}
      {saving.conflict && <MergeDialog conflict={saving.conflict} />}
    </Suspense>
  );
}
