import { describe, expect, it } from 'vitest';
import { type SendResult } from '#webhooks';
import { outcomeOf } from './outcome-of.js';

const POLICY = { delaysMs: [5_000, 300_000], jitter: 0 };
const AT = new Date('2026-01-02T03:04:05Z');
const answer = (status: number): SendResult => ({ kind: 'response', status, headers: {}, body: 'b', durationMs: 7 });
const of = (result: SendResult, step = 0) =>
  outcomeOf({ id: 'dlv_1', step }, { resumedAt: null }, 'token', AT, result, POLICY);

describe('outcomeOf', () => {
  it('delivers with what the receiver said', () => {
    expect(of(answer(201))).toEqual({
      id: 'dlv_1',
      token: 'token',
      kind: 'delivered',
      attempt: { at: AT, durationMs: 7, status: 201, responseHeaders: {}, responseBody: 'b' },
    });
  });

  it.each([
    [0, 5_000],
    [1, 300_000],
    [2, undefined],
  ])('after %d steps waits %s ms', (step, retryInMs) => {
    expect(of(answer(500), step)).toMatchObject({ kind: 'failed' });
    expect((of(answer(500), step) as { retryInMs?: number }).retryInMs).toBe(retryInMs);
  });

  it('says of a redirect that it is not followed', () => {
    expect(of(answer(308))).toMatchObject({
      kind: 'failed',
      attempt: { error: expect.stringContaining('not followed') },
    });
  });

  it('keeps the ladder for an endpoint that is gone', () => {
    expect(of(answer(410))).toMatchObject({ kind: 'failed', gone: { resumedAt: null }, retryInMs: 5_000 });
  });

  it('names what kept an answer from coming', () => {
    const result: SendResult = { kind: 'error', error: 'dns_error', detail: 'no such host', durationMs: 3 };
    expect(of(result)).toMatchObject({ kind: 'failed', attempt: { error: 'dns_error: no such host' } });
    expect(of({ ...result, error: 'aborted' })).toMatchObject({ kind: 'interrupted' });
  });
});
