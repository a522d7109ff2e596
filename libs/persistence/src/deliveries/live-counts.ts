import { type Pool } from 'pg';

export interface SyncCounts {
  queued: number;
  running: number;
  needs_review: number;
  /** Pulled directories whose last sync failed. */
  failing: number;
  /** Seconds for which the scheduled sync that is most overdue has been waiting. */
  overdue: number;
}

/** Deliveries that are not finished, by state. Their table is small however long the log grows. */
export async function countLiveDeliveries(pool: Pool): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ state: string; count: number }>({
    name: 'metrics-deliveries',
    text: `SELECT state, count(*) FROM deliveries GROUP BY state`,
  });
  return new Map(rows.map(({ state, count }) => [state, count]));
}

export async function countSyncs(pool: Pool): Promise<SyncCounts> {
  const { rows } = await pool.query<SyncCounts>({
    name: 'metrics-syncs',
    text: `SELECT s.*, c.* FROM (
        SELECT count(*) FILTER (WHERE s.state = 'queued') AS queued, count(*) FILTER (WHERE s.state = 'running') AS running,
          count(*) FILTER (WHERE s.state = 'needs_review') AS needs_review
        FROM syncs s JOIN directories d ON d.id = s.directory_id AND d.deleted_at IS NULL
        WHERE s.state IN ('queued', 'running', 'needs_review')) s,
      -- A disabled directory is not pulled, and nobody has to know.
      (SELECT count(*) FILTER (WHERE c.failing_since IS NOT NULL) AS failing,
          COALESCE(GREATEST(EXTRACT(epoch FROM now() - min(c.next_sync_at)), 0), 0)::float AS overdue
        FROM connections c JOIN directories d ON d.id = c.directory_id AND d.deleted_at IS NULL AND d.enabled) c`,
  });
  return rows[0]!;
}
