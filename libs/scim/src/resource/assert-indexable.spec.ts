import { expect, it } from 'vitest';
import { comparisonKey } from '../comparison/comparison-key.js';
import { assertComparable, assertIndexable, MAX_KEY_BYTES, MOST_GROWTH } from './assert-indexable.js';

it('takes what fits into an index, also as it is compared', () => {
  for (const assert of [assertIndexable, assertComparable]) {
    expect(() => assert('é'.repeat(750), 'userName')).not.toThrow();
    expect(() => assert('é'.repeat(751), 'userName')).toThrow('userName: longer than 1500 bytes');
  }
  // Two bytes become four.
  expect(() => assertIndexable('և'.repeat(750), 'externalId')).not.toThrow();
  expect(() => assertComparable('և'.repeat(MAX_KEY_BYTES / 4), 'userName')).not.toThrow();
  expect(() => assertComparable('և'.repeat(MAX_KEY_BYTES / 4 + 1), 'userName')).toThrow(
    'userName: longer than 2500 bytes as it is compared',
  );
});

it('no character grows beyond what is reckoned with', () => {
  let most = 0;
  for (let code = 1; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code);
    if (!character.isWellFormed()) continue;
    most = Math.max(most, Buffer.byteLength(comparisonKey(character)) / Buffer.byteLength(character));
  }
  expect(most).toBe(MOST_GROWTH);
});
