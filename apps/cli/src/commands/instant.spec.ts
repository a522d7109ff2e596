import { describe, expect, it } from 'vitest';
import { UsageError } from '../usage-error.js';
import { instant } from './instant.js';

const NOW = new Date('2026-01-31T12:00:00Z');

describe('instant', () => {
  it.each([
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000Z'],
    ['90s', '2026-01-31T11:58:30.000Z'],
    ['30m', '2026-01-31T11:30:00.000Z'],
    ['24h', '2026-01-30T12:00:00.000Z'],
    ['7d', '2026-01-24T12:00:00.000Z'],
  ])('reads %s', (given, at) => expect(instant(given, 'since', NOW)).toBe(at));

  it.each(['', 'yesterday', '3w', '-1h'])('refuses %j', (given) =>
    expect(() => instant(given, 'since', NOW)).toThrow(UsageError),
  );
});
