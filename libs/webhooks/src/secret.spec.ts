import { describe, expect, it } from 'vitest';
import { keyOf, newSecret } from './secret.js';

describe('newSecret', () => {
  it('is whsec_ and standard base64 of 24 bytes', () => {
    for (let i = 0; i < 200; i++) {
      const secret = newSecret();
      expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
      expect(keyOf(secret)).toHaveLength(24);
    }
  });

  it('is new each time', () => {
    expect(newSecret()).not.toBe(newSecret());
  });
});

describe('keyOf', () => {
  it('takes a secret without its prefix', () => {
    const secret = newSecret();
    expect(keyOf(secret.slice('whsec_'.length))).toEqual(keyOf(secret));
  });

  it.each(['', 'whsec_', 'whsec_***'])('refuses %j, which holds no key', (secret) => {
    expect(() => keyOf(secret)).toThrow(TypeError);
  });
});
