import { describe, expect, it } from 'vitest';
import { isTypedName } from './typed-name';

describe('isTypedName', () => {
  it.each([
    ['Okta', 'Okta'],
    ['Okta ', 'Okta'],
    ['Mega soft', 'Mega\u200b  soft\u202e'],
    ['Café', 'Cafe\u0301'],
  ])('takes %j for the name %j', (typed, name) => {
    expect(isTypedName(typed, name)).toBe(true);
  });

  it.each([
    ['okta', 'Okta'],
    ['', 'Okta'],
    ['Okt', 'Okta'],
  ])('does not take %j for %j', (typed, name) => {
    expect(isTypedName(typed, name)).toBe(false);
  });
});
