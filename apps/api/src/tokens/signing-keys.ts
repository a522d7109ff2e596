import { Inject, Injectable } from '@nestjs/common';
import { type CryptoKey, importJWK, type JWK } from 'jose';
import { Pool } from 'pg';
import { Remembered } from '../limits/remembered.js';
import { type Rotation, SecretCipher, type Signer, type SigningKey, SigningKeyStore, TokenSigner } from '#persistence';

/** How old what this process knows of the keys may be: a key that ends at once ends everywhere within this time. */
const KNOWN_FOR_MS = 10_000;
/** For strangers all keys are read at once, at most so often. */
const LISTED_EVERY_MS = 1_000;

/** The set of public keys, which anybody may ask for. */
const SET_KNOWN_FOR_MS = 2_000;

/** The key pairs that sign access tokens, one after the other. The first process to need one makes it, for all. */
@Injectable()
export class SigningKeys {
  private readonly known = new Map<string, { key: CryptoKey; until: number }>();
  private readonly store: SigningKeyStore;
  private readonly publicSet = new Remembered(() => this.readPublicKeys(), SET_KNOWN_FOR_MS);
  private listed: { at: number; keys: Promise<Map<string, CryptoKey>> } | undefined;

  constructor(
    @Inject(Pool) pool: Pool,
    @Inject(SecretCipher) cipher: SecretCipher,
    @Inject(TokenSigner) private readonly signer: TokenSigner,
  ) {
    this.store = new SigningKeyStore(pool, cipher);
  }

  current(): Promise<Signer> {
    return this.signer.current();
  }

  /** The JSON Web Key Set, newest first: what signs, what will, and what signed tokens that are still valid. */
  publicKeys(): Promise<JWK[]> {
    return this.publicSet.get();
  }

  /** Every key that verifies, newest first. */
  list(): Promise<SigningKey[]> {
    return this.store.list();
  }

  async find(kid: string): Promise<CryptoKey | undefined> {
    const known = this.known.get(kid);
    if (known !== undefined && known.until > performance.now()) return known.key;
    this.known.delete(kid);
    const stored = await this.store.find(kid);
    if (stored === undefined) return undefined;
    const key = known?.key ?? ((await importJWK(stored.publicJwk as JWK, 'RS256')) as CryptoKey);
    this.known.set(kid, { key, until: performance.now() + KNOWN_FOR_MS });
    return key;
  }

  /** As `find`, for a token of which nobody knows whose it is: however many there are, they cost one query a second. */
  async findListed(kid: string): Promise<CryptoKey | undefined> {
    // A list that could not be read is read again.
    const listed = await this.listed?.keys.catch(() => undefined);
    const age = performance.now() - (this.listed?.at ?? -Infinity);
    if (listed !== undefined && (age < LISTED_EVERY_MS || (age < KNOWN_FOR_MS && listed.has(kid))))
      return listed.get(kid);
    if (age >= LISTED_EVERY_MS) this.listed = { at: performance.now(), keys: this.importAll() };
    return (await this.listed!.keys).get(kid);
  }

  private async importAll(): Promise<Map<string, CryptoKey>> {
    const keys = new Map<string, CryptoKey>();
    for (const { publicJwk } of await this.list()) {
      const jwk = publicJwk as JWK;
      keys.set(jwk.kid!, (await importJWK(jwk, 'RS256')) as CryptoKey);
    }
    return keys;
  }

  /** Publishes a new key, which signs soon, and gives those before it an end. Keys that have ended are forgotten. */
  async rotate(rotation: Rotation): Promise<SigningKey[]> {
    await this.store.rotate(rotation);
    this.signer.forget();
    this.known.clear();
    this.publicSet.forget();
    this.listed = undefined;
    return await this.list();
  }

  private async readPublicKeys(): Promise<JWK[]> {
    await this.current();
    return (await this.list()).map(({ publicJwk }) => publicJwk as JWK);
  }
}
