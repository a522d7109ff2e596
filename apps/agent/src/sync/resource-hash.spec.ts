import { expect, it } from 'vitest';
import { resourceHash } from './resource-hash.js';

it('is the same for the same values in another order of names, and differs for others', () => {
  const one = { externalId: '1', name: { givenName: 'A', familyName: 'B' }, emails: [{ value: 'x' }, { value: 'y' }] };
  const same = { emails: [{ value: 'x' }, { value: 'y' }], name: { familyName: 'B', givenName: 'A' }, externalId: '1' };
  expect(resourceHash(one)).toBe(resourceHash(same));
  expect(resourceHash(one)).not.toBe(resourceHash({ ...one, emails: [{ value: 'y' }, { value: 'x' }] }));
  expect(resourceHash(one)).not.toBe(resourceHash({ ...one, title: null }));
});
