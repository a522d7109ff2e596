import { describe, expect, it } from 'vitest';
import { USER } from '../schema/resource-types.js';
import { compareForSort, parseSortBy, type SortOrder } from './sort.js';

function sorted(by: string, resources: object[], order?: SortOrder): object[] {
  const path = parseSortBy(by, USER);
  return [...resources].sort((a, b) => compareForSort(a, b, path, order));
}

describe('compareForSort (RFC 7644 §3.4.2.3)', () => {
  it('folds case unless the attribute is caseExact', () => {
    expect(sorted('username', [{ userName: 'b' }, { userName: 'A' }])).toEqual([{ userName: 'A' }, { userName: 'b' }]);
    expect(sorted('id', [{ id: 'a' }, { id: 'B' }])).toEqual([{ id: 'B' }, { id: 'a' }]);
  });

  it('takes the primary or else the first value', () => {
    const late = { emails: [{ value: 'a' }, { value: 'z', primary: true }] };
    const early = { emails: [{ value: 'm' }, { value: 'zz' }] };
    expect(sorted('emails', [late, early])).toEqual([early, late]);
  });

  it('puts what has no value last ascending and first descending', () => {
    expect(sorted('title', [{}, { title: 'x' }])).toEqual([{ title: 'x' }, {}]);
    expect(sorted('title', [{ title: 'x' }, {}], 'descending')).toEqual([{}, { title: 'x' }]);
  });

  it('compares dateTimes as instants', () => {
    const first = { meta: { created: '2020-01-01T01:00:00+02:00' } };
    const second = { meta: { created: '2020-01-01T00:00:00Z' } };
    expect(sorted('meta.created', [second, first])).toEqual([first, second]);
  });

  it('refuses what it does not know', () => {
    expect(() => parseSortBy('nosuch', USER)).toThrow('sortBy: User has no attribute "nosuch"');
    expect(() => parseSortBy('addresses', USER)).not.toThrow();
    expect(() => parseSortBy('password', USER)).toThrow('cannot be used');
  });
});
