import { Bulkhead, FlowControl, RetryExpediter, Semaphore, WakeSchedule } from '#delivery';
import { type Lane } from '#directory';
import { type PausedStream } from '#persistence';
import { type DispatchContext } from './dispatch-context.js';
import { LaneDispatcher } from './lane-dispatcher.js';
import { sendOnce } from './send-once.js';

export interface DispatcherOptions extends Omit<
  DispatchContext,
  'stopping' | 'aborting' | 'unprovenClaims' | 'lingering' | 'expediter' | 'schedule'
> {
  /** Wakes a lane through the queue, in any process. */
  wake(lane: Lane, endpointId: string): void;
  wakeAt(lane: Lane, endpointId: string, at: Date): void;
}

/** A connection and a body each: together about as much as a process carries with ease. The deprovisioning lane has its own. */
const BULKHEADS = {
  0: { fast: 512, unproven: 512, slow: 96 },
  1: { fast: 128, unproven: 128, slow: 32 },
};
/** Of the connections to the database: the others are left to endpoints that answer. */
const UNPROVEN_CLAIMS = 2;
const LOOK_EVERY_MS = 250;
/** Endpoints that are left alone are looked up this often: they may have been corrected. */
const LOOK_UP_EVERY_MS = 1_000;
/** What was learned about an endpoint is forgotten after this. */
const FORGET_AFTER_MS = 600_000;
/** The deprovisioning lane has the first call on everything. */
const BY_URGENCY: readonly Lane[] = [1, 0];

interface Endpoint {
  flow: FlowControl;
  lanes: Partial<Record<Lane, LaneDispatcher>>;
}

/** All lanes of a worker: one dispatcher per endpoint and lane in this process, however often it is woken. */
export class Dispatcher {
  /** The endpoints that were lately sent to. */
  private readonly endpoints = new Map<string, Endpoint>();
  private readonly bulkheads = { 0: new Bulkhead(BULKHEADS[0]), 1: new Bulkhead(BULKHEADS[1]) };
  private readonly stop = new AbortController();
  private readonly abort = new AbortController();
  private readonly context: DispatchContext;
  private cancelLook: (() => void) | undefined;
  private onSettled: (() => void) | undefined;
  private lookUpAt = 0;

  constructor(private readonly options: DispatcherOptions) {
    const { clock, store, wake, wakeAt, onError } = options;
    this.context = {
      ...options,
      unprovenClaims: new Semaphore(UNPROVEN_CLAIMS),
      lingering: { count: 0 },
      expediter: new RetryExpediter({ clock, expedite: (failed) => store.hasten(failed), wake, onError }),
      schedule: new WakeSchedule({
        clock,
        wakeHere: (lane, endpointId) => void this.wakeHere(lane, endpointId),
        queue: { wake, wakeAt: (lane, endpointId, at) => wakeAt(lane, endpointId, new Date(at)) },
      }),
      stopping: this.stop.signal,
      aborting: this.abort.signal,
    };
    this.lookLater();
  }

  /** Sends what is due; resolves when the lane gives up its place. While closing it passes the call on, to whichever worker takes it. */
  async wake(lane: Lane, endpointId: string): Promise<void> {
    if (this.stop.signal.aborted) return this.options.wake(lane, endpointId);
    await this.laneOf(lane, endpointId).wake();
  }

  /** Tells a stream that it is paused: no lane of a disabled endpoint runs. */
  async tellOnce(paused: PausedStream): Promise<void> {
    await sendOnce(this.context, paused);
  }

  isRunning(lane: Lane, endpointId: string): boolean {
    return this.endpoints.get(endpointId)?.lanes[lane]?.isRunning ?? false;
  }

  /** The lanes that are running. */
  get busy(): number {
    return this.lanes().filter(({ isRunning }) => isRunning).length;
  }

  /**
   * Begins nothing more, lets what is under way end for `graceMs`, cuts the rest short, and records it all.
   * @param flushMs for the recording of what was cut short
   */
  async close(graceMs: number, flushMs: number): Promise<void> {
    this.stop.abort();
    this.cancelLook?.();
    this.context.expediter.stop();
    this.context.schedule.stop();
    for (const { flow } of this.endpoints.values()) flow.stop();
    for (const lane of this.lanes()) lane.take({ is: 'close' });
    await this.settledWithin(graceMs);
    this.abort.abort();
    await this.settledWithin(flushMs);
    this.context.recorder.abandon();
    await this.context.sender.close();
  }

