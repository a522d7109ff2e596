import { createHash } from 'node:crypto';
import { type IdPrefix } from './id.js';

/** Crockford's base 32, as in a ULID. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 26;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/**
 * The id of something that another system calls by a name of its own: always the same for the same name, so that a repeated import
 * finds what it made. A UUID's own 128 bits, of any other name those of its hash.
 */
export function derivedId(prefix: IdPrefix, name: string): string {
  const hex = isUuid(name) ? name.replaceAll('-', '') : createHash('sha256').update(name).digest('hex').slice(0, 32);
  let bits = BigInt(`0x${hex}`);
  let text = '';
  for (let place = 0; place < LENGTH; place++) {
    text = ALPHABET[Number(bits & 31n)]! + text;
    bits >>= 5n;
  }
  return `${prefix}_${text}`;
}
