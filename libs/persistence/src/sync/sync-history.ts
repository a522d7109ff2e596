import { type Pool, type PoolClient } from 'pg';
import { type StagedGroup, type StagedUser, type Warning, WarningBook } from '#connectors';
import { newId } from '#directory';
import { queryAct, writeAct } from '../audit/audited-act.js';
import { inTransaction } from '../connection/in-transaction.js';
import { cursorOf, keysetPage, type KeysetPage, keysetSql, type PageRequest } from '../paging/keyset.js';
import { withKnownIds } from './known-groups.js';
import { withFormerIds } from './known-people.js';
import { stageGroups, stageUsers } from './sync-staging.js';
import { SYNC_CHANNEL } from './sync-queue.js';
import { SYNC_JSON, type SyncView } from './sync-view.js';

export interface SyncChangeView {
  id: string;
  kind: 'created' | 'updated' | 'deactivated' | 'skipped';
  user: { id: string | null; user_name: string | null; email: string | null; name: string | null };
  changed: { field: string; before: unknown; after: unknown }[];
  why: string | null;
  groups_lost: string[];
}

export interface Upload {
  /** People who are not in the file leave. */
  leaves: boolean;
  apply: boolean;
  /** The upload has a file of groups. */
  listsGroups: boolean;
}

export interface UploadStaging {
  users(users: StagedUser[]): Promise<void>;
  groups(groups: StagedGroup[]): Promise<void>;
  warn(warning: Warning): void;
}

/** What a person decides about a sync: `stale` where it is not in the state for it. */
export type Decision = SyncView | 'stale';

const CHANGE = `json_build_object('id', c.id, 'kind', c.kind, 'user', json_build_object('id', c.user_id, 'user_name', c.user_name, 'email', c.email,
  'name', c.name), 'changed', c.changed, 'why', c.why, 'groups_lost', c.groups_lost)`;

/** The syncs of a directory, for people. */
export class SyncHistory {
  constructor(private readonly pool: Pool) {}

  /** Newest first. */
  async page(
    directoryId: string,
    page: PageRequest,
    on: PoolClient,
  ): Promise<KeysetPage<SyncView> & { nextSyncAt: string | null }> {
    const cursor = cursorOf(page);
    const { rows } = await on.query<{ total: number; rows: SyncView[]; next: string | null }>(
      `SELECT (SELECT count(*) FROM syncs WHERE directory_id = $1) AS total, (SELECT next_sync_at FROM connections WHERE directory_id = $1) AS next,
        ARRAY(SELECT ${SYNC_JSON} FROM syncs s WHERE s.directory_id = $1 ${keysetSql(page, 's.id', 2, true)}) AS rows`,
      [directoryId, ...(cursor === undefined ? [] : [cursor])],
    );
    const { rows: found, total, next } = rows[0]!;
    return { ...keysetPage(page, found, total), nextSyncAt: next };
  }

  async find(directoryId: string, id: string): Promise<SyncView | undefined> {
    const { rows } = await this.pool.query<{ sync: SyncView }>(
      `SELECT ${SYNC_JSON} AS sync FROM syncs s WHERE s.directory_id = $1 AND s.id = $2`,
      [directoryId, id],
    );
    return rows[0]?.sync;
  }

  /** @param query a part of a name or address */
  async changes(
    syncId: string,
    { kind, query }: { kind?: string; query?: string },
    page: PageRequest,
    on: PoolClient,
  ): Promise<KeysetPage<SyncChangeView>> {
    const cursor = cursorOf(page);
    const where = `c.sync_id = $1 AND ($2::text IS NULL OR c.kind = $2)
      AND ($3::text IS NULL OR strpos(folded(concat_ws(' ', c.user_name, c.email, c.name)), comparison_key($3)) > 0)`;
    const { rows } = await on.query<{ total: number; rows: SyncChangeView[] }>(
      `SELECT (SELECT count(*) FROM sync_changes c WHERE ${where}) AS total,
        ARRAY(SELECT ${CHANGE} FROM sync_changes c WHERE ${where} ${keysetSql(page, 'c.id', 4)}) AS rows`,
      [syncId, kind ?? null, query ?? null, ...(cursor === undefined ? [] : [cursor])],
    );
    return keysetPage(page, rows[0]!.rows, rows[0]!.total);
  }

  /** Lists the source again, or goes on with the file; the same sync goes on. */
  async approve(directoryId: string, id: string, reason: string | null): Promise<Decision> {
    return await this.decide(
      directoryId,
      id,
      `${decided('approved')}, state = 'queued', approved = true, position = NULL, run_after = now(), tries = 0,
        phase = CASE WHEN trigger = 'upload' THEN 'comparing' ELSE 'listing_users' END`,
      `state = 'needs_review'`,
      reason,
    );
  }

