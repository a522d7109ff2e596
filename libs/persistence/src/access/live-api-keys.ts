import { type Pool } from 'pg';
import { newId } from '#directory';

/** An API key that works. */
export interface LiveApiKey {
  keyId: string;
  scopes: string[];
  bootstrap: boolean;
  expiresAt: string | null;
  /** Requests a second; null for the default. */
  rateLimit: number | null;
  /** The organizations that the key is for; null: all. */
  organizationIds: string[] | null;
}

export interface BootstrapKeyInput {
  hash: Buffer;
  /** What the same key may be stored under: it keeps its id then, and with it its access tokens. */
  earlierHashes: Buffer[];
  suffix: string;
  scopes: readonly string[];
}

const LIVE = `revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`;
const COLUMNS = `id AS "keyId", scopes, bootstrap, expires_at AS "expiresAt", rate_limit AS "rateLimit",
  organization_ids AS "organizationIds"`;

/** API keys as each request asks for them. */
export class LiveApiKeys {
  constructor(private readonly pool: Pool) {}

  /** Found by its hash: a comparison of hashes tells an attacker nothing about the key. */
  async byHash(hashes: Buffer[]): Promise<LiveApiKey | undefined> {
    const { rows } = await this.pool.query<LiveApiKey>({
      name: 'api-key-by-hash',
      text: `SELECT ${COLUMNS} FROM api_keys WHERE hash = ANY ($1) AND ${LIVE}`,
      values: [hashes],
    });
    return rows[0];
  }

  async byId(id: string): Promise<LiveApiKey | undefined> {
    const { rows } = await this.pool.query<LiveApiKey>({
      name: 'api-key-by-id',
      text: `SELECT ${COLUMNS} FROM api_keys WHERE id = $1 AND ${LIVE}`,
      values: [id],
    });
    return rows[0];
  }

  async touch(id: string): Promise<void> {
    await this.pool.query(`UPDATE api_keys SET last_used_at = now() WHERE id = $1`, [id]);
  }

  /** The one bootstrap key: it has these scopes, and the bootstrap key before it none. */
  async setBootstrap({ hash, earlierHashes, suffix, scopes }: BootstrapKeyInput): Promise<void> {
    await this.pool.query(
      `UPDATE api_keys SET hash = $1 WHERE id = (SELECT id FROM api_keys WHERE bootstrap AND hash = ANY ($2) ORDER BY id LIMIT 1)
        AND NOT EXISTS (SELECT FROM api_keys WHERE hash = $1)`,
      [hash, earlierHashes],
    );
    await this.pool.query(
      `INSERT INTO api_keys (id, name, hash, suffix, scopes, bootstrap) VALUES ($1, 'ROLLCALL_API_KEY', $2, $3, $4, true)
       ON CONFLICT (hash) DO UPDATE SET scopes = $4, bootstrap = true, revoked_at = NULL, expires_at = NULL`,
      [newId('key'), hash, suffix, scopes],
    );
    await this.pool.query(
      `UPDATE api_keys SET revoked_at = now() WHERE bootstrap AND hash <> $1 AND revoked_at IS NULL`,
      [hash],
    );
  }
}
