import { describe, expect, it } from 'vitest';
import { type Delivery, type DeliveryDetail } from '#client';
import { nextAttemptOf, nextOf, waitOf } from './delivery-wait.js';

const NOW = new Date('2026-01-31T12:00:00Z');
const [PAST, SOON, LATER] = ['2026-01-31T11:59:00Z', '2026-01-31T12:00:05Z', '2026-01-31T12:01:00Z'];
const detail = (facts: Partial<DeliveryDetail>) =>
  ({ waiting_for: null, waiting_until: null, waits_for: null, next_attempt_at: null, ...facts }) as DeliveryDetail;

describe('the next attempt in a list', () => {
  const next = (state: Delivery['state'], at: string | null, pausedUntil: string | null = null) =>
    nextOf({ state, next_attempt_at: at } as Delivery, pausedUntil, NOW);

  it('is never a time in the past', () => {
    expect(next('retrying', LATER)).toBe(LATER);
    expect(next('pending', PAST)).toBe('due');
    expect([next('delivered', null), next('held', PAST), next('sending', PAST)]).toEqual([null, null, null]);
  });

  it('is not before the pause of the endpoint ends', () => {
    expect([next('pending', PAST, SOON), next('retrying', LATER, SOON)]).toEqual([SOON, LATER]);
  });
});

describe('a delivery', () => {
  it('says that it waits for the endpoint, and nothing of a time before the pause ends', () => {
    const paused = detail({ waiting_for: 'breaker', waiting_until: SOON, next_attempt_at: PAST });
    expect(waitOf(paused)).toBe(`the endpoint: it failed too often, Rollcall pauses until ${SOON}`);
    expect(nextAttemptOf(paused, NOW)).toBeNull();
    expect(waitOf({ ...paused, waiting_until: null })).toContain('one request tries it now');
  });

  it('says the time of the next attempt where it waits for that alone', () => {
    const retrying = detail({ waiting_for: 'retry_time', waiting_until: LATER, next_attempt_at: LATER });
    expect([waitOf(retrying), nextAttemptOf(retrying, NOW)]).toEqual([null, LATER]);
    expect(nextAttemptOf(detail({ next_attempt_at: PAST }), NOW)).toBeNull();
  });

  it('names the other reasons in words', () => {
    const earlier = detail({ waiting_for: 'earlier_delivery', waits_for: 'dlv_1', next_attempt_at: PAST });
    expect(waitOf(earlier)).toBe('an earlier delivery of the same user or group: dlv_1');
    for (const waiting_for of ['concurrency', 'rate_limit', 'endpoint_disabled', 'lease'] as const)
      expect(waitOf(detail({ waiting_for }))).not.toContain('_');
  });
});
