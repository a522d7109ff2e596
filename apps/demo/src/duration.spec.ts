import { expect, it } from 'vitest';
import { duration } from './duration.js';

it.each([
  [8.4, '8 ms'],
  [999, '999 ms'],
  [5_240, '5.2 s'],
  [485_009, '8 min 5 s'],
  [NaN, '-'],
  [-Infinity, '-'],
])('%i ms is %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});
