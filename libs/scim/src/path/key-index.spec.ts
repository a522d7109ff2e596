import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countNames, keyOf, removeName, setName } from './key-index.js';

const plainKeyOf = (object: object, name: string) =>
  Object.hasOwn(object, name) ? name : Object.keys(object).find((key) => key.toLowerCase() === name.toLowerCase());

it('finds what a search through all keys finds, whatever was set and removed before', () => {
  const key = fc.constantFrom(...Array.from({ length: 40 }, (_, i) => [`key${i}`, `KEY${i}`, `Key${i}`]).flat());
  fc.assert(
    fc.property(fc.array(key, { minLength: 40 }), fc.array(fc.tuple(fc.boolean(), key, key)), (keys, steps) => {
      const object: Record<string, unknown> = Object.fromEntries(keys.map((name) => [name, 1]));
      for (const [sets, name, sought] of steps) {
        if (sets) setName(object, name, 2);
        else removeName(object, name);
        expect(keyOf(object, sought)?.toLowerCase()).toBe(plainKeyOf(object, sought)?.toLowerCase());
        expect(countNames(object)).toBe(Object.keys(object).length);
      }
    }),
  );
});
