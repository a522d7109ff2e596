import { randomUUID } from 'node:crypto';
import { type Pool } from 'pg';
import { type SyncError, type SyncTrigger, type SyncWork } from '#connectors';
import { newId } from '#directory';
import { queryAct } from '../audit/audited-act.js';
import { forgetCheckedFiles } from './checked-files.js';
import { NEXT_SYNC, SOURCE } from './connections.js';
import { forgetStaged } from './sync-staging.js';
import { LEASE } from './sync-statements.js';
import { SYNC_JSON, type SyncView } from './sync-view.js';

/** On which workers are told that there is a sync to run. */
export const SYNC_CHANNEL = 'sync_wanted';

/** Of one organization, by all workers: sources that are silent keep a place for minutes, and an organization may have 200 of them. */
const READS_AT_ONCE_OF_ORGANIZATION = 6;
/** The same for all that it syncs: its gate may take seconds for each person who arrives. As many as half of the places of a worker. */
const SYNCS_AT_ONCE_OF_ORGANIZATION = 12;
/** A file has been staged, and what was listed needs no source any more. */
const ASKS_SOURCE = `(s.trigger <> 'upload' AND s.phase <> 'applying')`;

/** A notification starts no more than one sync in this time. */
const NUDGE_PAUSE = "interval '1 minute'";

export interface ClaimedSync extends SyncWork {
  tries: number;
}

/** What is told of a sync whose directory may not be changed any more. */
const DISABLED: SyncError = {
  code: 'directory_disabled',
  message: 'The directory was disabled while the sync ran.',
  hint: 'Enable the directory; the next sync does what is left.',
};

const WORK = `s.id, s.directory_id AS "directoryId", s.lease, s.trigger, s.dry_run AS "dryRun", s.scope, s.phase, s.staging_id AS "stagingId",
  s.position, s.approved, s.lists_groups AS "listsGroups", s.announced, s.seen, s.total, s.mark, s.warnings, iso(s.started_at) AS "startedAt", s.tries,
  s.counts, EXISTS (SELECT FROM syncs o WHERE o.directory_id = s.directory_id AND o.state = 'needs_review' AND o.id <> s.id) AS "isLocked"`;

/**
 * The syncs that are to run. Rows, like deliveries: the notice only wakes. A sync whose process has fallen silent is taken up by
 * another one where it was.
 */
export class SyncQueue {
  constructor(private readonly pool: Pool) {}

  /** The sync that is queued or running already, where there is one; dry runs and real ones alike. One that waits for its time starts now. */
  async ask(directoryId: string, trigger: SyncTrigger, dryRun = false): Promise<SyncView> {
    const { rows } = await queryAct<{ sync: SyncView }>(
      this.pool,
      `WITH open AS (
         SELECT id FROM syncs WHERE directory_id = $2 AND state IN ('queued', 'running') AND trigger <> 'upload' ORDER BY id LIMIT 1),
       hurried AS (
         UPDATE syncs SET run_after = now() WHERE id = (SELECT id FROM open) AND state = 'queued' AND run_after > now() RETURNING id),
       asked AS (
         INSERT INTO syncs AS q (id, directory_id, trigger, dry_run, staging_id) SELECT $1, $2, $3, $4, $1 WHERE NOT EXISTS (SELECT FROM open)
         ON CONFLICT (directory_id) WHERE state = 'queued' AND NOT approved AND trigger <> 'upload' DO UPDATE SET trigger = q.trigger
         RETURNING *),
       woken AS (SELECT pg_notify('${SYNC_CHANNEL}', $2) FROM (SELECT id FROM asked UNION ALL SELECT id FROM hurried) w)
       SELECT ${SYNC_JSON} AS sync FROM (
         SELECT * FROM asked UNION ALL SELECT s.* FROM syncs s JOIN open o ON o.id = s.id) s LEFT JOIN woken ON true`,
      [newId('sync'), directoryId, trigger, dryRun],
      ({ sync }) => ({ targetId: sync.id }),
    );
    return rows[0]!.sync;
  }

