import { describe, expect, it } from 'vitest';
import { clamp } from './page-query.js';

describe('clamp', () => {
  it.each([
    [undefined, 10],
    ['', 10],
    ['many', 10],
    ['0', 10],
    [0, 10],
    ['-5', 1],
    ['7.9', 7],
    ['1e9', 100],
    ['Infinity', 100],
    [25, 25],
  ])('takes %s for %s', (given, size) => {
    expect(clamp(given, 10, 100)).toBe(size);
  });
});
