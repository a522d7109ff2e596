import { expect, it } from 'vitest';
import { askedPause } from './asked-pause.js';

const NOW = new Date('2026-11-28T12:00:00Z');
const SECONDS = NOW.getTime() / 1000;

it.each([
  [{ 'retry-after': '7' }, 7_000],
  [{ 'retry-after': '7', 'x-ratelimit-reset': '90' }, 7_000],
  [{ 'x-ratelimit-reset': '30' }, 30_000],
  [{ 'x-ratelimit-reset': String(SECONDS + 30) }, 30_000],
  [{ 'x-ratelimit-reset': String(SECONDS - 30) }, 0],
  [{ 'x-ratelimit-reset': String(NOW.getTime() + 30_000) }, 30_000],
  [{ 'x-ratelimit-reset': 'soon' }, undefined],
  [{}, undefined],
])('is %j as %s (HIB-T3)', (headers, pause) => {
  expect(askedPause(headers, true, NOW)).toBe(pause);
});

it('is no reset of a budget that is not used up', () => {
  expect(askedPause({ 'x-ratelimit-reset': '30' }, false, NOW)).toBeUndefined();
});
