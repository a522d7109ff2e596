import { expect, it } from 'vitest';
import { PageEnds } from './page-ends.js';

it('the end of a page is known for a minute, in its own list', () => {
  let now = 0;
  const ends = new PageEnds(() => now);
  ends.keep('users dir_1', 1_000, 'diruser_1');
  expect(ends.before('users dir_1', 1_000)).toBe('diruser_1');
  expect(ends.before('users dir_1', 1_001)).toBeUndefined();
  expect(ends.before('users dir_2', 1_000)).toBeUndefined();
  now = 60_000;
  expect(ends.before('users dir_1', 1_000)).toBeUndefined();
});

it('so many ends are kept, and the oldest goes', () => {
  const ends = new PageEnds(() => 0);
  for (let n = 0; n <= 1_000; n++) ends.keep('users dir_1', n, `diruser_${n}`);
  expect(ends.before('users dir_1', 0)).toBeUndefined();
  expect(ends.before('users dir_1', 1)).toBe('diruser_1');
});
