import {
  AimdLimit,
  Breaker,
  type Bulkhead,
  type Classification,
  type Clock,
  type LatencyClass,
  RateLimiter,
  type Reserve,
} from '#delivery';
import { type Lane } from '#directory';

/** A request that takes longer, or an endpoint whose requests are all under way for longer, counts as slow. */
const SLOW_MS = 1_000;
/** An endpoint that was enabled again this short a time ago is ramped by a process that did not see it disabled, too. */
const RESUMED_LATELY_MS = 60_000;
/** A lane where a claim finds something twice within this is busy. */
const BUSY_MS = 20;
/** The share of its open time by which a breaker may be early. */
const SPREAD = 0.25;

/** A request that is over. */
export interface Ended {
  /** Monotonic. */
  startedAt: number;
  resourceId: string;
  isProbe: boolean;
  classification: Pick<Classification, 'verdict' | 'isStrained'>;
}

export interface TrafficOptions {
  id: string;
  /** Of the ladder. */
  delaysMs: readonly number[];
  bulkheads: Record<Lane, Bulkhead>;
  clock: Clock;
  /** Places under a rate limit. */
  reserve: Reserve;
  /** A probe may go: drains these lanes, in this order. */
  onHalfOpen(lanes: Lane[]): void;
  /** The breaker has closed: these lanes waited for it. */
  onClose(lanes: Lane[]): void;
  /** Nothing but a probe goes out until then, in milliseconds; undefined: everything may go. */
  onPause(openMs: number | undefined): void;
  onError(error: Error): void;
}

/** What this process has learned about an endpoint from the requests to it; both lanes share it. */
export class EndpointTraffic {
  readonly limiter: RateLimiter;
  /** Its secrets could be read when they were last needed. */
  isReadable = false;
  private readonly breaker: Breaker;
  private readonly limit = new AimdLimit();
  private readonly underWay: Record<Lane, number> = { 0: 0, 1: 0 };
  /** When a claim last found something, monotonic. */
  private readonly foundAt: Record<Lane, number> = { 0: -Infinity, 1: -Infinity };
  private readonly waitingLanes = new Set<Lane>();
  private currentLatency: LatencyClass = 'unknown';
  private resumedAt: number | undefined;
  /** When a request last ended, or began with none beside it; monotonic. */
  private movedAt = performance.now();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: TrafficOptions) {
    this.breaker = new Breaker(options.delaysMs);
    this.limiter = new RateLimiter(options.reserve, options.clock, options.onError);
  }

  get latency(): LatencyClass {
    return this.currentLatency;
  }

  /** Nothing may be claimed or begun; a lane that asks is drained when a probe may go. */
  refuses(lane: Lane): boolean {
    const refuses = this.breaker.state === 'open' || this.breaker.state === 'probing';
    if (refuses) this.waitingLanes.add(lane);
    return refuses;
  }

  /** Nothing is claimed, so nobody would see that the endpoint was corrected. */
  get isPaused(): boolean {
    return this.breaker.state !== 'closed';
  }

  /** Whether a delivery that is claimed may begin. */
  admits(isProbe: boolean): boolean {
    return isProbe || this.breaker.state === 'closed';
  }

  /** Requests that may be under way in a lane. */
  get inFlightLimit(): number {
    return this.breaker.state === 'closed' ? this.limit.value : 1;
  }

  /** How many more the process can carry. */
  room(lane: Lane): number {
    return this.options.bulkheads[lane].free(this.currentLatency);
  }

  /** Tells when there may be room again. */
  whenFree(lane: Lane, tell: () => void): void {
    this.options.bulkheads[lane].whenFree(this.currentLatency, this.options.id, tell);
  }

  /** Whether what is claimed next is the probe; its holder makes it or returns it. */
  takeProbe(): boolean {
    return this.breaker.takeProbe();
  }

  returnProbe(): void {
    this.breaker.returnProbe();
  }

  /** A claim found something. @returns whether the lane is busy */
  foundAgain(lane: Lane): boolean {
    const now = performance.now();
    const isBusy = now - this.foundAt[lane] < BUSY_MS;
    this.foundAt[lane] = now;
    return isBusy;
  }

  begin(lane: Lane): void {
    if (this.total === 0) this.movedAt = performance.now();
    this.underWay[lane] += 1;
    this.options.bulkheads[lane].enter(this.currentLatency);
  }

  end(lane: Lane, { startedAt, resourceId, isProbe, classification }: Ended): void {
    const now = performance.now();
    this.movedAt = now;
    this.learn(now - startedAt < SLOW_MS ? 'fast' : 'slow');
    const { verdict, isStrained } = classification;
    if (isProbe && verdict === 'interrupted') this.returnProbe();
    if (verdict === 'delivered') this.answered();
    else if (verdict !== 'interrupted') this.failed(resourceId, isProbe, isStrained);
    this.underWay[lane] -= 1;
    this.options.bulkheads[lane].leave(this.currentLatency);
  }

  /** Notices what hangs without waiting for its time-out. To be called every now and then. */
  look(): void {
    if (this.total > 0 && performance.now() - this.movedAt >= SLOW_MS) this.learn('slow');
  }

  /** @param at when the endpoint was last enabled again or corrected, RFC 3339: what waited goes out ramped */
  resumed(at: string | null): void {
    const resumedAt = at === null ? 0 : Date.parse(at);
    const known = this.resumedAt;
    if (known === resumedAt) return;
    this.resumedAt = resumedAt;
    if (known === undefined && Date.now() - resumedAt > RESUMED_LATELY_MS) return;
    this.limit.restart();
    if (this.breaker.succeeded()) this.close();
  }

  /** Nothing is under way and nothing has happened for so long that what was learned is out of date. */
  isForgettable(idleMs: number): boolean {
    return this.total === 0 && this.timer === undefined && performance.now() - this.movedAt >= idleMs;
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private get total(): number {
    return this.underWay[0] + this.underWay[1];
  }

  private learn(latency: LatencyClass): void {
    const before = this.currentLatency;
    if (latency === before) return;
    this.currentLatency = latency;
    for (const lane of [0, 1] as const) this.options.bulkheads[lane].reclassify(before, latency, this.underWay[lane]);
  }

  private answered(): void {
    if (this.breaker.succeeded()) {
      this.limit.restart();
      this.close();
    }
    this.limit.increase();
  }

  private failed(resourceId: string, isProbe: boolean, isStrained: boolean): void {
    if (isStrained) this.limit.decrease();
    const opensFor = this.breaker.failed(resourceId, isProbe);
    if (opensFor === undefined) return;
    // Endpoints that failed together are not tried together.
    const openMs = opensFor * (1 - Math.random() * SPREAD);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.breaker.halfOpen();
      // The deprovisioning lane has the first call on the probe.
      this.options.onHalfOpen(this.takeWaitingLanes());
    }, openMs);
    this.timer.unref();
    this.options.onPause(openMs);
  }

  private close(): void {
    this.stop();
    this.options.onPause(undefined);
    this.options.onClose(this.takeWaitingLanes());
  }

  private takeWaitingLanes(): Lane[] {
    const lanes = [...this.waitingLanes].sort((a, b) => b - a);
    this.waitingLanes.clear();
    return lanes;
  }
}
