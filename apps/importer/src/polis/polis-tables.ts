import { createDecipheriv, createHash } from 'node:crypto';
import pg from 'pg';
import { type Listing } from '../source.js';
import { type PolisDirectory, type PolisGroup, type PolisReader, type PolisUser } from './polis-reader.js';

const PAGE_SIZE = 500;

interface StoredRow {
  position: string;
  value: string;
  iv: string | null;
  tag: string | null;
}

/**
 * Polis' PostgreSQL tables: `jackson_store` holds JSON values, `jackson_index` finds them by `<namespace>:<index>:<RIPEMD-160 of the value>`.
 * Only read, in transactions of one statement.
 */
export class PolisTables implements PolisReader {
  readonly address: string;
  private readonly pool: pg.Pool;
  private readonly key: Buffer | undefined;

  /** @param encryptionKey as Polis takes it (DB_ENCRYPTION_KEY): 32 characters, or base64 of 32 bytes; undefined where it has none */
  constructor(
    databaseUrl: string,
    encryptionKey?: string,
    private readonly pageSize = PAGE_SIZE,
  ) {
    const { host, pathname } = new URL(databaseUrl);
    this.address = `${host}${pathname}`;
    this.pool = new pg.Pool({
      connectionString: databaseUrl,
      max: 2,
      application_name: 'rollcall-import',
      options: '-c default_transaction_read_only=on',
      statement_timeout: 60_000,
      // A server that falls silent ends the import, which goes on where it was.
      query_timeout: 70_000,
      connectionTimeoutMillis: 10_000,
    });
    // The next query reports a connection that broke while it was idle.
    this.pool.on('error', () => {});
    this.key = encryptionKey === undefined ? undefined : keyOf(encryptionKey);
  }

  async *directories(): Listing<PolisDirectory> {
    const sql = `SELECT key AS position, value, iv, tag FROM jackson_store WHERE namespace = $1 AND key > $2 ORDER BY key LIMIT $3`;
    yield* this.pages<PolisDirectory>((from) => this.rows(sql, 'dsync:config', from), '');
  }

  users(directory: PolisDirectory, from?: string): Listing<PolisUser> {
    return this.indexed<PolisUser>(directory, 'users', 'directoryId', directory.id, from);
  }

  groups(directory: PolisDirectory, from?: string): Listing<PolisGroup> {
    return this.indexed<PolisGroup>(directory, 'groups', 'directoryId', directory.id, from);
  }

  async *members(directory: PolisDirectory, groupId: string): Listing<string> {
    const memberships = this.indexed<{ user_id: string }>(directory, 'members', 'groupId', groupId);
    for await (const { items, next } of memberships) yield { items: items.map(({ user_id }) => user_id), next };
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  /** By an index of the store, in the order in which its entries came. */
  private indexed<T>(
    { tenant, product }: PolisDirectory,
    kind: 'users' | 'groups' | 'members',
    index: string,
    value: string,
    from = '0',
  ): Listing<T> {
    const sql = `SELECT i.id::text AS position, s.value, s.iv, s.tag
      FROM jackson_index i JOIN jackson_store s ON s.key = i."storeKey"
      WHERE i.key = $1 AND i.id > $2::bigint ORDER BY i.id LIMIT $3`;
    const digest = createHash('ripemd160').update(value).digest('hex');
    return this.pages<T>((at) => this.rows(sql, `dsync:${kind}:${tenant}:${product}:${index}:${digest}`, at), from);
  }

  private async *pages<T>(list: (from: string) => Promise<StoredRow[]>, from: string): Listing<T> {
    for (let at = from; ;) {
      const rows = await list(at);
      const next = rows.length < this.pageSize ? undefined : rows.at(-1)!.position;
      yield { items: rows.map((row) => this.open(row) as T), next };
      if (next === undefined) return;
      at = next;
    }
  }

  private async rows(sql: string, key: string, from: string): Promise<StoredRow[]> {
    return (await this.pool.query<StoredRow>(sql, [key, from, this.pageSize])).rows;
  }

  private open({ value, iv, tag }: StoredRow): unknown {
    if (iv === null || tag === null || iv === '' || tag === '') return JSON.parse(value);
    if (this.key === undefined)
      throw new Error('the rows of jackson_store are encrypted: give the encryption key of Polis');
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.key, Buffer.from(iv, 'base64'));
      decipher.setAuthTag(Buffer.from(tag, 'base64'));
      const plain = Buffer.concat([decipher.update(value, 'base64'), decipher.final()]);
      return JSON.parse(plain.toString('utf8'));
    } catch {
      throw new Error('the rows of jackson_store are encrypted with another key than the given one');
    }
  }
}

function keyOf(text: string): Buffer {
  const key = text.length === 32 ? Buffer.from(text, 'latin1') : Buffer.from(text, 'base64');
  if (key.length !== 32) throw new Error('the encryption key of Polis must be 32 characters, or 32 bytes as base64');
  return key;
}
