// The queue: who waits, who goes first, and which browser takes whom.

export const PRIORITY = { validate: 0, still: 1, film: 2, background: 3 } as const;
export type Priority = (typeof PRIORITY)[keyof typeof PRIORITY];

// A job that waits this long goes before younger ones of the next better kind, so that none starves.
const AGING_MS = 30_000;

/** No room: come again in `retryAfterSeconds`. */
export class QueueFull extends Error {
  constructor(readonly retryAfterSeconds: number) {
    super("The queue is full.");
  }
}

/** The renderer is going down. */
export class Stopping extends Error {}

/** The client went away before its job was begun. */
export class Abandoned extends Error {}

export interface Lane<Worker> {
  worker: Worker;
  /** Takes only jobs of this priority or better. */
  upTo: Priority;
}

interface Waiting<Worker> {
  priority: Priority;
  since: number;
  owner: string | null;
  begin(worker: Worker): Promise<void>;
  refuse(error: Error): void;
}

export class Jobs<Worker> {
  private readonly waiting: Waiting<Worker>[] = [];
  private readonly idle: Lane<Worker>[];
  private readonly running = new Set<Promise<void>>();
  /** When a job of each owner with waiting jobs was last begun. */
  private readonly turns = new Map<string, number>();
  private stopping = false;
  private recentMs = 1_000;

  /** Lanes are tried in order: put the one that takes anything before the one that is picky. */
  constructor(
    private readonly lanes: readonly Lane<Worker>[],
    private readonly limit: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.idle = [...lanes];
  }

  get depth(): number {
    return this.waiting.length;
  }

  get busy(): number {
    return this.running.size;
  }

  /**
   * Runs `work` on a worker when its turn comes. Rejects with QueueFull, Stopping, Abandoned or whatever `work` throws.
   * Jobs of one `owner` wait behind each other, so that many of one person count in the queue as one; without an owner each is its own.
   */
  submit<Result>(priority: Priority, work: (worker: Worker) => Promise<Result>, signal?: AbortSignal, owner: string | null = null): Promise<Result> {
    if (this.stopping) return Promise.reject(new Stopping("The renderer is stopping."));
    if (this.waiting.length >= this.limit) return Promise.reject(new QueueFull(this.expectedSeconds()));
    return new Promise<Result>((resolve, reject) => {
      const job: Waiting<Worker> = {
        priority,
        since: this.now(),
        owner,
        refuse: reject,
        begin: async (worker) => {
          signal?.removeEventListener("abort", onAbort);
          const began = this.now();
          try {
            resolve(await work(worker));
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
          this.recentMs += 0.2 * (this.now() - began - this.recentMs);
        },
      };
      const onAbort = (): void => {
        const index = this.waiting.indexOf(job);
        if (index < 0) return;
        this.waiting.splice(index, 1);
        reject(new Abandoned("The client went away."));
      };
      if (signal?.aborted) return reject(new Abandoned("The client went away."));
      signal?.addEventListener("abort", onAbort, { once: true });
      this.waiting.push(job);
      this.pump();
    });
  }

  /** Refuses those that wait, and resolves when those that run have ended. */
  async drain(): Promise<void> {
    this.stopping = true;
    for (const job of this.waiting.splice(0)) job.refuse(new Stopping("The renderer is stopping."));
    await Promise.all(this.running);
  }

  private pump(): void {
    for (const lane of this.lanes) {
      if (!this.idle.includes(lane)) continue;
      const job = this.next(lane.upTo);
      if (job === null) continue;
      this.waiting.splice(this.waiting.indexOf(job), 1);
      this.noteTurn(job.owner);
      this.idle.splice(this.idle.indexOf(lane), 1);
      const run = job.begin(lane.worker).finally(() => {
        this.running.delete(run);
        this.idle.push(lane);
        this.pump();
      });
      this.running.add(run);
    }
  }

  /** The best of the owners' first jobs. A job's patience is counted from its owner's last turn: they go round. */
  private next(upTo: Priority): Waiting<Worker> | null {
    const rank = ({ priority, since, owner }: Waiting<Worker>): number => priority * AGING_MS + Math.max(since, owner === null ? since : (this.turns.get(owner) ?? since));
    return this.waiting.filter(({ priority }) => priority <= upTo).reduce<Waiting<Worker> | null>((best, job) => (best === null || rank(job) < rank(best) ? job : best), null);
  }

  private noteTurn(owner: string | null): void {
    if (owner !== null) this.turns.set(owner, this.now());
    const present = new Set(this.waiting.map((job) => job.owner));
    for (const known of this.turns.keys()) if (!present.has(known)) this.turns.delete(known);
  }

  private expectedSeconds(): number {
    const workers = this.lanes.filter(({ upTo }) => upTo === PRIORITY.background).length;
    return Math.min(60, Math.max(1, Math.ceil((this.waiting.length * this.recentMs) / workers / 2000)));
  }
}
