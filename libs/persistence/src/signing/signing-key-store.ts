import { type Pool } from 'pg';
import { writeAct } from '../audit/audited-act.js';
import { inTransaction } from '../connection/in-transaction.js';
import { type SecretCipher } from '../secrets/secret-cipher.js';
import { generateSigningKey, SIGNING_KEY_LOCK, type SigningKey } from './signing-key.js';

const KEY = `SELECT kid, public_jwk AS "publicJwk", private_cipher AS "privateCipher", iso(created_at) AS "createdAt",
  iso(signs_from) AS "signsFrom", iso(ends_at) AS "endsAt" FROM signing_keys WHERE (ends_at IS NULL OR ends_at > now())`;

export interface Rotation {
  /** How long the new key is published before it signs. */
  startsInMs: number;
  /** How long the keys before verify after that. */
  overlapMs: number;
}

/** The key pairs that verify. */
export class SigningKeyStore {
  constructor(
    private readonly pool: Pool,
    private readonly cipher: SecretCipher,
  ) {}

  /** Newest first. */
  async list(): Promise<SigningKey[]> {
    return (await this.pool.query<SigningKey>(`${KEY} ORDER BY signs_from DESC, created_at DESC`)).rows;
  }

  async find(kid: string): Promise<SigningKey | undefined> {
    return (await this.pool.query<SigningKey>(`${KEY} AND kid = $1`, [kid])).rows[0];
  }

  /** Publishes a new key, which signs soon, and gives those before it an end. Keys that have ended are forgotten. */
  async rotate({ startsInMs, overlapMs }: Rotation): Promise<void> {
    const fresh = await generateSigningKey(this.cipher);
    const from = `now() + $1 * interval '1 millisecond'`;
    await inTransaction(this.pool, async (client) => {
      await client.query('SELECT pg_advisory_xact_lock($1)', [SIGNING_KEY_LOCK]);
      await client.query(`DELETE FROM signing_keys WHERE ends_at <= now()`);
      await client.query(
        `UPDATE signing_keys SET ends_at = LEAST(COALESCE(ends_at, 'infinity'), ${from} + $2 * interval '1 millisecond')`,
        [startsInMs, overlapMs],
      );
      await client.query(
        `INSERT INTO signing_keys (kid, public_jwk, private_cipher, signs_from) VALUES ($2, $3, $4, ${from})`,
        [startsInMs, fresh.kid, JSON.stringify(fresh.publicJwk), fresh.privateCipher],
      );
      await writeAct(client, { targetId: fresh.kid });
    });
  }
}
