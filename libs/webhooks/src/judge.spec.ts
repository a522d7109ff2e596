import { describe, expect, it } from 'vitest';
import { judge } from './judge.js';
import { type SendErrorKind, type SendResult } from './send-result.js';

const policy = { delaysMs: [5_000, 300_000], jitter: 0 };
const now = new Date('2026-01-01T00:00:00Z');
const answer = (status: number, headers: Record<string, string | string[]> = {}): SendResult => ({
  kind: 'response',
  status,
  headers,
  body: '',
  durationMs: 1,
});
const failure = (error: SendErrorKind): SendResult => ({ kind: 'error', error, detail: '', durationMs: 1 });

describe('judge', () => {
  it.each([200, 201, 202, 204, 299])('%i delivers', (status) => {
    expect(judge(answer(status), 9, policy)).toEqual({ kind: 'delivered' });
  });

  it('410 means gone, even when the ladder is over', () => {
    expect(judge(answer(410), 3, policy)).toEqual({ kind: 'gone' });
  });

  it.each([301, 302, 304, 400, 401, 404, 409, 422, 500, 503])('%i climbs the ladder', (status) => {
    expect(judge(answer(status), 1, policy)).toEqual({ kind: 'retry', delayMs: 5_000 });
    expect(judge(answer(status), 2, policy)).toEqual({ kind: 'retry', delayMs: 300_000 });
    expect(judge(answer(status), 3, policy)).toEqual({ kind: 'exhausted' });
  });

  it.each<SendErrorKind>([
    'timeout',
    'dns_error',
    'connection_refused',
    'connection_reset',
    'tls_error',
    'address_denied',
    'network_error',
  ])('%s climbs the ladder', (error) => {
    expect(judge(failure(error), 1, policy)).toEqual({ kind: 'retry', delayMs: 5_000 });
    expect(judge(failure(error), 3, policy)).toEqual({ kind: 'exhausted' });
  });

  it('an interrupted attempt is no step, even on the last one', () => {
    expect(judge(failure('aborted'), 3, policy)).toEqual({ kind: 'interrupted' });
  });

  it.each([429, 503])('%i with Retry-After waits as asked', (status) => {
    const retry = { kind: 'retry', delayMs: 90_000 };
    expect(judge(answer(status, { 'retry-after': '90' }), 1, policy)).toEqual(retry);
    expect(judge(answer(status, { 'retry-after': ['90', '9000'] }), 1, policy)).toEqual(retry);
    expect(judge(answer(status, { 'retry-after': 'Thu, 01 Jan 2026 00:01:30 GMT' }), 1, policy, now)).toEqual(retry);
  });

  it.each([301, 500, 502])('%i does not set the clock by Retry-After', (status) => {
    const outcome = judge(answer(status, { 'retry-after': '90' }), 1, policy);
    expect(outcome).not.toEqual({ kind: 'retry', delayMs: 90_000 });
  });

  it.each([429, 502, 504])('%i is overload', (status) => {
    expect(judge(answer(status), 1, policy)).toEqual({ kind: 'retry', delayMs: 10_000 });
  });
});
