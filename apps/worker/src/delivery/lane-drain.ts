import {
  type ClaimedDelivery,
  classify,
  composed,
  composeRequest,
  type DeliveryEndpoint,
  isAnothers,
  outcomeOf,
  type RecordedOutcome,
  sendComposed,
} from '#delivery';
import { type Lane } from '#directory';
import { type Claim, type ClaimCursor } from '#persistence';
import { receiverError } from '#ssf';
import { type DrainContext } from './drain-context.js';
import { type EndpointTraffic } from './endpoint-traffic.js';

const SMALLEST_CHUNK = 32;
const LARGEST_CHUNK = 256;
/** Claimed at once for each request that may be under way: what an endpoint answers before the next claim is back. */
const FETCHED_AHEAD = 8;
/** A drain makes room for other endpoints after this. */
const SLICE_MS = 2_000;
/** If no request starts or finishes for this long, the job ends and frees its BullMQ slot. The next response enqueues a new job. */
const STALL_MS = 250;
/** A busy lane is looked at again after this. */
const LINGER_MS = 4;
const LINGERING_DRAINS = 8;
/** A local timer wakes slow endpoints that are due within this time. Later wake-ups become delayed jobs, which survive a restart. */
const REMEMBERED_MS = 60_000;
/** How long a claimed delivery may wait for its turn. */
const WAIT_MS = 5_000;
/** Beyond that and the request itself: for recording. */
const MARGIN_MS = 5_000;

const START: ClaimCursor = { at: '-infinity', ordinal: 0 };
/** Past everything that is due: only what has just become free is claimed. */
const END: ClaimCursor = { at: 'infinity', ordinal: 0 };

interface Waiting {
  delivery: ClaimedDelivery;
  token: string;
  /** Monotonic: with a later start, the request and its margin no longer fit the lease. */
  startBefore: number;
  /** The one request that finds out whether the endpoint is well again. */
  isProbe: boolean;
}

/**
 * The drain of one endpoint's lane in this process. `run` claims what is due and sees to it that it gets on its way; requests that
 * are under way when there is nothing left to claim go on without it, so a slow endpoint holds connections, but nobody's place.
 */
