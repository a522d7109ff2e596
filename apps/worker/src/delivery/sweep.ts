import { type Lane } from '#directory';
import { type DeliveryStore, type OverdueLane } from '#persistence';
import { after, PeriodicTask } from '../maintenance/periodic-task.js';

const INTERVAL_MS = 1_000;
/** What is younger is on its way through the queue. */
const OVERDUE_MS = 1_000;
/** A lane that stays overdue (its rows wait for others, or it has a long backlog) is looked at less and less often, up to this. */
const LONGEST_PAUSE_MS = 5_000;
/** Lanes drained past the queue at once. */
const DIRECT_DRAINS = 8;

export interface SweepOptions {
  store: Pick<DeliveryStore, 'freeExpired' | 'overdueLanes'>;
  dispatcher: {
    wake(lane: Lane, endpointId: string): Promise<void>;
    isRunning(lane: Lane, endpointId: string): boolean;
  };
  ring(lane: Lane, endpointId: string): void;
  /** As `ring`, whatever a crashed process has left in the queue. */
  ringAnew(lane: Lane, endpointId: string): void;
  /** Ringing would be in vain: the first look drains. */
  isQueueAway(): boolean;
  onError(error: Error): void;
}

interface Look {
  pauseMs: number;
  /** Monotonic. */
  nextAt: number;
}

/**
 * Finds what is due and nobody drains: never rung for, rung for in a queue that lost it, or held by a worker that died. The first look
 * rings; a lane that is still overdue at the next one is drained here, past the queue, which may be down, stuck or forgetful.
 * Any number of workers may sweep at once.
 */
export class Sweep {
  private readonly looks = new Map<string, Look>();
  private readonly direct = new Set<string>();
  private readonly task: PeriodicTask;
  private isFirst = true;

  constructor(private readonly options: SweepOptions) {
    this.task = new PeriodicTask({ everyMs: INTERVAL_MS, run: after(() => this.sweep()), onError: options.onError });
  }

  /** The first sweep is at once, and takes whatever is due. */
  start(): void {
    this.task.start();
  }

  stop(): Promise<void> {
    return this.task.stop();
  }

  private async sweep(): Promise<void> {
    const { store, ring, ringAnew } = this.options;
    const { isFirst } = this;
    this.isFirst = false;
    for (const { lane, endpointId } of await store.freeExpired()) ring(lane, endpointId);
    const overdue = await store.overdueLanes(isFirst ? 0 : OVERDUE_MS);
    this.forgetAllBut(overdue);
    for (const entry of overdue) this.look(entry, isFirst ? ringAnew : ring);
  }

  private look({ lane, endpointId }: OverdueLane, ring: SweepOptions['ring']): void {
    const now = performance.now();
    const key = `${lane} ${endpointId}`;
    const known = this.looks.get(key);
    if (known === undefined) {
      this.looks.set(key, { pauseMs: INTERVAL_MS / 2, nextAt: now + INTERVAL_MS / 2 });
      if (this.options.isQueueAway()) this.drainDirectly(key, lane, endpointId);
      else ring(lane, endpointId);
    } else if (now >= known.nextAt && this.drainDirectly(key, lane, endpointId)) {
      known.pauseMs = Math.min(known.pauseMs * 2, LONGEST_PAUSE_MS);
      known.nextAt = now + known.pauseMs;
    }
  }

  private drainDirectly(key: string, lane: Lane, endpointId: string): boolean {
    const { dispatcher, onError } = this.options;
    if (this.direct.has(key) || dispatcher.isRunning(lane, endpointId)) return true;
    if (this.direct.size >= DIRECT_DRAINS) return false;
    this.direct.add(key);
    dispatcher
      .wake(lane, endpointId)
      .catch(onError)
      .finally(() => this.direct.delete(key));
    return true;
  }

  private forgetAllBut(overdue: OverdueLane[]): void {
    const keys = new Set(overdue.map(({ lane, endpointId }) => `${lane} ${endpointId}`));
    for (const key of this.looks.keys()) if (!keys.has(key)) this.looks.delete(key);
  }
}
