import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ClaimedDelivery, type DeliveryEndpoint, type DeliveryOutcome } from '#delivery';
import { type Lane } from '#directory';
import { type ClaimRequest } from '#persistence';
import { type Sender, type SendResult } from '#webhooks';
import { Dispatcher, type DispatcherOptions } from './dispatcher.js';
import { systemClock } from './system-clock.js';

const TIMEOUT_MS = 15_000;
const LADDER = [5_000, 300_000, 1_800_000];
const ENDPOINT: DeliveryEndpoint = {
  organizationId: null,
  id: 'ep_1',
  url: 'https://example.com/',
  enabled: true,
  payloadFormat: 'standard',
  audience: null,
  subjectFormat: 'iss_sub',
  eventsRequested: [],
  secrets: ['whsec_AAAA'],
  headers: {},
  rateLimit: null,
  resumedAt: null,
};

const ANSWER: SendResult = { kind: 'response', status: 200, headers: {}, body: '', durationMs: 1 };
const REFUSAL: SendResult = { kind: 'error', error: 'connection_refused', detail: '', durationMs: 1 };
const TIMEOUT: SendResult = { kind: 'error', error: 'timeout', detail: '', durationMs: TIMEOUT_MS };

/** An endpoint whose rows are in memory; a wake-up comes back, as from the queue. */
class Bench {
  claims: { lane: Lane; limit: number }[] = [];
  outcomes: string[] = [];
  sent: Lane[] = [];
  underWay = 0;
  behaviour: 'answers' | 'refuses' | 'hangs' | 'dawdles' = 'answers';
  /** Answered with 500 at the first attempt. */
  failsOnce: string | undefined;
  private readonly later: { delivery: ClaimedDelivery; at: number }[] = [];
  private readonly due: Record<Lane, ClaimedDelivery[]> = { 0: [], 1: [] };
  readonly dispatcher: Dispatcher;

  constructor() {
    this.dispatcher = new Dispatcher({
      store: {
        endpoint: () => Promise.resolve(ENDPOINT),
        hasten: () => Promise.resolve([]),
        pause: () => Promise.resolve(),
        resumed: () => Promise.resolve([]),
        claim: (request: ClaimRequest) => Promise.resolve(this.claim(request)),
      },
      recorder: { record: (outcome: DeliveryOutcome) => Promise.resolve(this.record(outcome)), abandon: () => {} },
      sender: { send: (request: Parameters<Sender['send']>[0]) => this.send(request), close: () => Promise.resolve() },
      ladder: { delaysMs: LADDER, jitter: 0, random: () => 0 },
      clock: systemClock,
      requestTimeoutMs: TIMEOUT_MS,
      wake: (lane: Lane, endpointId: string) => setTimeout(() => void this.dispatcher.wake(lane, endpointId), 5),
      wakeAt: () => {},
      log: () => {},
      onError: (error: Error) => {
        throw error;
      },
    } as unknown as DispatcherOptions);
  }

  seed(lane: Lane, count: number): void {
    for (let n = 0; n < count; n++) {
      const id = `lane${lane}-${n}`;
      const eventType = 'organization.directory.user_updated';
      this.due[lane].push({
        id,
        eventId: id,
        eventType,
        resourceId: id,
        step: 0,
        setEvent: null,
        body: `${lane}`,
        organizationId: null,
      });
    }
  }

  left = (lane: Lane): number => this.due[lane].length;

  private claim({ lane, limit, from }: ClaimRequest) {
    this.claims.push({ lane, limit });
    for (const { delivery } of this.later.filter(({ at }) => at <= Date.now())) this.due[lane].push(delivery);
    this.later.splice(0, this.later.length, ...this.later.filter(({ at }) => at > Date.now()));
    const [next0] = this.later;
    const deliveries = from === 'freed' ? [] : this.due[lane].splice(0, limit);
    const next = this.left(lane) > 0 && from !== 'freed' ? { at: '-infinity', ordinal: 0 } : undefined;
    for (const delivery of deliveries) this.claimed.set(delivery.id, delivery);
    return { token: 'token', deliveries, next, nextDueAt: next0 && new Date(next0.at) };
  }

  private readonly claimed = new Map<string, ClaimedDelivery>();

  private record({ id, kind }: DeliveryOutcome) {
    this.outcomes.push(kind);
    if (kind === 'failed' && this.failsOnce === id) {
      this.failsOnce = undefined;
      const at = Date.now() + 5_000;
      this.later.push({ delivery: this.claimed.get(id)!, at });
      return { id, attempts: 1, state: 'retrying', resourceId: id, nextAttemptAt: new Date(at), follower: undefined };
    }
    return { id, attempts: 1, state: 'delivered', resourceId: id, nextAttemptAt: undefined, follower: undefined };
  }

