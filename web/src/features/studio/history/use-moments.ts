/** Takes moments of the open work: once a minute while it is edited, at every save, and before something takes its place. */
import { useEffect, useMemo, useRef } from "react";
import { isDirty } from "../store";
import type { StudioStore } from "../store";
import { keepMoment, renameMoments } from "./device";
import { isNews, momentOf } from "./moments";
import type { Moment, Why } from "./moments";

const EVERY_MS = 60_000;

export interface Moments {
  /** The name under which moments of this work are kept now. */
  document: () => string;
  /** Keeps what is open, because something is about to take its place. */
  setAside: (note: string) => Promise<void>;
}

export function useMoments(store: StudioStore, name: string): Moments {
  const last = useRef<Pick<Moment, "work" | "why"> | null>(null);

  const moments = useMemo(() => {
    const document = () => store.getState().origin?.id ?? name;
    const take = async (why: Why, note = ""): Promise<void> => {
      const { work, origin } = store.getState();
      const moment = momentOf(document(), work, why, origin?.version ?? 0, Date.now(), note);
      if (!isNews(last.current, moment)) return;
      last.current = moment;
      await keepMoment(moment);
    };
    return { document, take, setAside: (note: string) => take("aside", note) };
  }, [store, name]);

  useEffect(() => {
    const openedAt = Date.now();
    // What the server has, and what a new work starts with, can be had again.
    last.current ??= { work: store.getState().origin?.work ?? store.getState().start, why: "saved" };
    const unsubscribe = store.subscribe(({ origin }, before) => {
      if (!origin || (origin.id === before.origin?.id && origin.version === before.origin.version)) return;
      const named = before.origin ? Promise.resolve() : renameMoments(name, origin.id, openedAt);
      void named.then(() => moments.take("saved", `Version ${origin.version}`));
    });
    const edited = () => {
      if (isDirty(store.getState())) void moments.take("editing");
    };
    const timer = window.setInterval(edited, EVERY_MS);
    const onHidden = () => {
      if (window.document.visibilityState === "hidden") edited();
    };
    window.document.addEventListener("visibilitychange", onHidden);
    return () => {
      unsubscribe();
      window.clearInterval(timer);
      edited();
      window.document.removeEventListener("visibilitychange", onHidden);
    };
  }, [store, name, moments]);

  return moments;
}
