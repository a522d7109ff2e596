import { type Pool } from 'pg';

const STAGED = ['sync_users', 'sync_references', 'sync_groups', 'sync_members'];

/**
 * Takes away the files that were checked and that nobody applies. Such a file cannot be applied any more: it has to be uploaded again.
 * A file that is being applied stays until that is over.
 * @param which a condition on the syncs `s`
 */
export async function forgetCheckedFiles(pool: Pool, which: string, values: unknown[] = []): Promise<void> {
  const gone = STAGED.map((table) => `${table}_gone AS (DELETE FROM ${table} USING checked c WHERE sync_id = c.id)`);
  await pool.query(
    `WITH checked AS MATERIALIZED (
        SELECT s.id FROM syncs s WHERE s.trigger = 'upload' AND s.dry_run AND s.state <> 'running' AND ${which}
          AND NOT EXISTS (
            SELECT FROM syncs o WHERE o.directory_id = s.directory_id AND o.staging_id = s.id AND o.id <> s.id AND o.state IN ('queued', 'running'))
        FOR UPDATE OF s SKIP LOCKED),
      ${gone.join(',\n      ')}
      UPDATE syncs s SET sequence = NULL, state = CASE s.state WHEN 'queued' THEN 'canceled' ELSE s.state END,
        finished_at = COALESCE(s.finished_at, now()) FROM checked c WHERE s.id = c.id`,
    values,
  );
}