  /** A source says that something has changed. Several notices within a minute are one sync. */
  async nudge(directoryId: string): Promise<void> {
    await this.pool.query(
      `WITH due AS (
         UPDATE connections SET notified_at = GREATEST(now(), notified_at + ${NUDGE_PAUSE}) WHERE directory_id = $2
           AND (notified_at IS NULL OR notified_at <= now()) RETURNING notified_at)
       INSERT INTO syncs (id, directory_id, trigger, staging_id, run_after) SELECT $1, $2, 'notification', $1, notified_at FROM due
       ON CONFLICT DO NOTHING`,
      [newId('sync'), directoryId],
    );
    await this.wake();
  }

  async wake(): Promise<void> {
    await this.pool.query(`NOTIFY ${SYNC_CHANNEL}`);
  }

  /** Queues the syncs whose time has come. */
  async schedule(limit: number): Promise<void> {
    const { rows } = await this.pool.query<{ id: string }>(
      `UPDATE connections SET next_sync_at = ${NEXT_SYNC} WHERE directory_id IN (
        SELECT c.directory_id FROM connections c JOIN directories d ON d.id = c.directory_id AND d.deleted_at IS NULL AND d.enabled
        WHERE c.next_sync_at <= now() ORDER BY c.next_sync_at LIMIT $1 FOR UPDATE OF c SKIP LOCKED) RETURNING directory_id AS id`,
      [limit],
    );
    if (rows.length === 0) return;
    await this.pool.query(
      `INSERT INTO syncs (id, directory_id, trigger, staging_id)
        SELECT n.id, n.directory_id, 'schedule', n.id FROM unnest($1::text[], $2::text[]) AS n (id, directory_id)
        WHERE NOT EXISTS (SELECT FROM syncs s WHERE s.directory_id = n.directory_id AND s.state IN ('queued', 'running'))
        ON CONFLICT DO NOTHING`,
      [rows.map(() => newId('sync')), rows.map(({ id }) => id)],
    );
  }

  /**
   * Ends what nobody may go on with: the syncs of a disabled directory once they have stopped, those that were canceled and whose process
   * fell silent, and all of a deleted directory.
   */
  async endStranded(): Promise<void> {
    const { rows } = await this.pool.query<{ id: string; isOwn: boolean }>({
      name: 'sync-stranded',
      text: `UPDATE syncs s SET state = CASE WHEN d.deleted_at IS NOT NULL OR s.cancel_requested THEN 'canceled' ELSE 'failed' END,
          error = CASE WHEN d.deleted_at IS NULL AND NOT s.cancel_requested THEN $1::jsonb END,
          finished_at = now(), lease = NULL, lease_until = NULL
        FROM directories d WHERE d.id = s.directory_id AND s.state IN ('queued', 'running', 'needs_review')
          AND (d.deleted_at IS NOT NULL OR (s.state = 'running' AND (NOT d.enabled OR s.cancel_requested)))
          AND (s.state <> 'running' OR s.lease_until IS NULL OR s.lease_until < now())
        RETURNING s.id, s.staging_id = s.id AS "isOwn"`,
      values: [JSON.stringify(DISABLED)],
    });
    // What was checked of a file may be applied later.
    for (const { id, isOwn } of rows) if (isOwn) await forgetStaged(this.pool, id);
  }

