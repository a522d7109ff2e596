import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const VERSION = 1;

/**
 * Secrets at rest: AES-256-GCM, `version(1) | iv(12) | tag(16) | ciphertext`. What a previous key wrote can still be read,
 * so that ROLLCALL_ENCRYPTION_KEY can be changed without a pause.
 */
export class SecretCipher {
  constructor(
    private readonly key: Buffer,
    private readonly previousKey?: Buffer,
  ) {}

  encrypt(plain: string): Buffer {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key, iv);
    const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.of(VERSION), iv, cipher.getAuthTag(), body]);
  }

  /** @throws where neither key fits: the message names the variable, never the secret. */
  decrypt(sealed: Buffer): string {
    for (const key of [this.key, this.previousKey]) {
      const plain = key && open(sealed, key);
      if (plain !== undefined) return plain;
    }
    throw new Error('a stored secret was encrypted with another key: set ROLLCALL_ENCRYPTION_KEY_PREVIOUS to it');
  }

  /** Under the present key what is under the previous one. @returns undefined where it is so already, or where neither key fits */
  renew(sealed: Buffer): Buffer | undefined {
    if (this.previousKey === undefined || open(sealed, this.key) !== undefined) return undefined;
    const plain = open(sealed, this.previousKey);
    return plain === undefined ? undefined : this.encrypt(plain);
  }
}

/** @returns undefined where the key does not fit */
function open(sealed: Buffer, key: Buffer): string | undefined {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13));
    decipher.setAuthTag(sealed.subarray(13, 29));
    return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
