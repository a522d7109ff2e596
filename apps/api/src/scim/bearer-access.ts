import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Client, Pool } from 'pg';
import { Environment } from '#config';
import { session, watchSilence } from '#postgres';
import { type DirectoryAccess, hashSecret, loadDirectoryAccess, touchSecret } from '#persistence';
import { AccessTokens } from '../tokens/access-tokens.js';

/** How long an answer may be used at all, should a notification ever be lost. */
const MAX_AGE_MS = 30_000;
const MAX_ENTRIES = 10_000;
const TOUCH_EVERY_MS = 60_000;
const RECONNECT_MS = 1_000;

type Secret = DirectoryAccess['secrets'][number];

export interface Bearer {
  secretId: string;
  enabled: boolean;
  /** The networks that requests may come from; empty: any. */
  allowlist: readonly string[];
}

interface Entry {
  access: DirectoryAccess | undefined;
  at: number;
}

/**
 * Which bearer secrets open which directory. Cached per directory and forgotten when PostgreSQL notifies of a change;
 * while that connection is down nothing is cached. Writes recheck the secret inside their transaction all the same.
 */
@Injectable()
export class BearerAccess implements OnModuleInit, OnApplicationShutdown {
  private readonly entries = new Map<string, Entry>();
  private readonly touched = new Map<string, number>();
  private listener: Client | undefined;
  private listening = false;
  private closed = false;

  constructor(
    @Inject(Pool) private readonly pool: Pool,
    @Inject(Environment) private readonly environment: Environment,
    @Inject(AccessTokens) private readonly tokens: AccessTokens,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.listen();
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    await this.listener?.end();
  }

  /** The secret that this token is, and what requests the directory takes; undefined for a wrong token or no such directory. */
  async check(directoryId: string, token: string): Promise<Bearer | undefined> {
    const access = await this.accessOf(directoryId);
    if (access === undefined) return undefined;
    const now = Date.now();
    const live = access.secrets.filter(({ expiresAt }) => expiresAt === null || Date.parse(expiresAt) > now);
    const secret = matchSecret(live, 'bearer', token) ?? (await this.byAccessToken(directoryId, live, token));
    if (secret === undefined) return undefined;
    this.touch(directoryId, secret.id, now);
    return { secretId: secret.id, enabled: access.enabled, allowlist: access.allowlist };
  }

  /** As `check`, by what the database says now. */
  checkAnew(directoryId: string, token: string): Promise<Bearer | undefined> {
    this.entries.delete(directoryId);
    return this.check(directoryId, token);
  }

  /** The OAuth client of this id and secret; undefined where there is none. */
  async client(directoryId: string, clientId: string, clientSecret: string): Promise<Secret | undefined> {
    const known = await this.findClient(directoryId, clientId, clientSecret);
    if (known !== undefined) return known;
    this.entries.delete(directoryId);
    return await this.findClient(directoryId, clientId, clientSecret);
  }

  private async findClient(directoryId: string, clientId: string, clientSecret: string): Promise<Secret | undefined> {
    const access = await this.accessOf(directoryId);
    const secret = access && matchSecret(access.secrets, 'client', clientSecret);
    if (secret?.id !== clientId) return undefined;
    return secret.expiresAt === null || Date.parse(secret.expiresAt) > Date.now() ? secret : undefined;
  }

  /** A revoked client's tokens are refused with it: the token only names the client, the client's row decides. */
  private async byAccessToken(directoryId: string, live: Secret[], token: string): Promise<Secret | undefined> {
    const claims = await this.tokens.verify(token, directoryUrl(this.environment.publicUrl, directoryId));
    return claims && live.find(({ id, kind }) => kind === 'client' && id === claims.subject);
  }

  private async accessOf(directoryId: string): Promise<DirectoryAccess | undefined> {
    const entry = this.entries.get(directoryId);
    if (entry !== undefined && Date.now() - entry.at < MAX_AGE_MS) return entry.access;
    const pending: Entry = { access: undefined, at: Date.now() };
    // Placed before the query, removed by a notification: what was read before a change is then not kept after it.
    if (this.listening) this.entries.set(directoryId, { ...pending, at: 0 });
    const marker = this.entries.get(directoryId);
    const access = await loadDirectoryAccess(this.pool, directoryId);
    if (this.listening && marker !== undefined && this.entries.get(directoryId) === marker) {
      this.entries.set(directoryId, { access, at: Date.now() });
      if (this.entries.size > MAX_ENTRIES) this.entries.delete(this.entries.keys().next().value!);
    }
    return access;
  }

  private touch(directoryId: string, secretId: string, now: number): void {
    if (now - (this.touched.get(secretId) ?? 0) < TOUCH_EVERY_MS) return;
    if (this.touched.size > MAX_ENTRIES) this.touched.clear();
    this.touched.set(secretId, now);
    touchSecret(this.pool, directoryId, secretId).catch(() => this.touched.delete(secretId));
  }

  private async listen(): Promise<void> {
    const client = new Client(session(this.environment.databaseUrl!, 'api-listen'));
    this.listener = client;
    client.on('error', () => this.relisten(client));
    client.on('end', () => this.relisten(client));
    client.on('notification', ({ payload }) => this.entries.delete(payload ?? ''));
    await client.connect();
    watchSilence(client);
    await client.query('LISTEN directory_changed');
    this.entries.clear();
    this.listening = true;
  }

  private relisten(broken: Client): void {
    if (this.closed || this.listener !== broken) return;
    this.listening = false;
    this.entries.clear();
    this.listener = undefined;
    setTimeout(() => {
      this.listen().catch(() => this.relisten(this.listener!));
    }, RECONNECT_MS).unref();
  }
}

/** What an access token of a directory's OAuth client is good for. */
export function directoryUrl(publicUrl: string, directoryId: string): string {
  return `${publicUrl}/directory/${directoryId}`;
}

function matchSecret(secrets: Secret[], kind: Secret['kind'], plain: string): Secret | undefined {
  const hash = hashSecret(plain);
  return secrets.find((candidate) => candidate.kind === kind && timingSafeEqual(candidate.hash, hash));
}
