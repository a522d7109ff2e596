import { describe, expect, it } from 'vitest';
import { Remembered } from './remembered.js';

function asked(forMs: number, fail = false) {
  let count = 0;
  const remembered = new Remembered(async () => {
    count += 1;
    await new Promise(setImmediate);
    if (fail) throw new Error('away');
    return count;
  }, forMs);
  return { remembered, count: () => count };
}

describe('an answer', () => {
  it('is asked for once, whoever comes while it is under way or known', async () => {
    const { remembered } = asked(60_000);
    expect(await Promise.all([remembered.get(), remembered.get()])).toEqual([1, 1]);
    expect(await remembered.get()).toBe(1);
    remembered.forget();
    expect(await remembered.get()).toBe(2);
  });

  it('is asked for again after its time', async () => {
    const { remembered } = asked(0);
    expect([await remembered.get(), await remembered.get()]).toEqual([1, 2]);
  });

  it('that failed is asked for again', async () => {
    const { remembered, count } = asked(60_000, true);
    for (let n = 0; n < 2; n++) await expect(remembered.get()).rejects.toThrow('away');
    expect(count()).toBe(2);
  });
});
