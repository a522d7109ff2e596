import { randomBytes } from 'node:crypto';

export const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** The largest multiple of 62 in a byte: what lies above would favour the first letters. */
const FAIR = 248;

/** 48 random letters and digits, 285 bits: copied by a double click, and safe in every console's text field. */
export function randomToken(length = 48): string {
  let token = '';
  while (token.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < FAIR && token.length < length) token += ALPHABET[byte % ALPHABET.length];
    }
  }
  return token;
}
