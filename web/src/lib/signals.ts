// What was watched and done, told to the server in batches: kept here, and over reloads and lost connections, until it has arrived.
import { sparesData } from "./media";

export type SignalKind = "view" | "replay" | "skip" | "fullscreen" | "code_opened" | "share" | "more_like" | "less_like";

export interface Signal {
  /** The server keeps each once, so sending again is safe. */
  id: string;
  impression: string;
  kind: SignalKind;
  at: string;
  ms?: number;
}

/** What the world answers to a batch: what became of it, or how long to wait before sending it again. */
export type Answer = { taken: true; refused: readonly string[] } | { taken: false; hopeless: boolean };

export interface World {
  send: (events: readonly Signal[], leaving: boolean) => Promise<Answer>;
  store: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null;
  later: (run: () => void, ms: number) => unknown;
  now: () => number;
  id: () => string;
  /** Whether the person asks for little data: batches then leave less often. */
  sparing: () => boolean;
}

const KEY = "fractafrag.signals";
const MOST_KEPT = 300;
export const MOST_SENT = 100;
const PAUSE_MS = 4_000;
const SPARING_MS = 30_000;
const LONGEST_MS = 60_000;
const DAY_MS = 86_400_000;

export function createSignals(world: World) {
  let waiting: Signal[] = restored();
  let planned = false;
  let busy = false;
  let failures = 0;
  let off = false;

  function restored(): Signal[] {
    try {
      const kept: unknown = JSON.parse(world.store?.getItem(KEY) ?? "[]");
      return Array.isArray(kept) ? kept.filter(isSignal).filter((one) => world.now() - Date.parse(one.at) < DAY_MS) : [];
    } catch {
      return [];
    }
  }

  function keep(): void {
    try {
      if (waiting.length > 0) world.store?.setItem(KEY, JSON.stringify(waiting));
      else world.store?.removeItem(KEY);
    } catch {
      // A full or forbidden storage: what waits then lives as long as the page.
    }
  }

  function plan(): void {
    if (planned || waiting.length === 0) return;
    planned = true;
    const pause = world.sparing() ? SPARING_MS : PAUSE_MS;
    world.later(() => {
      planned = false;
      void flush();
    }, Math.min(LONGEST_MS, pause * 2 ** failures));
  }

  async function flush(leaving = false): Promise<void> {
    // Whoever leaves cannot wait for the batch under way: it is sent again with the rest, and kept once.
    if ((busy && !leaving) || waiting.length === 0) return;
    if (leaving) keep();
    busy = true;
    const batch = waiting.slice(0, MOST_SENT);
    const answer = await world.send(batch, leaving);
    busy = false;
    if (answer.taken || answer.hopeless) {
      const gone = new Set(batch.map(({ id }) => id));
      waiting = waiting.filter(({ id }) => !gone.has(id));
      failures = 0;
      if (answer.taken && answer.refused.includes("learning_off")) silence(true);
    } else failures = Math.min(failures + 1, 6);
    keep();
    plan();
  }

  function silence(now: boolean): void {
    off = now;
    if (!now) return;
    waiting = [];
    keep();
  }

  plan();
  return {
    /** Notes what happened with a card that was served; a card without an impression is nobody's to learn from. */
    tell(impression: string | null | undefined, kind: SignalKind, ms?: number): void {
      if (!impression || off) return;
      const signal: Signal = { id: world.id(), impression, kind, at: new Date(world.now()).toISOString() };
      if (ms !== undefined) signal.ms = ms;
      waiting = [...waiting, signal].slice(-MOST_KEPT);
      plan();
    },
    flush,
    /** True: forgets what waits and notes nothing more. */
    silence,
    waiting: (): readonly Signal[] => waiting,
  };
}

function isSignal(value: unknown): value is Signal {
  if (typeof value !== "object" || value === null) return false;
  const one = value as Record<string, unknown>;
  return ["id", "impression", "kind", "at"].every((name) => typeof one[name] === "string") && (one.ms === undefined || typeof one.ms === "number");
}

/** Sends a batch so that it arrives even when the page goes away. The impressions say whose it is: no token is needed. */
async function send(events: readonly Signal[], leaving: boolean): Promise<Answer> {
  try {
    const response = await fetch("/api/v1/events", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ events }),
      keepalive: leaving,
    });
    if (!response.ok) return { taken: false, hopeless: response.status >= 400 && response.status < 500 && response.status !== 429 };
    const { dropped } = (await response.json()) as { dropped: { reason: string }[] };
    return { taken: true, refused: dropped.map(({ reason }) => reason) };
  } catch {
    return { taken: false, hopeless: false };
  }
}

function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

export const signals = createSignals({
  send,
  store: typeof localStorage === "undefined" ? null : storage(),
  later: (run, ms) => setTimeout(run, ms),
  now: () => Date.now(),
  id: () => crypto.randomUUID(),
  sparing: sparesData,
});
