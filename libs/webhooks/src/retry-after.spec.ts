import { expect, it } from 'vitest';
import { parseRetryAfter } from './retry-after.js';

const now = new Date('1994-11-06T08:49:00Z');

it.each([
  ['120', 120_000],
  [' 0 ', 0],
  ['1.2', 1_200],
  ['Sun, 06 Nov 1994 08:49:37 GMT', 37_000],
  ['Sunday, 06-Nov-94 08:49:37 GMT', 37_000],
  ['Sun Nov  6 08:49:37 1994', 37_000],
  ['Sun, 06 Nov 1994 08:00:00 GMT', 0],
  ['9'.repeat(400), Number.MAX_SAFE_INTEGER],
])('reads %j', (header, ms) => {
  expect(parseRetryAfter(header, now)).toBe(ms);
});

it.each([undefined, '', 'soon', '-5', '1994-11-06', 'Sun, 99 Foo'])('leaves %j aside', (header) => {
  expect(parseRetryAfter(header, now)).toBeUndefined();
});
