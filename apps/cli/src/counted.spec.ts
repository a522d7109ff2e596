import { expect, it } from 'vitest';
import { counted } from './counted.js';

it('counts in words that fit the number', () => {
  expect([0, 1, 2, 1234].map((count) => counted(count, 'user'))).toEqual([
    '0 users',
    '1 user',
    '2 users',
    '1,234 users',
  ]);
  expect([1, 3].map((count) => counted(count, 'person', 'people'))).toEqual(['1 person', '3 people']);
});
