/** The studio of one open work: editor and picture side by side, or one above the other on a phone. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { ReactNode } from "react";
import type { ShaderError } from "@fractafrag/runtime";
import type { HoldReason } from "../../lib/safety";
import { usePhone, useReducedMotion } from "../../lib/media";
import { useShortcut } from "../../lib/shortcuts";
import { useTitle } from "../../lib/title";
import { toast } from "../../lib/toast";
import type { ShaderPage } from "../../lib/types";
import { Tabs } from "../../ui/Tabs";
import { dropSnapshot, keepSnapshot } from "./autosave";
import type { Snapshot } from "./autosave";
import { CodeEditor } from "./CodeEditor";
import type { CodeEditorHandle } from "./CodeEditor";
import { sameWork } from "./document";
import { HistoryMount } from "./history/HistoryMount";
import { TabNotice } from "./history/TabNotice";
import type { KeptUndo } from "./history/undo-memory";
import { useMoments } from "./history/use-moments";
import { useUndoMemory } from "./history/use-undo-memory";
import { InputSlots } from "./InputSlots";
import { ParametersPanel } from "./parameters/ParametersPanel";
import { forgetAddress } from "./parameters/follow";
import { PaletteMount } from "./palette/PaletteMount";
import { PassTabs } from "./PassTabs";
import { ProblemLine } from "./ProblemLine";
import { PublishSheet } from "./PublishSheet";
import { Recovery } from "./Recovery";
import { createSentinel, crashedBefore, forgetCrashes } from "./sentinel";
import { PhoneExport, PhoneInspect, SidePanels } from "./SidePanels";
import { SplitPane } from "./SplitPane";
import { Stage } from "./Stage";
import { StatusLine } from "./StatusLine";
import { createStudioStore } from "./store";
import type { Origin, Parent, StudioStore } from "./store";
import { StudioContext, useStudio, useStudioValue } from "./studio-context";
import { Toolbar } from "./Toolbar";
import { browserShelf, resumed, takeLeft, useAutosave } from "./use-autosave";
import { useEngine } from "./use-engine";
import { useSaving } from "./use-saving";
import { useWarnings } from "./use-warnings";
import type { Work } from "./document";
import type { Place } from "./language/program";

export interface StudioProps {
  /** The name under which unsaved work is kept: the shader's id, or "new". */
  document: string;
  tab: string;
  openTabs: ReadonlySet<string>;
  /** What the editor could take back at the last visits. */
  undone?: readonly KeptUndo[];
  work?: Work;
  origin?: Origin | null;
  parent?: Parent | null;
  /** Why it must not start by itself: somebody else made it. */
  hold?: HoldReason | null;
  onCreated: (page: ShaderPage) => void;
}

export function Studio(props: StudioProps) {
  const { document: name, tab, openTabs, hold = null } = props;
  const [shelf] = useState(browserShelf);
  const [opened] = useState(() => {
    const crashed = crashedBefore(shelf, name, openTabs);
    const left = takeLeft(shelf, name, tab, openTabs);
    const store = createStudioStore(props.work, props.origin ?? null, props.parent ?? props.origin?.parent ?? null);
    const start = store.getState().work;
    const worth = left.snapshots.filter((snapshot) => !sameWork(snapshot.work, start));
    const taken = left.resume ? (worth.find((snapshot) => snapshot.tab.startsWith(tab)) ?? worth[0]) : undefined;
    if (taken) takeUp(store, taken);
    // What is in the address was taken up by that work, and perhaps turned since.
    if (taken) forgetAddress(store);
    return { store, crashed, worth, taken };
  });
  const { store } = opened;
  const [waiting, setWaiting] = useState<Snapshot[]>(() => opened.worth.filter((snapshot) => snapshot !== opened.taken));

  const [sentinel] = useState(() => createSentinel(shelf, () => store.getState().origin?.id ?? name, tab, () => Date.now()));
  const still = useReducedMotion();
  // A crashed new work is only in its snapshot: the picture that a new one starts with is known to be harmless.
  const engine = useEngine(store, sentinel, { held: hold !== null || (opened.crashed && (name !== "new" || opened.taken !== undefined)), still });
  const kept = useAutosave(store, name, tab);
  const moments = useMoments(store, name);
  const undo = useUndoMemory(store, name, tab, props.undone ?? []);
  const saving = useSaving(store, { document: name, moments, onCreated: props.onCreated });
  const value = useMemo(() => ({ store, engine, saving, moments, undo, hold }), [store, engine, saving, moments, undo, hold]);
  // A restored work comes with what could be taken back of it, so its editor is a new one.
  const [restored, setRestored] = useState(0);

  useEffect(() => {
    const onLeave = () => sentinel.leave(document.hidden);
    window.addEventListener("pagehide", onLeave);
    return () => {
      window.removeEventListener("pagehide", onLeave);
      sentinel.disarm();
    };
  }, [sentinel]);

  function restore(snapshot: Snapshot): void {
    if (opened.crashed) engine.hold();
    void moments.setAside("Unsaved work");
    takeUp(store, snapshot);
    setRestored((count) => count + 1);
    dropSnapshot(shelf, name, snapshot.tab);
    setWaiting((all) => all.filter((other) => other !== snapshot));
  }

  function discard(snapshot: Snapshot): void {
    dropSnapshot(shelf, name, snapshot.tab);
    setWaiting((all) => all.filter((other) => other !== snapshot));
    toast("Discarded.", {
      action: {
        label: "Undo",
        run: () => {
          keepSnapshot(shelf, snapshot);
          setWaiting((all) => [snapshot, ...all]);
        },
      },
    });
  }

  useEffect(() => {
    forgetCrashes(shelf, name, openTabs);
    resumed();
    const { taken } = opened;
    if (!taken) return;
    if (keepSnapshot(shelf, { ...taken, tab })) dropSnapshot(shelf, name, taken.tab);
    toast("Your work is here, as you left it.");
  }, [shelf, name, tab, openTabs, opened]);

  const first = waiting[0];
  return (
    <StudioContext.Provider value={value}>
      <Screen
        kept={kept}
        editorKey={restored}
        notice={
          <>
            <TabNotice />
            {first && (
              <Recovery
              snapshot={first}
              more={waiting.length - 1}
              version={store.getState().origin?.version ?? 0}
              onRestore={() => restore(first)}
              onDiscard={() => discard(first)}
              />
            )}
          </>
        }
      />
      <HistoryMount />
      <Shortcuts />
    </StudioContext.Provider>
  );
}

