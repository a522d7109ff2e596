import { expect, it } from 'vitest';
import { strippedOutcome } from './stripped-outcome.js';

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
  const stripped = strippedOutcome({
    id: 'd',
    token: 't',
    kind: 'failed',
    attempt,
    retryInMs: Number.POSITIVE_INFINITY,
  });
  expect(stripped).toEqual({
    id: 'd',
    token: 't',
    kind: 'failed',
    retryInMs: 0,
    attempt: {
      id: 'att_1',
      at: expect.any(Date),
      durationMs: 2_147_483_647,
      error: 'PostgreSQL did not take what the receiver answered',
    },
  });
});

it('leaves alone what carries nothing, and lets the ladder end', () => {
  expect(strippedOutcome({ id: 'd', token: 't', kind: 'released' })).toEqual({ id: 'd', token: 't', kind: 'released' });
  const attempt = { at: new Date(), durationMs: 1, status: 500 };
  expect(strippedOutcome({ id: 'd', token: 't', kind: 'failed', attempt })).not.toHaveProperty('retryInMs');
});
