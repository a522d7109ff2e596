import { type Classification } from '../attempt/classify.js';
import { type Clock } from '../clock.js';
import { type Lane } from '../delivery.js';
import { AimdLimit } from './aimd-limit.js';
import { Breaker } from './breaker.js';
import { type Bulkhead } from './bulkhead.js';
import { type FlowView } from './flow-view.js';
import { type LatencyClass } from './latency-class.js';
import { RateLimiter, type Reserve } from './rate-limiter.js';
import { type Block } from './wait-reason.js';

/** A request that takes longer, or an endpoint whose requests are all under way for longer, counts as slow. */
const SLOW_MS = 1_000;
/** An endpoint that was enabled again this short a time ago starts slowly also in a process that did not see it disabled. */
const RESUMED_LATELY_MS = 60_000;
/** The share of its open time by which a breaker may be early. */
const SPREAD = 0.25;

/** The right to one request. It ends with `settle` or with `cancel`. */
export interface Permit {
  lane: Lane;
  /** Monotonic. */
  startedAt: number;
  /** The one request that finds out whether the endpoint is well again. */
  isProbe: boolean;
}

export interface PermitRequest {
  lane: Lane;
  isProbe: boolean;
  /** The endpoint's rate limit. */
  perSecond: number | null;
}

/** What a request said about its endpoint. */
export interface Settled {
  resourceId: string;
  classification: Pick<Classification, 'verdict' | 'isStrained'>;
}

export interface FlowControlOptions {
  endpointId: string;
  /** Of the ladder. */
  delaysMs: readonly number[];
  /** Shared by all endpoints of the process. */
  bulkheads: Record<Lane, Bulkhead>;
  /** Slots under a rate limit, shared by all workers. */
  reserve: Reserve;
  clock: Clock;
  random(): number;
  /** A probe may go. */
  onHalfOpen(): void;
  /** The breaker has closed. */
  onClose(): void;
  /** Nothing but a probe goes out for this long, in milliseconds; undefined: everything may go. */
  onPause(openMs: number | undefined): void;
  onError(error: Error): void;
}

/**
 * Everything that stands before one endpoint: breaker, adaptive concurrency limit, bulkhead and rate limiter, asked in this order. Both
 * lanes of the endpoint share what this process has learned from the requests to it.
 */
export class FlowControl {
  private readonly breaker: Breaker;
  private readonly concurrency = new AimdLimit();
  private readonly limiter: RateLimiter;
  private readonly underWay: Record<Lane, number> = { 0: 0, 1: 0 };
  private latency: LatencyClass = 'unknown';
  private resumedAt: number | undefined;
  /** When a request last ended, or began with none beside it; monotonic. */
  private movedAt: number;
  /** When the breaker lets a probe go, monotonic. */
  private openUntil: number | undefined;
  private cancelTimer: (() => void) | undefined;

  constructor(private readonly options: FlowControlOptions) {
    this.breaker = new Breaker(options.delaysMs);
    this.limiter = new RateLimiter(options.reserve, options.clock, options.onError);
    this.movedAt = options.clock.now();
  }

  /** Whether one request may begin now: the permit, or what it waits for. */
  permit({ lane, isProbe, perSecond }: PermitRequest, now: number): Permit | Block {
    if (!isProbe && this.breaker.state !== 'closed') return { by: 'breaker', until: this.openUntil };
    if (this.underWay[lane] >= this.limit) return { by: 'concurrency', until: undefined };
    const bulkhead = this.options.bulkheads[lane];
    if (bulkhead.free(this.latency) === 0) return { by: 'bulkhead', until: undefined };
    const wait = perSecond === null ? 0 : this.limiter.take(perSecond, now, lane === 1);
    if (wait > 0) return { by: 'rate_limit', until: now + wait };
    if (this.total === 0) this.movedAt = now;
    this.underWay[lane] += 1;
    bulkhead.enter(this.latency);
    return { lane, startedAt: now, isProbe };
  }

