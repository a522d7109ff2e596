import { Inject, Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { Environment } from '#config';
import { type LiveApiKey, LiveApiKeys } from '#persistence';
import { BackgroundLog } from '../../background-log.js';
import { AccessTokens } from '../../tokens/access-tokens.js';
import { KeyHashes } from './key-hash.js';

/** The caller: a live API key. */
export type ApiClient = LiveApiKey;

const TOUCH_EVERY_MS = 60_000;
/** More keys than this are not remembered: whoever is forgotten is only touched sooner. */
const REMEMBERED = 10_000;

/** Knows API clients by their key, or by an access token. Every call reads the key's row: a revoked key stops at once. */
@Injectable()
export class ApiClients {
  private readonly touched = new Map<string, number>();
  private readonly hashes: KeyHashes;
  private readonly keys: LiveApiKeys;

  constructor(
    @Inject(Pool) pool: Pool,
    @Inject(AccessTokens) private readonly tokens: AccessTokens,
    @Inject(Environment) private readonly environment: Environment,
    @Inject(BackgroundLog) private readonly log: BackgroundLog,
  ) {
    this.hashes = new KeyHashes(environment);
    this.keys = new LiveApiKeys(pool);
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

  byKey(key: string): Promise<ApiClient | undefined> {
    return this.keys.byHash(this.hashes.of(key));
  }

  private async byToken(token: string): Promise<ApiClient | undefined> {
    const claims = await this.tokens.verify(token, this.environment.publicUrl);
    const key = claims && (await this.keys.byId(claims.subject));
    return key && { ...key, scopes: claims!.scopes };
  }

  /** Out of band, at most once a minute a key. */
  private touch(keyId: string): void {
    const now = Date.now();
    if (now - (this.touched.get(keyId) ?? 0) < TOUCH_EVERY_MS) return;
    if (this.touched.size >= REMEMBERED) this.touched.clear();
    this.touched.set(keyId, now);
    this.keys
      .touch(keyId)
      // The next request tries again.
      .catch((error: unknown) => {
        this.touched.delete(keyId);
        this.log.failed('when an API key was last used is not noted', error);
      });
  }
}
