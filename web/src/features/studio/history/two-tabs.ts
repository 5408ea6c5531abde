/** What tabs with the same work open tell each other: that they are there, what they saved, and who goes on. */
import type { Work } from "../document";

/** The part of a BroadcastChannel that is needed, so that a test can stand in for it. */
export interface Wire {
  postMessage: (message: unknown) => void;
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
  close: () => void;
}

/** What one tab has under its hands. */
export interface Handed {
  work: Work;
  /** The version that it was changed from. */
  version: number;
  /** Whether it has what the server has not. */
  dirty: boolean;
}

type Message = { from: string; document: string } & (
  | { kind: "here"; asks: boolean }
  | { kind: "gone" }
  | { kind: "saved"; version: number }
  | { kind: "take" }
  | { kind: "handed"; to: string; handed: Handed }
);

export interface TwoTabsOptions {
  wire: Wire;
  /** Of this page, not of the tab: a duplicated tab has the same name as the one that it was made of. */
  self: string;
  /** The id of the open work; null while the server has never seen it, for then it is nobody else's. */
  document: () => string | null;
  /** What is under the hands here. */
  present: () => Handed;
  /** How many other tabs have the same work open. */
  onOthers: (count: number) => void;
  /** Another tab saved this version. */
  onSaved: (version: number) => void;
  /** Another tab goes on with the work; what was here has been handed to it. */
  onRest: () => void;
  /** Another tab handed over what it had. */
  onHanded: (handed: Handed) => void;
}

export interface TwoTabs {
  /** Tells the others that this work is open here, and asks who else has it. */
  hello: () => void;
  /** Forgets those that no longer answer: call some seconds after `hello`. */
  settle: () => void;
  saved: (version: number) => void;
  /** Goes on here: the others rest and hand over what they have. */
  take: () => void;
  close: () => void;
}

function isMessage(value: unknown): value is Message {
  const message = value as Message | null;
  return typeof message === "object" && message !== null && typeof message.from === "string" && typeof message.document === "string" && typeof message.kind === "string";
}

export function createTwoTabs({ wire, self, document, present, onOthers, onSaved, onRest, onHanded }: TwoTabsOptions): TwoTabs {
  const others = new Set<string>();
  let answered = new Set<string>();
  let spoken: string | null = null;

  function tell(message: Omit<Message, "from" | "document"> & Record<string, unknown>, about = document()): void {
    if (about !== null) wire.postMessage({ ...message, from: self, document: about });
  }
  function count(): void {
    onOthers(others.size);
  }

  wire.onmessage = ({ data }) => {
    if (!isMessage(data) || data.from === self || data.document !== document()) return;
    if (data.kind === "gone") {
      if (others.delete(data.from)) count();
      return;
    }
    answered.add(data.from);
    if (!others.has(data.from)) {
      others.add(data.from);
      count();
    }
    if (data.kind === "here" && data.asks) tell({ kind: "here", asks: false });
    else if (data.kind === "saved") onSaved(data.version);
    else if (data.kind === "take") {
      tell({ kind: "handed", to: data.from, handed: present() });
      onRest();
    } else if (data.kind === "handed" && data.to === self) onHanded(data.handed);
  };

  return {
    hello() {
      const about = document();
      // The first save gave the work its name, or another work is open now: the old name is left.
      if (spoken !== null && spoken !== about) {
        tell({ kind: "gone" }, spoken);
        others.clear();
        count();
      }
      spoken = about;
      answered = new Set();
      tell({ kind: "here", asks: true });
    },
    settle() {
      const before = others.size;
      for (const other of others) if (!answered.has(other)) others.delete(other);
      if (others.size !== before) count();
    },
    saved: (version) => tell({ kind: "saved", version }),
    take: () => tell({ kind: "take" }),
    close() {
      if (spoken !== null) tell({ kind: "gone" }, spoken);
      wire.onmessage = null;
      wire.close();
    },
  };
}
