import { expect, it } from 'vitest';
import { activeAfter } from './active-after.js';

it.each([
  [true, true, true],
  [true, false, false],
  [true, undefined, true],
  [false, true, true],
  [false, false, false],
  [false, undefined, false],
  [undefined, undefined, true],
])('active is %j, then %j is sent: %j', (before, sent, expected) => {
  expect(activeAfter({ active: before }, { active: sent })).toBe(expected);
});
