import { describe, expect, it } from 'vitest';
import { parseDuration } from './duration.js';

describe('parseDuration', () => {
  it('reads one number and one unit', () => {
    expect(parseDuration('24h')).toBe(86_400_000);
    expect(parseDuration('90m')).toBe(5_400_000);
    expect(parseDuration('0')).toBe(0);
  });

  it.each(['', '24', 'h', '-1h', '1.5h', '24 h', '24H', '9999999d'])('refuses %s', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});
