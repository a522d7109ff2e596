import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Pool } from 'pg';
import { Environment } from '#config';
import {
  type DirectoryAccess,
  hashSecret,
  loadDirectoryAccess,
  Notifications,
  type StoredGate,
  touchSecret,
} from '#persistence';
import { type ScimProfile } from '#scim';
import { BackgroundLog } from '../background-log.js';
import { AccessTokens } from '../tokens/access-tokens.js';
import { AccessCache, type Entry } from './access-cache.js';

const TOUCH_EVERY_MS = 60_000;
const MAX_TOUCHED = 10_000;

type Secret = DirectoryAccess['secrets'][number];

export interface Bearer {
  secretId: string;
  accessVersion: string;
  enabled: boolean;
  /** The networks that requests may come from; empty: any. */
  allowlist: readonly string[];
  /** SCIM requests a second; null: the default. */
  rateLimit: number | null;
  pulled: boolean;
  profile: ScimProfile;
  /** A secret of the directory itself, where IPSIE (§4.1) wants an access token. */
  isRefusedSecret: boolean;
  /** The gate that is asked before a person gets in; null: none. */
  gate: StoredGate | null;
}

/**
 * Which bearer secrets open which directory. Cached per directory and forgotten when PostgreSQL notifies of a change;
 * while that connection is down nothing is cached. Writes recheck the secret inside their transaction all the same.
 */
@Injectable()
export class BearerAccess implements OnModuleInit, OnApplicationShutdown {
  private readonly cache: AccessCache;
  private readonly touched = new Map<string, number>();
  private readonly notifications: Notifications;

  constructor(
    @Inject(Pool) private readonly pool: Pool,
    @Inject(Environment) private readonly environment: Environment,
    @Inject(AccessTokens) private readonly tokens: AccessTokens,
    @Inject(BackgroundLog) private readonly log: BackgroundLog,
  ) {
    const cache = new AccessCache((directoryIds) => loadDirectoryAccess(pool, directoryIds));
    this.cache = cache;
    this.notifications = new Notifications({
      // An api has one: assertServiceEnvironment.
      databaseUrl: environment.databaseUrl!,
      name: 'api-listen',
      channel: 'directory_changed',
      onNotice: (directoryId) => cache.forget(directoryId),
      onListening: () => cache.clear(true),
      onLost: () => cache.clear(false),
      onError: (error) => log.failed('changes of secrets are not heard of, so that none is cached', error),
    });
  }

  async onModuleInit(): Promise<void> {
    await this.notifications.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.notifications.stop();
  }

  /**
   * The secret that this token is, and what requests the directory takes; undefined for a wrong token or no such directory. Nobody is
   * refused by what is only remembered, as the change that lets them in may be younger than its notification: whoever is not welcome is
   * looked up in the database, and the same wrong token once a second.
   */
  async check(
    directoryId: string,
    token: string,
    isWelcome: (bearer: Bearer) => boolean = () => true,
  ): Promise<Bearer | undefined> {
    const askedAt = performance.now();
    const entry = await this.cache.get(directoryId);
    const bearer = await this.bearerOf(entry, directoryId, token);
    if (bearer !== undefined && isWelcome(bearer)) return bearer;
    const tokenHash = hashSecret(token).toString('base64');
    if (entry.at < askedAt) {
      if (bearer === undefined && this.cache.wasRefusedLately(directoryId, tokenHash)) return undefined;
      const anew = await this.bearerOf(await this.cache.loadAgain(directoryId), directoryId, token);
      if (anew !== undefined) return anew;
    } else if (bearer !== undefined) return bearer;
    this.cache.refuse(directoryId, tokenHash);
    return undefined;
  }

  /** Whether it is a secret of the directory as far as memory tells, which knows of changes within a moment. */
  async looksRight(directoryId: string, token: string): Promise<boolean> {
    const { access } = await this.cache.get(directoryId);
    return access !== undefined && ownSecret(access.secrets, token) !== undefined;
  }

