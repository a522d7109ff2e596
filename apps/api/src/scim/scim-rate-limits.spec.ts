import { expect, it } from 'vitest';
import { ScimRateLimits } from './scim-rate-limits.js';

it('lets a burst of ten seconds through, then the rate, each directory for itself', () => {
  const limits = new ScimRateLimits();
  const take = (directory: string, now: number) => limits.take(directory, 25, now);
  for (let n = 0; n < 250; n++) expect(take('dir_1', 0)).toBe(0);
  expect(take('dir_1', 0)).toBe(1);
  expect(take('dir_2', 0)).toBe(0);
  expect(take('dir_1', 1_000)).toBe(0);
});

it('follows a changed limit, and has a default of 1,000 a second', () => {
  const limits = new ScimRateLimits();
  for (let n = 0; n < 10_000; n++) expect(limits.take('dir_1', null, 0)).toBe(0);
  expect(limits.take('dir_1', null, 0)).toBe(1);
  expect(limits.take('dir_1', 25, 0)).toBe(0);
});
