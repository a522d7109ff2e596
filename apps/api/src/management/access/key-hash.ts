import { createHmac, hkdfSync } from 'node:crypto';
import { type Environment } from '#config';
import { hashSecret } from '#persistence';

const PURPOSE = 'rollcall api key hash';

/**
 * The hash of a key that a person chose: it may be guessable, and whoever reads the database could try guesses against a plain hash.
 * Without the encryption key, which is not in the database, nothing can be tried. Keys and secrets that Rollcall makes are random, of
 * 256 bits and more, and need none of this.
 */
function keyedHash(key: string, derived: Buffer): Buffer {
  return createHmac('sha256', derived).update(key).digest();
}

const derive = (encryptionKey: Buffer): Buffer => Buffer.from(hkdfSync('sha256', encryptionKey, '', PURPOSE, 32));

/** As which hashes a key may be stored: made by Rollcall, or given by the operator under the present or the previous encryption key. */
export class KeyHashes {
  private readonly derived: Buffer[];

  constructor({ encryptionKey, previousEncryptionKey }: Environment) {
    this.derived = [encryptionKey, previousEncryptionKey].filter((key) => key !== undefined).map(derive);
  }

  of(key: string): [Buffer, ...Buffer[]] {
    return [hashSecret(key), ...this.derived.map((derived) => keyedHash(key, derived))];
  }
}
