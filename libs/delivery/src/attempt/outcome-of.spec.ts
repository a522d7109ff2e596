import { describe, expect, it } from 'vitest';
import { type SendErrorKind, type SendResult } from '#webhooks';
import { classify } from './classify.js';
import { outcomeOf } from './outcome-of.js';

const LADDER = { delaysMs: [5_000, 300_000], jitter: 0, random: () => 0 };
const AT = new Date('2026-01-02T03:04:05Z');
const answer = (status: number, headers: Record<string, string> = {}): SendResult => ({
  kind: 'response',
  status,
  headers,
  body: 'b',
  durationMs: 7,
});
const failure = (error: SendErrorKind): SendResult => ({ kind: 'error', error, detail: 'why', durationMs: 3 });
const of = (result: SendResult, step = 0) =>
  outcomeOf(
    { id: 'dlv_1', token: 'token', step, at: AT, endpoint: { payloadFormat: 'standard', resumedAt: null } },
    result,
    classify(result, AT),
    LADDER,
  );

describe('outcomeOf', () => {
  it('delivers with what the receiver said', () => {
    expect(of(answer(201), 9)).toEqual({
      id: 'dlv_1',
      token: 'token',
      kind: 'delivered',
      attempt: { at: AT, durationMs: 7, status: 201, responseHeaders: {}, responseBody: 'b' },
    });
  });

  it.each([answer(500), answer(308), failure('timeout'), failure('dns_error')])('climbs the ladder', (result) => {
    const delays = [0, 1, 2].map((step) => (of(result, step) as { retryInMs?: number }).retryInMs);
    expect(delays).toEqual([5_000, 300_000, undefined]);
    expect(of(result, 2)).toMatchObject({ kind: 'failed' });
  });

  it.each([
    [429, 10_000],
    [502, 10_000],
    [504, 10_000],
    [503, 5_000],
  ])('waits after a %i for %i ms', (status, retryInMs) => {
    expect(of(answer(status))).toMatchObject({ retryInMs });
  });

  it('waits as asked', () => {
    expect(of(answer(503, { 'retry-after': '90' }))).toMatchObject({ retryInMs: 90_000 });
  });

  it('says of a redirect that it is not followed', () => {
    expect(of(answer(308))).toMatchObject({
      kind: 'failed',
      attempt: { error: expect.stringContaining('not followed') },
    });
  });

  it('keeps the ladder for an endpoint that is gone, even at its end', () => {
    expect(of(answer(410))).toMatchObject({ kind: 'failed', gone: { resumedAt: null }, retryInMs: 5_000 });
    expect(of(answer(410), 2)).toMatchObject({ kind: 'failed', gone: { resumedAt: null }, retryInMs: 0 });
  });

  it('names what kept an answer from coming', () => {
    expect(of(failure('dns_error'))).toMatchObject({ kind: 'failed', attempt: { error: 'dns_error: why' } });
    expect(of(failure('aborted'), 2)).toMatchObject({ kind: 'interrupted' });
  });
});
