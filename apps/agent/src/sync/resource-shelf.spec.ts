import { describe, expect, it } from 'vitest';
import { ResourceShelf } from './resource-shelf.js';

describe('the shelf', () => {
  it('gives back every text, in whatever order it is asked for', () => {
    const shelf = new ResourceShelf();
    const texts = Array.from({ length: 3_000 }, (_, at) => JSON.stringify({ at, text: 'ä'.repeat(at % 300) }));
    const numbers = texts.map((text) => shelf.put(text));
    for (const order of [numbers, [...numbers].reverse(), numbers.filter((_, at) => at % 7 === 0)]) {
      expect(order.map((number) => shelf.get(number))).toEqual(order.map((number) => texts[number]));
    }
  });
});
