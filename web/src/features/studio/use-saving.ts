/** Saving, publishing and what can come between: a sign-in, a refusal, somebody else's newer version. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useRef, useState } from "react";
import { explain, isProblem } from "../../lib/problem";
import { requireUser } from "../../lib/signin";
import { toast } from "../../lib/toast";
import type { ShaderPage } from "../../lib/types";
import { dropSnapshot, keepSnapshot } from "./autosave";
import { plainMessage } from "./diagnostics";
import type { Work } from "./document";
import type { Moments } from "./history/use-moments";
import { changeShader, changeStatus, compileThere, createShader, detailField, fetchShader, originOf, workAt, workOf } from "./shader-api";
import type { DetailField } from "./shader-api";
import type { ShaderStatus, StudioStore } from "./store";
import { browserShelf, resumeLater } from "./use-autosave";

/** Two versions that grew from one: `base` is the last that both knew. */
export interface Conflict {
  base: Work;
  theirs: Work;
  /** Their version on the server; null where the other side is what another tab has not saved. */
  page: ShaderPage | null;
  /** What the author wanted to do when it turned up. */
  status?: ShaderStatus;
}

export type Refusals = Partial<Record<DetailField | "other", string>>;

export interface Saving {
  busy: boolean;
  /** What the server refused, by field of the sheet. */
  refusals: Refusals;
  conflict: Conflict | null;
  /** Asks the server's compiler, then saves and publishes. Answers null where it was not published. */
  publish: () => Promise<ShaderPage | null>;
  /** Saves; with a status also publishes or takes back. Answers the saved work, or null where it was not saved. */
  save: (status?: "draft" | "published") => Promise<ShaderPage | null>;
  /** Archives or brings back without saving what is open. */
  setStatus: (status: ShaderStatus) => Promise<ShaderPage | null>;
  forgetRefusals: () => void;
  keepMine: () => Promise<ShaderPage | null>;
  takeTheirs: () => void;
  /** Puts what the two were merged to into the editor, and saves it where asked; one step back leads to what was before. */
  takeMerged: (merged: Work, thenSave: boolean) => Promise<ShaderPage | null>;
  /** Shows a collision with the newest version on the server. */
  openConflict: () => Promise<void>;
  /** Shows a collision with what another tab has not saved. */
  mergeWith: (theirs: Work, base: Work) => void;
  /** Makes a fork of the open work, with everything that is unsaved; the original stays as it was saved. */
  fork: () => Promise<ShaderPage | null>;
  leaveConflict: () => void;
}

export interface SavingOptions {
  /** The name under which the work is kept in the browser. */
  document: string;
  moments: Moments;
  onCreated: (page: ShaderPage) => void;
}

class DoesNotCompile extends Error {}

function refusalsOf(error: unknown): Refusals {
  if (!isProblem(error)) return { other: explain(error) };
  const found: Refusals = {};
  for (const { field, message } of error.errors) found[detailField(field) ?? "other"] ??= message;
  return Object.keys(found).length > 0 ? found : { other: explain(error) };
}

