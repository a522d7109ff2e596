import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type OverdueLane } from '#persistence';
import { Sweep } from './sweep.js';

const LANE: OverdueLane = { lane: 0, endpointId: 'ep_1' };

describe('Sweep', () => {
  let overdue: OverdueLane[];
  let expired: OverdueLane[];
  let away: boolean;
  let isRunning: boolean;
  let calls: string[];
  let sweep: Sweep;
  const note = (what: string) => (lane: number, endpointId: string) => void calls.push(`${what} ${lane} ${endpointId}`);

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    [overdue, expired, away, isRunning, calls] = [[], [], false, false, []];
    sweep = new Sweep({
      store: {
        freeExpired: () => Promise.resolve(expired),
        overdueLanes: (ms) => Promise.resolve(ms >= 0 ? overdue : []),
      },
      dispatcher: {
        wake: (lane, endpointId) => Promise.resolve(note('drain')(lane, endpointId)),
        isRunning: () => isRunning,
      },
      ring: note('ring'),
      ringAnew: note('ringAnew'),
      isQueueAway: () => away,
      onError: (error) => calls.push(error.message),
    });
  });
  afterEach(async () => {
    await sweep.stop();
    vi.useRealTimers();
  });
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  it('rings at once for what is due at the start, whatever an earlier process left in the queue', async () => {
    overdue = [LANE];
    sweep.start();
    await pass(0);
    expect(calls).toEqual(['ringAnew 0 ep_1']);
  });

  it('rings first, and drains what stays overdue past the queue, less and less often', async () => {
    sweep.start();
    await pass(0);
    overdue = [LANE];
    await pass(1_300);
    expect(calls[0]).toBe('ring 0 ep_1');
    await pass(60_000);
    const drains = calls.filter((call) => call === 'drain 0 ep_1').length;
    expect(calls).toHaveLength(drains + 1);
    expect(drains).toBeGreaterThan(9);
    expect(drains).toBeLessThan(16);
  });

  it('drains at the first look while the queue is away', async () => {
    away = true;
    overdue = [LANE];
    sweep.start();
    await pass(0);
    expect(calls).toEqual(['drain 0 ep_1']);
  });

  it('leaves alone what is being drained here', async () => {
    overdue = [LANE];
    isRunning = true;
    sweep.start();
    await pass(10_000);
    expect(calls).toEqual(['ringAnew 0 ep_1']);
  });

  it('begins anew with a lane that was in order meanwhile', async () => {
    sweep.start();
    for (let round = 0; round < 2; round++) {
      overdue = [];
      await pass(2_600);
      overdue = [LANE];
      await pass(1_300);
    }
    expect(calls.filter((call) => call.startsWith('ring'))).toHaveLength(2);
  });

  it('rings for what a dead worker held', async () => {
    expired = [LANE];
    sweep.start();
    await pass(0);
    expect(calls).toEqual(['ring 0 ep_1']);
  });
});
