import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { type SecretCipher } from '../secrets/secret-cipher.js';

/** Any constant, the same in every process. */
export const SIGNING_KEY_LOCK = 7_265_553;

/** A key pair behind `GET /keys`. */
export interface SigningKey {
  kid: string;
  publicJwk: object;
  /** An encrypted JWK. */
  privateCipher: Buffer;
  createdAt: string;
  /** From then on it signs, if there is no newer one. */
  signsFrom: string;
  /** From then on it verifies nothing; null: no end. */
  endsAt: string | null;
}

export async function generateSigningKey(cipher: SecretCipher): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  const now = new Date().toISOString();
  return {
    kid,
    publicJwk: { ...jwk, kid, alg: 'RS256', use: 'sig' },
    privateCipher: cipher.encrypt(JSON.stringify(await exportJWK(privateKey))),
    createdAt: now,
    signsFrom: now,
    endsAt: null,
  };
}