  /** The sync that has waited longest and may run now, one of each directory at a time; undefined where there is none. */
  async claim(): Promise<ClaimedSync | undefined> {
    try {
      const { rows } = await this.pool.query<ClaimedSync>({
        name: 'sync-claim',
        text: `WITH busy AS (
            SELECT d.organization_id, count(*) >= $3 AS "isFull" FROM syncs s JOIN directories d ON d.id = s.directory_id
            WHERE s.state = 'running' AND s.lease_until >= now()
            GROUP BY 1 HAVING count(*) FILTER (WHERE ${ASKS_SOURCE}) >= $2 OR count(*) >= $3),
          next AS (
            SELECT s.id FROM syncs s JOIN directories d ON d.id = s.directory_id AND d.deleted_at IS NULL AND d.enabled
            WHERE s.run_after <= now()
              AND NOT EXISTS (SELECT FROM busy b WHERE b.organization_id = d.organization_id AND (b."isFull" OR ${ASKS_SOURCE})) AND (
              (s.state = 'running' AND (s.lease_until IS NULL OR s.lease_until < now()))
              OR (s.state = 'queued' AND NOT EXISTS (SELECT FROM syncs r WHERE r.directory_id = s.directory_id AND r.state = 'running')))
            ORDER BY s.run_after, s.id LIMIT 1 FOR UPDATE OF s SKIP LOCKED),
          -- What was staged of another source, before the connection was saved anew, is listed again.
          origin AS (
            SELECT n.id, ${SOURCE} AS source, s.trigger <> 'upload' AND s.phase <> 'applying' AND s.source <> ${SOURCE} AS "isOther"
            FROM next n JOIN syncs s ON s.id = n.id LEFT JOIN connections c ON c.directory_id = s.directory_id),
          s AS (
            UPDATE syncs s SET state = 'running', lease = $1, lease_until = now() + ${LEASE}, started_at = COALESCE(started_at, now()),
              source = CASE WHEN s.phase = 'applying' THEN s.source ELSE origin.source END,
              phase = CASE WHEN origin."isOther" THEN 'listing_users' ELSE s.phase END, position = CASE WHEN origin."isOther" IS NOT TRUE THEN s.position END
            FROM origin WHERE s.id = origin.id RETURNING s.*)
          SELECT ${WORK} FROM s`,
        values: [randomUUID(), READS_AT_ONCE_OF_ORGANIZATION, SYNCS_AT_ONCE_OF_ORGANIZATION],
      });
      return rows[0];
    } catch (error) {
      // Another process has taken up another sync of the directory at the same moment.
      if ((error as { code?: string }).code === '23505') return undefined;
      throw error;
    }
  }

  /** Says that a sync is still worked on. @returns false where it is another's, or canceled */
  async renew({ id, lease }: SyncWork): Promise<boolean> {
    const { rowCount } = await this.pool.query({
      name: 'sync-renew',
      text: `UPDATE syncs SET lease_until = now() + ${LEASE} WHERE id = $1 AND lease = $2 AND state = 'running' AND NOT cancel_requested`,
      values: [id, lease],
    });
    return rowCount === 1;
  }

  /** Leaves it to whoever is next, after a while. */
  async release({ id, lease }: SyncWork, afterMs: number): Promise<void> {
    await this.pool.query(
      `UPDATE syncs SET lease = NULL, lease_until = NULL, tries = tries + CASE WHEN $3 > 0 THEN 1 ELSE 0 END,
        run_after = now() + $3 * interval '1 millisecond' WHERE id = $1 AND lease = $2 AND state = 'running'`,
      [id, lease, afterMs],
    );
  }

  /** What is old: syncs after thirty days or with their directory, checked files that nobody has applied after one day. */
  async forget(): Promise<void> {
    await this.pool.query(
      `DELETE FROM syncs s USING directories d WHERE d.id = s.directory_id
        AND ((s.finished_at < now() - interval '30 days' AND s.state <> 'needs_review')
          OR (d.deleted_at IS NOT NULL AND (s.lease_until IS NULL OR s.lease_until < now())))`,
    );
    // Somebody may still decide about a file that waits for review.
    await forgetCheckedFiles(
      this.pool,
      `s.finished_at < now() - interval '1 day'
        AND NOT EXISTS (SELECT FROM syncs o WHERE o.staging_id = s.id AND o.state = 'needs_review')`,
    );
  }
}