  private lanes(): LaneDispatcher[] {
    return [...this.endpoints.values()].flatMap(({ lanes }) => Object.values(lanes));
  }

  private laneOf(lane: Lane, endpointId: string): LaneDispatcher {
    const { flow, lanes } = this.endpointOf(endpointId);
    return (lanes[lane] ??= new LaneDispatcher(this.context, lane, endpointId, flow, () => this.onSettled?.()));
  }

  private endpointOf(endpointId: string): Endpoint {
    let endpoint = this.endpoints.get(endpointId);
    if (endpoint === undefined) {
      endpoint = { flow: this.flowOf(endpointId), lanes: {} };
      this.endpoints.set(endpointId, endpoint);
    }
    return endpoint;
  }

  private flowOf(endpointId: string): FlowControl {
    const { clock, ladder, store, onError } = this.context;
    return new FlowControl({
      endpointId,
      delaysMs: ladder.delaysMs,
      bulkheads: this.bulkheads,
      reserve: (intervalMs, slots) => store.reserve(endpointId, intervalMs, slots),
      clock,
      random: () => ladder.random(),
      // Here and not through the queue: what the probe finds out is this process's to know.
      onHalfOpen: () => void this.probe(endpointId),
      onClose: () => this.blockedByBreaker(endpointId).forEach((lane) => lane.take({ is: 'breaker_closed' })),
      onPause: (openMs) => void store.pause(endpointId, openMs).catch(onError),
      onError,
    });
  }

  /** One lane after the other: where the first has nothing to send, the probe is the other's. */
  private async probe(endpointId: string): Promise<void> {
    for (const lane of this.blockedByBreaker(endpointId)) await lane.wake().catch(this.context.onError);
  }

  private blockedByBreaker(endpointId: string): LaneDispatcher[] {
    const lanes = this.endpoints.get(endpointId)?.lanes ?? {};
    return BY_URGENCY.flatMap((lane) => (lanes[lane]?.blockedBy === 'breaker' ? [lanes[lane]] : []));
  }

  private async wakeHere(lane: Lane, endpointId: string): Promise<void> {
    await this.wake(lane, endpointId).catch(this.context.onError);
  }

  private lookLater(): void {
    this.cancelLook = this.context.clock.after(LOOK_EVERY_MS, () => {
      this.lookLater();
      this.look();
    });
  }

  private look(): void {
    const now = this.context.clock.now();
    const paused: string[] = [];
    for (const [endpointId, { flow, lanes }] of this.endpoints) {
      flow.look(now);
      if (flow.isPaused) paused.push(endpointId);
      const isIdle = Object.values(lanes).every(({ isRunning, isSettled }) => isSettled && !isRunning);
      if (isIdle && flow.isForgettable(FORGET_AFTER_MS, now)) this.endpoints.delete(endpointId);
    }
    if (paused.length > 0 && now >= this.lookUpAt) void this.lookUp(paused);
  }

  /** An endpoint whose breaker is open is not claimed for, so that nothing else tells that it was corrected. */
  private async lookUp(endpointIds: string[]): Promise<void> {
    const { clock, store, onError } = this.context;
    this.lookUpAt = Infinity;
    try {
      for (const { id, resumedAt } of await store.resumed(endpointIds)) {
        this.endpoints.get(id)?.flow.resumed(resumedAt);
      }
    } catch (error) {
      onError(error as Error);
    }
    this.lookUpAt = clock.now() + LOOK_UP_EVERY_MS;
  }

  private async settledWithin(ms: number): Promise<void> {
    const isSettled = () => this.lanes().every((lane) => lane.isSettled);
    if (isSettled()) return;
    let cancel: (() => void) | undefined;
    await new Promise<void>((resolve) => {
      this.onSettled = () => {
        if (isSettled()) resolve();
      };
      cancel = this.context.clock.after(ms, resolve);
    });
    cancel?.();
  }
}
