import { Inject, Injectable } from '@nestjs/common';
import { calculateJwkThumbprint, type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { DataSource } from 'typeorm';
import { SecretCipher, SigningKey, writeAct } from '#persistence';

/** Any constant, the same in every process. */
const SIGNING_KEY_LOCK = 7_265_553;

/** How old what this process knows of the keys may be: a key that ends at once ends everywhere within this time. */
const KNOWN_FOR_MS = 10_000;

const LIVE = `(k.ends_at IS NULL OR k.ends_at > now())`;
/** The newest that signs already. Where none does, as clocks differ, the next one. */
const IN_TURN = `k.signs_from > now(), k.signs_from DESC`;

interface Signer {
  kid: string;
  privateKey: CryptoKey;
}

export interface Rotation {
  /** How long the new key is published before it signs. */
  startsInMs: number;
  /** How long the keys before verify after that. */
  overlapMs: number;
}

/** The key pairs that sign access tokens, one after the other. The first process to need one makes it, for all. */
@Injectable()
export class SigningKeys {
  private signer: { found: Promise<Signer>; until: number } | undefined;
  private readonly known = new Map<string, { key: CryptoKey; until: number }>();

  constructor(
    @Inject(DataSource) private readonly source: DataSource,
    @Inject(SecretCipher) private readonly cipher: SecretCipher,
  ) {}

  async current(): Promise<Signer> {
    if (this.signer === undefined || this.signer.until < performance.now()) {
      const found = this.load();
      found.catch(() => (this.signer = undefined));
      this.signer = { found, until: performance.now() + KNOWN_FOR_MS };
    }
    return await this.signer.found;
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
    const fresh = await this.generate();
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
    this.signer = undefined;
    this.known.clear();
    return await this.list();
  }

  private async load(): Promise<Signer> {
    const stored = await this.source.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [SIGNING_KEY_LOCK]);
      const [newest] = (await manager.query(
        `SELECT kid, private_cipher AS "privateCipher" FROM signing_keys k WHERE ${LIVE} ORDER BY ${IN_TURN} LIMIT 1`,
      )) as Pick<SigningKey, 'kid' | 'privateCipher'>[];
      return newest ?? (await manager.save(SigningKey, await this.generate()));
    });
    const jwk = JSON.parse(this.cipher.decrypt(stored.privateCipher)) as JWK;
    return { kid: stored.kid, privateKey: (await importJWK(jwk, 'RS256')) as CryptoKey };
  }

  private async generate(): Promise<SigningKey> {
    const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = await exportJWK(publicKey);
    const kid = await calculateJwkThumbprint(jwk);
    const now = new Date().toISOString();
    return Object.assign(new SigningKey(), {
      kid,
      publicJwk: { ...jwk, kid, alg: 'RS256', use: 'sig' },
      privateCipher: this.cipher.encrypt(JSON.stringify(await exportJWK(privateKey))),
      createdAt: now,
      signsFrom: now,
      endsAt: null,
    });
  }
}