export function useSaving(store: StudioStore, { document, moments, onCreated }: SavingOptions): Saving {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [refusals, setRefusals] = useState<Refusals>({});
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const underway = useRef(false);

  const confirm = useCallback(
    (page: ShaderPage, sent: Work) => {
      store.getState().confirm(originOf(page), sent);
      client.setQueryData(["shader", page.id], page);
      for (const key of ["mine", "versions", "shaders", "feed", "tags"]) void client.invalidateQueries({ queryKey: [key], refetchType: "none" });
      setRefusals({});
    },
    [client, store],
  );

  const findConflict = useCallback(
    async (status?: ShaderStatus) => {
      const { origin } = store.getState();
      if (!origin) return;
      const page = await fetchShader(origin.id);
      const base = await workAt(origin.id, origin.version, origin.work.details).catch(() => origin.work);
      setConflict({ base, theirs: workOf(page), page, status });
    },
    [store],
  );

  /** One request at a time; every failure ends as a sentence, a field's refusal or a conflict, and the work stays. */
  const attempt = useCallback(
    async (send: () => Promise<ShaderPage>, status?: ShaderStatus): Promise<ShaderPage | null> => {
      if (underway.current) return null;
      underway.current = true;
      setBusy(true);
      try {
        return await send();
      } catch (error) {
        if (isProblem(error, 412) || isProblem(error, 409)) {
          await findConflict(status).catch((failure: unknown) => toast(explain(failure), { tone: "danger" }));
        } else if (isProblem(error, 401)) {
          resumeLater(store.getState().origin?.id ?? document);
          requireUser("save your work");
        } else if (error instanceof DoesNotCompile) {
          setRefusals({ passes: error.message });
        } else {
          setRefusals(refusalsOf(error));
          toast(isProblem(error, 0) ? "Not saved: the server cannot be reached. Your work is kept in this browser." : `Not saved. ${explain(error)}`, {
            tone: "danger",
          });
        }
        return null;
      } finally {
        underway.current = false;
        setBusy(false);
      }
    },
    [document, findConflict, store],
  );

  const send = useCallback(
    async (sent: Work, version: number | null, status?: ShaderStatus): Promise<ShaderPage> => {
      const { origin, parent } = store.getState();
      if (!origin || version === null) {
        const page = await createShader(sent, status === "published" ? "published" : "draft", parent);
        confirm(page, sent);
        onCreated(page);
        return page;
      }
      const page = await changeShader(origin.id, version, sent, status);
      confirm(page, sent);
      return page;
    },
    [confirm, onCreated, store],
  );

  const save = useCallback(
    (status?: "draft" | "published") => {
      resumeLater(store.getState().origin?.id ?? document);
      if (!requireUser("save your work")) return Promise.resolve(null);
      resumeLater("");
      const { work, origin } = store.getState();
      return attempt(() => send(work, origin?.version ?? null, status), status);
    },
    [attempt, document, send, store],
  );

  const publish = useCallback((): Promise<ShaderPage | null> => {
    resumeLater(store.getState().origin?.id ?? document);
    if (!requireUser("publish your work")) return Promise.resolve(null);
    resumeLater("");
    const { work, origin } = store.getState();
    return attempt(async () => {
      const errors = (await compileThere(work.passes)) ?? [];
      const [first] = errors;
      if (first) throw new DoesNotCompile(`${first.pass}, line ${first.line}: ${plainMessage(first.message)}`);
      return await send(work, origin?.version ?? null, "published");
    }, "published");
  }, [attempt, document, send, store]);

  const setStatus = useCallback(
    (status: ShaderStatus) => {
      const { origin } = store.getState();
      if (!origin || !requireUser("change your work")) return Promise.resolve(null);
      return attempt(async () => {
        const page = await changeStatus(origin.id, origin.version, status);
        store.getState().confirm(originOf(page), origin.work);
        client.setQueryData(["shader", page.id], page);
        void client.invalidateQueries({ queryKey: ["mine"] });
        return page;
      }, status);
    },
    [attempt, client, store],
  );

  const keepMine = useCallback(() => {
    if (!conflict) return Promise.resolve(null);
    setConflict(null);
    const { page, status } = conflict;
    if (!page) return Promise.resolve(null);
    const { work } = store.getState();
    return attempt(() => send(work, page.version, status), status);
  }, [attempt, conflict, send, store]);

  const takeTheirs = useCallback(() => {
    if (!conflict) return;
    const { page, theirs } = conflict;
    setConflict(null);
    if (!page) return store.getState().replaceWork(theirs, "Work of the other tab");
    const { work, origin, parent } = store.getState();
    // A tab of this name is never open, so the next visit offers what was set aside here.
    const shelf = browserShelf();
    const savedAt = Date.now();
    const aside = { document: origin?.id ?? document, tab: `aside~${savedAt}`, savedAt, version: origin?.version ?? 0, work, parent };
    keepSnapshot(shelf, aside);
    store.getState().replaceWork(theirs, "Their version loaded");
    store.getState().confirm(originOf(page), theirs);
    client.setQueryData(["shader", page.id], page);
    toast("Their version is open.", {
      action: {
        label: "Back to mine",
        run: () => {
          store.getState().undo();
          dropSnapshot(shelf, aside.document, aside.tab);
        },
      },
    });
  }, [client, conflict, document, store]);

  const takeMerged = useCallback(
    async (merged: Work, thenSave: boolean) => {
      if (!conflict) return null;
      const { page, theirs, status } = conflict;
      setConflict(null);
      await moments.setAside("A merge");
      store.getState().replaceWork(merged, "The two put together");
      // From now on it is a change of their version; what it was before is one step back.
      if (page) store.getState().confirm(originOf(page), theirs);
      const undo = { label: "Undo", run: () => void store.getState().undo() };
      if (!thenSave) {
        toast("Both are in the editor, unsaved.", { action: undo });
        return null;
      }
      const saved = await attempt(() => send(merged, store.getState().origin?.version ?? null, status), status);
      if (saved) toast(`Both are in version ${saved.version}.`, { tone: "success", action: undo });
      return saved;
    },
    [attempt, conflict, moments, send, store],
  );

  const fork = useCallback((): Promise<ShaderPage | null> => {
    const { work, origin } = store.getState();
    if (!origin) return Promise.resolve(null);
    resumeLater(origin.id);
    if (!requireUser("fork this work")) return Promise.resolve(null);
    resumeLater("");
    const parent = { id: origin.id, title: origin.work.details.title, author: "" };
    return attempt(async () => {
      const page = await createShader({ ...work, details: { ...work.details, visibility: "public" } }, "draft", parent);
      await moments.setAside("A fork of it");
      // What was unsaved went with the fork: the original is again what the server has.
      store.getState().replaceWork(origin.work, "Unsaved changes went with the fork");
      client.setQueryData(["shader", page.id], page);
      void client.invalidateQueries({ queryKey: ["mine"], refetchType: "none" });
      return page;
    });
  }, [attempt, client, moments, store]);

  const mergeWith = useCallback((theirs: Work, base: Work) => setConflict({ base, theirs, page: null }), []);
  const openConflict = useCallback(() => findConflict().catch((failure: unknown) => toast(explain(failure), { tone: "danger" })), [findConflict]);
  const forgetRefusals = useCallback(() => setRefusals({}), []);
  const leaveConflict = useCallback(() => setConflict(null), []);

  return useMemo(
    () => ({ busy, refusals, conflict, publish, save, setStatus, forgetRefusals, keepMine, takeTheirs, takeMerged, openConflict, mergeWith, fork, leaveConflict }),
    [busy, refusals, conflict, publish, save, setStatus, forgetRefusals, keepMine, takeTheirs, takeMerged, openConflict, mergeWith, fork, leaveConflict],
  );
}
