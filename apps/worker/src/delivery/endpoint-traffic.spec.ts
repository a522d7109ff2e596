import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Bulkhead, type Classification } from '#delivery';
import { type Lane } from '#directory';
import { EndpointTraffic, type TrafficOptions } from './endpoint-traffic.js';
import { systemClock } from './system-clock.js';

type Verdict = 'answered' | 'failed' | 'strained' | 'interrupted';

const classified = (verdict: Verdict): Pick<Classification, 'verdict' | 'isStrained'> => ({
  verdict: verdict === 'answered' ? 'delivered' : verdict === 'strained' ? 'failed' : verdict,
  isStrained: verdict === 'strained',
});

const SIZES = { fast: 50, unproven: 50, slow: 5 };

describe('EndpointTraffic', () => {
  let bulkheads: Record<Lane, Bulkhead>;
  let options: TrafficOptions;
  let traffic: EndpointTraffic;
  let said: string[];
  let pausedFor: number | undefined;

  beforeEach(() => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
    bulkheads = { 0: new Bulkhead(SIZES), 1: new Bulkhead(SIZES) };
    said = [];
    options = {
      id: 'ep_1',
      delaysMs: [5_000],
      bulkheads,
      clock: systemClock,
      onHalfOpen: (lanes) => said.push(`half-open ${lanes.join()}`),
      onClose: (lanes) => said.push(`closed ${lanes.join()}`),
      onPause: (openMs) => (pausedFor = openMs),
      reserve: () => Promise.resolve(0),
      onError: (error) => said.push(error.message),
    };
    traffic = new EndpointTraffic(options);
  });
  afterEach(() => {
    traffic.stop();
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  /** One request after another, each about a user of its own. */
  function send(verdict: Verdict, { count = 1, ms = 10, lane = 0 as Lane, isProbe = false } = {}) {
    for (let n = 0; n < count; n++) {
      const startedAt = performance.now();
      traffic.begin(lane);
      vi.advanceTimersByTime(ms);
      traffic.end(lane, { startedAt, resourceId: `user${n}`, isProbe, classification: classified(verdict) });
    }
  }

  it('is unknown, then prompt or slow by its last request', () => {
    const classes = [traffic.latency];
    for (const ms of [10, 2_000, 10]) {
      send('failed', { ms });
      classes.push(traffic.latency);
    }
    expect(classes).toEqual(['unknown', 'fast', 'slow', 'fast']);
  });

  it('is slow when nothing ends for a second, and gives back the places of the prompt', () => {
    send('answered');
    for (let n = 0; n < 20; n++) traffic.begin(0);
    traffic.look();
    expect([traffic.latency, bulkheads[0].free('fast')]).toEqual(['fast', 30]);
    vi.advanceTimersByTime(1_000);
    traffic.look();
    expect([traffic.latency, bulkheads[0].free('fast')]).toEqual(['slow', 50]);
  });

  it('leaves the share it is in when it ends', () => {
    traffic.begin(1);
    vi.advanceTimersByTime(2_000);
    traffic.look();
    traffic.end(1, { startedAt: 0, resourceId: 'user', isProbe: false, classification: classified('strained') });
    expect([bulkheads[1].free('unknown'), bulkheads[1].free('slow')]).toEqual([50, 5]);
  });

  it('has fewer under way when requests time out, and more with each answer', () => {
    send('answered', { count: 28 });
    expect(traffic.inFlightLimit).toBe(32);
    send('strained', { count: 3 });
    expect(traffic.inFlightLimit).toBe(4);
    send('failed', { count: 3 });
    expect(traffic.inFlightLimit).toBe(4);
  });

  it('refuses both lanes while it is open, and calls the deprovisioning lane first', () => {
    send('failed', { count: 10 });
    expect([traffic.refuses(0), traffic.refuses(1), traffic.admits(false)]).toEqual([true, true, false]);
    vi.advanceTimersByTime(5_000);
    expect(said).toEqual(['half-open 1,0']);
    expect([traffic.refuses(1), traffic.takeProbe(), traffic.refuses(0)]).toEqual([false, true, true]);
    send('failed', { lane: 1, isProbe: true });
    vi.advanceTimersByTime(10_000);
    expect(said).toEqual(['half-open 1,0', 'half-open 0']);
  });

  it('closes when the probe is answered, and goes on with two at a time', () => {
    send('answered', { count: 28 });
    send('failed', { count: 10 });
    vi.advanceTimersByTime(5_000);
    traffic.takeProbe();
    traffic.refuses(0);
    send('answered', { isProbe: true });
    expect(said).toEqual(['half-open ', 'closed 0']);
    expect([traffic.refuses(0), traffic.inFlightLimit]).toEqual([false, 2]);
  });

  it('closes with a late answer, too, and then does not wake for a probe', () => {
    send('failed', { count: 10 });
    send('answered');
    vi.advanceTimersByTime(60_000);
    expect(said).toEqual(['closed ']);
  });

  it('offers a probe again that was cut short', () => {
    send('failed', { count: 10 });
    vi.advanceTimersByTime(5_000);
    traffic.takeProbe();
    send('interrupted', { isProbe: true });
    expect(traffic.takeProbe()).toBe(true);
  });

  describe('when the endpoint is enabled again', () => {
    it('begins with one at a time, whatever was before', () => {
      traffic.resumed(null);
      send('answered', { count: 28 });
      send('failed', { count: 10 });
      traffic.resumed(new Date().toISOString());
      expect([traffic.refuses(0), traffic.inFlightLimit]).toEqual([false, 1]);
    });

    it('does so once', () => {
      const at = new Date().toISOString();
      traffic.resumed(at);
      send('answered', { count: 3 });
      traffic.resumed(at);
      expect(traffic.inFlightLimit).toBe(4);
    });

    it('ramps in a process that did not see it disabled, unless that was long ago', () => {
      traffic.resumed(new Date(Date.now() - 3_600_000).toISOString());
      expect(traffic.inFlightLimit).toBe(4);
      const other = new EndpointTraffic(options);
      other.resumed(new Date(Date.now() - 1_000).toISOString());
      expect(other.inFlightLimit).toBe(1);
    });
  });

  it('is forgotten when nothing has happened for long', () => {
    traffic.begin(0);
    vi.advanceTimersByTime(5_000);
    expect(traffic.isForgettable(1_000)).toBe(false);
    traffic.end(0, { startedAt: 0, resourceId: 'user', isProbe: false, classification: classified('failed') });
    expect(traffic.isForgettable(1_000)).toBe(false);
    vi.advanceTimersByTime(1_000);
    expect(traffic.isForgettable(1_000)).toBe(true);
  });

  it('says for how long nothing goes out, and when that is over', () => {
    send('failed', { count: 10 });
    expect([traffic.isPaused, pausedFor]).toEqual([true, 5_000]);
    traffic.resumed(new Date().toISOString());
    expect([traffic.isPaused, pausedFor]).toEqual([false, undefined]);
  });
});
