import { describe, expect, it } from 'vitest';
import { TokenBucket } from './token-bucket.js';

describe('a token bucket', () => {
  it('lets a burst through, then as many as it refills', () => {
    const bucket = new TokenBucket({ rate: 2, burst: 3 }, 0);
    const taken = [0, 0, 0, 0, 500, 500].map((now) => bucket.take(now).allowed);
    expect(taken).toEqual([true, true, true, false, true, false]);
  });

  it('says in whole seconds when to come back', () => {
    const bucket = new TokenBucket({ rate: 1, burst: 2 }, 0);
    expect(bucket.take(0)).toEqual({ allowed: true, limit: 2, remaining: 1, reset: 1, retryAfter: 0 });
    expect(bucket.take(0)).toEqual({ allowed: true, limit: 2, remaining: 0, reset: 2, retryAfter: 0 });
    expect(bucket.take(1)).toEqual({ allowed: false, limit: 2, remaining: 0, reset: 2, retryAfter: 1 });
  });

  it('never holds more than its burst, and survives a clock that goes back', () => {
    const bucket = new TokenBucket({ rate: 10, burst: 5 }, 1_000);
    expect(bucket.take(3_600_000).remaining).toBe(4);
    expect(bucket.take(0)).toMatchObject({ allowed: true, remaining: 3 });
  });
});
