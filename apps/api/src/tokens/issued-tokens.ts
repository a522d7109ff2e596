import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Environment } from '#config';
import { ALPHABET, randomToken } from './random-token.js';

const PURPOSE = 'rollcall issued token';
/** 214 random bits. */
const RANDOM = 36;
/** 71 bits that nobody makes up without the encryption key. */
const MARK = 12;
const SHAPE = /^(?:rk_)?([A-Za-z0-9]{36})([A-Za-z0-9]{12})$/;

/**
 * Keys, secrets, links and sessions that Rollcall makes. Their end is a mark, made of the rest and of the encryption key, which every
 * process has: each of them knows without a look at the database that a token was issued, by whichever process. Whether it is still
 * valid, and what it opens, only the database says.
 */
@Injectable()
export class IssuedTokens {
  private readonly keys: Buffer[];

  constructor(@Inject(Environment) { encryptionKey, previousEncryptionKey }: Environment) {
    this.keys = [encryptionKey, previousEncryptionKey]
      .filter((key) => key !== undefined)
      .map((key) => Buffer.from(hkdfSync('sha256', key, '', PURPOSE, 32)));
  }

  /** 48 letters and digits: copied by a double click, and safe in every console's text field. */
  make(): string {
    const random = randomToken(RANDOM);
    // An api has a key: assertServiceEnvironment.
    return random + markOf(random, this.keys[0]!);
  }

  isIssued(token: string): boolean {
    const [, random, mark] = SHAPE.exec(token) ?? [];
    if (random === undefined) return false;
    return this.keys.some((key) => timingSafeEqual(Buffer.from(markOf(random, key)), Buffer.from(mark!)));
  }
}

function markOf(random: string, key: Buffer): string {
  const bytes = createHmac('sha256', key).update(random).digest().subarray(0, MARK);
  return Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}