/** Puts what was kept in the place of what was opened. */
function takeUp(store: StudioStore, snapshot: Snapshot): void {
  store.getState().replaceWork(snapshot.work, "Unsaved work restored");
  if (snapshot.parent && !store.getState().origin) store.setState({ parent: snapshot.parent });
  // Held against the version that it was made from, a save finds out by itself what happened since.
  if (snapshot.version > 0) store.getState().changedFrom(snapshot.version);
}

function Shortcuts() {
  const { store, engine, saving } = useStudioValue();
  const save = async () => {
    if (await saving.save()) toast("Saved.", { tone: "success" });
  };
  useShortcut({ keys: ["alt+enter", "mod+enter"], label: "Compile now", group: "Studio", always: true }, engine.compileNow);
  useShortcut({ keys: "mod+s", label: "Save", group: "Studio", always: true }, () => void save());
  useShortcut({ keys: "mod+z", label: "Undo pass or input", group: "Studio" }, () => void store.getState().undo());
  return null;
}

function Screen({ kept, notice, editorKey }: { kept: boolean; notice: ReactNode; editorKey: number }) {
  const phone = usePhone();
  const [publishing, setPublishing] = useState(false);
  const [panel, setPanel] = useState<"code" | "inputs" | "inspect" | "export">("code");
  const editor = useRef<CodeEditorHandle>(null);
  const title = useStudio((state) => state.work.details.title);
  const { store } = useStudioValue();
  useWarnings(store);
  useTitle(title ? `${title} · Studio` : "Studio");

  function jump(error: ShaderError): void {
    setPanel("code");
    editor.current?.jumpTo(error);
  }
  const open = useCallback((place: Place) => {
    setPanel("code");
    editor.current?.open(place);
  }, []);
  useShortcut({ label: "Publish, or change the details", group: "Studio" }, () => setPublishing(true));

  const code = (
    <>
      <CodeEditor key={editorKey} ref={editor} className="min-h-0 flex-1 overflow-hidden" />
      <ProblemLine editor={() => editor.current} onJump={jump} />
    </>
  );

  return (
    <div className="flex h-[calc(100dvh-var(--header)-var(--bottom-bar))] min-h-0 flex-col overflow-hidden">
      <h1 className="sr-only">Studio</h1>
      <Toolbar onPublish={() => setPublishing(true)} />
      {notice}
      {phone ? (
        <div className="flex min-h-0 flex-1 flex-col">
          <Stage className="shrink-0" />
          <PassTabs />
          <div className={panel === "code" ? "flex min-h-0 flex-1 flex-col" : "hidden"}>{code}</div>
          {panel === "inputs" && (
            <div className="min-h-0 flex-1 overflow-y-auto p-3">
              <InputSlots />
              <ParametersPanel className="pt-4" />
            </div>
          )}
          {panel === "inspect" && (
            <div className="min-h-0 flex-1 overflow-y-auto p-3">
              <PhoneInspect />
            </div>
          )}
          {panel === "export" && (
            <div className="min-h-0 flex-1 overflow-y-auto p-3">
              <PhoneExport />
            </div>
          )}
          <Tabs
            label="Panel"
            value={panel}
            onChange={setPanel}
            listClassName="border-t border-b-0 px-2"
            tabs={[
              { value: "code", label: "Code" },
              { value: "inputs", label: "Inputs" },
              { value: "inspect", label: "Inspect" },
              { value: "export", label: "Export" },
            ]}
          />
        </div>
      ) : (
        <SplitPane
          label="Border between code and picture"
          left={
            <section aria-label="Code" className="flex min-h-0 flex-1 flex-col">
              <PassTabs />
              {code}
            </section>
          }
          right={
            <Stage pane className="min-h-0 flex-1">
              <SidePanels />
            </Stage>
          }
        />
      )}
      <StatusLine kept={kept} />
      <PaletteMount onOpenPlace={open} />
      <PublishSheet open={publishing} onOpenChange={setPublishing} />
    </div>
  );
}
