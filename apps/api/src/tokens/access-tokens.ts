import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type CryptoKey, decodeProtectedHeader, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { SigningKeys } from './signing-keys.js';

const LIFETIME_S = 3_600;
const ALGORITHM = 'RS256';
/** RFC 9068 §2.1: tokens of another kind that the same keys sign are never taken for access tokens. */
const TYPE = 'at+jwt';
/** A thumbprint (RFC 7638): no other text, of any length and with any character, is asked of the database. */
const KID = /^[\w-]{1,100}$/;

export interface AccessToken {
  token: string;
  expiresIn: number;
}

export interface TokenOf {
  /** The client's id. */
  subject: string;
  /** The base URL of what the token opens, which is its issuer as well (RFC 8414 §2): nothing else takes it. */
  audience: string;
  scopes?: readonly string[];
  /** The token never outlives its client's secret. */
  secretExpiresAt: string | null;
}

/** Short-lived RS256 tokens for OAuth clients, verifiable by anybody through `GET /keys`. */
@Injectable()
export class AccessTokens {
  constructor(@Inject(SigningKeys) private readonly keys: SigningKeys) {}

  async issue({ subject, audience, scopes = [], secretExpiresAt }: TokenOf): Promise<AccessToken> {
    const now = Math.floor(Date.now() / 1000);
    const secretEnds = secretExpiresAt === null ? Infinity : Math.floor(Date.parse(secretExpiresAt) / 1000);
    const expiresIn = Math.max(Math.min(LIFETIME_S, secretEnds - now), 0);
    const { kid, privateKey } = await this.keys.current();
    const token = await new SignJWT({ client_id: subject, scope: scopes.join(' ') })
      .setProtectedHeader({ alg: ALGORITHM, kid, typ: TYPE })
      .setIssuer(audience)
      .setAudience(audience)
      .setSubject(subject)
      .setIssuedAt(now)
      .setExpirationTime(now + expiresIn)
      .setJti(randomUUID())
      .sign(privateKey);
    return { token, expiresIn };
  }

  /** @returns undefined for what is no valid token of ours for this audience */
  async verify(token: string, audience: string): Promise<{ subject: string; scopes: string[] } | undefined> {
    const payload = await read(token, (kid) => this.keys.find(kid), audience);
    return payload && { subject: payload.sub!, scopes: String(payload['scope'] ?? '').split(' ') };
  }

  /** Whether it was issued here, for whatever, and has not expired: by its signature alone. */
  async isIssued(token: string): Promise<boolean> {
    return (await read(token, (kid) => this.keys.findListed(kid))) !== undefined;
  }
}

async function read(
  token: string,
  find: (kid: string) => Promise<CryptoKey | undefined>,
  audience?: string,
): Promise<JWTPayload | undefined> {
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return undefined;
  try {
    const { kid } = decodeProtectedHeader(token);
    if (typeof kid !== 'string' || !KID.test(kid)) return undefined;
    const publicKey = await find(kid);
    if (publicKey === undefined) return undefined;
    const { payload } = await jwtVerify(token, publicKey, {
      algorithms: [ALGORITHM],
      ...(audience !== undefined && { issuer: audience, audience }),
      typ: TYPE,
      requiredClaims: ['exp', 'sub'],
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
    throw error;
  }
}