  /** The OAuth client of this id as far as memory tells. */
  async knownClient(directoryId: string, clientId: string): Promise<Secret | undefined> {
    const { access } = await this.cache.get(directoryId);
    return access?.secrets.find(({ id, kind }) => kind === 'client' && id === clientId);
  }

  /** The OAuth client of this id, as the database has it now: what was revoked gets nothing from the moment of the answer. */
  async client(
    directoryId: string,
    clientId: string,
  ): Promise<{ client: Secret; allowlist: readonly string[]; profile: ScimProfile } | undefined> {
    const { access } = await this.cache.load(directoryId);
    const client = access?.secrets.find(({ id, kind }) => kind === 'client' && id === clientId);
    if (access === undefined || client === undefined) return undefined;
    if (client.expiresAt !== null && Date.parse(client.expiresAt) <= Date.now()) return undefined;
    return { client, allowlist: access.allowlist, profile: access.profile ?? 'default' };
  }

  /**
   * What the database has of the secret now; undefined where it is no live one. Asked beside a read, whose token may have been revoked a
   * moment ago, and whose directory disabled.
   */
  async now(directoryId: string, secretId: string): Promise<Bearer | undefined> {
    const { access } = await this.cache.load(directoryId);
    const secret = access?.secrets.find(({ id }) => id === secretId);
    const isLive = secret !== undefined && (secret.expiresAt === null || Date.parse(secret.expiresAt) > Date.now());
    return isLive ? asBearer(access!, secret) : undefined;
  }

  private async bearerOf({ access }: Entry, directoryId: string, token: string): Promise<Bearer | undefined> {
    if (access === undefined) return undefined;
    const now = Date.now();
    const live = access.secrets.filter(({ expiresAt }) => expiresAt === null || Date.parse(expiresAt) > now);
    const secret = ownSecret(live, token) ?? (await this.byAccessToken(directoryId, live, token));
    if (secret === undefined) return undefined;
    this.touch(directoryId, secret.id, now);
    return asBearer(access, secret);
  }

  /** A revoked client's tokens are refused with it: the token only names the client, the client's row decides. */
  private async byAccessToken(directoryId: string, live: Secret[], token: string): Promise<Secret | undefined> {
    const claims = await this.tokens.verify(token, directoryUrl(this.environment.publicUrl, directoryId));
    return claims && live.find(({ id, kind }) => kind === 'client' && id === claims.subject);
  }

  private touch(directoryId: string, secretId: string, now: number): void {
    if (now - (this.touched.get(secretId) ?? 0) < TOUCH_EVERY_MS) return;
    if (this.touched.size > MAX_TOUCHED) this.touched.clear();
    this.touched.set(secretId, now);
    touchSecret(this.pool, directoryId, secretId).catch((error: unknown) => {
      this.touched.delete(secretId);
      this.log.failed('when a secret was last used is not noted', error);
    });
  }
}

/** What an access token of a directory's OAuth client is good for. */
export function directoryUrl(publicUrl: string, directoryId: string): string {
  return `${publicUrl}/directory/${directoryId}`;
}

function asBearer(access: DirectoryAccess, { id, kind }: Secret): Bearer {
  const { version, enabled, pulled, allowlist, rateLimit, profile = 'default', gate = null } = access;
  const isRefusedSecret = profile === 'ipsie' && kind === 'bearer';
  return {
    secretId: id,
    accessVersion: version,
    enabled,
    pulled,
    allowlist,
    rateLimit,
    profile,
    isRefusedSecret,
    gate,
  };
}

/** The secret of the directory itself that this is. Hashed once, however many there are. */
function ownSecret(secrets: Secret[], plain: string): Secret | undefined {
  const given = hashSecret(plain);
  return secrets.find(({ kind, hash }) => kind === 'bearer' && hash !== null && timingSafeEqual(hash, given));
}

export function isSecret({ hash }: Secret, plain: string): boolean {
  return hash !== null && timingSafeEqual(hash, hashSecret(plain));
}
