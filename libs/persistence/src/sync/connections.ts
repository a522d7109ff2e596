import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type Pool } from 'pg';
import { type Secrets, type Settings, type WatchState } from '#connectors';
import { type AuditChanges, changesBetween } from '../audit/audit-changes.js';
import { queryAct, writeAct } from '../audit/audited-act.js';
import { inTransaction } from '../connection/in-transaction.js';
import { type SecretCipher } from '../secrets/secret-cipher.js';

export interface StoredConnection {
  directoryId: string;
  organizationId: string;
  provider: string;
  settings: Settings;
  secrets: Secrets;
  scheduleMs: number | null;
  nextSyncAt: string | null;
  lastTest: object | null;
  failingSince: string | null;
  mark: string | null;
  fullAt: string | null;
  notificationToken: string;
  watch: WatchState | null;
}

interface Row extends Omit<StoredConnection, 'secrets' | 'watch'> {
  secretsCipher: Buffer | null;
  watchCipher: Buffer | null;
}

const COLUMNS = `c.directory_id AS "directoryId", d.organization_id AS "organizationId", d.directory_provider AS provider, c.settings,
  c.secrets_cipher AS "secretsCipher", c.schedule_ms AS "scheduleMs", c.next_sync_at AS "nextSyncAt", c.last_test AS "lastTest",
  c.failing_since AS "failingSince", c.mark, c.full_at AS "fullAt", c.notification_token AS "notificationToken",
  c.watch_cipher AS "watchCipher"`;

const CONNECTION = `SELECT ${COLUMNS} FROM connections c JOIN directories d ON d.id = c.directory_id
  WHERE c.directory_id = $1 AND d.deleted_at IS NULL`;

/** The next time, up to a tenth earlier or later: directories of one schedule spread out by themselves. */
export const NEXT_SYNC = `now() + schedule_ms * (0.9 + 0.2 * random()) * interval '1 millisecond'`;

/** SQL: which source the connection `c` names, and who reads it there. Differs after each change of them. */
export const SOURCE = `md5(c.settings::text || COALESCE(encode(c.secrets_cipher, 'hex'), ''))`;

/** How the sources of pulled directories are reached. Secrets are sealed, and opened only for whoever connects. */
export class Connections {
  constructor(
    private readonly pool: Pool,
    private readonly cipher: SecretCipher,
  ) {}

  async find(directoryId: string): Promise<StoredConnection | undefined> {
    const { rows } = await this.pool.query<Row>(CONNECTION, [directoryId]);
    return rows[0] && this.open(rows[0]);
  }

  /** Replaces the settings and secrets. A connection that points elsewhere is listed in full the next time. */
  async save(directoryId: string, settings: Settings, secrets: Secrets, scheduleMs: number | null): Promise<void> {
    const sealed = Object.keys(secrets).length === 0 ? null : this.cipher.encrypt(JSON.stringify(secrets));
    await inTransaction(this.pool, async (client) => {
      const { rows } = await client.query<Row>(`${CONNECTION} FOR UPDATE OF c`, [directoryId]);
      const before = rows[0] && this.open(rows[0]);
      // Another account may see others: they are none of its changes.
      const isSameReader = before !== undefined && isDeepStrictEqual(before.secrets, secrets);
      await client.query(
        `INSERT INTO connections AS c (directory_id, settings, secrets_cipher, schedule_ms, notification_token, next_sync_at)
        SELECT $1, $2, $3, x.schedule_ms, $5, ${NEXT_SYNC} FROM (SELECT $4::bigint AS schedule_ms) x
        ON CONFLICT (directory_id) DO UPDATE SET settings = excluded.settings, secrets_cipher = excluded.secrets_cipher,
          schedule_ms = excluded.schedule_ms, updated_at = now(), watch_until = NULL,
          mark = CASE WHEN c.settings = excluded.settings AND $6 THEN c.mark END,
          next_sync_at = CASE WHEN c.schedule_ms IS NOT DISTINCT FROM excluded.schedule_ms THEN c.next_sync_at ELSE excluded.next_sync_at END`,
        [
          directoryId,
          JSON.stringify(settings),
          sealed,
          scheduleMs,
          randomBytes(24).toString('base64url'),
          isSameReader,
        ],
      );
      await writeAct(client, { changes: changesOf(before, { settings, secrets, scheduleMs }) });
    });
  }

  async saveTest(directoryId: string, test: object): Promise<void> {
    await queryAct(this.pool, 'UPDATE connections SET last_test = $2 WHERE directory_id = $1', [
      directoryId,
      JSON.stringify(test),
    ]);
  }

  async saveWatch(directoryId: string, watch: WatchState): Promise<void> {
    await this.pool.query('UPDATE connections SET watch_cipher = $2, watch_until = $3 WHERE directory_id = $1', [
      directoryId,
      this.cipher.encrypt(JSON.stringify(watch)),
      watch.expiresAt,
    ]);
  }

  /** Subscriptions that are to be made, or end within the hour. Tried again in ten minutes. */
  async watchesDue(providers: readonly string[], limit: number): Promise<string[]> {
    const { rows } = await this.pool.query<{ id: string }>(
      `UPDATE connections SET watch_until = now() + interval '70 minutes' WHERE directory_id IN (
        SELECT c.directory_id FROM connections c JOIN directories d ON d.id = c.directory_id AND d.deleted_at IS NULL AND d.enabled
        WHERE d.directory_provider = ANY($1) AND c.schedule_ms IS NOT NULL AND c.full_at IS NOT NULL
          AND (c.watch_until IS NULL OR c.watch_until < now() + interval '1 hour')
        ORDER BY c.watch_until NULLS FIRST LIMIT $2 FOR UPDATE OF c SKIP LOCKED) RETURNING directory_id AS id`,
      [providers, limit],
    );
    return rows.map(({ id }) => id);
  }

  private open({ secretsCipher, watchCipher, ...row }: Row): StoredConnection {
    const secrets = secretsCipher === null ? {} : (JSON.parse(this.cipher.decrypt(secretsCipher)) as Secrets);
    const watch = watchCipher === null ? null : (JSON.parse(this.cipher.decrypt(watchCipher)) as WatchState);
    return { ...row, secrets, watch };
  }
}

type Reached = Pick<StoredConnection, 'settings' | 'secrets' | 'scheduleMs'>;

/** What is set may name hosts and administrators: entries of the audit log tell which settings changed, and not to what. */
function changesOf(before: Reached | undefined, after: Reached): AuditChanges | null {
  const [old, now] = [before ?? { settings: {}, secrets: {}, scheduleMs: null }, after].map(
    ({ settings, secrets, scheduleMs }) => ({ ...settings, ...secrets, schedule_ms: scheduleMs }),
  ) as [object, object];
  const hidden = Object.keys({ ...old, ...now }).filter((name) => name !== 'schedule_ms');
  return changesBetween({ ...old }, { ...now }, hidden);
}
