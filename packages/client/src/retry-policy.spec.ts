import { describe, expect, it } from 'vitest';
import { backoff, isTransient } from './retry-policy.js';
import { RollcallError } from './rollcall-error.js';

const failure = (facts: Partial<ConstructorParameters<typeof RollcallError>[1]>) =>
  new RollcallError('failed', { errorCode: 'X', ...facts });

describe('isTransient', () => {
  it.each([429, 502, 503, 504])('is true for %d', (status) => expect(isTransient(failure({ status }))).toBe(true));
  it.each([400, 401, 404, 409, 410, 422, 500])('is false for %d', (status) =>
    expect(isTransient(failure({ status }))).toBe(false),
  );
  it.each(['CONNECTION_FAILED', 'TIMEOUT', 'IDEMPOTENCY_KEY_IN_USE'])('is true for %s', (errorCode) =>
    expect(isTransient(failure({ errorCode }))).toBe(true),
  );
  it('is false when the wait would be long', () =>
    expect(isTransient(failure({ status: 429, retryAfter: 600 }))).toBe(false));
});

describe('backoff', () => {
  it('doubles up to eight seconds, half of it at random', () => {
    const none = { retryAfter: undefined };
    expect([0, 1, 2, 9].map((attempt) => backoff(attempt, none, 0))).toEqual([125, 250, 500, 4_000]);
    expect([0, 1, 2, 9].map((attempt) => backoff(attempt, none, 1))).toEqual([250, 500, 1_000, 8_000]);
  });

  it('is never shorter than the broker asks for', () =>
    expect(backoff(0, { retryAfter: 7 }, 0)).toBeGreaterThanOrEqual(7_000));
});
