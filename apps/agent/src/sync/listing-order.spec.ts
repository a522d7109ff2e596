import { describe, expect, it } from 'vitest';
import { ListingOrder } from './listing-order.js';

describe('the order of a listing', () => {
  const order = new ListingOrder(() => ['c', 'a', 'd', 'b', 'e']);

  it('is read in pages, from the beginning and from any key on', () => {
    expect(order.page('', 2, () => true)).toEqual(['c', 'a']);
    expect(order.page('a', 2, () => true)).toEqual(['d', 'b']);
    expect(order.page('c', 9, (key) => key !== 'd')).toEqual(['a', 'b', 'e']);
    expect(order.page('e', 9, () => true)).toEqual([]);
    expect(order.page('', 9, (key) => key > 'c')).toEqual(['d', 'e']);
  });
});