export class LaneDrain {
  private endpoint: DeliveryEndpoint | undefined;
  /** Claimed, not begun. */
  private readonly waiting: Waiting[] = [];
  private inFlight = 0;
  /** What has left `waiting` and is not recorded. */
  private open = 0;
  private chunk = SMALLEST_CHUNK;
  /** Resources whose next delivery may have become free. */
  private readonly freed = new Set<string>();
  private running: Promise<void> | undefined;
  private again = false;
  /** The last run ended before it had seen everything that is due: the next request that ends asks for another. */
  private unfinished = false;
  /** When a request last began or ended, monotonic. */
  private movedAt = 0;
  private onMove: (() => void) | undefined;
  /** The last two claims found something, one soon after the other. */
  private isHot = false;
  private rungFor = 0;
  private gateTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly context: DrainContext,
    private readonly lane: Lane,
    private readonly endpointId: string,
    private readonly traffic: EndpointTraffic,
    private readonly onIdle: () => void,
  ) {}

  get isRunning(): boolean {
    return this.running !== undefined;
  }

  /** Resolves when nothing that is due is left to claim, or when it is others' turn. A run that is on already looks once more. */
  run(): Promise<void> {
    this.again = true;
    return this.work();
  }

  /** Gives back what has not begun. */
  stop(): void {
    clearTimeout(this.gateTimer);
    this.gateTimer = undefined;
    this.onMove?.();
    this.release();
  }

  private work(): Promise<void> {
    this.running ??= this.claimAll().finally(() => {
      this.running = undefined;
      this.afterwards();
    });
    return this.running;
  }

  private async claimAll(): Promise<void> {
    const sliceEnd = performance.now() + SLICE_MS;
    let cursor: ClaimCursor | undefined;
    let nextDueAt: Date | undefined;
    this.unfinished = false;
    while (!this.context.stopping.aborted) {
      if (cursor === undefined && this.again) {
        this.again = false;
        cursor = START;
      }
      if (cursor === undefined && this.freed.size === 0) {
        if (!this.mayLinger) break;
        await this.linger();
        cursor = START;
      }
      if (this.traffic.refuses(this.lane)) {
        this.standBack();
        nextDueAt = undefined;
        break;
      }
      if (performance.now() > sliceEnd) {
        this.ring();
        break;
      }
      const room = this.room();
      if (room > 0) {
        const claim: Claim = await this.claim(cursor ?? END, room);
        cursor = cursor && claim.next;
        // Not every claim looks so far ahead.
        if (nextDueAt === undefined || (claim.nextDueAt && claim.nextDueAt < nextDueAt)) nextDueAt = claim.nextDueAt;
        this.fill();
      } else if (!(await this.moves())) {
        this.pause();
        break;
      }
    }
    if (nextDueAt !== undefined) this.ringAt(nextDueAt);
    if (this.context.stopping.aborted) this.release();
  }

  /**
   * Whether to look once more instead of ending. Where something is found again and again within milliseconds, a short pause finds the
   * next ones sooner, and costs less, than a job of the queue for each of them. Only so many drains of a process do so: a drain that
   * lingers keeps its place from others.
   */
  private get mayLinger(): boolean {
    return this.isHot && this.context.lingering.count < LINGERING_DRAINS;
  }

  private async linger(): Promise<void> {
    this.context.lingering.count += 1;
    await new Promise((resolve) => setTimeout(resolve, LINGER_MS));
    this.context.lingering.count -= 1;
  }

  /**
   * How many to claim now. Fetches ahead for an endpoint that answers, so that it never waits for a claim; for any other no more than
   * can begin at once, so that nothing has to be given back.
   */
  private room(): number {
    const { inFlightLimit, latency } = this.traffic;
    const places = this.traffic.room(this.lane);
    const free = Math.min(inFlightLimit - this.inFlight - this.waiting.length, places);
    if (latency !== 'fast') return Math.min(free, this.limit);
    if (places === 0 || this.waiting.length >= this.limit / 2) return 0;
    return this.inFlight < inFlightLimit || !this.isStalled ? this.limit : 0;
  }

  private get isStalled(): boolean {
    return performance.now() - this.movedAt >= STALL_MS;
  }

  /** Under a rate limit no more than can leave within the lease. */
  private get limit(): number {
    const rate = this.endpoint?.rateLimit ?? undefined;
    const size = Math.min(this.chunk, this.traffic.inFlightLimit * FETCHED_AHEAD);
    return rate === undefined ? size : Math.min(size, Math.ceil((rate * WAIT_MS) / 2_000));
  }

  /** Whether a request begins or ends before the endpoint counts as stalled. Nobody waits for one that is not known to be prompt. */
  private moves(): Promise<boolean> {
    if (this.traffic.latency !== 'fast' || this.isStalled) return Promise.resolve(false);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), this.movedAt + STALL_MS - performance.now());
      this.onMove = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }

  private move(): void {
    this.movedAt = performance.now();
    this.onMove?.();
  }

  /** Nothing can begin now: the next request that ends, or the next place that becomes free, asks for another drain. */
  private pause(): void {
    this.chunk = SMALLEST_CHUNK;
    if (this.gateTimer === undefined) this.release();
    if (this.traffic.room(this.lane) > 0) this.unfinished = true;
    else this.traffic.whenFree(this.lane, () => this.ring());
  }

  /** The endpoint fails: it is left alone until a probe may go, which drains the lanes that were refused. */
  private standBack(): void {
    this.freed.clear();
    this.release();
    if (!this.traffic.refuses(this.lane)) this.ring();
  }

  /** Endpoints that are not known to be prompt wait for each other here, so that they leave connections to the others. */
  private claim(from: ClaimCursor, limit: number): Promise<Claim> {
    const claims = () => this.claimNow(from, limit);
    const isFirst = this.lane === 1 || this.traffic.latency === 'fast';
    return isFirst ? claims() : this.context.unprovenClaims.run(claims);
  }

  private async claimNow(from: ClaimCursor, limit: number): Promise<Claim> {
    const { store, requestTimeoutMs } = this.context;
    const { lane, endpointId, traffic } = this;
    // Nothing is claimed for an endpoint whose secrets cannot be read.
    if (!traffic.isReadable) await this.load();
    const freed = [...this.freed];
    this.freed.clear();
    const startBefore = performance.now() + WAIT_MS;
    const leaseMs = requestTimeoutMs + WAIT_MS + MARGIN_MS;
    const isProbe = traffic.takeProbe();
    const [claimed, loaded] = await Promise.allSettled([
      store.claim({ endpointId, lane, limit: isProbe ? 1 : limit, leaseMs, from, freed }),
      this.load(),
    ]);
    const deliveries = claimed.status === 'fulfilled' ? claimed.value.deliveries : [];
    if (isProbe && deliveries.length === 0) traffic.returnProbe();
    if (claimed.status === 'rejected') throw claimed.reason;
    const { token } = claimed.value;
    for (const [index, delivery] of deliveries.entries()) {
      this.waiting.push({ delivery, token, startBefore, isProbe: isProbe && index === 0 });
    }
    if (loaded.status === 'rejected') {
      traffic.isReadable = false;
      this.release();
      throw loaded.reason;
    }
    this.isHot = deliveries.length > 0 && traffic.foundAgain(lane);
    if (!isProbe && deliveries.length >= limit) this.chunk = Math.min(this.chunk * 2, LARGEST_CHUNK);
    return claimed.value;
  }

  private async load(): Promise<void> {
    this.endpoint = await this.context.store.endpoint(this.endpointId);
    this.traffic.isReadable = true;
    this.traffic.resumed(this.endpoint?.resumedAt ?? null);
  }

  private fill(): void {
    while (this.waiting.length > 0 && this.gateTimer === undefined) {
      const first = this.waiting[0]!;
      if (this.context.stopping.aborted || this.endpoint?.enabled !== true) return this.release();
      if (!this.traffic.admits(first.isProbe)) return this.standBack();
      const now = performance.now();
      if (now > first.startBefore) {
        this.giveBack(this.waiting.shift()!, 'released');
        continue;
      }
      if (this.inFlight >= this.traffic.inFlightLimit) return;
      if (this.traffic.room(this.lane) === 0) return this.traffic.whenFree(this.lane, () => this.goOn());
      const rate = this.endpoint.rateLimit;
      const wait = rate === null ? 0 : this.traffic.limiter.take(rate, now, this.lane === 1);
      if (wait > 0) this.fillAfter(wait);
      else void this.deliver(this.waiting.shift()!, this.endpoint);
    }
  }

  private fillAfter(ms: number): void {
    this.gateTimer = setTimeout(() => {
      this.gateTimer = undefined;
      this.fill();
    }, ms);
  }

  /** There may be a place again; what waited for it may have been given back meanwhile. */
  private goOn(): void {
    if (this.waiting.length > 0) this.fill();
    else this.ring();
  }

  private release(): void {
    for (const waiting of this.waiting.splice(0)) this.giveBack(waiting, 'released');
  }

  private giveBack({ delivery, token, isProbe }: Waiting, kind: 'released' | 'canceled'): void {
    if (isProbe) this.traffic.returnProbe();
    this.open += 1;
    const recording = this.context.recorder.record({ id: delivery.id, token, kind }, this.endpointId);
    void recording.then((recorded) => this.settle(recorded));
  }

  private async deliver(waiting: Waiting, endpoint: DeliveryEndpoint): Promise<void> {
    const { delivery, token, isProbe } = waiting;
    const { sender, recorder, secondLook, ladder, tokens, aborting, log } = this.context;
    const at = new Date();
    if (isAnothers(delivery.organizationId, endpoint)) return this.giveBack(waiting, 'canceled');
    const request = composed(() => composeRequest(endpoint, delivery, at, tokens));
    if (request === undefined) return this.giveBack(waiting, 'canceled');
    const startedAt = performance.now();
    this.inFlight += 1;
    this.open += 1;
    this.traffic.begin(this.lane);
    this.move();
    const result = await sendComposed(sender, request, aborting);
    this.inFlight -= 1;
    const explain = endpoint.payloadFormat === 'set' ? receiverError : undefined;
    const classification = classify(result, new Date(), explain);
    this.traffic.end(this.lane, { startedAt, resourceId: delivery.resourceId, isProbe, classification });
    this.move();
    const outcome = outcomeOf(
      { id: delivery.id, token, step: delivery.step, at, endpoint },
      result,
      classification,
      ladder,
    );
    // One that was read anew meanwhile may have been corrected.
    if (outcome.kind === 'failed' && outcome.gone && this.endpoint === endpoint)
      this.endpoint = { ...endpoint, enabled: false };
    this.fill();
    const recorded = await recorder.record(outcome, endpoint.id);
    log({ delivery, endpointId: endpoint.id, lane: this.lane, result, recorded });
    if (recorded?.state === 'retrying') {
      secondLook.add({
        id: delivery.id,
        attempts: recorded.attempts,
        startedAt,
        resumedAt: endpoint.resumedAt,
        isPlain: classification.verdict !== 'interrupted' && !classification.asksForPause,
      });
    }
    this.settle(recorded);
  }

  private settle(recorded: RecordedOutcome | undefined): void {
    const { stopping, onError, ring } = this.context;
    this.open -= 1;
    if (!stopping.aborted && recorded !== undefined) {
      if (recorded.nextAttemptAt !== undefined) this.comeBackAt(recorded.nextAttemptAt);
      if (recorded.follower === this.lane) {
        this.freed.add(recorded.resourceId);
        this.work().catch(onError);
      } else if (recorded.follower !== undefined) {
        ring(recorded.follower, this.endpointId);
      }
    }
    if (!this.isRunning) this.afterwards();
  }

  /** Skips scheduling if a drain is already guaranteed (unfinished, or the breaker's probe): that drain computes the next due time. */
  private comeBackAt(at: Date): void {
    if (!this.unfinished && !this.traffic.refuses(this.lane)) this.ringAt(at);
  }

  private afterwards(): void {
    if (this.unfinished && this.waiting.length === 0 && this.inFlight < this.traffic.inFlightLimit) {
      this.unfinished = false;
      this.ring();
    }
    if (this.open === 0 && this.waiting.length === 0) this.onIdle();
  }

  private ring(): void {
    if (this.isSlow) {
      // An immediate wake-up supersedes the scheduled time. The drain that follows schedules again.
      this.rungFor = 0;
      this.context.slowLanes.look(this.lane, this.endpointId);
    } else this.context.ring(this.lane, this.endpointId);
  }

  /** Its drains are not the queue's business, which has those of the others to see to. */
  private get isSlow(): boolean {
    return this.traffic.latency === 'slow' && !this.context.stopping.aborted;
  }

  /** Rounded up, so that a thousand failures of one second ask for few jobs. A ring that comes first looks for the others itself. */
  private ringAt(at: Date): void {
    const now = Date.now();
    const grid = at.getTime() - now > 1_000 ? 250 : 10;
    const rounded = Math.ceil(at.getTime() / grid) * grid;
    if (this.rungFor > now && this.rungFor <= rounded) return;
    this.rungFor = rounded;
    if (this.isSlow && rounded - now < REMEMBERED_MS) this.context.slowLanes.look(this.lane, this.endpointId, rounded);
    else this.context.ringAt(this.lane, this.endpointId, new Date(rounded));
  }
}