  /** The request is over; its end teaches something about the endpoint. */
  settle({ lane, startedAt, isProbe }: Permit, { resourceId, classification }: Settled, now: number): void {
    const { verdict, isStrained } = classification;
    this.movedAt = now;
    this.learn(now - startedAt < SLOW_MS ? 'fast' : 'slow');
    if (isProbe && verdict === 'interrupted') this.breaker.returnProbe();
    if (verdict === 'delivered') this.succeeded();
    else if (verdict !== 'interrupted') this.failed(resourceId, isProbe, isStrained, now);
    this.leave(lane);
  }

  /** Nothing was sent. */
  cancel({ lane, isProbe }: Permit): void {
    if (isProbe) this.breaker.returnProbe();
    this.leave(lane);
  }

  /** @returns whether what is claimed next is the probe: the caller makes it or returns it */
  takeProbe(): boolean {
    return this.breaker.takeProbe();
  }

  returnProbe(): void {
    this.breaker.returnProbe();
  }

  view(lane: Lane): FlowView {
    return {
      isOpen: this.isOpen,
      openUntil: this.openUntil,
      latency: this.latency,
      limit: this.limit,
      free: this.options.bulkheads[lane].free(this.latency),
    };
  }

  /** Calls back once, when the bulkhead may have room again. */
  whenFree(lane: Lane, tell: () => void): void {
    this.options.bulkheads[lane].whenFree(this.latency, this.options.endpointId, tell);
  }

  /** The last request took long, or one is taking long. */
  get isSlow(): boolean {
    return this.latency === 'slow';
  }

  /** Nothing is claimed or begun. */
  get isOpen(): boolean {
    return this.breaker.state === 'open' || this.breaker.state === 'probing';
  }

  /** Little or nothing is claimed, so nobody would see that the endpoint was corrected. */
  get isPaused(): boolean {
    return this.breaker.state !== 'closed';
  }

  /** Notices what hangs without waiting for its time-out. To be called every now and then. */
  look(now: number): void {
    if (this.total > 0 && now - this.movedAt >= SLOW_MS) this.learn('slow');
  }

  /** @param at when the endpoint was last enabled again or corrected, RFC 3339: deliveries that waited go out slowly at first */
  resumed(at: string | null): void {
    const resumedAt = at === null ? 0 : Date.parse(at);
    const known = this.resumedAt;
    if (known === resumedAt) return;
    this.resumedAt = resumedAt;
    if (known === undefined && this.options.clock.epoch() - resumedAt > RESUMED_LATELY_MS) return;
    this.concurrency.restart();
    if (this.breaker.succeeded()) this.close();
  }

  /** Nothing is under way and nothing has happened for so long that what was learned is out of date. */
  isForgettable(idleMs: number, now: number): boolean {
    return this.total === 0 && this.cancelTimer === undefined && now - this.movedAt >= idleMs;
  }

  stop(): void {
    this.cancelTimer?.();
    this.cancelTimer = undefined;
    this.openUntil = undefined;
  }

  private get total(): number {
    return this.underWay[0] + this.underWay[1];
  }

  private get limit(): number {
    return this.breaker.state === 'closed' ? this.concurrency.value : 1;
  }

  private leave(lane: Lane): void {
    this.underWay[lane] -= 1;
    this.options.bulkheads[lane].leave(this.latency);
  }

  private learn(latency: LatencyClass): void {
    const before = this.latency;
    if (latency === before) return;
    this.latency = latency;
    for (const lane of [0, 1] as const) this.options.bulkheads[lane].reclassify(before, latency, this.underWay[lane]);
  }

  private succeeded(): void {
    if (this.breaker.succeeded()) {
      this.concurrency.restart();
      this.close();
    }
    this.concurrency.increase();
  }

  private failed(resourceId: string, isProbe: boolean, isStrained: boolean, now: number): void {
    if (isStrained) this.concurrency.decrease();
    const opensFor = this.breaker.failed(resourceId, isProbe);
    if (opensFor === undefined) return;
    // Endpoints that failed together are not tried together.
    const openMs = opensFor * (1 - this.options.random() * SPREAD);
    this.openUntil = now + openMs;
    this.cancelTimer = this.options.clock.after(openMs, () => {
      this.stop();
      this.breaker.halfOpen();
      this.options.onHalfOpen();
    });
    this.options.onPause(openMs);
  }

  private close(): void {
    this.stop();
    this.options.onPause(undefined);
    this.options.onClose();
  }
}
