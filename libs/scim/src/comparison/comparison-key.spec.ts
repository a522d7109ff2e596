import { describe, expect, it } from 'vitest';
import { comparisonKey, foldText, literalKey } from './comparison-key.js';

describe('the comparison key', () => {
  it.each([
    ['a composed and a decomposed letter', 'Zo\u00EB', 'zoe\u0308'],
    ['a composed capital and a decomposed small letter', '\u00C9va', 'e\u0301va'],
    ['a sigma at the end of a word, in the middle and as a capital', 'ΟΔΟΣ', 'οδος'],
    ['the two small sigmas', 'οδος', 'οδοσ'],
    ['sharp s, its capital, and SS', 'Straße', 'STRASSE'],
    ['the capital sharp s', 'STRAẞE', 'strasse'],
    ['a dotted capital I and its decomposition', '\u0130zmir', 'I\u0307ZMIR'],
    ['a Kelvin sign', '\u212Aelvin', 'kelvin'],
    ['a ligature', 'ﬁnn', 'FINN'],
    ['full-width letters', 'ＡＤＡ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'ada@example.com'],
    ['half-width kana with a voiced sound mark', 'ｶﾞ', 'ガ'],
    ['half-width and full-width jamo', '\uFFA1', '\u3131'],
    ['marks in another order', 'a\u0323\u0302', 'a\u0302\u0323'],
    ['Cherokee letters', '\uAB70', '\u13A0'],
    ['blanks at the ends', ' \t\u00A0ada\u3000\n', 'ADA'],
  ])('is one for %s', (_what, a, b) => {
    expect(comparisonKey(a)).toBe(comparisonKey(b));
  });

  it.each([
    ['dotless and dotted i', 'ı', 'i'],
    ['a dotted capital I and a plain one', '\u0130', 'I'],
    ['a letter and its accented sister', 'e', 'é'],
    ['blanks inside', 'a b', 'ab'],
    ['a superscript, which is no width variant', 'm²', 'm2'],
  ])('differs for %s', (_what, a, b) => {
    expect(comparisonKey(a)).not.toBe(comparisonKey(b));
  });

  it('of each character is that of its case variants and of its normal forms, and its own key', () => {
    const wrong: string[] = [];
    // Beyond are planes without letters.
    for (let code = 0; code < 0x30000; code++) {
      if (code >= 0xd800 && code < 0xe000) continue;
      const character = String.fromCodePoint(code);
      const key = foldText(character);
      const variants = [character.normalize('NFC'), character.normalize('NFD'), key];
      // Dotless i and dotted I stay by themselves: their other case is the plain i, in every language but two.
      if (code !== 0x131) variants.push(character.toLowerCase(), character.toUpperCase());
      if (variants.some((variant) => foldText(variant) !== key)) wrong.push(code.toString(16));
    }
    expect(wrong).toEqual([]);
  });
});

describe("a literal's key", () => {
  it.each([
    ['eq', ' Ada ', 'ada'],
    ['co', ' Ada ', ' ada '],
    ['sw', ' Ada ', 'ada '],
    ['ew', ' Ada ', ' ada'],
  ])('of %s', (operator, literal, key) => {
    expect(literalKey(operator, literal)).toBe(key);
  });
});
