import { Queue, type BulkJobOptions, type JobsOptions } from 'bullmq';
import { DRAIN, type DrainJob, type LaneQueue } from './lane-queue.js';
import { producerOptions } from './queue-options.js';
import type { QueueServers } from './queue-servers.js';
import { disconnect, isReady } from './redis-connection.js';
import { within } from './within.js';

/** After this an add counts as failed, whatever the connection is doing. */
const ADD_TIMEOUT_MS = 5_000;

/** Shutting down has ten seconds for everything; what was not added is swept at the next start. */
const CLOSE_TIMEOUT_MS = 2_000;

/** Keeps one statement small; the rest follows in the next one. */
const LARGEST_BATCH = 500;

/**
 * One endpoint is rung this often at most: the first ring goes out at once, those that follow it together. A drain that is busy looks
 * again by itself in between.
 */
const SPACING_MS = 10;
/** More endpoints than this are not remembered: who is forgotten is only rung sooner. */
const REMEMBERED = 10_000;

/**
 * How close a delayed job may be to count as still ahead: its worker's clock may run before ours, and then it has
 * already looked and found nothing due.
 */
const CLOCK_SKEW_MS = 1_000;

/** The producer of one lane: one outstanding add, and a set of endpoints that were rung meanwhile. */
export class WakeupProducer {
  private readonly queue: Queue<DrainJob>;
  /** Endpoints to ring; true: as a job of its own, past the deduplication. */
  private readonly toWake = new Map<string, boolean>();
  /** When the next delayed job known to this process is due, by endpoint. */
  private readonly scheduled = new Map<string, number>();
  /** When an endpoint was last rung, monotonic. */
  private readonly wokenAt = new Map<string, number>();
  /** Endpoints that are rung when their spacing is over. */
  private readonly spaced = new Map<string, NodeJS.Timeout>();
  private pumping: Promise<void> | undefined;
  private closed = false;
  private hasFailed = false;

  constructor(
    lane: LaneQueue,
    servers: QueueServers,
    private readonly onError: (error: Error) => void,
  ) {
    this.queue = new Queue<DrainJob>(lane, producerOptions(servers));
    this.queue.on('error', onError);
  }

  /** Of PostgreSQL, which has no connection of its own for this: whether the last add arrived. */
  get isConnected(): boolean {
    return isReady(this.queue.opts) ?? !this.hasFailed;
  }

  ring(endpointId: string, anew: boolean): void {
    if (this.closed) return;
    const now = performance.now();
    const wait = (this.wokenAt.get(endpointId) ?? -Infinity) + SPACING_MS - now;
    if (anew || wait <= 0) this.ringNow(endpointId, anew, now);
    else if (!this.spaced.has(endpointId)) {
      this.spaced.set(
        endpointId,
        setTimeout(() => this.ringNow(endpointId, false, performance.now()), wait),
      );
    }
  }

  private ringNow(endpointId: string, anew: boolean, now: number): void {
    clearTimeout(this.spaced.get(endpointId));
    this.spaced.delete(endpointId);
    if (this.wokenAt.size >= REMEMBERED) this.wokenAt.clear();
    this.wokenAt.set(endpointId, now);
    this.toWake.set(endpointId, anew || (this.toWake.get(endpointId) ?? false));
    // A tick later, so that everything one commit touched travels in one add.
    this.pumping ??= Promise.resolve()
      .then(() => this.pump())
      .finally(() => (this.pumping = undefined));
  }

  ringAt(endpointId: string, at: number): void {
    const now = Date.now();
    if (at <= now) return this.ring(endpointId, false);
    const known = this.scheduled.get(endpointId);
    if (this.closed || (known !== undefined && known <= at && known > now + CLOCK_SKEW_MS)) return;
    // What is forgotten is at most scheduled a second time.
    if (this.scheduled.size >= REMEMBERED) this.scheduled.clear();
    this.scheduled.set(endpointId, at);
    const options: JobsOptions = {
      delay: at - now,
      // Not the id of `ring`: hours of waiting would swallow every wake-up.
      deduplication: { id: `${endpointId}.at.${at}`, keepLastIfActive: true },
    };
    this.attempt(this.queue.add(DRAIN, { endpointId }, options)).catch((error: Error) => {
      if (this.scheduled.get(endpointId) === at) this.scheduled.delete(endpointId);
      this.onError(error);
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const endpointId of [...this.spaced.keys()]) this.ringNow(endpointId, false, performance.now());
    const drained = Promise.resolve(this.pumping).then(() => this.queue.close());
    await within(drained, CLOSE_TIMEOUT_MS, 'closing a queue').catch(this.onError);
    disconnect(this.queue.opts);
  }

  private async pump(): Promise<void> {
    while (this.toWake.size > 0) {
      const batch = [...this.toWake].slice(0, LARGEST_BATCH);
      for (const [endpointId] of batch) this.toWake.delete(endpointId);
      const jobs = batch.map(([endpointId, anew]) => ({
        name: DRAIN,
        data: { endpointId },
        opts: wakeUp(endpointId, anew),
      }));
      try {
        const [first] = jobs as [(typeof jobs)[number]];
        // Alone, which most are, it costs PostgreSQL half of what a bulk of one does.
        if (jobs.length === 1) await this.attempt(this.queue.add(first.name, first.data, first.opts));
        else await this.attempt(this.queue.addBulk(jobs));
      } catch (error) {
        this.onError(error as Error);
      }
    }
  }

  private attempt<T>(add: Promise<T>): Promise<T> {
    const added = within(add, ADD_TIMEOUT_MS, 'adding to a queue');
    // The caller handles the failure.
    void added.then(
      () => (this.hasFailed = false),
      () => (this.hasFailed = true),
    );
    return added;
  }
}

/** Keep-last-if-active: a ring during a drain starts another one after it, as the drain may have looked already. */
const wakeUp = (endpointId: string, anew: boolean): BulkJobOptions =>
  anew ? {} : { deduplication: { id: endpointId, keepLastIfActive: true } };
