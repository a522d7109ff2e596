import { type Pool } from 'pg';

/** How long an answer can be asked for again. */
const KEPT = '24 hours';
/** A process that ended in the middle of a request gives its key back after this. */
const CLAIM_ENDS = '2 minutes';

export interface IdempotentRequest {
  apiKeyId: string;
  key: string;
  /** A hash of what the request asks for. */
  fingerprint: Buffer;
}

export type IdempotencyClaim =
  { state: 'claimed' } | { state: 'busy' } | { state: 'other' } | { state: 'answered'; answer: Buffer };

/** Which request an Idempotency-Key stands for, and what it was answered. The claim is one statement: of twins only one works. */
export class IdempotencyStore {
  constructor(private readonly pool: Pool) {}

  async claim({ apiKeyId, key, fingerprint }: IdempotentRequest): Promise<IdempotencyClaim> {
    const { rowCount } = await this.pool.query({
      name: 'idempotency-claim',
      text: `INSERT INTO idempotency_keys AS i (api_key_id, key, fingerprint) VALUES ($1, $2, $3)
        ON CONFLICT (api_key_id, key) DO UPDATE
          SET fingerprint = EXCLUDED.fingerprint, answer_cipher = NULL, claimed_at = now(), created_at = now()
          WHERE i.created_at < now() - interval '${KEPT}'
            OR (i.answer_cipher IS NULL AND i.fingerprint = EXCLUDED.fingerprint AND i.claimed_at < now() - interval '${CLAIM_ENDS}')`,
      values: [apiKeyId, key, fingerprint],
    });
    if (rowCount === 1) return { state: 'claimed' };
    const { rows } = await this.pool.query<{ same: boolean; answer: Buffer | null }>({
      name: 'idempotency-read',
      text: `SELECT fingerprint = $3 AS same, answer_cipher AS answer FROM idempotency_keys WHERE api_key_id = $1 AND key = $2`,
      values: [apiKeyId, key, fingerprint],
    });
    // Given back between the two statements: the twin failed, and this one may be sent again.
    if (rows[0] === undefined) return { state: 'busy' };
    if (!rows[0].same) return { state: 'other' };
    return rows[0].answer === null ? { state: 'busy' } : { state: 'answered', answer: rows[0].answer };
  }

  async answer({ apiKeyId, key }: IdempotentRequest, answer: Buffer): Promise<void> {
    await this.pool.query({
      name: 'idempotency-answer',
      text: `UPDATE idempotency_keys SET answer_cipher = $3 WHERE api_key_id = $1 AND key = $2`,
      values: [apiKeyId, key, answer],
    });
  }

  /** Gives the key back after a failure of ours: the request can be sent again. */
  async release({ apiKeyId, key }: IdempotentRequest): Promise<void> {
    await this.pool.query(`DELETE FROM idempotency_keys WHERE api_key_id = $1 AND key = $2 AND answer_cipher IS NULL`, [
      apiKeyId,
      key,
    ]);
  }

  async removeExpired(): Promise<void> {
    await this.pool.query(`DELETE FROM idempotency_keys WHERE created_at < now() - interval '${KEPT}'`);
  }
}
