import { expect, it } from 'vitest';
import { USER } from '../schema/resource-types.js';
import { parseSortBy } from './sort.js';

it('sorts by no attribute that is unknown or secret', () => {
  expect(() => parseSortBy('nosuch', USER)).toThrow('sortBy: User has no attribute "nosuch"');
  expect(() => parseSortBy('addresses', USER)).not.toThrow();
  expect(() => parseSortBy('password', USER)).toThrow('cannot be used');
});
