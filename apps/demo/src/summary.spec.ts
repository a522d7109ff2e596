import { describe, expect, it } from 'vitest';
import { summary, type Column } from './summary.js';

const column = (change: Partial<Column> = {}): Column => ({
  name: 'Okta',
  people: 3,
  joiners: 1,
  movers: 1,
  leavers: 1,
  groups: 1,
  announced: 5,
  verified: 5,
  latencies: [4, 8, 6],
  deprovisioning: [8],
  late: [],
  ...change,
});

describe('summary', () => {
  it('adds up, and says that all is well only where it is', () => {
    const text = summary([column(), column({ name: 'Entra ID', people: 2, deprovisioning: [] })], 0);
    expect(text).toMatch(/^ +people +3 +2 +5$/m);
    expect(text).toMatch(/slowest deprovisioning +8 ms +- +8 ms$/m);
    expect(text).toMatch(/kept through the outage +0 +0 +0$/m);
    expect(text).toContain('All 10 events arrived, and all their signatures verified.');
  });

  it.each([
    [column({ verified: 4 }), 0, 'NOT verified: 1 of 5 events missing, 0 requests refused.'],
    [column(), 2, 'NOT verified: 0 of 5 events missing, 2 requests refused.'],
  ])('says what is missing', (given, refused, verdict) => {
    expect(summary([given], refused)).toContain(verdict);
  });
});
