import { Inject, Injectable } from '@nestjs/common';
import { type CryptoKey, importJWK, type JWK } from 'jose';
import { DataSource } from 'typeorm';
import {
  generateSigningKey,
  SecretCipher,
  SIGNING_KEY_LOCK,
  type Signer,
  SigningKey,
  TokenSigner,
  writeAct,
} from '#persistence';

/** How old what this process knows of the keys may be: a key that ends at once ends everywhere within this time. */
const KNOWN_FOR_MS = 10_000;

const LIVE = `(k.ends_at IS NULL OR k.ends_at > now())`;

export interface Rotation {
  /** How long the new key is published before it signs. */
  startsInMs: number;
  /** How long the keys before verify after that. */
  overlapMs: number;
}

/** The key pairs that sign access tokens, one after the other. The first process to need one makes it, for all. */
@Injectable()
export class SigningKeys {
  private readonly known = new Map<string, { key: CryptoKey; until: number }>();

  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(SecretCipher) private readonly cipher: SecretCipher,
    @Inject(TokenSigner) private readonly signer: TokenSigner,
  ) {}

  current(): Promise<Signer> {
    return this.signer.current();
  }

  /** The JSON Web Key Set, newest first: what signs, what will, and what signed tokens that are still valid. */
  async publicKeys(): Promise<JWK[]> {
    await this.current();
    return (await this.list()).map(({ publicJwk }) => publicJwk as JWK);
  }

  /** Every key that verifies, newest first. */
  list(): Promise<SigningKey[]> {
    const keys = this.source.getRepository(SigningKey).createQueryBuilder('k').where(LIVE);
    return keys.orderBy('k.signs_from', 'DESC').addOrderBy('k.created_at', 'DESC').getMany();
  }

  async find(kid: string): Promise<CryptoKey | undefined> {
    const known = this.known.get(kid);
    if (known !== undefined && known.until > performance.now()) return known.key;
    this.known.delete(kid);
    const keys = this.source.getRepository(SigningKey).createQueryBuilder('k');
    const stored = await keys.where('k.kid = :kid', { kid }).andWhere(LIVE).getOne();
    if (stored === null) return undefined;
    const key = known?.key ?? ((await importJWK(stored.publicJwk as JWK, 'RS256')) as CryptoKey);
    this.known.set(kid, { key, until: performance.now() + KNOWN_FOR_MS });
    return key;
  }

  /** Publishes a new key, which signs soon, and gives those before it an end. Keys that have ended are forgotten. */
  async rotate({ startsInMs, overlapMs }: Rotation): Promise<SigningKey[]> {
    const fresh = await generateSigningKey(this.cipher);
    await this.source.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [SIGNING_KEY_LOCK]);
      const from = `now() + $1 * interval '1 millisecond'`;
      await manager.query(`DELETE FROM signing_keys WHERE ends_at <= now()`);
      await manager.query(
        `UPDATE signing_keys SET ends_at = LEAST(COALESCE(ends_at, 'infinity'), ${from} + $2 * interval '1 millisecond')`,
        [startsInMs, overlapMs],
      );
      await manager.query(
        `INSERT INTO signing_keys (kid, public_jwk, private_cipher, signs_from) VALUES ($2, $3, $4, ${from})`,
        [startsInMs, fresh.kid, fresh.publicJwk, fresh.privateCipher],
      );
      await writeAct(manager, { targetId: fresh.kid });
    });
    this.signer.forget();
    this.known.clear();
    return await this.list();
  }
}
