// What does not start by itself: works that flash, works too heavy for any device's first frame, and works that took a tab down here.
import { useEffect, useState } from "react";
import { create } from "zustand";
import type { Pass } from "@fractafrag/runtime";
import type { ShaderCard, ShaderPage } from "./types";

/** ask: a work that flashes waits to be played; allow: it plays; never: it stays still and is not offered. */
export type FlashRule = "ask" | "allow" | "never";
export type HoldReason = "slow" | "flashes" | "heavy" | "crashed";

const RULE = "fractafrag.flashing";
const RUNNING = "fractafrag.running.";
const TAB = "fractafrag.tab";
/** A work that another open tab began less than this ago may still be on its way there. */
const YOUNG_MS = 15_000;
/** A hung driver lets a few frames through; what has drawn for so long is harmless. */
export const PROOF_MS = 1500;

function read(store: Storage | undefined, key: string): string | null {
  try {
    return store?.getItem(key) ?? null;
  } catch {
    return null;
  }
}

function write(store: Storage | undefined, key: string, value: string | null): void {
  try {
    if (value === null) store?.removeItem(key);
    else store?.setItem(key, value);
  } catch {
    // Without storage there is no memory of it; everything else goes on.
  }
}

const ruleOf = (text: string | null): FlashRule => (text === "allow" || text === "never" ? text : "ask");
const local = (): Storage | undefined => (typeof localStorage === "undefined" ? undefined : localStorage);

export const useFlashRule = create<{ rule: FlashRule; setRule: (rule: FlashRule) => void }>((set) => ({
  rule: ruleOf(read(local(), RULE)),
  setRule: (rule) => {
    write(local(), RULE, rule === "ask" ? null : rule);
    set({ rule });
  },
}));

/** Whether the renderer saw this work flash: more than three times a second on a quarter of the picture (WCAG 2.2, 2.3.1). */
export function flashes(render: ShaderCard["render"]): boolean {
  return render.facts?.flashing === true;
}

function thisTab(): string {
  const store = typeof sessionStorage === "undefined" ? undefined : sessionStorage;
  let tab = read(store, TAB);
  if (tab === null) {
    tab = Math.random().toString(36).slice(2);
    write(store, TAB, tab);
  }
  return tab;
}

const keyOf = (work: Pick<ShaderCard, "id" | "version">): string => `${RUNNING}${work.id}.${work.version}`;

/** Whether this work was begun here and never came to a picture: the tab went down with it. */
export function crashedHere(work: Pick<ShaderCard, "id" | "version">, now = Date.now()): boolean {
  const [tab, at] = (read(local(), keyOf(work)) ?? "").split(" ");
  if (!tab || running.has(keyOf(work))) return false;
  return tab === thisTab() || now - Number(at) > YOUNG_MS;
}

const running = new Set<string>();

/** Call before a work is given to the driver; the answer is to be called when it has proved harmless, or is not run after all. */
export function begin(work: Pick<ShaderCard, "id" | "version">, now = Date.now()): () => void {
  const key = keyOf(work);
  running.add(key);
  write(local(), key, `${thisTab()} ${now}`);
  return () => {
    if (running.delete(key)) write(local(), key, null);
  };
}

if (typeof addEventListener === "function")
  // Who leaves by will leaves nothing behind to be blamed; a tab that hangs never hears of this.
  addEventListener("pagehide", () => {
    for (const key of running) write(local(), key, null);
    running.clear();
  });

/** Why the text of the passes speaks against starting them unasked; undefined while that is not known yet. */
export function useHeldBack(passes: ShaderPage["passes"] | undefined): string | null | undefined {
  const [known, setKnown] = useState<{ passes: unknown; reason: string | null } | null>(null);
  useEffect(() => {
    if (!passes) return undefined;
    let gone = false;
    const tell = (reason: string | null) => !gone && setKnown({ passes, reason });
    import("@fractafrag/runtime").then(({ heldBack }) => tell(heldBack(passes as Pass[])), () => tell(null));
    return () => {
      gone = true;
    };
  }, [passes]);
  return known && known.passes === passes ? known.reason : undefined;
}

/** Why a work is not to start by itself, null where it may; undefined while its text is being weighed. */
export function useHold(work: ShaderCard, passes: ShaderPage["passes"] | undefined): HoldReason | null | undefined {
  const rule = useFlashRule((state) => state.rule);
  const heavy = useHeldBack(passes);
  const [crashed] = useState(() => crashedHere(work));
  if (flashes(work.render) && rule !== "allow") return "flashes";
  if (crashed) return "crashed";
  return heavy === undefined ? undefined : heavy === null ? null : "heavy";
}

/** While `on`, remembers that the work runs, until it has drawn for a while; `live` says that a picture stands. */
export function useSentinel(work: Pick<ShaderCard, "id" | "version">, on: boolean, live: boolean): void {
  const { id, version } = work;
  useEffect(() => (on && !live ? begin({ id, version }) : undefined), [id, version, on, live]);
  useEffect(() => {
    if (!on || !live) return undefined;
    const end = begin({ id, version });
    const timer = window.setTimeout(end, PROOF_MS);
    return () => {
      window.clearTimeout(timer);
      end();
    };
  }, [id, version, on, live]);
}
