import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextDelay } from './retry-policy.js';
import { parseSchedule } from './retry-schedule.js';

const HOUR = 3_600_000;
const ladder = parseSchedule('5s,5m,30m,2h,5h,10h,10h');
const steady = { delaysMs: ladder, jitter: 0 };

describe('nextDelay', () => {
  it('climbs the ladder, then ends', () => {
    expect(ladder.map((_, i) => nextDelay(steady, i + 1))).toEqual(ladder);
    expect(nextDelay(steady, ladder.length + 1)).toBeUndefined();
    expect(nextDelay({ delaysMs: [], jitter: 0 }, 1)).toBeUndefined();
  });

  it('honours Retry-After upwards only, at most to 10 h', () => {
    expect(nextDelay(steady, 1, { retryAfterMs: 60_000 })).toBe(60_000);
    expect(nextDelay(steady, 2, { retryAfterMs: 1_000 })).toBe(300_000);
    expect(nextDelay(steady, 1, { retryAfterMs: 99 * HOUR })).toBe(10 * HOUR);
  });

  it('doubles under overload, at most to 10 h', () => {
    expect(nextDelay(steady, 1, { overloaded: true })).toBe(10_000);
    expect(nextDelay(steady, 6, { overloaded: true })).toBe(10 * HOUR);
  });

  it('never lowers a step that is longer than 10 h', () => {
    expect(nextDelay({ delaysMs: [24 * HOUR], jitter: 0 }, 1, { overloaded: true, retryAfterMs: 1 })).toBe(24 * HOUR);
  });

  it('does not bring an ended ladder back', () => {
    expect(nextDelay(steady, 8, { retryAfterMs: 1_000, overloaded: true })).toBeUndefined();
  });

  it('stays between the step and the larger of step and 10 h, plus jitter', () => {
    const policies = fc.record({
      delaysMs: fc.array(fc.nat(20 * HOUR), { minLength: 1, maxLength: 10 }),
      jitter: fc.double({ min: 0, max: 0.1, noNaN: true }),
    });
    const hints = fc.record({ retryAfterMs: fc.option(fc.maxSafeNat(), { nil: undefined }), overloaded: fc.boolean() });
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(policies, fc.nat(9), hints, chance, (policy, index, hint, random) => {
        const step = policy.delaysMs[index];
        const delay = nextDelay(policy, index + 1, hint, () => random);
        if (step === undefined || delay === undefined) {
          expect(delay).toBe(step);
          return;
        }
        expect(delay).toBeGreaterThanOrEqual(step);
        expect(delay).toBeGreaterThanOrEqual(Math.min(hint.retryAfterMs ?? 0, 10 * HOUR));
        expect(delay).toBeLessThanOrEqual(Math.round(Math.max(step, 10 * HOUR) * (1 + policy.jitter)));
        expect(Number.isInteger(delay)).toBe(true);
      }),
    );
  });

  it('spreads by at most the jitter', () => {
    const policy = { delaysMs: [100_000], jitter: 0.1 };
    expect(nextDelay(policy, 1, {}, () => 0)).toBe(100_000);
    expect(nextDelay(policy, 1, {}, () => 0.5)).toBe(105_000);
    expect(nextDelay(policy, 1, {}, () => 0.999999)).toBe(110_000);
  });
});
