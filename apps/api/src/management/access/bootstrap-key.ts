import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Pool } from 'pg';
import { Environment } from '#config';
import { newId } from '#directory';
import { KeyHashes } from './key-hash.js';
import { SCOPES } from './scope.js';

/** Makes ROLLCALL_API_KEY an API key with every scope, and the one it replaces none. */
@Injectable()
export class BootstrapKey implements OnModuleInit {
  constructor(
    @Inject(Pool) private readonly pool: Pool,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  async onModuleInit(): Promise<void> {
    const key = this.environment.apiKey;
    if (key === undefined) return;
    const [plain, ...keyed] = new KeyHashes(this.environment).of(key);
    const [hash = plain, ...older] = keyed;
    // The same key under its plain hash, or under the previous encryption key: it keeps its id, and with it its access tokens.
    await this.pool.query(
      `UPDATE api_keys SET hash = $1 WHERE id = (SELECT id FROM api_keys WHERE bootstrap AND hash = ANY ($2) ORDER BY id LIMIT 1)
        AND NOT EXISTS (SELECT FROM api_keys WHERE hash = $1)`,
      [hash, [plain, ...older]],
    );
    await this.pool.query(
      `INSERT INTO api_keys (id, name, hash, suffix, scopes, bootstrap) VALUES ($1, 'ROLLCALL_API_KEY', $2, $3, $4, true)
       ON CONFLICT (hash) DO UPDATE SET scopes = $4, bootstrap = true, revoked_at = NULL, expires_at = NULL`,
      [newId('key'), hash, key.slice(-4), SCOPES],
    );
    await this.pool.query(
      `UPDATE api_keys SET revoked_at = now() WHERE bootstrap AND hash <> $1 AND revoked_at IS NULL`,
      [hash],
    );
  }
}
