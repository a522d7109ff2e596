import { describe, expect, it } from 'vitest';
import { peopleOf, progressOf } from './simulation';

describe('peopleOf', () => {
  it.each([
    ['1', 1],
    [' 50 ', 50],
  ])('takes %s', (text, count) => expect(peopleOf(text)).toBe(count));

  it.each(['0', '51', '-1', '1.5', '', 'ten', '1e1'])('refuses "%s"', (text) => expect(peopleOf(text)).toBeUndefined());
});

describe('progressOf', () => {
  it('is nothing before the total is known', () =>
    expect(progressOf({ id: 's', state: 'running', sent: 0, total: 0, errors: [] })).toBe(0));
  it('ends at 100', () => expect(progressOf({ id: 's', state: 'done', sent: 9, total: 10, errors: [] })).toBe(100));
});
