import { describe, expect, it } from 'vitest';
import { withBackoff, type Throttling } from './patience.js';

/** Refuses that often, then answers. */
function busy(times: number): { call: () => Promise<number>; calls: () => number } {
  let calls = 0;
  return {
    call: () => (++calls > times ? Promise.resolve(calls) : Promise.reject(new Error('busy'))),
    calls: () => calls,
  };
}

const atOnce: Throttling = (error) => ((error as Error).message === 'busy' ? 0 : undefined);

describe('withBackoff', () => {
  it('asks again after a rate limit, and gives up at last', async () => {
    expect(await withBackoff(busy(3).call, atOnce)).toBe(4);
    const never = busy(1_000);
    await expect(withBackoff(never.call, atOnce)).rejects.toThrow('busy');
    expect(never.calls()).toBe(12);
  });

  it('says how long it waits', async () => {
    const waits: number[] = [];
    await withBackoff(busy(2).call, atOnce, { onWait: (ms) => waits.push(ms) });
    expect(waits).toEqual([0, 0]);
  });

  it('does not repeat what failed for another reason', async () => {
    let calls = 0;
    const call = () => Promise.reject(new Error(`broken ${++calls}`));
    await expect(withBackoff(call, atOnce)).rejects.toThrow('broken 1');
  });

  it('does not wait for somebody who has left', async () => {
    await expect(withBackoff(busy(1).call, () => 60_000, { signal: AbortSignal.abort() })).rejects.toThrow();
  });
});
