import { describe, expect, it } from 'vitest';
import { clamp, pageRequest } from './page-query.js';

describe('clamp', () => {
  it.each([
    [undefined, 10],
    ['', 10],
    ['many', 10],
    ['0', 1],
    ['-5', 1],
    ['7.9', 7],
    ['1e9', 100],
    ['Infinity', 100],
    [25, 25],
  ])('takes %s for %s', (given, size) => {
    expect(clamp(given, 10, 100)).toBe(size);
  });
});

describe('a page', () => {
  it.each([
    ['0', 10],
    [0, 10],
    ['', 10],
    ['1', 1],
    ['1000', 100],
  ])('of the size %j has %i items', (given, size) => {
    expect(pageRequest({ page_size: given })).toEqual({ size });
  });
});
