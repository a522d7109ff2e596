import { type JWK } from 'jose';
import { ASSERTION_ALGORITHMS } from './client-assertion.js';

/** RFC 7517, RFC 7518 §6: what only the owner of a key has. */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const MOST_KEYS = 20;
const LARGEST_BYTES = 16 * 1_024;
/** Of RSA keys, NIST SP 800-131A. */
const FEWEST_BITS = 2048;

/** What is wrong with a JSON Web Key Set of public keys, in words; undefined where it is right. */
export function problemOfKeySet(set: unknown): string | undefined {
  const keys = (set as { keys?: unknown } | null)?.keys;
  if (!Array.isArray(keys)) return 'must be a JSON Web Key Set: an object with the array "keys"';
  if (keys.length === 0 || keys.length > MOST_KEYS) return `must have 1 to ${MOST_KEYS} keys`;
  for (const [index, key] of keys.entries()) {
    const problem = problemOfKey(key);
    if (problem !== undefined) return `keys[${index}] ${problem}`;
  }
  return undefined;
}

/** Beside the rest, whether a set is small enough to be stored. One that was stored before the limit, or is fetched, may be larger. */
export function problemOfGivenKeys(set: object): string | undefined {
  if (Buffer.byteLength(JSON.stringify(set)) > LARGEST_BYTES)
    return `must be at most ${LARGEST_BYTES / 1_024} KiB: leave certificates (x5c) out`;
  return problemOfKeySet(set);
}

function problemOfKey(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'must be an object';
  const key = value as JWK & Record<string, unknown>;
  const secret = PRIVATE_MEMBERS.find((name) => key[name] !== undefined);
  if (secret !== undefined) return `has the private member "${secret}": send public keys only, and replace this key`;
  if (key.use !== undefined && key.use !== 'sig') return 'is not for signatures: "use" must be "sig"';
  if (key.alg !== undefined && !ASSERTION_ALGORITHMS.includes(key.alg))
    return `has an "alg" that is not one of ${ASSERTION_ALGORITHMS.join(', ')}`;
  if (key.kty === 'RSA') {
    if (!isText(key.n) || !isText(key.e)) return 'lacks "n" or "e"';
    const bits = Buffer.from(key.n, 'base64url').length * 8;
    return bits < FEWEST_BITS ? `has ${bits} bits; RSA keys need at least ${FEWEST_BITS}` : undefined;
  }
  if (key.kty === 'EC') {
    if (key.crv !== 'P-256') return 'must have the curve P-256';
    return isText(key.x) && isText(key.y) ? undefined : 'lacks "x" or "y"';
  }
  if (key.kty === 'OKP') {
    if (key.crv !== 'Ed25519') return 'must have the curve Ed25519';
    return isText(key.x) ? undefined : 'lacks "x"';
  }
  return 'must have the "kty" RSA, EC or OKP';
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
