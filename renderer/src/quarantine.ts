// Works that have taken the GPU process down: what did so twice is not tried again for a while.
import { createHash } from "node:crypto";
import type { FailureReason, RequestedPass } from "./protocol.js";

const STRIKES = 2;
const KEPT_MS = 3_600_000;
const KEPT = 1_000;

export interface Sentence {
  reason: Extract<FailureReason, "deadline" | "crash">;
  message: string;
}

interface Record {
  strikes: number;
  since: number;
  last: Sentence;
}

/** The name of a work by its content: equal passes have equal names, whoever sent them. */
export const fingerprint = (passes: readonly RequestedPass[]): string => createHash("sha256").update(JSON.stringify(passes)).digest("base64url");

export class Quarantine {
  // In the order of their last strike: the oldest is forgotten first.
  private readonly records = new Map<string, Record>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  get size(): number {
    return this.records.size;
  }

  /** Notes that this work was ended by force; counts for an hour. */
  strike(work: string, last: Sentence): void {
    const strikes = (this.current(work)?.strikes ?? 0) + 1;
    this.records.delete(work);
    this.records.set(work, { strikes, since: this.now(), last });
    for (const oldest of this.records.keys()) {
      if (this.records.size <= KEPT) break;
      this.records.delete(oldest);
    }
  }

  /** Why this work is not tried now; null when it may be. */
  sentence(work: string): Sentence | null {
    const record = this.current(work);
    if (record === null || record.strikes < STRIKES) return null;
    const { reason, message } = record.last;
    return { reason, message: `${message} It did so ${record.strikes} times, and is not tried again within the hour.` };
  }

  private current(work: string): Record | null {
    const record = this.records.get(work);
    if (record === undefined) return null;
    if (this.now() - record.since <= KEPT_MS) return record;
    this.records.delete(work);
    return null;
  }
}
