import { expect, it } from 'vitest';
import { strippedOutcome } from './stripped-outcome.js';

const NOW = new Date('2026-01-02T03:04:05Z');

it('keeps the step, and nothing that came from outside', () => {
  const at = new Date(Number.NaN);
  const attempt = {
    id: 'att_1',
    at,
    durationMs: 3e9,
    status: 99_999,
    error: 'x',
    responseHeaders: {},
    responseBody: 'y',
  };
  const stripped = strippedOutcome(
    { id: 'd', token: 't', kind: 'failed', attempt, retryInMs: Number.POSITIVE_INFINITY },
    NOW,
  );
  expect(stripped).toEqual({
    id: 'd',
    token: 't',
    kind: 'failed',
    retryInMs: 0,
    attempt: {
      id: 'att_1',
      at: NOW,
      durationMs: 2_147_483_647,
      error: 'PostgreSQL did not take what the receiver answered',
    },
  });
});

it('leaves alone what carries nothing, and lets the ladder end', () => {
  const released = { id: 'd', token: 't', kind: 'released' } as const;
  expect(strippedOutcome(released, NOW)).toEqual(released);
  const attempt = { at: NOW, durationMs: 1, status: 500 };
  expect(strippedOutcome({ id: 'd', token: 't', kind: 'failed', attempt }, NOW)).not.toHaveProperty('retryInMs');
});
