import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FailedAttempt } from '#persistence';
import { SecondLook } from './second-look.js';

describe('SecondLook', () => {
  let looks: FailedAttempt[][];
  let rung: string[];
  let look: SecondLook;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    looks = [];
    rung = [];
    look = new SecondLook({
      hasten: (failed) => {
        looks.push(failed);
        return Promise.resolve([{ endpointId: 'ep_1', lane: 0 }]);
      },
      ring: (lane, endpointId) => rung.push(`${lane} ${endpointId}`),
      onError: (error) => rung.push(error.message),
    });
  });
  afterEach(() => vi.useRealTimers());

  it('takes what failed together, a moment later, and rings for what is due now', async () => {
    const startedAt = performance.now();
    vi.advanceTimersByTime(1_000);
    look.add({ id: 'dlv_1', attempts: 2, startedAt, resumedAt: null, isPlain: true });
    look.add({ id: 'dlv_2', attempts: 1, startedAt, resumedAt: null, isPlain: true });
    look.add({ id: 'dlv_3', attempts: 1, startedAt, resumedAt: null, isPlain: false });
    expect(looks).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(looks).toEqual([
      [
        { id: 'dlv_1', attempts: 2, resumedAt: null, sinceMs: 1_150 },
        // What was being committed when a first attempt was claimed came after it, too.
        { id: 'dlv_2', attempts: 1, resumedAt: null, sinceMs: 1_650 },
        // Who asked for a pause is not hastened by a later event.
        { id: 'dlv_3', attempts: 1, resumedAt: null, sinceMs: undefined },
      ],
    ]);
    expect(rung).toEqual(['0 ep_1']);
  });

  it('keeps to what is worth it, and to its time', async () => {
    for (let n = 0; n < 1_000; n++)
      look.add({ id: `dlv_${n}`, attempts: 1, startedAt: 0, resumedAt: null, isPlain: true });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(looks.map((failed) => failed.length)).toEqual([500]);
    look.add({ id: 'dlv_1', attempts: 1, startedAt: 0, resumedAt: null, isPlain: true });
    look.stop();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(looks).toHaveLength(1);
  });
});
