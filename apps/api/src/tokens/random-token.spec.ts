import { describe, expect, it } from 'vitest';
import { randomToken } from './random-token.js';

describe('randomToken', () => {
  it('is alphanumeric, long enough and never the same', () => {
    expect(randomToken()).toMatch(/^[A-Za-z0-9]{48}$/);
    expect(new Set(Array.from({ length: 100 }, () => randomToken())).size).toBe(100);
  });
});
