import { expect, it } from 'vitest';
import { SortedKeys } from './sorted-keys.js';

it('gives each key once, in pages, also while what they stand for changes', () => {
  const left = new Set(['d', 'a', 'c', 'e', 'b']);
  const keys = new SortedKeys(() => left);
  const seen: string[] = [];
  for (
    let after = '', page = keys.page(after, 2, () => true);
    page.length > 0;
    page = keys.page(after, 2, () => true)
  ) {
    seen.push(...page);
    for (const key of page) left.delete(key);
    after = page.at(-1)!;
  }
  expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(new SortedKeys(() => ['b', 'a', 'c']).page('', 9, (key) => key !== 'b')).toEqual(['a', 'c']);
});
