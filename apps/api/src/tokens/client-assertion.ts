import { type CryptoKey, decodeJwt, errors, type JWTHeaderParameters, jwtVerify } from 'jose';

/** RFC 7523 §2.2. */
export const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export const ASSERTION_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];

/** An assertion is made for one request; a longer life only helps whoever steals it. */
const LONGEST_LIFE_S = 600;
/** Clocks differ. */
const TOLERANCE_S = 30;
const LONGEST_JTI = 255;

export interface AssertionOf {
  clientId: string;
  /** The issuer and the token URL: either may be the `aud`. */
  audiences: string[];
  /** The client's public key of this header. */
  keyFor: (header: JWTHeaderParameters) => Promise<CryptoKey | Uint8Array>;
}

export interface Assertion {
  jti: string;
  expiresAt: Date;
}

/** The client that an assertion names, before anything is verified; undefined for what is no JWT. */
export function clientOf(assertion: string): string | undefined {
  try {
    const { sub } = decodeJwt(assertion);
    return typeof sub === 'string' ? sub : undefined;
  } catch {
    // No JWT names nobody.
    return undefined;
  }
}

/** Verifies a client assertion (RFC 7523 §3). @returns why it is refused, in words, or what makes it unique */
export async function verifyAssertion(
  assertion: string,
  { clientId, audiences, keyFor }: AssertionOf,
): Promise<Assertion | { problem: string }> {
  try {
    const { payload } = await jwtVerify(assertion, keyFor, {
      algorithms: ASSERTION_ALGORITHMS,
      issuer: clientId,
      subject: clientId,
      audience: audiences,
      clockTolerance: TOLERANCE_S,
      requiredClaims: ['iss', 'sub', 'aud', 'exp', 'jti'],
    });
    const { jti, exp = 0 } = payload;
    if (typeof jti !== 'string' || jti === '' || jti.length > LONGEST_JTI)
      return { problem: `jti must be a text of 1 to ${LONGEST_JTI} characters` };
    if (exp > Date.now() / 1000 + LONGEST_LIFE_S + TOLERANCE_S) return { problem: 'exp is more than 10 minutes ahead' };
    return { jti, expiresAt: new Date((exp + TOLERANCE_S) * 1000) };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return { problem: wordsOf(error) };
    throw error;
  }
}

function wordsOf(error: Error): string {
  if (error instanceof errors.JWTExpired) return 'it has expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud') return 'aud is neither the issuer nor the token URL of this directory';
    if (error.claim === 'iss' || error.claim === 'sub') return 'iss and sub must be the client id';
    return `the claim ${error.claim} is missing or wrong`;
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return `alg must be one of ${ASSERTION_ALGORITHMS.join(', ')}`;
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'the signature is wrong';
  if (error instanceof errors.JWKSNoMatchingKey)
    return 'none of the keys of the client has the kid and alg of the assertion';
  if (error instanceof errors.JWKSMultipleMatchingKeys) return 'several keys of the client fit: send a kid';
  if (error instanceof errors.JWKSInvalid || error instanceof errors.JWKSTimeout) return error.message;
  return 'it is no signed JWT';
}
