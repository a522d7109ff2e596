import { Inject, Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { Environment } from '#config';
import { BackgroundLog } from '../../background-log.js';
import { AccessTokens } from '../../tokens/access-tokens.js';
import { KeyHashes } from './key-hash.js';

/** The caller: a live API key. */
export interface ApiClient {
  keyId: string;
  scopes: string[];
  bootstrap: boolean;
  expiresAt: string | null;
  /** Requests a second; null for the default. */
  rateLimit: number | null;
  /** The organizations that the key is for; null: all. */
  organizationIds: string[] | null;
}

const TOUCH_EVERY_MS = 60_000;
/** More keys than this are not remembered: whoever is forgotten is only touched sooner. */
const REMEMBERED = 10_000;
const LIVE = `revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`;
const COLUMNS = `id AS "keyId", scopes, bootstrap, expires_at AS "expiresAt", rate_limit AS "rateLimit",
  organization_ids AS "organizationIds"`;

/** Knows API clients by their key, or by an access token. Every call reads the key's row: a revoked key stops at once. */
@Injectable()
export class ApiClients {
  private readonly touched = new Map<string, number>();
  private readonly hashes: KeyHashes;

  constructor(
    @Inject(Pool) private readonly pool: Pool,
    @Inject(AccessTokens) private readonly tokens: AccessTokens,
    @Inject(Environment) private readonly environment: Environment,
    @Inject(BackgroundLog) private readonly log: BackgroundLog,
  ) {
    this.hashes = new KeyHashes(environment);
  }

  /** @returns undefined for what is no live key, and no valid token of one */
  async identify(credential: string): Promise<ApiClient | undefined> {
    const client = (await this.byKey(credential)) ?? (await this.byToken(credential));
    if (client !== undefined) this.touch(client.keyId);
    return client;
  }

  /** @returns undefined for what is no valid access token; an API key itself is none */
  async identifyToken(token: string): Promise<ApiClient | undefined> {
    const client = await this.byToken(token);
    if (client !== undefined) this.touch(client.keyId);
    return client;
  }

  /** Found by its hash: a comparison of hashes tells an attacker nothing about the key. */
  async byKey(key: string): Promise<ApiClient | undefined> {
    const { rows } = await this.pool.query<ApiClient>({
      name: 'api-key-by-hash',
      text: `SELECT ${COLUMNS} FROM api_keys WHERE hash = ANY ($1) AND ${LIVE}`,
      values: [this.hashes.of(key)],
    });
    return rows[0];
  }

  private async byToken(token: string): Promise<ApiClient | undefined> {
    const claims = await this.tokens.verify(token, this.environment.publicUrl);
    if (claims === undefined) return undefined;
    const { rows } = await this.pool.query<ApiClient>({
      name: 'api-key-by-id',
      text: `SELECT ${COLUMNS} FROM api_keys WHERE id = $1 AND ${LIVE}`,
      values: [claims.subject],
    });
    return rows[0] && { ...rows[0], scopes: claims.scopes };
  }

  /** Out of band, at most once a minute a key. */
  private touch(keyId: string): void {
    const now = Date.now();
    if (now - (this.touched.get(keyId) ?? 0) < TOUCH_EVERY_MS) return;
    if (this.touched.size >= REMEMBERED) this.touched.clear();
    this.touched.set(keyId, now);
    this.pool
      .query(`UPDATE api_keys SET last_used_at = now() WHERE id = $1`, [keyId])
      // The next request tries again.
      .catch((error: unknown) => {
        this.touched.delete(keyId);
        this.log.failed('when an API key was last used is not noted', error);
      });
  }
}
