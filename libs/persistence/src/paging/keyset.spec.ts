import { describe, expect, it } from 'vitest';
import { keysetPage, keysetSql } from './keyset.js';

const rows = (...ids: string[]) => ids.map((id) => ({ id }));

describe('keysetSql', () => {
  it('turns around for the page before, and for lists that begin with the newest', () => {
    expect(keysetSql({ size: 2 }, 'u.id', 3)).toBe('ORDER BY u.id ASC LIMIT 3');
    expect(keysetSql({ size: 2, after: 'b' }, 'u.id', 3)).toBe('AND u.id > $3 ORDER BY u.id ASC LIMIT 3');
    expect(keysetSql({ size: 2, before: 'b' }, 'u.id', 3)).toBe('AND u.id < $3 ORDER BY u.id DESC LIMIT 3');
    expect(keysetSql({ size: 2, after: 'b' }, 'd.id', 1, true)).toContain('d.id < $1');
    expect(keysetSql({ size: 2, before: 'b' }, 'd.id', 1, true)).toContain('d.id > $1');
  });
});

describe('keysetPage', () => {
  it('has no neighbours at the ends', () => {
    expect(keysetPage({ size: 2 }, rows('a', 'b'), 2)).toEqual({ items: rows('a', 'b'), total: 2 });
    expect(keysetPage({ size: 2 }, [], 0)).toEqual({ items: [], total: 0 });
    expect(keysetPage({ size: 2, before: 'c' }, rows('b', 'a'), 3)).toEqual({
      items: rows('a', 'b'),
      total: 3,
      next: { after: 'b' },
    });
  });

  it('names both neighbours in the middle', () => {
    expect(keysetPage({ size: 1, after: 'a' }, rows('b', 'c'), 3)).toEqual({
      items: rows('b'),
      total: 3,
      next: { after: 'b' },
      previous: { before: 'b' },
    });
    expect(keysetPage({ size: 1, before: 'c' }, rows('b', 'a'), 3)).toEqual({
      items: rows('b'),
      total: 3,
      next: { after: 'b' },
      previous: { before: 'b' },
    });
  });
});
