import { expect, it } from 'vitest';
import { isPlainFailure, verdictOf } from './verdict-of.js';

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

it('tells failures from answers, from pauses that were asked for, and from our own haste', () => {
  const said = (status: number, headers: Record<string, string> = {}) =>
    isPlainFailure({ kind: 'response', status, headers, body: '', durationMs: 1 });
  const failed = (kind: 'timeout' | 'aborted') =>
    isPlainFailure({ kind: 'error', error: kind, detail: '', durationMs: 1 });
  expect([said(500), said(503), said(301), failed('timeout')]).toEqual([true, true, true, true]);
  expect([said(204), said(429), said(503, { 'retry-after': '7' }), failed('aborted')]).toEqual(Array(4).fill(false));
});
