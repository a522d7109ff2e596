import { describe, expect, it } from 'vitest';
import { countsOf, firstKind, leavingPercent, percentOf, type Sync } from './sync';

const sync = { state: 'succeeded', review: null, deactivated: 0, created: 3, updated: 0, skipped: 1 } as Sync;
const review = { reason: '', would_deactivate: 214, of: 900, would_delete_groups: 0, sample: [] };

describe('a sync', () => {
  it('counts who would leave while it waits, and who left when it is over', () => {
    expect(countsOf({ ...sync, state: 'needs_review', review }).deactivated).toBe(214);
    expect(countsOf({ ...sync, deactivated: 7, review }).deactivated).toBe(7);
  });

  it('shows first what it has', () => {
    expect(firstKind(countsOf(sync))).toBe('created');
    expect(firstKind({ deactivated: 0, created: 0, updated: 0, skipped: 0 })).toBe('deactivated');
  });

  it('says percents only where the whole is known', () => {
    expect(leavingPercent(review)).toBe(24);
    expect(leavingPercent({ would_deactivate: 0, of: 0 })).toBe(0);
    expect(percentOf({ phase: 'applying', seen: 3, total: null })).toBeUndefined();
    expect(percentOf({ phase: 'applying', seen: 3, total: 2 })).toBe(100);
  });
});
