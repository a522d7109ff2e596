import { beforeEach, describe, expect, it } from 'vitest';
import { type FailedAttempt, RetryExpediter } from './retry-expediter.js';
import { TestClock } from './test-clock.js';

describe('RetryExpediter', () => {
  let clock: TestClock;
  let looks: FailedAttempt[][];
  let woken: string[];
  let expediter: RetryExpediter;

  beforeEach(() => {
    clock = new TestClock();
    looks = [];
    woken = [];
    expediter = new RetryExpediter({
      clock,
      expedite: (failed) => {
        looks.push(failed);
        return Promise.resolve([{ endpointId: 'ep_1', lane: 0 }]);
      },
      wake: (lane, endpointId) => woken.push(`${lane} ${endpointId}`),
      onError: (error) => woken.push(error.message),
    });
  });

  it('takes what failed together, a moment later, and wakes the lanes that have something due now', async () => {
    const startedAt = clock.now();
    clock.pass(1_000);
    expediter.add({ id: 'dlv_1', attempts: 2, startedAt, resumedAt: null, mayExpedite: true });
    expediter.add({ id: 'dlv_2', attempts: 1, startedAt, resumedAt: null, mayExpedite: true });
    expediter.add({ id: 'dlv_3', attempts: 1, startedAt, resumedAt: null, mayExpedite: false });
    expect(looks).toEqual([]);
    clock.pass(1_000);
    expect(looks).toEqual([
      [
        { id: 'dlv_1', attempts: 2, resumedAt: null, sinceMs: 1_150 },
        // A change that was being committed when a first attempt was claimed came after it, too.
        { id: 'dlv_2', attempts: 1, resumedAt: null, sinceMs: 1_650 },
        // A receiver that asked for a pause gets it, whatever comes later.
        { id: 'dlv_3', attempts: 1, resumedAt: null, sinceMs: undefined },
      ],
    ]);
    await Promise.resolve();
    expect(woken).toEqual(['0 ep_1']);
  });

  it('takes a bounded number, and nothing once it is stopped', () => {
    for (let n = 0; n < 1_000; n++) {
      expediter.add({ id: `dlv_${n}`, attempts: 1, startedAt: 0, resumedAt: null, mayExpedite: true });
    }
    clock.pass(1_000);
    expect(looks.map((failed) => failed.length)).toEqual([500]);
    expediter.add({ id: 'dlv_1', attempts: 1, startedAt: 0, resumedAt: null, mayExpedite: true });
    expediter.stop();
    clock.pass(1_000);
    expect(looks).toHaveLength(1);
  });
});
