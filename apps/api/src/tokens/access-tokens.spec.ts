import { type CryptoKey, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { AccessTokens } from './access-tokens.js';
import { type SigningKeys } from './signing-keys.js';

const publicUrl = 'https://rollcall.example';
/** The keys that were looked for. */
const asked: unknown[] = [];
let privateKey: CryptoKey;
let tokens: AccessTokens;

beforeAll(async () => {
  const pair = await generateKeyPair('RS256');
  privateKey = pair.privateKey;
  const keys = {
    current: async () => ({ kid: 'k', privateKey }),
    find: async (kid: string) => {
      asked.push(kid);
      return kid === 'k' ? pair.publicKey : undefined;
    },
  };
  tokens = new AccessTokens(keys as unknown as SigningKeys);
});

const whole: JWTPayload = { iss: publicUrl, aud: publicUrl, sub: 'key_1', exp: 4_000_000_000, scope: 'read' };
const sign = (payload: JWTPayload, typ: string | undefined = 'at+jwt') =>
  new SignJWT(payload)
    .setProtectedHeader({ alg: 'RS256', kid: 'k', ...(typ !== undefined && { typ }) })
    .sign(privateKey);
const without = (name: string): JWTPayload => Object.fromEntries(Object.entries(whole).filter(([key]) => key !== name));

describe('access tokens', () => {
  it('are taken back from where they were issued', async () => {
    const { token } = await tokens.issue({ subject: 'key_1', audience: publicUrl, secretExpiresAt: null });
    expect(await tokens.verify(token, publicUrl)).toMatchObject({ subject: 'key_1' });
    expect(await tokens.verify(await sign(whole), publicUrl)).toEqual({ subject: 'key_1', scopes: ['read'] });
  });

  it.each(['exp', 'sub', 'iss', 'aud'])('are refused without %s', async (name) => {
    expect(await tokens.verify(await sign(without(name)), publicUrl)).toBeUndefined();
  });

  it.each(['JWT', 'secevent+jwt', 'logout+jwt', ''])('are refused as typ "%s" (RFC 9068 §4)', async (typ) => {
    expect(await tokens.verify(await sign(whole, typ), publicUrl)).toBeUndefined();
  });

  it.each(['', 'a\0b', 'a\ud800', 'k'.repeat(1_000_000), ['k'], { k: 1 }])(
    'are refused by a kid that is none, which nobody looks for (case %#)',
    async (kid) => {
      const header = Buffer.from(JSON.stringify({ alg: 'RS256', typ: 'at+jwt', kid })).toString('base64url');
      expect(await tokens.verify(`${header}.e30.AAAA`, publicUrl)).toBeUndefined();
      expect(asked).not.toContain(kid);
    },
  );

  it('are refused without typ', async () => {
    const token = await new SignJWT(whole).setProtectedHeader({ alg: 'RS256', kid: 'k' }).sign(privateKey);
    expect(await tokens.verify(token, publicUrl)).toBeUndefined();
  });
});
