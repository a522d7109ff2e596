import { expect, it } from 'vitest';
import { verdictOf } from './verdict-of.js';

const answer = (status: number, headers: Record<string, string> = {}) =>
  verdictOf({ kind: 'response', status, headers, body: '', durationMs: 1 });
const error = (kind: 'timeout' | 'aborted' | 'connection_refused') =>
  verdictOf({ kind: 'error', error: kind, detail: '', durationMs: 1 });

it.each([200, 204, 299])('%d is an answer', (status) => expect(answer(status)).toBe('answered'));

it.each([301, 400, 410, 500, 503])('%d is a failure', (status) => expect(answer(status)).toBe('failed'));

it.each([429, 502, 504])('%d is strain', (status) => expect(answer(status)).toBe('strained'));

it('so is a 503 that says when to come back', () => expect(answer(503, { 'retry-after': '7' })).toBe('strained'));

it('tells a time-out from other errors and from our own haste', () => {
  expect([error('timeout'), error('connection_refused'), error('aborted')]).toEqual([
    'strained',
    'failed',
    'interrupted',
  ]);
});