  private async send({ body }: Parameters<Sender['send']>[0]): Promise<SendResult> {
    this.sent.push(Number(String(body)) as Lane);
    this.underWay += 1;
    const hangs = this.behaviour === 'hangs';
    const fails = this.sent.length === 1 && this.failsOnce !== undefined;
    const answer = fails ? { ...ANSWER, status: 500 } : ANSWER;
    const result = hangs ? TIMEOUT : this.behaviour === 'refuses' ? REFUSAL : answer;
    const takes = hangs ? TIMEOUT_MS : this.behaviour === 'dawdles' ? 1_200 + 150 * (this.sent.length - 1) : 5;
    await new Promise((resolve) => setTimeout(resolve, takes));
    this.underWay -= 1;
    return result;
  }
}

describe('Dispatcher', () => {
  let bench: Bench;
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
  const count = (kind: string) => bench.outcomes.filter((outcome) => outcome === kind).length;
  const wake = (lane: Lane) => void bench.dispatcher.wake(lane, 'ep_1');

  beforeEach(() => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'],
    });
    bench = new Bench();
  });
  afterEach(async () => {
    const closed = bench.dispatcher.close(0, 0);
    await pass(1);
    await closed;
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('sends everything to an endpoint that answers, more and more at once', async () => {
    bench.seed(0, 2_000);
    wake(0);
    await pass(1);
    expect(bench.underWay).toBe(4);
    await pass(99);
    expect(bench.underWay).toBe(32);
    await pass(2_000);
    expect([bench.left(0), count('delivered'), count('released')]).toEqual([0, 2_000, 0]);
    expect(bench.claims.length).toBeLessThan(40);
  });

  it('looks at a busy lane again by itself, and leaves a quiet one to the queue', async () => {
    bench.seed(0, 1);
    wake(0);
    await pass(10);
    expect(bench.claims).toHaveLength(1);
    bench.seed(0, 1);
    wake(0);
    await pass(1);
    bench.seed(0, 1);
    // Nobody wakes the lane for this one.
    await pass(10);
    expect(bench.sent).toHaveLength(3);
    const claims = bench.claims.length;
    await pass(1_000);
    expect(bench.claims.length - claims).toBeLessThanOrEqual(1);
  });

  it('claims no more from an endpoint that hangs than it can have under way, and gives its place back at once', async () => {
    bench.behaviour = 'hangs';
    bench.seed(0, 1_000);
    const ended = vi.fn();
    void bench.dispatcher.wake(0, 'ep_1').then(ended);
    await pass(0);
    expect(ended).toHaveBeenCalled();
    await pass(14_000);
    expect([bench.underWay, bench.claims.length, bench.outcomes.length]).toEqual([4, 1, 0]);
    await pass(300_000);
    expect(bench.underWay).toBeLessThanOrEqual(1);
    expect(count('released')).toBe(0);
    expect(bench.sent.length).toBeLessThan(20);
  });

  it('goes back to a slow endpoint when a retry is due, whatever was looked at in between', async () => {
    bench.behaviour = 'dawdles';
    bench.failsOnce = 'lane0-0';
    bench.seed(0, 7);
    wake(0);
    await pass(12_000);
    expect(bench.sent).toHaveLength(8);
    expect(count('delivered')).toBe(7);
  });

  it('gives back what it has fetched ahead when an endpoint begins to hang', async () => {
    bench.seed(0, 1_000);
    wake(0);
    await pass(100);
    bench.behaviour = 'hangs';
    await pass(1_000);
    expect(bench.underWay).toBe(32);
    const { length } = bench.claims;
    await pass(10_000);
    expect(bench.claims).toHaveLength(length);
    expect(count('released')).toBeGreaterThan(0);
  });

  describe('while an endpoint only fails', () => {
    beforeEach(async () => {
      bench.behaviour = 'refuses';
      bench.seed(0, 1_000);
      wake(0);
      await pass(1_000);
      bench.claims = [];
    });

    it('tries few, and none loses a step by waiting', async () => {
      expect(count('failed')).toBeGreaterThanOrEqual(10);
      expect(count('failed')).toBeLessThan(30);
      expect(bench.sent).toHaveLength(count('failed'));
    });

    it('claims nothing, however often it is asked to', async () => {
      for (let n = 0; n < 100; n++) wake((n % 2) as Lane);
      await pass(3_000);
      expect(bench.claims).toEqual([]);
    });

    it('makes one probe at a time, in the deprovisioning lane where there is something to send', async () => {
      bench.seed(1, 1);
      bench.sent = [];
      wake(1);
      await pass(4_500);
      expect(bench.sent).toEqual([1]);
      await pass(10_000);
      expect(bench.sent).toEqual([1, 0]);
    });

    it('goes on with everything when the endpoint is well again', async () => {
      bench.behaviour = 'answers';
      await pass(10_000);
      expect(bench.left(0)).toBe(0);
      expect(count('delivered') + count('failed') + count('released')).toBeGreaterThanOrEqual(1_000);
    });
  });
});
