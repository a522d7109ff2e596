import { expect, it } from 'vitest';
import { type Environment } from '#config';
import { IssuedTokens } from './issued-tokens.js';
import { randomToken } from './random-token.js';

const [old, present, other] = [1, 2, 3].map((fill) => Buffer.alloc(32, fill));
const tokens = (encryptionKey = present, previousEncryptionKey?: Buffer) =>
  new IssuedTokens({ encryptionKey, previousEncryptionKey } as Environment);

it('are known by every process that has the encryption key, or had it before', () => {
  const token = tokens().make();
  expect(token).toMatch(/^[A-Za-z0-9]{48}$/);
  for (const made of [token, `rk_${token}`]) {
    expect(tokens().isIssued(made)).toBe(true);
    expect(tokens(other, present).isIssued(made)).toBe(true);
    expect(tokens(old).isIssued(made)).toBe(false);
  }
});

it('are no others', () => {
  const token = tokens().make();
  const changed = (at: number) => token.slice(0, at) + (token[at] === 'a' ? 'b' : 'a') + token.slice(at + 1);
  for (const made of [
    '',
    'x',
    randomToken(),
    `${token}x`,
    `xx_${token}`,
    changed(0),
    changed(35),
    changed(36),
    changed(47),
  ])
    expect(tokens().isIssued(made)).toBe(false);
});