  async reject(directoryId: string, id: string, reason: string | null): Promise<Decision> {
    const change = `${decided('rejected')}, state = 'canceled', finished_at = now()`;
    return await this.decide(directoryId, id, change, `state = 'needs_review'`, reason);
  }

  /** A sync that runs ends at its next step. */
  async cancel(directoryId: string, id: string): Promise<Decision> {
    return await this.decide(
      directoryId,
      id,
      `cancel_requested = true, state = CASE WHEN state = 'running' THEN state ELSE 'canceled' END,
        finished_at = CASE WHEN state = 'running' THEN finished_at ELSE now() END`,
      `state IN ('queued', 'running', 'needs_review')`,
    );
  }

  /** Stages a file in one transaction: one that has an error in the middle leaves nothing behind. */
  async upload(
    directoryId: string,
    upload: Upload,
    fill: (staging: UploadStaging) => Promise<void>,
  ): Promise<SyncView> {
    const id = newId('sync');
    await inTransaction(this.pool, async (client) => {
      await client.query(
        `INSERT INTO syncs (id, directory_id, trigger, dry_run, scope, staging_id, phase, lists_groups)
          VALUES ($1, $2, 'upload', $3, $4, $1, 'comparing', $5)`,
        [id, directoryId, !upload.apply, upload.leaves ? 'full' : 'partial', upload.listsGroups],
      );
      const warnings = new WarningBook();
      await fill({
        warn: (warning) => warnings.add(warning),
        users: async (users) => await stageUsers(client, id, await withFormerIds(client, directoryId, users), true),
        groups: async (groups) => await stageGroups(client, id, await withKnownIds(client, directoryId, groups)),
      });
      await client.query(
        `UPDATE syncs SET seen = x.count, total = x.count, warnings = $2 FROM (SELECT count(*) FROM sync_users WHERE sync_id = $1) x WHERE id = $1`,
        [id, JSON.stringify(warnings.list())],
      );
      await client.query(`NOTIFY ${SYNC_CHANNEL}`);
      await writeAct(client, { targetId: id });
    });
    return (await this.find(directoryId, id))!;
  }

  /** A sync of its own that does what the dry run of a file has shown. */
  async apply(directoryId: string, id: string): Promise<Decision> {
    const { rows } = await queryAct<{ sync: SyncView }>(
      this.pool,
      `WITH checked AS (
         SELECT s.* FROM syncs s JOIN directory_counters c ON c.directory_id = s.directory_id
         WHERE s.id = $2 AND s.directory_id = $1 AND s.trigger = 'upload' AND s.dry_run AND s.state = 'succeeded' AND s.sequence = c.sequence
           AND NOT EXISTS (SELECT FROM syncs o WHERE o.staging_id = s.id AND o.id <> s.id AND o.state <> 'canceled')
         -- What was staged stays until this is written.
         FOR NO KEY UPDATE OF s),
       s AS (
         INSERT INTO syncs (id, directory_id, trigger, scope, staging_id, phase, lists_groups, seen, total, warnings)
         SELECT $3, directory_id, 'upload', scope, id, 'comparing', lists_groups, seen, total, warnings FROM checked RETURNING *),
       woken AS (SELECT pg_notify('${SYNC_CHANNEL}', $1) FROM s)
       SELECT ${SYNC_JSON} AS sync FROM s LEFT JOIN woken ON true`,
      [directoryId, id, newId('sync')],
    );
    return rows[0]?.sync ?? 'stale';
  }

  /** @param reason $3 of the change, where it has one */
  private async decide(
    directoryId: string,
    id: string,
    change: string,
    condition: string,
    ...reason: [string | null] | []
  ): Promise<Decision> {
    const { rows } = await queryAct<{ sync: SyncView }>(
      this.pool,
      `WITH s AS (UPDATE syncs SET ${change} WHERE directory_id = $1 AND id = $2 AND ${condition} RETURNING *),
        woken AS (SELECT pg_notify('${SYNC_CHANNEL}', $1) FROM s)
      SELECT ${SYNC_JSON} AS sync FROM s LEFT JOIN woken ON true`,
      [directoryId, id, ...reason],
    );
    return rows[0]?.sync ?? 'stale';
  }
}

/** SQL: writes down what was decided, beside what it was decided about. */
const decided = (decision: 'approved' | 'rejected') =>
  `review = COALESCE(review, '{}') || jsonb_build_object('decision', jsonb_build_object('decision', '${decision}', 'reason', $3::text, 'at', iso(now())))`;
