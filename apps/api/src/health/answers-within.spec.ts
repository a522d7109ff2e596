import { describe, expect, it } from 'vitest';
import { answersWithin } from './answers-within.js';

describe('answersWithin', () => {
  it('is true for an answer, false for a failure and for silence', async () => {
    expect(await answersWithin(1_000, () => Promise.resolve('anything'))).toBe(true);
    expect(await answersWithin(1_000, () => Promise.reject(new Error('refused')))).toBe(false);
    expect(await answersWithin(1, () => new Promise(() => {}))).toBe(false);
  });
});
