import { randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';

/**
 * A new signing secret: `whsec_` + standard base64 of 24 random bytes (Standard Webhooks 1.0.0).
 * Standard base64, never base64url: Scalekit's SDK splits the secret at `_` and would lose what follows a second one.
 */
export function newSecret(): string {
  return PREFIX + randomBytes(24).toString('base64');
}

/** The HMAC key inside a `whsec_…` secret; the prefix may be missing. Throws on a secret that holds no key. */
export function keyOf(secret: string): Buffer {
  const key = Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, 'base64');
  // Buffer.from skips what it cannot decode; an empty key would sign with nothing, and anybody could.
  if (key.length === 0) throw new TypeError('a signing secret must be "whsec_" followed by base64');
  return key;
}
