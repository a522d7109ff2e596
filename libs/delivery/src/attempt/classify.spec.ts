import { describe, expect, it } from 'vitest';
import { type SendErrorKind, type SendResult } from '#webhooks';
import { type Classification, classify } from './classify.js';

const NOW = new Date('2026-01-01T00:00:00Z');
const answer = (status: number, headers: Record<string, string | string[]> = {}): SendResult => ({
  kind: 'response',
  status,
  headers,
  body: '',
  durationMs: 1,
});
const failure = (error: SendErrorKind): SendResult => ({ kind: 'error', error, detail: 'why', durationMs: 1 });
const said = (result: SendResult): Classification => classify(result, NOW);

describe('classify', () => {
  it.each([200, 201, 202, 204, 299])('%i delivers', (status) => {
    expect(said(answer(status))).toMatchObject({ verdict: 'delivered', isStrained: false, error: undefined });
  });

  it.each([301, 302, 304, 400, 401, 404, 409, 422, 500, 503])('%i is a failure without strain', (status) => {
    expect(said(answer(status))).toMatchObject({ verdict: 'failed', isStrained: false, doublesDelay: false });
  });

  it('410 means gone', () => {
    expect(said(answer(410))).toMatchObject({ verdict: 'gone', isStrained: false, asksForPause: false });
  });

  it.each([429, 502, 504])('%i is strain, and doubles the delay', (status) => {
    expect(said(answer(status))).toMatchObject({ verdict: 'failed', isStrained: true, doublesDelay: true });
  });

  it('a 503 that says when to come back is strain, and does not double the delay', () => {
    const found = said(answer(503, { 'retry-after': '7' }));
    expect(found).toMatchObject({ isStrained: true, doublesDelay: false, asksForPause: true, retryAfterMs: 7_000 });
  });

  it.each([429, 503])('%i with Retry-After asks for a pause of that length', (status) => {
    for (const header of ['90', ['90', '9000'], 'Thu, 01 Jan 2026 00:01:30 GMT']) {
      expect(said(answer(status, { 'retry-after': header })).retryAfterMs).toBe(90_000);
    }
  });

  it.each([301, 500, 502])('%i does not set the clock by Retry-After', (status) => {
    const found = said(answer(status, { 'retry-after': '90' }));
    expect(found).toMatchObject({ retryAfterMs: undefined, asksForPause: false });
  });

  it.each<SendErrorKind>([
    'dns_error',
    'connection_refused',
    'connection_reset',
    'tls_error',
    'address_denied',
    'network_error',
  ])('%s is a failure without strain', (error) => {
    expect(said(failure(error))).toMatchObject({ verdict: 'failed', isStrained: false, error: `${error}: why` });
  });

  it('tells a time-out from a request that this process cut short', () => {
    expect(said(failure('timeout'))).toMatchObject({ verdict: 'failed', isStrained: true });
    expect(said(failure('aborted'))).toMatchObject({ verdict: 'interrupted', isStrained: false });
  });

  it('asks for a pause only where the receiver did', () => {
    const asks = [answer(500), answer(503), answer(301), failure('timeout'), answer(429)].map(
      (result) => said(result).asksForPause,
    );
    expect(asks).toEqual([false, false, false, false, true]);
  });

  it('says why an answer does not count: a redirect, or what the receiver explains', () => {
    expect(said(answer(308)).error).toContain('not followed');
    expect(classify(answer(400), NOW, () => 'invalid_key: unknown').error).toBe('invalid_key: unknown');
    expect(said(answer(500)).error).toBeUndefined();
  });
});
